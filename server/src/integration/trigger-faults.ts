import type { Fault } from '../errors.ts';
import { kindOf } from '../records/entity-kind.ts';
import type { EntityDefinition, FieldSchema } from '../records/types.ts';
import { checkWriteBack } from '../records/write-back.ts';
import { unknownName } from '../schema-faults.ts';
import type { Trigger } from '../triggers/trigger.ts';
import { inside } from './inside.ts';

/** What a trigger names of its entity and the entity does not have: statuses, properties and their values. Such a trigger would never fire, or mark nothing. */
export function triggerFaults(
  path: string,
  { on = [], deliver }: Pick<Trigger, 'on' | 'deliver'>,
  definition: EntityDefinition,
): Fault[] {
  const { status, properties } = kindOf(definition, null).fields;
  const declared = properties?.properties ?? {};
  const faults = on.flatMap((kind, index): Fault[] => {
    const at = `${inside(path)}on[${index}]`;
    if (typeof kind === 'string') return [];
    if ('status' in kind) return valueFaults(`${at}.status`, status ?? { type: 'string', enum: [] }, kind.status);
    const schema = Object.hasOwn(declared, kind.property) ? declared[kind.property] : undefined;
    if (schema === undefined)
      return [{ path: `${at}.property`, message: unknownName(kind.property, Object.keys(declared)) }];
    return kind.is === undefined ? [] : valueFaults(`${at}.is`, schema, kind.is);
  });
  const marks = deliver.flatMap(({ mark }, index) =>
    mark === undefined ? [] : markFaults(`${inside(path)}deliver[${index}].mark`, mark, definition),
  );
  return [...faults, ...marks];
}

type Mark = NonNullable<Trigger['deliver'][number]['mark']>;

/** A mark is written as an answer writes: only what an answer may write. */
function markFaults(path: string, { property, delivered, failed }: Mark, definition: EntityDefinition): Fault[] {
  const names = property.split('.');
  const shape = names.reduceRight<unknown>((inner, name) => ({ [name]: inner }), null);
  const [fault] = checkWriteBack(definition, shape, '');
  if (fault !== undefined) return [{ path: `${path}.property`, message: fault.message }];
  const schema = names.reduce<FieldSchema | undefined>((outer, name) => outer?.properties?.[name], {
    type: 'object',
    properties: kindOf(definition, null).fields,
  });
  if (schema === undefined) return [];
  return [
    ...(delivered === undefined ? [] : valueFaults(`${path}.delivered`, schema, delivered)),
    ...(failed === undefined ? [] : valueFaults(`${path}.failed`, schema, failed)),
  ];
}

function valueFaults(path: string, schema: FieldSchema, value: unknown): Fault[] {
  const allowed = schema.enum?.map(String);
  // null clears a field.
  if (allowed === undefined || value === null || (typeof value === 'string' && allowed.includes(value))) return [];
  const given = typeof value === 'string' ? value : JSON.stringify(value);
  return [{ path, message: unknownName(given, allowed) }];
}
