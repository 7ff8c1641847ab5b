import type { Field } from '../data/use-fields.ts';
import { nameColumnsOf } from '../model/name-columns.ts';
import { amountFields } from './usual-columns.ts';

/** `company.name` for the column companyId: the names of related records come with the rows. */
export function relatedColumns({ key, entity, list }: Pick<Field, 'key' | 'entity' | 'list'>): readonly string[] {
  if (entity === null || list || !key.endsWith('Id')) return [];
  return nameColumnsOf(entity).map((column) => `${key.slice(0, -2)}.${column}`);
}

/** What a row must bring so that these columns can be shown. `isRecord`: rows of records, which have exports and relations; others are computed. */
export function queryColumns(shown: readonly string[], fields: readonly Field[], isRecord: boolean): readonly string[] {
  const related = isRecord
    ? fields.filter(({ key }) => shown.includes(key)).flatMap((field) => relatedColumns(field))
    : [];
  const always = isRecord ? ['id', 'registration', 'revision'] : ['id'];
  const currency = shown.some((key) => amountFields.includes(key)) && fields.some(({ key }) => key === 'currency');
  return [...new Set([...always, ...shown, ...related, ...(currency ? ['currency'] : [])])];
}
