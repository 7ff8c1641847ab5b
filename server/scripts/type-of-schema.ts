/** The parts of JSON Schema (2020-12) that our OpenAPI document uses. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly patternProperties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: boolean | JsonSchema;
  readonly required?: readonly string[];
  readonly description?: string;
}

/** A schema as a TypeScript type; `indent` is that of the line on which it begins. */
export function typeOf(schema: JsonSchema, indent: string): string {
  if (schema.$ref !== undefined) return `Schemas[${JSON.stringify(schema.$ref.split('/').at(-1))}]`;
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return union(schema.enum.map((value) => JSON.stringify(value)));
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return union(choices.map((choice) => typeOf(choice, indent)));
  if (schema.allOf !== undefined) return schema.allOf.map((part) => `(${typeOf(part, indent)})`).join(' & ');
  const types = schema.type === undefined ? [] : [schema.type].flat();
  return types.length === 0 ? 'unknown' : union(types.map((type) => typeNamed(type, schema, indent)));
}

const union = (types: readonly string[]): string => [...new Set(types)].join(' | ');

function typeNamed(type: string, schema: JsonSchema, indent: string): string {
  switch (type) {
    case 'integer':
    case 'number':
      return 'number';
    case 'string':
    case 'boolean':
    case 'null':
      return type;
    case 'array':
      return `readonly (${schema.items === undefined ? 'unknown' : typeOf(schema.items, indent)})[]`;
    default:
      return objectType(schema, indent);
  }
}

function objectType(schema: JsonSchema, indent: string): string {
  const { properties = {}, required = [], additionalProperties } = schema;
  const inner = `${indent}  `;
  const fields = Object.entries(properties).map(([name, field]) => {
    const words =
      field.description === undefined ? '' : `${inner}/** ${field.description.replaceAll('*/', '* /')} */\n`;
    return `${words}${inner}readonly ${JSON.stringify(name)}${required.includes(name) ? '' : '?'}: ${typeOf(field, inner)};`;
  });
  const open = openPart(schema, additionalProperties, fields.length > 0, inner);
  if (fields.length === 0) return open ?? 'Record<string, unknown>';
  const closed = `{\n${fields.join('\n')}\n${indent}}`;
  return open === undefined ? closed : `${closed} & ${open}`;
}

/** What may stand beside the named fields; undefined: nothing that a type would tell. */
function openPart(
  { patternProperties = {} }: JsonSchema,
  additional: boolean | JsonSchema | undefined,
  hasFields: boolean,
  indent: string,
): string | undefined {
  const [pattern] = Object.values(patternProperties);
  if (pattern !== undefined) return `Readonly<Record<string, ${typeOf(pattern, indent)}>>`;
  if (typeof additional === 'object') return `Readonly<Record<string, ${typeOf(additional, indent)}>>`;
  return additional === true || (!hasFields && additional !== false) ? 'Readonly<Record<string, unknown>>' : undefined;
}
