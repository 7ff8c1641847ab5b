import { readableEntities, type Viewer } from '../access/rights.ts';
import type { Who } from './acl.ts';

/** Takes a value into the parameters of a statement and gives its place, such as `$7`. */
export type Bind = (value: unknown) => string;

/**
 * The condition that leaves the records of one entity to those who may read them (aclReads, in SQL). `data` is the column with their fields, such as
 * `r.data`. undefined: there is nothing to ask, the viewer is an administrator. The right to read the entity must have been judged before.
 */
export function aclCondition(who: Who, data: string, bind: Bind): string | undefined {
  if (who.administrator) return undefined;
  const user = bind(JSON.stringify(who.userId === null ? [] : [who.userId]));
  const groups = bind(who.groups);
  const named = (list: string): string =>
    `(${user}::jsonb <> '[]' and ${data} #> '{acl,${list},users}' @> ${user}::jsonb) or ${data} #> '{acl,${list},groups}' ?| ${groups}::text[]`;
  // Most records have no acl: one look at their keys, and the rest is not computed.
  return `(not ${data} ? 'acl' or ${data} #> '{acl,read}' is null or coalesce(${named('read')}, false) or coalesce(${named('change')}, false))`;
}

/**
 * The condition that leaves rows which speak of records (deliveries, events, alerts) to those who may read these. `entity` and `id` are columns; a row
 * without an id speaks of the whole entity, one without an entity (null or empty) of no record. undefined: there is nothing to ask.
 */
export function visibleCondition(
  viewer: Viewer,
  columns: { readonly unit: string; readonly entity: string; readonly id: string },
  bind: Bind,
): string | undefined {
  const own = aclCondition(viewer, 'acl_record.data', bind);
  if (own === undefined) return undefined;
  const { unit, entity, id } = columns;
  // A value, not EXISTS: that was turned into a hash of all records, 150 ms for 100,000 of them, where a page needs fifty looks at their key.
  return `(${entity} is null or ${entity} = '' or (${entityCondition(viewer, entity, bind)} and (${id} is null or coalesce((
    select ${own} from records acl_record where acl_record.unit_id = ${unit} and acl_record.entity = ${entity} and acl_record.id = ${id}), false))))`;
}

/** The condition that leaves rows to those who may read their entity. */
export function entityCondition({ rights }: Pick<Viewer, 'rights'>, entity: string, bind: Bind): string {
  const { allBut, entities } = readableEntities(rights);
  if (allBut && entities.length === 0) return 'true';
  return allBut ? `${entity} <> all(${bind(entities)}::text[])` : `${entity} = any(${bind(entities)}::text[])`;
}
