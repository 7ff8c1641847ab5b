import type { Column } from './compile-view.ts';
import type { PageRow } from './page-store.ts';
import type { ViewField } from './view-field.ts';

/** Makes a row's JSON from its texts. Written by hand: the database gives amounts, dates and lists as they go out, so nothing is read and written again. */
export function rowWriter(columns: readonly Column[]): (row: PageRow) => string {
  const writers = columns.map(({ name, fields, within }, column) => {
    const begin = `${column === 0 ? '{' : ','}${JSON.stringify(name)}:`;
    const values = fields.map((field, index) => valueWriter(field, `c${column}_${index}`));
    const [only] = values;
    if (within === undefined && only !== undefined) return (row: PageRow) => begin + only(row);
    const names = (within ?? []).map((inner) => `${JSON.stringify(inner)}:`);
    return (row: PageRow) => `${begin}{${values.map((value, index) => (names[index] ?? '') + value(row)).join(',')}}`;
  });
  return (row) => {
    let text = '';
    for (const write of writers) text += write(row);
    return `${text}}`;
  };
}

function valueWriter({ shown, empty = 'null' }: ViewField, name: string): (row: PageRow) => string {
  switch (shown) {
    case 'json':
      return (row) => row[name] ?? empty;
    case 'number':
      return (row) => bare(row[name], plainNumber);
    case 'boolean':
      return (row) => bare(row[name], truth);
    case 'text':
      return (row) => {
        const value = row[name];
        return value === null || value === undefined ? 'null' : JSON.stringify(value);
      };
  }
}

const plainNumber = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;
const truth = /^(?:true|false)$/;

/** A record may be older than the definition that makes its field a number: what is none goes out as the text that it is. */
function bare(value: string | null | undefined, pattern: RegExp): string {
  if (value === null || value === undefined) return 'null';
  return pattern.test(value) ? value : JSON.stringify(value);
}
