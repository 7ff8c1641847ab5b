import { type Document, isScalar, LineCounter, parseDocument, Scalar } from 'yaml';
import type { Fault } from '../../api/problem.ts';
import type { PlacedFault } from '../integration/code-text.tsx';

export interface ReadFile {
  readonly value: unknown;
  /** Where it cannot be read. */
  readonly faults: readonly PlacedFault[];
  /** The place in the text of a fault that the server has found. */
  readonly place: (fault: Fault) => PlacedFault;
}

/** Reads YAML, and JSON as a part of it, and remembers where everything stands. */
export function readFile(text: string): ReadFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const faults = document.errors.map(({ message, linePos }) => ({
    line: linePos?.[0].line ?? 1,
    column: linePos?.[0].col ?? 1,
    message: message.replace(/ at line \d+, column \d+:[\s\S]*$/, ''),
  }));
  return {
    value: faults.length > 0 ? undefined : document.toJS(),
    faults,
    place: (fault) => placeOf(document, lines, fault),
  };
}

/** `templates[0].body` in parts; names in brackets too: `connections["a.b"].url`. */
export function partsOf(path: string): readonly (string | number)[] {
  const found = path.matchAll(/\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]|([^.[\]]+)/g);
  return [...found].map(([, index, quoted, name]) => (index === undefined ? (quoted ?? name ?? '') : Number(index)));
}

function placeOf(document: Document, lines: LineCounter, fault: Fault): PlacedFault {
  const { message } = fault;
  const parts = partsOf(fault.path ?? '');
  // The nearest thing that is there: a field that is missing belongs to its object.
  for (let length = parts.length; length > 0; length -= 1) {
    const node: unknown = document.getIn(parts.slice(0, length), true);
    const start = rangeOf(node);
    if (start === undefined) continue;
    const { line, col } = lines.linePos(start);
    const isBlock = isScalar(node) && (node.type === Scalar.BLOCK_LITERAL || node.type === Scalar.BLOCK_FOLDED);
    // A template in a block begins on the line below its mark.
    if (isBlock && fault.line !== undefined) return { line: line + fault.line, column: fault.column ?? 1, message };
    return { line, column: col, message };
  }
  return { line: 1, column: 1, message };
}

function rangeOf(node: unknown): number | undefined {
  if (typeof node !== 'object' || node === null || !('range' in node) || !Array.isArray(node.range)) return undefined;
  const [start] = node.range as readonly unknown[];
  return typeof start === 'number' ? start : undefined;
}
