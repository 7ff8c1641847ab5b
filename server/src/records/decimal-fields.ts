import { Decimal, type ValueObject } from '@gangway/language';
import type { FieldSchema, JsonObject } from './types.ts';

type Convert = (value: unknown) => unknown;

/**
 * Makes a function that turns the amounts of a record (decimal texts) into Decimals for templates. Only what holds amounts is copied, the rest is
 * shared; the record itself is not touched.
 */
export function decimalFields(fields: Readonly<Record<string, FieldSchema>>): (data: JsonObject) => ValueObject {
  const convert = objectConverter(fields) ?? ((data: unknown) => data);
  return (data) => convert(data) as ValueObject;
}

function objectConverter(fields: Readonly<Record<string, FieldSchema>>): Convert | undefined {
  const converters: [string, Convert][] = [];
  for (const [name, schema] of Object.entries(fields)) {
    const convert = converterOf(schema);
    if (convert !== undefined) converters.push([name, convert]);
  }
  if (converters.length === 0) return undefined;
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    const copy: Record<string, unknown> = { ...value };
    for (const [name, convert] of converters) {
      const field = copy[name];
      if (field !== undefined) copy[name] = convert(field);
    }
    return copy;
  };
}

function converterOf(schema: FieldSchema): Convert | undefined {
  if (schema.type === 'string') return schema.format === 'decimal' ? toDecimal : undefined;
  if (schema.type === 'object') return objectConverter(schema.properties ?? {});
  if (schema.type !== 'array' || schema.items === undefined) return undefined;
  const convert = converterOf(schema.items);
  return convert && ((value) => (Array.isArray(value) ? value.map(convert) : value));
}

function toDecimal(value: unknown): unknown {
  return typeof value === 'string' ? (Decimal.of(value) ?? value) : value;
}
