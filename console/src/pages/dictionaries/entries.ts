export type Entry = readonly [keyword: string, translation: string];

/** Two columns as a spreadsheet copies them; undefined where it is only one value. */
export function readPasted(text: string): readonly Entry[] | undefined {
  const lines = text.replace(/\r\n?/g, '\n').replace(/\n+$/, '').split('\n');
  if (lines.length === 1 && !text.includes('\t')) return undefined;
  return lines
    .map((line): Entry => {
      const [keyword = '', translation = ''] = line.split(/\t|;/, 2);
      return [unquoted(keyword), unquoted(translation)];
    })
    .filter(([keyword]) => keyword !== '');
}

/** Spreadsheets put quotes around what holds a quote, a tab or a new line. */
function unquoted(cell: string): string {
  const text = cell.trim();
  return /^".*"$/s.test(text) ? text.slice(1, -1).replaceAll('""', '"') : text;
}

/** Pasted entries take the place of those with the same keyword; the others come behind, from the row where they were pasted. */
export function withPasted(entries: readonly Entry[], at: number, pasted: readonly Entry[]): readonly Entry[] {
  const given = new Map(pasted);
  const known = new Set(entries.map(([keyword]) => keyword));
  const replaced = entries.map(([keyword, translation]): Entry => [keyword, given.get(keyword) ?? translation]);
  const fresh = [...given].filter(([keyword]) => !known.has(keyword));
  const isBlank = entries[at]?.[0] === '' && entries[at][1] === '';
  return [...replaced.slice(0, at), ...fresh, ...replaced.slice(isBlank ? at + 1 : at)];
}

export const entriesOf = (entries: readonly Entry[]): Readonly<Record<string, string>> =>
  Object.fromEntries(entries.filter(([keyword]) => keyword !== ''));

/** Rows whose keyword stands further below once more. */
export function doubled(entries: readonly Entry[]): ReadonlySet<number> {
  const last = new Map(entries.map(([keyword], index) => [keyword, index]));
  return new Set(entries.flatMap(([keyword], index) => (keyword !== '' && last.get(keyword) !== index ? [index] : [])));
}
