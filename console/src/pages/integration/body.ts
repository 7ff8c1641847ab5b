/** A copy with one field set; undefined takes the field out. */
export function withField<Body extends object, Key extends keyof Body>(
  body: Body,
  key: Key,
  value: Body[Key] | undefined,
): Body {
  const rest = Object.entries(body).filter(([name]) => name !== key);
  const entries = value === undefined ? rest : [...Object.entries(body), [key, value] as const];
  // The same fields as before, but this one.
  return Object.fromEntries(entries) as Body;
}

/** An empty text is no value. */
export const orNothing = (text: string): string | undefined => (text.trim() === '' ? undefined : text);

export interface Difference {
  readonly path: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** What differs between two objects, value by value, with its place: `authentication.username`, `deliver[0].template`. */
export function differencesOf(before: unknown, after: unknown, path = ''): readonly Difference[] {
  if (Object.is(before, after)) return [];
  if (isObject(before) && isObject(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return keys.flatMap((key) => differencesOf(before[key], after[key], path === '' ? key : `${path}.${key}`));
  }
  if (Array.isArray(before) && Array.isArray(after)) {
    const length = Math.max(before.length, after.length);
    return Array.from({ length }, (_none, index) =>
      differencesOf(before[index], after[index], `${path}[${index}]`),
    ).flat();
  }
  return [
    {
      path,
      ...(before === undefined ? {} : { before }),
      ...(after === undefined ? {} : { after }),
    },
  ];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
