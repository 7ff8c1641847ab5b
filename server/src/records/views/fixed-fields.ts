import { didYouMean, listWords } from '../suggest.ts';
import type { ViewField, ViewFields } from './view-field.ts';

/** The fields of a source that has just these, by name. */
export function fixedFields(source: string, fields: Readonly<Record<string, Omit<ViewField, 'path'>>>): ViewFields {
  const known = new Map(
    Object.entries(fields).map(([name, field]): [string, ViewField] => [name, { path: name, ...field }]),
  );
  return {
    find: (parts) => known.get(parts.join('.')),
    unknown: (parts) => {
      const name = parts.join('.').slice(0, 60);
      const hint = didYouMean(name, known.keys()) || ` There are ${listWords([...known.keys()], 'and', 30)}.`;
      return `There is no field ${JSON.stringify(name)} in ${source}.${hint}`;
    },
  };
}
