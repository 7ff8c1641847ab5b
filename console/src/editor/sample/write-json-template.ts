import { literalText } from './literal-text.ts';
import type { PlannedNode } from './planned-node.ts';

/** The plan as a JSON template, laid out as people write JSON. */
export function writeJsonTemplate(plan: PlannedNode): string {
  return `${write(plan, '')}\n`;
}

function write(node: PlannedNode, indent: string, loop?: string): string {
  const inner = `${indent}  `;
  switch (node.kind) {
    case 'leaf': {
      const { leaf, expression } = node;
      if (expression === undefined) return leaf.bare ? leaf.text : JSON.stringify(literalText(leaf.text));
      return leaf.bare && leaf.text !== 'null' ? `\${${expression}}` : `"\${${expression}}"`;
    }
    case 'list': {
      const items = node.items.map((item) => write(item, inner, node.loop));
      if (items.length === 0) return '[]';
      if (node.loop !== undefined && node.items[0]?.kind === 'leaf') {
        return `[ { "$for": ${JSON.stringify(node.loop)}, "$value": ${items[0] ?? 'null'} } ]`;
      }
      return `[\n${items.map((item) => inner + item).join(',\n')}\n${indent}]`;
    }
    case 'branch': {
      const entries = node.children.map(
        (child) => `${inner}${JSON.stringify(literalText(nameOf(child)))}: ${write(child, inner)}`,
      );
      if (loop !== undefined) entries.unshift(`${inner}"$for": ${JSON.stringify(loop)}`);
      return entries.length === 0 ? '{}' : `{\n${entries.join(',\n')}\n${indent}}`;
    }
  }
}

function nameOf(node: PlannedNode): string {
  return node.kind === 'leaf' ? node.leaf.name : node.name;
}
