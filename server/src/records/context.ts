import type { Value, ValueObject } from '@gangway/language';
import { compiledKindOf } from './compile-entity.ts';
import { isList, relatedNames } from './field-tree.ts';
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
    id: row.id,
    registration: row.registration,
    revision: row.revision,
    exports: { ...(row.exports ?? {}) } as unknown as ValueObject,
    createdAt: isoText(row.createdAt),
    updatedAt: isoText(row.updatedAt),
  };
  for (const relation of preparedRelations(definition)) {
    const other = definitions.get(relation.entity);
    if (other === undefined) continue;
    const found = idsIn(row.data[relation.field]).map((id) => {
      const one = related.get(relatedKey(relation.entity, id));
      return one === undefined || one === null ? null : relatedContext(other, one);
    });
    fields[relation.name] = relation.list ? found.filter((one) => one !== null) : (found[0] ?? null);
  }
  return fields;
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
