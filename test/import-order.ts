import { dirname, join, normalize } from 'node:path';

/**
 * The order of the server's parts, lowest first. A file may import from its own part or a lower line; parts on one line may not import from one another.
 * A part is a folder of server/src, or a file that stands there by itself.
 */
export const order: readonly (readonly string[])[] = [
  ['errors', 'log', 'config', 'read-setting', 'address-range', 'schema-faults'],
  ['database', 'threads'],
  ['outbound'],
  ['configuration'],
  ['alerts', 'jobs', 'idempotency'],
  ['connections', 'templates', 'access'],
  ['records'],
  ['webhooks'],
  ['triggers'],
  ['attendance'],
  ['deliveries', 'inbound'],
  ['integration', 'retention'],
  ['live', 'overview'],
  ['api'],
  ['app', 'cli'],
  ['start'],
  ['main'],
];

/** Files that stand by themselves on the lowest line may import one another, as long as there is no cycle. */
const foundation = order[0] ?? [];

/** Every file's imports by relative path, types included; both sides are paths from server/src. */
export type Imports = ReadonlyMap<string, readonly string[]>;

/** Finds `from '...'` and `import('...')`; the path of a relative import as seen from server/src. */
export function importsOf(file: string, source: string): string[] {
  const specifiers = source.matchAll(/(?:\bfrom\s*|\bimport\s*\(?\s*)(['"])(\.{1,2}\/[^'"]+)\1/g);
  return Array.from(specifiers, ([, , specifier = '']) => normalize(join(dirname(file), specifier)));
}

/** Sentences about every import that goes upwards or sideways, every part that the order does not name, and every cycle of files. */
export function importFaults(imports: Imports): string[] {
  const faults: string[] = [];
  const unknown = new Set([...imports.keys()].map(partOf).filter((part) => lineOf(part) < 0));
  for (const part of unknown)
    faults.push(`server/src/${part} has no place in the import order: add it to test/import-order.ts.`);
  for (const [file, targets] of imports) {
    for (const target of targets) {
      if (target.startsWith('..') || partOf(file) === partOf(target)) continue;
      const from = lineOf(partOf(file));
      const to = lineOf(partOf(target));
      if (from < 0 || to < 0 || to < from) continue;
      if (to === from && from === 0 && foundation.includes(partOf(target))) continue;
      faults.push(
        `server/src/${file} imports ${target}: ${partOf(file)} stands ${to === from ? 'beside' : 'below'} ${partOf(target)} and may not know it.`,
      );
    }
  }
  const cycle = findCycle(imports);
  if (cycle !== undefined) faults.push(`These files import one another in a circle: ${cycle.join(' -> ')}.`);
  return faults;
}

function partOf(file: string): string {
  const [first = ''] = file.split('/');
  return first.replace(/\.ts$/, '');
}

function lineOf(part: string): number {
  return order.findIndex((line) => line.includes(part));
}

/** The first circle of files, walked depth first without recursion, so that no depth of imports matters. */
function findCycle(imports: Imports): string[] | undefined {
  const done = new Set<string>();
  for (const start of imports.keys()) {
    const path: string[] = [];
    const stack: { readonly file: string; readonly leaving: boolean }[] = [{ file: start, leaving: false }];
    for (let step = stack.pop(); step !== undefined; step = stack.pop()) {
      const { file, leaving } = step;
      if (leaving) {
        path.pop();
        done.add(file);
        continue;
      }
      if (done.has(file)) continue;
      const at = path.indexOf(file);
      if (at >= 0) return [...path.slice(at), file];
      path.push(file);
      stack.push({ file, leaving: true });
      for (const target of imports.get(file) ?? []) stack.push({ file: target, leaving: false });
    }
  }
  return undefined;
}
