import { type Fields, isEmpty, isFields, type Value, valueAt } from './record.ts';

/** What somebody has typed: field path to its new value, over the record as it was when the editing began. */
export interface Draft {
  readonly revision: number;
  readonly base: Fields;
  readonly changes: Readonly<Record<string, Value>>;
}

export const beginDraft = (base: Fields, revision: number): Draft => ({ base, revision, changes: {} });

export const isChanged = ({ changes }: Draft): boolean => Object.keys(changes).length > 0;

/** What the field holds now: as typed, or as it was. */
export function draftValue({ base, changes }: Draft, path: string): Value | undefined {
  return Object.hasOwn(changes, path) ? changes[path] : valueAt(base, path);
}

/** A field that is typed back to what it was is no change. */
export function withChange(draft: Draft, path: string, value: Value): Draft {
  const { [path]: _old, ...others } = draft.changes;
  const same = isSame(value, valueAt(draft.base, path));
  return { ...draft, changes: same ? others : { ...others, [path]: value } };
}

/** Nothing, null, an empty text and an empty list are all "not filled in". */
export function isSame(one: Value | undefined, other: Value | undefined): boolean {
  return (isEmpty(one) && isEmpty(other)) || JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
}

function sorted(value: Value | undefined): unknown {
  if (Array.isArray(value)) return value.map((item: Value) => sorted(item));
  if (!isFields(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .filter((key) => !isEmpty(value[key]))
      .map((key) => [key, sorted(value[key])]),
  );
}

/** The body of the change: paths become objects, which the server merges by name; an emptied field is null. */
export function bodyOf(changes: Draft['changes']): Fields {
  let body: Fields = {};
  for (const [path, value] of Object.entries(changes)) body = put(body, path.split('.'), value === '' ? null : value);
  return body;
}

function put(fields: Fields, [name = '', ...rest]: readonly string[], value: Value): Fields {
  if (rest.length === 0) return { ...fields, [name]: value };
  const inner = fields[name];
  return { ...fields, [name]: put(isFields(inner) ? inner : {}, rest, value) };
}

/** A field that somebody else has changed meanwhile, beside what was typed here. */
export interface Difference {
  readonly path: string;
  readonly before: Value | undefined;
  readonly theirs: Value | undefined;
  readonly mine: Value | undefined;
  /** Both changed it, to different values: a person decides. */
  readonly clashes: boolean;
}

/** What has become different since the editing began. `paths`: the fields that there are. */
export function differences(draft: Draft, now: Fields, paths: readonly string[]): readonly Difference[] {
  return paths.flatMap((path) => {
    const before = valueAt(draft.base, path);
    const theirs = valueAt(now, path);
    if (isSame(before, theirs)) return [];
    const touched = Object.hasOwn(draft.changes, path);
    const mine = touched ? draft.changes[path] : theirs;
    return [{ path, before, theirs, mine, clashes: touched && !isSame(mine, theirs) }];
  });
}

/** Goes on from the record as it is now: what was typed stays typed, unless it names a path whose value of the others is taken. */
export function rebase(draft: Draft, now: Fields, revision: number, taken: ReadonlySet<string> = new Set()): Draft {
  const kept = Object.entries(draft.changes).filter(
    ([path, value]) => !taken.has(path) && !isSame(value, valueAt(now, path)),
  );
  return { base: now, revision, changes: Object.fromEntries(kept) };
}
