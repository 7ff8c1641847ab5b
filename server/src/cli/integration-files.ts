import { readFile } from 'node:fs/promises';
import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import type { Fault } from '../errors.ts';
import { CommandFailure } from './exit-codes.ts';
import { readIncludes } from './read-includes.ts';
import { describeFault } from './server-client.ts';

/** Several files as one, and for each place in it the file and line that it came from. */
export interface IntegrationSource {
  readonly file: Readonly<Record<string, unknown[]>>;
  /** `invoice.xml:3:5: sentence`, so that an editor or terminal can jump there. */
  describe(fault: Fault): string;
}

interface SourceFile {
  readonly path: string;
  readonly value: Readonly<Record<string, unknown>>;
  readonly root: Node | null;
  readonly lines: LineCounter;
  /** Path in this file to the file that was read there. */
  readonly includes: ReadonlyMap<string, string>;
}

/**
 * Reads integration files in YAML or JSON (which is YAML) and lays their sections one behind the other. `{ file: x }` stands for the text of a
 * file beside it, `{ folder: x }` for all files of a folder by path. Fails with every fault that it finds, each with its file and line.
 */
export async function readIntegrationFiles(paths: readonly string[]): Promise<IntegrationSource> {
  const results = await Promise.all(paths.map(readSource));
  const faults = results.flatMap((result) => result.faults);
  if (faults.length > 0) throw new CommandFailure(faults);
  const sources = results.flatMap((result) => result.source ?? []);
  const merged: Record<string, unknown[]> = {};
  const origins = new Map<string, { readonly source: SourceFile; readonly path: string }>();
  for (const source of sources) {
    for (const [section, value] of Object.entries(source.value)) {
      const list = (merged[section] ??= []);
      for (const [index, item] of (Array.isArray(value) ? value : [value]).entries()) {
        origins.set(`${section}[${list.length}]`, {
          source,
          path: Array.isArray(value) ? `${section}[${index}]` : section,
        });
        list.push(item);
      }
    }
  }
  return { file: merged, describe: (fault) => describeIn(fault, origins) };
}

interface Reading {
  readonly source?: SourceFile;
  readonly faults: readonly string[];
}

async function readSource(path: string): Promise<Reading> {
  let text: string;
  try {
    text = path === '-' ? await readStandardInput() : await readFile(path, 'utf8');
  } catch (error) {
    return { faults: [`${path}: cannot be read: ${error instanceof Error ? error.message : String(error)}`] };
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  if (document.errors.length > 0) {
    const faults = document.errors.map(({ message, pos: [start] }) => {
      const { line, col } = lines.linePos(start);
      return `${path}:${line}:${col}: ${message}`;
    });
    return { faults };
  }
  const value: unknown = document.toJS({ maxAliasCount: 100 });
  if (value === null || value === undefined)
    return { faults: [`${path}: is empty. Write sections such as connections, templates and triggers.`] };
  if (typeof value !== 'object' || Array.isArray(value))
    return { faults: [`${path}: must hold sections such as connections, templates and triggers.`] };
  const { value: whole, includes, faults } = await readIncludes(value, path);
  const place = (at: string): string => `${path}:${lineOf(document.contents, at, lines) ?? 1}`;
  if (faults.length > 0) return { faults: faults.map((fault) => `${place(fault.path)}: ${fault.message}`) };
  return {
    source: { path, value: whole as SourceFile['value'], root: document.contents, lines, includes },
    faults: [],
  };
}

async function readStandardInput(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks).toString('utf8');
}

function describeIn(fault: Fault, origins: ReadonlyMap<string, { source: SourceFile; path: string }>): string {
  const match = /^(\w+\[\d+\])(.*)$/.exec(fault.path ?? '');
  const origin = match === null ? undefined : origins.get(match[1] ?? '');
  if (origin === undefined) return describeFault(fault);
  const { source } = origin;
  const inner = origin.path + (match?.[2] ?? '');
  const included = source.includes.get(inner);
  if (included !== undefined) return `${included}:${fault.line ?? 1}:${fault.column ?? 1}: ${fault.message}`;
  const within = fault.line === undefined ? '' : ` (line ${fault.line}, column ${fault.column ?? 1} of the text)`;
  return `${source.path}:${lineOf(source.root, inner, source.lines) ?? 1}: ${inner}: ${fault.message}${within}`;
}

/** The line of the deepest part of `path` that the document has. */
function lineOf(root: Node | null, path: string, lines: LineCounter): number | undefined {
  let node: Node | null = root;
  let line: number | undefined;
  for (const part of partsOf(path)) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === part);
      if (pair === undefined) break;
      line = lineOfNode(pair.key as Node, lines) ?? line;
      node = pair.value as Node | null;
    } else if (isSeq(node)) {
      node = (node.items[Number(part)] ?? null) as Node | null;
      line = (node === null ? undefined : lineOfNode(node, lines)) ?? line;
    } else break;
  }
  return line;
}

function lineOfNode(node: Node, lines: LineCounter): number | undefined {
  return node.range ? lines.linePos(node.range[0]).line : undefined;
}

/** `triggers[0].deliver[1]["odd name"]` as its parts. */
export function partsOf(path: string): string[] {
  return Array.from(
    path.matchAll(/\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]|([^.[\]]+)/g),
    ([, index, quoted, name]) => index ?? quoted ?? name ?? '',
  );
}
