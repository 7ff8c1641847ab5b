import type { EntityKind } from '../records/entity-kind.ts';
import type { FieldSchema, Json, JsonObject } from '../records/types.ts';

/** A made-up record of a kind, with a value of the right type in every field: what a receiver is set up with before there is a real one. */
export function sampleRecord({ fields }: Pick<EntityKind, 'fields'>, type: string | null): JsonObject {
  const entries = Object.entries(fields)
    .filter(([name]) => name !== 'acl')
    .map(([name, schema]): [string, Json] => [name, name === 'type' && type !== null ? type : sampleValue(schema)]);
  return Object.fromEntries(entries);
}

function sampleValue(schema: FieldSchema): Json {
  const [first] = schema.enum ?? [];
  if (schema.default !== undefined) return schema.default;
  if (first !== undefined) return first;
  switch (schema.type) {
    case 'string':
      return sampleText(schema);
    case 'integer':
    case 'number':
      return schema.minimum ?? 1;
    case 'boolean':
      return false;
    case 'array':
      return schema.items === undefined ? [] : [sampleValue(schema.items)];
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {}).map(([name, each]): [string, Json] => [name, sampleValue(each)]),
      );
  }
}

const texts: Readonly<Record<string, string>> = {
  date: '2026-11-23',
  'date-time': '2026-11-23T10:00:00.000Z',
  moment: '2026-11-23T10:00:00.000Z',
  time: '10:00',
  decimal: '1210.00',
  email: 'someone@example.com',
  uri: 'https://example.com/',
  uuid: '019ab2c3-0000-7000-8000-000000000001',
  group: 'Readers',
};

function sampleText({ format, title, pattern }: FieldSchema): string {
  const known = format === undefined ? undefined : texts[format];
  // A text that must fit a pattern is left short rather than wrong: codes are mostly capitals.
  return known ?? (pattern === undefined ? (title ?? 'text') : 'CZK');
}
