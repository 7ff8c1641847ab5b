/** One line of the table. */
export interface Measure {
  readonly measure: string;
  readonly value: number;
  readonly unit: string;
  /** What it is measured against, taken in the same run. */
  readonly limit?: { readonly name: string; readonly value: number };
  readonly target?: { readonly text: string; readonly met: boolean };
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** The value below which this share of the values lies; 0.99 for the slowest of a hundred. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

/** Runs a measurement several times and gives its median run. */
export async function medianOf<T>(runs: number, value: (result: T) => number, measure: () => Promise<T>): Promise<T> {
  const results: T[] = [];
  for (let run = 0; run < runs; run += 1) results.push(await measure());
  const sorted = results.toSorted((left, right) => value(left) - value(right));
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) throw new Error('medianOf needs at least one run');
  return middle;
}

export function table(measures: readonly Measure[]): string {
  const rows = [
    ['measure', 'value', 'limit in the same run', 'share', 'target', ''],
    ...measures.map(({ measure, value, unit, limit, target }) => [
      measure,
      `${round(value)} ${unit}`,
      limit ? `${limit.name}: ${round(limit.value)} ${unit}` : '',
      limit ? (value / limit.value).toFixed(2) : '',
      target?.text ?? '',
      target ? (target.met ? 'met' : 'NOT MET') : '',
    ]),
  ];
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const [head = [], ...body] = rows;
  return [line(head), `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...body.map(line)].join('\n');
}

const round = (value: number): string =>
  value >= 100 ? Math.round(value).toLocaleString('en-US') : value.toFixed(value >= 10 ? 1 : 2);
