import type { Section } from './integration-file.ts';

type Body = Readonly<Record<string, unknown>>;

/** A value that differs, by its path in the object; undefined: not there. */
export interface Difference {
  readonly path: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

export interface ObjectChange {
  readonly kind: Section;
  readonly name: string;
  readonly change: 'created' | 'updated' | 'unchanged' | 'removed';
  /** Of an update: every value that differs. */
  readonly differences: readonly Difference[];
}

/** What becomes of one object. Two bodies are the same when their values are, whatever the order of their names. */
export function compareObject(
  kind: Section,
  name: string,
  before: Body | undefined,
  after: Body | undefined,
): ObjectChange {
  if (before === undefined || after === undefined) {
    return { kind, name, change: before === undefined ? 'created' : 'removed', differences: [] };
  }
  const differences = [...differencesOf(before, after, '')];
  return { kind, name, change: differences.length === 0 ? 'unchanged' : 'updated', differences };
}

function* differencesOf(before: unknown, after: unknown, path: string): Generator<Difference> {
  if (before === after) return;
  if (isBranch(before) && isBranch(after) && Array.isArray(before) === Array.isArray(after)) {
    for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
      const inner = Array.isArray(before) ? `${path}[${name}]` : path === '' ? name : `${path}.${name}`;
      yield* differencesOf(own(before, name), own(after, name), inner);
    }
    return;
  }
  yield { path, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) };
}

function isBranch(value: unknown): value is Body {
  return typeof value === 'object' && value !== null;
}

function own(object: Body, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}
