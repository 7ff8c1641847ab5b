import { type Fields, textOf } from './record.ts';

/** The columns that people know records of an entity by. */
const nameColumns: Readonly<Record<string, readonly string[]>> = {
  users: ['firstName', 'lastName', 'login'],
  persons: ['firstName', 'lastName'],
  documents: ['number', 'name'],
};

/** What a row of a view calls its record. */
export function rowName(entity: string, row: Fields): string {
  const own = (nameColumns[entity] ?? ['name']).map((column) => textOf(row[column])).filter((text) => text !== '');
  const [one, other] = own;
  if (entity === 'users' || entity === 'persons') return own.slice(0, 2).join(' ') || textOf(row['registration']);
  return one ?? other ?? textOf(row['registration']);
}

export const nameColumnsOf = (entity: string): readonly string[] => nameColumns[entity] ?? ['name'];
