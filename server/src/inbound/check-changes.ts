import type { Fault } from '../errors.ts';
import { kindOf } from '../records/entity-kind.ts';
import { readFields } from '../records/read-input.ts';
import type { Definitions } from '../records/types.ts';
import { unknownName } from '../schema-faults.ts';
import { readFind } from './find-records.ts';
import type { ReadChange } from './read-verdict.ts';

/** What no call could write, whatever records there are: an unknown entity or field, a value of the wrong kind. Pure. */
export function changeFaults(changes: readonly ReadChange[], definitions: Definitions): Fault[] {
  return changes.flatMap(({ place, entity, fields, choice }): Fault[] => {
    const definition = definitions.get(entity);
    if (definition === undefined)
      return [{ path: `${place}.entity`, message: unknownName(entity, [...definitions.keys()]) }];
    const type = typeof fields['type'] === 'string' ? fields['type'] : null;
    // What stands for a related record is looked up when the call comes.
    const references = new Set(Object.values(definition.relations ?? {}).map(({ field }) => field));
    const plain = Object.fromEntries(
      Object.entries(fields).filter(([name]) => !references.has(name) && !systemNames.has(name)),
    );
    const faults: Fault[] = [];
    readFields({ faults, lenient: true }, kindOf(definition, type).fields, plain, `${place}.fields`);
    const found = choice?.by === 'find' ? readFind(definition, choice.find) : [];
    if (typeof found === 'string') faults.push({ path: `${place}.find`, message: found });
    return faults;
  });
}

/** What may stand among the fields of a whole record that is sent back. */
const systemNames: ReadonlySet<string> = new Set([
  'id',
  'registration',
  'revision',
  'exports',
  'createdAt',
  'updatedAt',
]);
