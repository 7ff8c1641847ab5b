import type { FieldType } from '@gangway/language';
import { kindOf } from './entity-kind.ts';
import type { Definitions, EntityDefinition, FieldSchema } from './types.ts';

const anything: FieldType = { kind: 'any' };

/** What a template may name of a record: `input` and `before`. Records of every type are in it, so a field of one type is known for all of them. */
export function fieldsOf(definition: EntityDefinition, definitions: Definitions): FieldType {
  const fields: Record<string, FieldType> = { ...ownFields(definition), exports: anything };
  for (const [name, relation] of Object.entries(definition.relations ?? {})) {
    const other = definitions.get(relation.entity);
    if (other === undefined) continue;
    const related: FieldType = { kind: 'object', fields: relatedFieldTypes(other) };
    fields[name] = isList(definition, relation.field) ? { kind: 'list', item: related } : related;
  }
  return { kind: 'object', fields };
}

/** The root names of a condition, and of a message beside connection, constants, delivery and message. */
export function eventFields(
  definition: EntityDefinition | undefined,
  definitions: Definitions,
): Record<string, FieldType> {
  const text: FieldType = { kind: 'text' };
  const number: FieldType = { kind: 'number' };
  const record = definition === undefined ? anything : fieldsOf(definition, definitions);
  return {
    input: record,
    before: record,
    event: {
      kind: 'object',
      fields: {
        id: text,
        kind: text,
        name: text,
        names: { kind: 'list', item: text },
        entity: text,
        origin: text,
        at: { kind: 'datetime' },
      },
    },
    user: { kind: 'object', fields: { id: number, name: text, groups: { kind: 'list', item: text } } },
    unit: { kind: 'object', fields: { id: number, name: text, zone: text, locale: text } },
  };
}

/** Whether the field of a relation holds a list of ids. */
export function isList(definition: EntityDefinition, field: string): boolean {
  return kindOf(definition, null).fields[field]?.type === 'array';
}

/** The fields that other records see of one of this entity. */
export function relatedNames(definition: EntityDefinition): readonly string[] {
  if (definition.relatedFields !== undefined) return definition.relatedFields;
  return Object.keys(kindOf(definition, null).fields).filter((name) => !['acl', 'process', 'attach'].includes(name));
}

function relatedFieldTypes(definition: EntityDefinition): Record<string, FieldType> {
  const all = ownFields(definition);
  const names = ['id', 'registration', 'revision', ...relatedNames(definition)];
  return Object.fromEntries(names.map((name) => [name, all[name] ?? anything]));
}

function ownFields(definition: EntityDefinition): Record<string, FieldType> {
  const fields: Record<string, FieldType> = {};
  for (const [name, schema] of Object.entries(kindOf(definition, null).fields)) fields[name] = fieldType(schema);
  return {
    ...fields,
    id: { kind: 'number' },
    registration: { kind: 'text' },
    revision: { kind: 'number' },
    createdAt: { kind: 'datetime' },
    updatedAt: { kind: 'datetime' },
  };
}

function fieldType(schema: FieldSchema): FieldType {
  switch (schema.type) {
    case 'string':
      return textType(schema.format);
    case 'integer':
    case 'number':
      return { kind: 'number' };
    case 'boolean':
      return { kind: 'boolean' };
    case 'array':
      return { kind: 'list', item: schema.items === undefined ? anything : fieldType(schema.items) };
    case 'object': {
      const properties = Object.entries(schema.properties ?? {});
      const open = schema.additionalProperties !== undefined && schema.additionalProperties !== false;
      return {
        kind: 'object',
        fields: Object.fromEntries(properties.map(([name, field]) => [name, fieldType(field)])),
        ...(open ? { open: true } : {}),
      };
    }
  }
}

function textType(format: string | undefined): FieldType {
  if (format === 'decimal') return { kind: 'number' };
  if (format === 'date') return { kind: 'date' };
  return { kind: format === 'date-time' || format === 'moment' ? 'datetime' : 'text' };
}
