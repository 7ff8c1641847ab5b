import { aclCondition } from '../acl-store.ts';
import type { Definitions, EntityDefinition } from '../types.ts';
import { recordFields, recordNames } from './record-fields.ts';
import type { SqlContext, ViewField } from './view-field.ts';
import type { ChangedRows, ChangeSpan, ViewSource } from './view-source.ts';

/** The living records of one entity. */
export function recordSource(definition: EntityDefinition, definitions: Definitions): ViewSource {
  const fields = recordFields(definition, definitions);
  const { name } = definition;
  return {
    ...{ name, title: definition.title, entity: name, fields, names: recordNames(definition) },
    ...(definition.types === undefined ? {} : { types: Object.keys(definition.types) }),
    id: found(fields.find(['id'])),
    updatedAt: found(fields.find(['updatedAt'])),
    rows: (sql) => ({ from: 'records r', where: livingRecords(name, sql) }),
    changes: (sql, span) => changedRecords(name, sql, span),
  };
}

function found(field: ViewField | undefined): ViewField {
  if (field === undefined) throw new Error('every record has an id and the time of its change');
  return field;
}

export function livingRecords(entity: string, sql: SqlContext): string[] {
  return [
    `r.unit_id = ${sql.bind(sql.unitId)}`,
    `r.entity = ${sql.bind(entity)}`,
    'r.deleted_at is null',
    ...readableRecords(sql),
  ];
}

function readableRecords({ who, bind }: SqlContext): string[] {
  const acl = aclCondition(who, 'r.data', bind);
  return acl === undefined ? [] : [acl];
}

/**
 * The records as record_changes has them: a row with another revision than its record's is an older change of it. LATERAL with LIMIT keeps the order of
 * the changes and looks at no more records than the page needs; a plain join was taken for one of few rows, and read everything.
 */
function changedRecords(
  entity: string,
  { bind, unitId, ...sql }: SqlContext,
  { descending, since, behind, most }: ChangeSpan,
): ChangedRows {
  const [sign, direction] = descending ? ['<', ' desc'] : ['>', ''];
  const span = [
    `c.unit_id = ${bind(unitId)}`,
    `c.entity = ${bind(entity)}`,
    ...(since === undefined ? [] : [`c.at >= ${bind(since)}::timestamptz`]),
    ...(behind === undefined
      ? []
      : [`(c.at, c.id) ${sign} (${bind(behind.at)}::timestamptz, ${bind(behind.id)}::bigint)`]),
  ];
  const order = ['at', 'id'].map((column) => `${column}${direction}`);
  const changes = `(select c.unit_id, c.entity, c.at, c.id, c.revision from record_changes c where ${span.join(' and ')}
    order by ${order.map((column) => `c.${column}`).join(', ')} limit ${bind(most)}) c`;
  return {
    changes,
    rows: () => ({
      from: `${changes} cross join lateral (select * from records r where r.unit_id = c.unit_id and r.entity = c.entity and r.id = c.id
        and r.revision = c.revision and r.deleted_at is null limit 1) r`,
      where: readableRecords({ bind, unitId, ...sql }),
    }),
    order: order.map((column) => `c.${column}`),
  };
}
