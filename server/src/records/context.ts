import type { Value, ValueObject } from '@gangway/language';
import { compiledKindOf } from './compile-entity.ts';
import { isList, relatedNames } from './field-tree.ts';
import { sameJson } from './merge-fields.ts';
import { idsIn, relatedKey } from './relations.ts';
import type { Definitions, EntityDefinition, JsonObject, RecordEvent, RecordRow } from './types.ts';

/** What contextOf needs of a row; a snapshot keeps no more. */
export type SeenRow = Pick<RecordRow, 'entity' | 'id' | 'registration' | 'revision' | 'data'> & {
  readonly exports?: RecordRow['exports'];
  readonly createdAt: Date | string;
  readonly updatedAt: Date | string;
};
export type SeenRelated = ReadonlyMap<string, SeenRow | null>;

/** A record as templates and conditions see it (`input`, `before`): its fields with amounts as Decimals, and its related records by name. */
export function contextOf(
  definition: EntityDefinition,
  row: SeenRow,
  related: SeenRelated,
  definitions: Definitions,
): ValueObject {
  const fields: Record<string, Value> = {
    ...compiledKindOf(definition, row.data).withDecimals(row.data),
    ...metaFields(row),
    exports: { ...(row.exports ?? {}) } as unknown as ValueObject,
  };
  for (const relation of preparedRelations(definition)) {
    fields[relation.name] = relatedValue(relation, row.data, related, definitions);
  }
  return fields;
}

/** The record before a change: what differs from the record after it. Everything else is the same. */
export interface Earlier {
  readonly revision: number;
  readonly updatedAt: Date | string;
  readonly fields: JsonObject;
  /** Fields that were not there. */
  readonly gone: readonly string[];
}

export function earlierFields(before: RecordRow, after: RecordRow): Earlier {
  const differing = Object.entries(before.data).filter(([name, value]) => !sameJson(after.data[name], value));
  return {
    revision: before.revision,
    updatedAt: before.updatedAt,
    fields: Object.fromEntries(differing),
    gone: Object.keys(after.data).filter((name) => !Object.hasOwn(before.data, name)),
  };
}

/** `before`, made of `input` and what differs: most of a record does not change, and its values need not be made twice. */
export function contextBefore(
  definition: EntityDefinition,
  input: ValueObject,
  earlier: Earlier,
  related: SeenRelated,
  definitions: Definitions,
): ValueObject {
  const fields: Record<string, Value> = {
    ...input,
    ...compiledKindOf(definition, earlier.fields).withDecimals(earlier.fields),
    revision: earlier.revision,
    updatedAt: isoText(earlier.updatedAt),
  };
  for (const name of earlier.gone) fields[name] = null;
  for (const relation of preparedRelations(definition)) {
    if (Object.hasOwn(earlier.fields, relation.field) || earlier.gone.includes(relation.field)) {
      fields[relation.name] = relatedValue(relation, earlier.fields, related, definitions);
    }
  }
  return fields;
}

function metaFields({ id, registration, revision, createdAt, updatedAt }: SeenRow): Record<string, Value> {
  return { id, registration, revision, createdAt: isoText(createdAt), updatedAt: isoText(updatedAt) };
}

function relatedValue(
  { field, entity, list }: PreparedRelation,
  data: JsonObject,
  related: SeenRelated,
  definitions: Definitions,
): Value {
  const other = definitions.get(entity);
  const found = idsIn(data[field]).map((id) => {
    const row = related.get(relatedKey(entity, id)) ?? null;
    return row === null || other === undefined ? null : relatedContext(other, row);
  });
  return list ? found.filter((one) => one !== null) : (found[0] ?? null);
}

export function eventFacts(event: RecordEvent): ValueObject {
  return {
    id: event.id,
    kind: event.kind,
    name: event.names.at(-1) ?? event.kind,
    names: event.names,
    entity: event.entity,
    origin: event.origin,
    at: event.at.toISOString(),
  };
}

/** Related records are snapshots with the fields that their entity declares; their own relations are ids. */
function relatedContext(definition: EntityDefinition, row: SeenRow): ValueObject {
  const data = compiledKindOf(definition, row.data).withDecimals(row.data);
  const fields: Record<string, Value> = { id: row.id, registration: row.registration, revision: row.revision };
  for (const name of preparedNames(definition)) {
    const value = data[name];
    if (value !== undefined && Object.hasOwn(data, name)) fields[name] = value;
  }
  return fields;
}

/** Only the fields that a related record shows: what a snapshot keeps of it. */
export function shownFields(definition: EntityDefinition, data: JsonObject): JsonObject {
  const names = preparedNames(definition);
  return Object.fromEntries(Object.entries(data).filter(([name]) => names.has(name) || name === 'type'));
}

interface PreparedRelation {
  readonly name: string;
  readonly field: string;
  readonly entity: string;
  readonly list: boolean;
}

const relationCache = new WeakMap<EntityDefinition, readonly PreparedRelation[]>();
const nameCache = new WeakMap<EntityDefinition, ReadonlySet<string>>();

function preparedRelations(definition: EntityDefinition): readonly PreparedRelation[] {
  let prepared = relationCache.get(definition);
  if (prepared === undefined) {
    prepared = Object.entries(definition.relations ?? {}).map(([name, relation]) => ({
      name,
      ...relation,
      list: isList(definition, relation.field),
    }));
    relationCache.set(definition, prepared);
  }
  return prepared;
}

function preparedNames(definition: EntityDefinition): ReadonlySet<string> {
  let names = nameCache.get(definition);
  if (names === undefined) {
    names = new Set(relatedNames(definition));
    nameCache.set(definition, names);
  }
  return names;
}

function isoText(moment: Date | string): string {
  return typeof moment === 'string' ? moment : moment.toISOString();
}
