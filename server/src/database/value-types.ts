import pg from 'pg';

const defaults = pg.types;

/** Object ids of types (pg_type.oid); https://github.com/postgres/postgres/blob/master/src/include/catalog/pg_type.dat */
const typeId = {
  int8: 20,
  int8Array: 1016,
  numeric: 1700,
  numericArray: 1231,
  date: 1082,
  dateArray: 1182,
  timestamp: 1114,
  interval: 1186,
};

/**
 * How values arrive where node-postgres does otherwise: bigint as a number (ids and counters stay below 2^53), numeric as
 * text (it keeps its digits), and date, timestamp without zone and interval as PostgreSQL writes them, because a Date would
 * give them a zone or lose a part.
 */
const parsers = new Map<number, (text: string) => unknown>([
  [typeId.int8, Number],
  [typeId.int8Array, (text) => plainItems(text).map((item) => (item === null ? null : Number(item)))],
  [typeId.numeric, keepText],
  [typeId.numericArray, plainItems],
  [typeId.date, keepText],
  [typeId.dateArray, plainItems],
  [typeId.timestamp, keepText],
  [typeId.interval, keepText],
]);

type TypeParser = (text: string) => unknown;

/** The types of every connection of Gangway. */
export const valueTypes: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: string): TypeParser =>
    (format === 'binary' ? undefined : parsers.get(oid)) ??
    (defaults.getTypeParser as (oid: number, format?: string) => TypeParser)(oid, format),
};

function keepText(text: string): string {
  return text;
}

/** The items of an array of one dimension whose items PostgreSQL never puts into quotes: `{1,NULL,3}`. */
function plainItems(text: string): (string | null)[] {
  const inside = text.slice(1, -1);
  return inside === '' ? [] : inside.split(',').map((item) => (item === 'NULL' ? null : item));
}
