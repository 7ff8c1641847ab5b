import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { formats } from './formats.ts';
import type { FieldSchema } from './types.ts';

/** Lengths of texts that have no limit of their own: a field is no file store. */
const defaultMaxLength = 100_000;
/** A pattern is tried on short texts only, so that a slow one cannot hold up a transaction. */
export const patternMaxLength = 500;

const ajv = new Ajv2020({
  allErrors: true,
  strict: true,
  verbose: true,
  // Names are judged when the input is read (read-input), so objects need no additionalProperties here.
  formats: Object.fromEntries(
    Object.entries(formats).map(([name, format]) => [name, { type: 'string' as const, validate: format.test }]),
  ),
});

export type JudgeField = (value: unknown) => readonly ErrorObject[];

/** Most fields are shared by all types of an entity, and by all versions of its definition. */
const compiled = new WeakMap<FieldSchema, JudgeField>();

/** Compiles the schema of one field. Throws where the schema is not valid JSON Schema (check-definition finds that first). */
export function compileField(schema: FieldSchema): JudgeField {
  const known = compiled.get(schema);
  if (known !== undefined) return known;
  const jsonSchema = jsonSchemaOf(schema);
  const validate: ValidateFunction = ajv.compile(jsonSchema);
  // Ajv would keep every schema that it has ever seen.
  ajv.removeSchema(jsonSchema);
  const judge: JudgeField = (value) => (validate(value) ? [] : (validate.errors ?? []));
  compiled.set(schema, judge);
  return judge;
}

/** Our field schema as the JSON Schema that ajv gets: limits filled in, annotations left out. */
function jsonSchemaOf(schema: FieldSchema): Record<string, unknown> {
  // The description goes into sentences about the pattern.
  const { title: _title, default: _default, readOnly: _readOnly, ...rest } = schema;
  const { properties, items, additionalProperties, minimum, maximum, ...plain } = rest;
  const limit = schema.pattern === undefined ? defaultMaxLength : patternMaxLength;
  return {
    ...plain,
    ...(schema.type === 'string' && plain.enum === undefined
      ? { maxLength: Math.min(schema.maxLength ?? limit, limit) }
      : {}),
    // Of an amount they are judged when it is read: a text has no minimum in JSON Schema.
    ...(schema.type !== 'string' && minimum !== undefined ? { minimum } : {}),
    ...(schema.type !== 'string' && maximum !== undefined ? { maximum } : {}),
    ...(properties === undefined
      ? {}
      : {
          properties: Object.fromEntries(Object.entries(properties).map(([name, each]) => [name, jsonSchemaOf(each)])),
        }),
    ...(items === undefined ? {} : { items: jsonSchemaOf(items) }),
    ...(typeof additionalProperties === 'object' ? { additionalProperties: jsonSchemaOf(additionalProperties) } : {}),
  };
}
