import pg from 'pg';

const { builtins, getTypeParser } = pg.types;

/** Object ids (pg_type.oid) that node-postgres has no name for. */
const arrayOf = { int8: 1016, numeric: 1231, timestamp: 1115, date: 1182, interval: 1187 } as const;
const textArray = getTypeParser<string>(1009);

const keepText = (text: string): string => text;
const keepTexts = (text: string): unknown => textArray(text);

/**
 * How values arrive where node-postgres does otherwise: bigint as a number (ids and counters stay below 2^53), numeric as
 * text (it keeps its digits), and date, timestamp without zone and interval as PostgreSQL writes them, because a Date would
 * give them a zone or lose a part.
 */
const parsers = new Map<number, (text: string) => unknown>([
  [builtins.INT8, Number],
  [
    arrayOf.int8,
    (text) => (textArray(text) as unknown as (string | null)[]).map((item) => (item === null ? null : Number(item))),
  ],
  [builtins.NUMERIC, keepText],
  [arrayOf.numeric, keepTexts],
  [builtins.DATE, keepText],
  [arrayOf.date, keepTexts],
  [builtins.TIMESTAMP, keepText],
  [arrayOf.timestamp, keepTexts],
  [builtins.INTERVAL, keepText],
  [arrayOf.interval, keepTexts],
]);

/** The types of every connection of Gangway. */
export const valueTypes: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    (format === 'binary' ? undefined : parsers.get(oid)) ??
    getTypeParser(oid, format === 'binary' ? 'binary' : 'text')) as typeof getTypeParser,
};
