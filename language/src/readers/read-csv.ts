import type { Outcome, Value } from '../types.ts';
import { setOwn } from './own-property.ts';
import { tableReadLimits } from './read-limits.ts';
import { ReadingFault, reading } from './reading-fault.ts';

export interface CsvReading {
  /** One character; where it is not given, the one of `;` `,` and tab that the first line has most of. */
  readonly delimiter?: string;
  /** Whether the first line holds the names of the columns; default true. */
  readonly header?: boolean;
}

/**
 * Reads CSV (RFC 4180: fields in double quotes may hold delimiters, line breaks and doubled quotes; `\r\n`, `\n` and `\r` end a line).
 * With a header the value is a list of objects by column name, without one a list of lists. All values are texts, as written: `00123`
 * stays `00123`. Empty lines are skipped; a line with another number of fields than the header is a problem, so that no value moves silently
 * into the column beside it.
 */
export function readCsv(text: string, options: CsvReading = {}): Outcome<Value> {
  return reading(text, () => {
    const start = text.charCodeAt(0) === 0xfeff ? 1 : 0;
    const delimiter = options.delimiter ?? likelyDelimiter(text.slice(start));
    const rows = readRows(text, start, delimiter);
    return options.header === false ? rows.map((row) => row.fields) : namedRows(rows);
  });
}

interface Row {
  readonly offset: number;
  readonly fields: string[];
}

function likelyDelimiter(text: string): string {
  const line = /^[^\r\n]*/.exec(text)?.[0] ?? '';
  const count = (delimiter: string) => line.split(delimiter).length;
  return [';', ',', '\t'].reduce((best, delimiter) => (count(delimiter) > count(best) ? delimiter : best));
}

function readRows(text: string, start: number, delimiter: string): Row[] {
  if (text.length > tableReadLimits.length) {
    throw new ReadingFault('too-large', `The table is longer than ${tableReadLimits.length} characters.`, 0);
  }
  const rows: Row[] = [];
  let position = start;
  let fieldCount = 0;
  while (position < text.length) {
    const row: Row = { offset: position, fields: [] };
    for (;;) {
      const field = text[position] === '"' ? readQuoted(text, position) : readPlain(text, position, delimiter);
      row.fields.push(field.value);
      position = field.end;
      if (++fieldCount > tableReadLimits.nodes) {
        throw new ReadingFault('too-large', `The table has more than ${tableReadLimits.nodes} fields.`, position);
      }
      if (text[position] !== delimiter) break;
      position++;
    }
    if (position < text.length && text[position] !== '\r' && text[position] !== '\n') {
      throw new ReadingFault(
        'csv-syntax',
        'After a closing double quote there must be a delimiter or a new line.',
        position,
      );
    }
    position += text.startsWith('\r\n', position) ? 2 : 1;
    if (row.fields.length > 1 || row.fields[0] !== '') rows.push(row);
  }
  return rows;
}

interface Field {
  readonly value: string;
  readonly end: number;
}

function readPlain(text: string, start: number, delimiter: string): Field {
  let end = start;
  while (end < text.length && text[end] !== delimiter && text[end] !== '\n' && text[end] !== '\r') end++;
  return { value: text.slice(start, end), end };
}

function readQuoted(text: string, start: number): Field {
  let value = '';
  let position = start + 1;
  for (;;) {
    const quote = text.indexOf('"', position);
    if (quote < 0) throw new ReadingFault('csv-syntax', 'A field in double quotes is not closed.', start);
    value += text.slice(position, quote);
    if (text[quote + 1] !== '"') return { value, end: quote + 1 };
    value += '"';
    position = quote + 2;
  }
}

function namedRows(rows: readonly Row[]): Value {
  const [header, ...lines] = rows;
  if (header === undefined) return [];
  const names = header.fields.map((name) => name.trim());
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined) {
    throw new ReadingFault('csv-header', `The column "${repeated}" stands in the header twice.`, header.offset);
  }
  return lines.map((line) => {
    if (line.fields.length !== names.length) {
      const message = `This line has ${line.fields.length} fields, the header has ${names.length}.`;
      throw new ReadingFault('csv-fields', message, line.offset);
    }
    const row: Record<string, Value> = {};
    line.fields.forEach((field, index) => setOwn(row, names[index] ?? '', field));
    return row;
  });
}
