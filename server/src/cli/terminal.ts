import { stripControls } from '../log.ts';

/** Where a command writes. Words from outside (names, a counterparty's sentences) may be in it, so controls are stripped. */
export interface Terminal {
  /** Results, on standard output: nothing else goes there, so that it can be piped. */
  out(text: string): void;
  /** Everything else, on standard error. */
  err(text: string): void;
}

export const terminal: Terminal = {
  out: (text) => void process.stdout.write(`${stripControls(text)}\n`),
  err: (text) => void process.stderr.write(`${stripControls(text)}\n`),
};

/** Rows as columns: each as wide as its widest cell, two spaces between. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows)
    for (const [index, cell] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, cell.length);
  return rows
    .map((row) =>
      row
        .map((cell, index) => cell.padEnd(widths[index] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
