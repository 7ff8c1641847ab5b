/** Names that an expression may write behind a point; `@state` and `#text` come from XML. */
const plainName = /^(?:[@#]?[\p{L}_][\p{L}\p{N}\p{M}_]*)$/u;

/** The path of a field as an expression writes it: `input.company`, `input.company['odd-name']`; of a root its name alone. */
export function pathOfField(base: string, name: string): string {
  if (base === '') return name;
  return plainName.test(name) ? `${base}.${name}` : `${base}['${name.replaceAll("'", "''")}']`;
}

/** The path of an entry of a list, counted from 1 as in expressions: `input.lines[2]`. */
export function pathOfElement(list: string, position: number): string {
  return `${list}[${position}]`;
}

/** Without those that only lead to another one: `input` and `input.company` beside `input.company.name`. */
export function deepestPaths(paths: Iterable<string>): string[] {
  const all = [...paths];
  return all.filter((path) => !all.some((other) => leadsTo(path, other)));
}

/** Whether a path is on the way to another, deeper one. */
export function leadsTo(path: string, deeper: string): boolean {
  return deeper.length > path.length && deeper.startsWith(path) && '.['.includes(deeper.charAt(path.length));
}
