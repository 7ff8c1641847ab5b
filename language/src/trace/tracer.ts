import { Decimal } from '../decimal.ts';
import type { Value, ValueObject } from '../types.ts';
import { deepestPaths, pathOfElement, pathOfField } from './data-paths.ts';
import { markedText, type TraceNote } from './marks.ts';

/** A record has some thousand values; beyond this a message is too large to be looked at. */
const mostKnown = 200_000;
/** A sum over all lines has read every one of them: nobody follows more. */
const mostPaths = 50;

/**
 * Follows one rendering for the eyes of an author: which fields each expression reads, and what it writes. It exists only where somebody looks
 * (compileTracedTemplate); an ordinary rendering has none.
 *
 * Fields are known by the identity of the objects and lists that hold them, so a line is `input.lines[2]` whichever way it was come by:
 * in a loop, through filter(), sort() or a let name. Of a text or number that went through a name, the name's own fields are remembered.
 */
export class Tracer {
  readonly notes: TraceNote[] = [];
  private readonly context: ValueObject;
  private known: Map<object, string> | undefined;
  /** Lists that were made of one field of all entries, such as `input.lines.name`. */
  private readonly columns = new WeakMap<object, { readonly list: string; readonly name: string }>();
  private readonly slots = new Map<number, readonly string[]>();
  private touched = new Set<string>();

  constructor(context: ValueObject) {
    this.context = context;
  }

  /** The text with marks around it, by which readMarks finds it in the whole message. An empty text has no place there. */
  mark(text: string, note: TraceNote): string {
    if (text === '') return text;
    this.notes.push(note);
    return markedText(text, this.notes.length - 1);
  }

  /** Does the work, and tells which fields it read; they count for a work around it as well. */
  record<T>(work: () => T): { readonly value: T; readonly paths: readonly string[] } {
    const outer = this.touched;
    const own = new Set<string>();
    this.touched = own;
    try {
      const value = work();
      return { value, paths: deepestPaths([...own].slice(0, mostPaths * 4)).slice(0, mostPaths) };
    } finally {
      this.touched = outer;
      this.touch(own);
    }
  }

  /** A root name was read. */
  root(name: string): void {
    this.touched.add(name);
  }

  /** Does the work and keeps aside what it read: a step further, it may be known better what was meant. */
  aside(work: () => Value): { readonly value: Value; readonly read: ReadonlySet<string> } {
    const outer = this.touched;
    const read = new Set<string>();
    this.touched = read;
    try {
      return { value: work(), read };
    } finally {
      this.touched = outer;
    }
  }

  /** A field was read; of a list, the field of all its entries. Where the base is no place in the data, what was read for it counts. */
  field(base: Value, name: string, value: Value, read: ReadonlySet<string>): void {
    const path = this.pathOf(base);
    if (path === undefined) {
      this.touch(read);
      return;
    }
    this.touched.add(pathOfField(path, name));
    if (isHolder(value) && isHolder(base) && Array.isArray(base)) this.columns.set(value, { list: path, name });
  }

  /** An entry of a list was read. */
  element(base: Value, position: number, value: Value, read: ReadonlySet<string>): void {
    const path = this.pathOfElement(base, position) ?? this.pathOf(value);
    this.touch(path === undefined ? read : [path]);
  }

  /** A let name or a loop's name has got its value, which was made of these fields. */
  bind(slot: number, paths: readonly string[]): void {
    this.slots.set(slot, paths);
  }

  /** The name of a loop has got an entry of a list that was made of these fields. */
  bindElement(slot: number, list: Value, position: number, paths: readonly string[]): void {
    const own = this.pathOfElement(list, position);
    this.slots.set(slot, own === undefined ? paths : [own]);
  }

  /** A let name or a loop's name was read. */
  local(slot: number, value: Value): void {
    const path = this.pathOf(value);
    if (path !== undefined) this.touched.add(path);
    else this.touch(this.slots.get(slot) ?? []);
  }

  private touch(paths: Iterable<string>): void {
    for (const path of paths) this.touched.add(path);
  }

  private pathOfElement(list: Value, position: number): string | undefined {
    if (!isHolder(list) || !Array.isArray(list)) return undefined;
    const column = this.columns.get(list);
    if (column !== undefined) return pathOfField(pathOfElement(column.list, position), column.name);
    const path = this.pathOf(list);
    return path === undefined ? undefined : pathOfElement(path, position);
  }

  private pathOf(value: Value): string | undefined {
    if (!isHolder(value)) return undefined;
    const column = this.columns.get(value);
    if (column !== undefined) return pathOfField(column.list, column.name);
    this.known ??= pathsOfData(this.context);
    return this.known.get(value);
  }
}

function isHolder(value: Value): value is readonly Value[] | ValueObject {
  return typeof value === 'object' && value !== null && !(value instanceof Decimal);
}

/** Every object and list in the data by its path, the nearest to the root first. */
function pathsOfData(context: ValueObject): Map<object, string> {
  const known = new Map<object, string>([[context, '']]);
  const waiting: [string, Value][] = [['', context]];
  for (let at = 0; at < waiting.length && waiting.length < mostKnown; at++) {
    const [path, value] = waiting[at] ?? ['', null];
    if (!isHolder(value)) continue;
    const isList = Array.isArray(value);
    for (const [name, child] of Object.entries<Value>(value)) {
      if (!isHolder(child) || known.has(child)) continue;
      const own = isList ? pathOfElement(path, Number(name) + 1) : pathOfField(path, name);
      known.set(child, own);
      waiting.push([own, child]);
    }
  }
  return known;
}
