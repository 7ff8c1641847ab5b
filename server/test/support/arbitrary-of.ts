import fc from 'fast-check';

/** As much of JSON Schema as the OpenAPI document uses. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly examples?: readonly unknown[];
  readonly anyOf?: readonly JsonSchema[];
  readonly type?: string;
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly patternProperties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
}

/** Generates values that fit the schema; `find` follows its references. Now and then the schema's own example, which goes further than chance does. */
export function arbitraryOf(
  schema: JsonSchema,
  find: (reference: string) => JsonSchema,
  depth = 0,
): fc.Arbitrary<unknown> {
  const made = make(schema, find, depth);
  const examples = schema.examples ?? [];
  return examples.length === 0 ? made : fc.oneof(made, fc.constantFrom(...examples));
}

function make(schema: JsonSchema, find: (reference: string) => JsonSchema, depth: number): fc.Arbitrary<unknown> {
  if (schema.$ref !== undefined) return depth > 5 ? fc.constant({}) : arbitraryOf(find(schema.$ref), find, depth + 1);
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  if (schema.anyOf !== undefined) return fc.oneof(...schema.anyOf.map((part) => arbitraryOf(part, find, depth + 1)));
  switch (schema.type) {
    case 'object':
      return objectOf(schema, find, depth);
    case 'array': {
      const { items = {}, minItems = 0, maxItems = 3 } = schema;
      return fc.array(arbitraryOf(items, find, depth + 1), {
        minLength: minItems,
        maxLength: Math.min(maxItems, minItems + 3),
      });
    }
    case 'string':
      return textOf(schema);
    case 'integer':
    case 'number': {
      const { minimum = -1_000_000, maximum = Math.max(minimum, 0) + 1_000_000 } = schema;
      return fc.integer({ min: minimum, max: maximum });
    }
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    default:
      return fc.jsonValue({ maxDepth: 2 });
  }
}

function objectOf(schema: JsonSchema, find: (reference: string) => JsonSchema, depth: number): fc.Arbitrary<unknown> {
  const { properties = {}, patternProperties, required = [] } = schema;
  const [of] = Object.values(patternProperties ?? {});
  if (of !== undefined) {
    // Shapes that hold themselves stay small.
    if (depth > 2) return fc.constant({});
    // Names that a pattern may not see, with values that it would refuse.
    const odd = fc.constantFrom('', '__proto__', 'a\nb', '\u2028', 'constructor');
    const plain = fc.dictionary(fc.stringMatching(/^[a-zA-Z][\w.]{0,12}$/), arbitraryOf(of, find, depth + 1), {
      maxKeys: 3,
    });
    return fc.oneof(
      { weight: 3, arbitrary: plain },
      { weight: 1, arbitrary: fc.dictionary(odd, fc.jsonValue({ maxDepth: 1 })) },
    );
  }
  const fields = Object.entries(properties).map(([name, part]) => [name, arbitraryOf(part, find, depth + 1)] as const);
  return fc.record(Object.fromEntries(fields), { requiredKeys: [...required] });
}

function textOf({ format, pattern, minLength = 0, maxLength = minLength + 20 }: JsonSchema): fc.Arbitrary<string> {
  switch (format) {
    case 'uuid':
      return fc.uuid();
    case 'date-time':
      return fc
        .date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true })
        .map((date) => date.toISOString());
    case 'date':
      return fc
        .date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true })
        .map((date) => date.toISOString().slice(0, 10));
    case 'uri':
      return fc.webUrl();
    default:
      return pattern === undefined
        ? fc.string({ minLength, maxLength: Math.min(maxLength, minLength + 20), unit: 'grapheme' })
        : fc.stringMatching(new RegExp(pattern));
  }
}
