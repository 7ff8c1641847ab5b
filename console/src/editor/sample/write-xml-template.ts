import { literalText } from './literal-text.ts';
import type { PlannedNode } from './planned-node.ts';

type Attributes = Extract<PlannedNode, { kind: 'branch' }>['attributes'];

/** The plan as an XML template: declaration, namespaces and prefixes of the sample, two blanks for each level. */
export function writeXmlTemplate(plan: PlannedNode, encoding: string | undefined): string {
  const namespace = hasLoop(plan) ? ' xmlns:t="urn:gangway:template"' : '';
  return `<?xml version="1.0" encoding="${encoding ?? 'UTF-8'}"?>\n${write(plan, '', namespace)}\n`;
}

function hasLoop(node: PlannedNode): boolean {
  if (node.kind === 'leaf') return false;
  if (node.kind === 'list') return node.loop !== undefined || node.items.some(hasLoop);
  return node.children.some(hasLoop);
}

function write(node: PlannedNode, indent: string, more = ''): string {
  switch (node.kind) {
    case 'leaf':
      return `${indent}<${node.leaf.name}${more}>${content(node)}</${node.leaf.name}>`;
    case 'list': {
      const loop = node.loop === undefined ? '' : ` t:for="${node.loop.replaceAll('"', "'")}"`;
      return node.items.map((item) => write(item, indent, more + loop)).join('\n');
    }
    case 'branch': {
      const tag = `${node.name}${more}${attributesOf(node.attributes, indent)}`;
      const [only] = node.children;
      if (only === undefined) return `${indent}<${tag}/>`;
      if (only.kind === 'leaf' && only.leaf.name === '') return `${indent}<${tag}>${content(only)}</${node.name}>`;
      const children = node.children.map((child) => write(child, `${indent}  `));
      return `${indent}<${tag}>\n${children.join('\n')}\n${indent}</${node.name}>`;
    }
  }
}

/** Many attributes, such as the namespaces of the outermost element, stand on lines of their own. */
function attributesOf(attributes: Attributes, indent: string): string {
  const written = attributes.map(({ leaf, expression }) => {
    const value = expression === undefined ? escape(leaf.text).replaceAll('"', '&quot;') : `\${${expression}}`;
    return `${leaf.name}="${value}"`;
  });
  const line = written.map((one) => ` ${one}`).join('');
  return line.length <= 120 ? line : written.map((one) => `\n${indent}    ${one}`).join('');
}

function content({ leaf, expression }: Extract<PlannedNode, { kind: 'leaf' }>): string {
  return expression === undefined ? escape(leaf.text) : `\${${expression}}`;
}

function escape(text: string): string {
  return literalText(text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'));
}
