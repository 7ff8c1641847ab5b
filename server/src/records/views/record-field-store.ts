import { aclCondition } from '../acl-store.ts';
import type { ValueKind } from '../filter/filter.ts';
import type { FieldKey, SqlContext, ViewField } from './view-field.ts';

/** Where a value stands in a column of type jsonb. */
export interface JsonPlace {
  /** The column. */
  readonly data: string;
  readonly parts: readonly string[];
  /** How many of the parts lead to a list whose items the rest goes into; undefined: no list on the way. */
  readonly lists?: readonly number[];
}

type Read = Pick<ViewField, 'json' | 'jsonType' | 'value'>;

/** A value of a record's fields. It goes out as it is stored, so it is JSON whatever its definition has become. */
export function jsonField(place: JsonPlace): Read {
  return {
    json: ({ bind }) => json(place, bind),
    jsonType: 'jsonb',
    value: (sql, kind) =>
      typed(
        () => text(place, sql.bind),
        () => json(place, sql.bind),
        kind,
        sql,
      ),
  };
}

/** A column of the table itself; `json` is its JSON, which a number and a boolean are as they are. */
export function columnField(column: string, json = `(${column})::text`): Read {
  return { json: () => json, jsonType: 'text', value: () => column };
}

/** Moments as the API writes them. */
export const momentJson = (column: string): string =>
  `'"' || to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || '"'`;
export const textJson = (column: string): string => `to_json(${column})::text`;

/** A field of the record that another one refers to by `reference`, for whoever may read that. */
export function relatedField(reference: JsonPlace, entity: string, field: Read): Read {
  const within = (sql: SqlContext, expression: string): string => {
    const id = text(reference, sql.bind);
    const acl = aclCondition(sql.who, 'rel.data', sql.bind);
    return `(select ${expression} from records rel where rel.unit_id = r.unit_id and rel.entity = ${sql.bind(entity)}
      and rel.id = case when ${id} ~ '^[0-9]{1,15}$' then (${id})::bigint end${acl === undefined ? '' : ` and ${acl}`})`;
  };
  return {
    json: (sql) => within(sql, field.json(sql)),
    jsonType: field.jsonType,
    value: (sql, kind) => within(sql, field.value(sql, kind)),
  };
}

/** The items of a list, or of the lists that the path goes through. */
export function listItems({ data, parts, lists = [] }: JsonPlace): (sql: SqlContext) => string {
  const steps = parts.map((part, index) => `.${JSON.stringify(part)}${lists.includes(index) ? '[*]' : ''}`);
  return ({ bind }) => `jsonb_path_query(${data}, ${bind(`$${steps.join('')}`)}::jsonpath) as item(item)`;
}

/** An item of a list as it is compared. */
export function itemValue(kind: ValueKind, sql: SqlContext): string {
  return typed(
    () => `item.item #>> '{}'`,
    () => 'item.item',
    kind,
    sql,
  );
}

/** Columns of `records` that are copies of fields, each with an index (migration 0002). */
export const recordKeys: Readonly<Record<string, FieldKey>> = {
  companyId: { sql: 'r.company_id', type: 'numeric' },
  ownerId: { sql: 'r.owner_id', type: 'numeric' },
  number: { sql: 'r.number', type: 'text', cut: 300 },
  issuedOn: { sql: 'r.issued_on', type: 'text', cut: 300 },
  name: { sql: 'r.name', type: 'text', cut: 300 },
  type: { sql: 'r.type_key', type: 'text' },
  status: { sql: 'r.status_key', type: 'text' },
};

function text({ data, parts }: JsonPlace, bind: SqlContext['bind']): string {
  const [only = ''] = parts;
  return parts.length === 1 ? `${data} ->> ${bind(only)}::text` : `${data} #>> ${bind(parts)}::text[]`;
}

function json({ data, parts }: JsonPlace, bind: SqlContext['bind']): string {
  const [only = ''] = parts;
  return parts.length === 1 ? `${data} -> ${bind(only)}::text` : `${data} #> ${bind(parts)}::text[]`;
}

/**
 * Values were checked when they were saved, but by the definition of that day: what does not look like a value of the kind counts as not there, so that no
 * cast can fail. Hence the days of each month, and offsets only as far as PostgreSQL knows them. Counted repetitions such as {1,400} and looking ahead made
 * the patterns twenty times as slow.
 */
function typed(text: () => string, json: () => string, kind: ValueKind, { bind, zone }: SqlContext): string {
  // A parameter that was bound and does not appear would be one of unknown type.
  if (kind === 'boolean') return `(${json()}) = 'true'::jsonb`;
  const value = text();
  switch (kind) {
    case 'text':
    case 'any':
    case 'date':
      return `(${value}) collate "C"`;
    case 'number':
      return `(case when length(${value}) < 400 and ${value} ~ '^-?[0-9]+(?:[.][0-9]+)?$' then (${value})::numeric end)`;
    case 'moment':
      return `(case when (${value}) collate "C" < '0001' then null
        when ${value} ~ '^${day}[Tt]${clock}$' then (${value})::timestamptz
        when ${value} ~ '^${day}$' then (${value})::timestamp at time zone ${bind(zone)} end)`;
  }
}

const leapYear = '(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)';
const monthDay =
  '(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))';
const day = `(?:[0-9]{4}-${monthDay}|${leapYear}-02-29)`;
const clock = '(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:[.][0-9]+)?)?(?:[Zz]|[+-](?:0[0-9]|1[0-4]):?[0-5][0-9])';
