import { Decimal } from '@gangway/language';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { Refusal } from '../errors.ts';
import { schemaFaults } from '../schema-faults.ts';
import { unstorableText } from './unstorable-text.ts';

interface Part {
  readonly schema: unknown;
  readonly httpPart?: string;
}

/**
 * Checks a body, query or path against its schema: quickly when it fits, and only for one that does not, with a sentence per fault. The
 * texts of queries and paths become the numbers and truths that their schema asks for; bodies are taken as they are.
 */
export function validateInput({ schema, httpPart }: Part): (value: unknown) => { value: unknown } | { error: Refusal } {
  const wanted = schema as TSchema;
  const compiled = Compile(wanted);
  return (input) => {
    const value: unknown = httpPart === 'body' ? input : fromTexts(wanted, input);
    const judged = httpPart === 'body' ? withoutDecimals(input) : value;
    const unstorable = httpPart === 'body' ? undefined : unstorableText(input);
    if (unstorable !== undefined) return { error: new Refusal('invalid-parameter', unstorable.message, [unstorable]) };
    if (compiled.Check(judged)) return { value };
    const faults = schemaFaults(wanted, input === null ? undefined : judged);
    const code = httpPart === 'body' ? 'invalid-body' : 'invalid-parameter';
    const one = faults.length === 1 && faults[0] !== undefined ? faults[0] : undefined;
    const place = httpPart === 'body' ? 'The body' : 'The address';
    const detail =
      one === undefined
        ? `${place} has ${faults.length} faults; each stands under errors.`
        : `${place} has a fault${one.path === undefined ? '' : ` at ${one.path}`}: ${one.message}`;
    return { error: new Refusal(code, detail, faults) };
  };
}

/**
 * An exact number is an object of ours, and must not pass for an object of the caller's where a record is wanted: alone, or as an item of a list. Deeper
 * down the fields of records are judged by their entity.
 */
function withoutDecimals(body: unknown): unknown {
  if (body instanceof Decimal) return Number(body.toString());
  return Array.isArray(body) && body.some((item) => item instanceof Decimal) ? body.map(withoutDecimals) : body;
}

interface TextSchema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, TextSchema>>;
}

function fromTexts(schema: TextSchema, input: unknown): unknown {
  if (typeof input !== 'object' || input === null) return input;
  const entries = Object.entries(input).map(([name, value]: [string, unknown]) => {
    return [name, fromText(schema.properties?.[name]?.type, value)] as const;
  });
  return Object.fromEntries(entries);
}

function fromText(type: string | undefined, value: unknown): unknown {
  if (type === 'array') return typeof value === 'string' ? [value] : value;
  if (typeof value !== 'string') return value;
  if ((type === 'integer' || type === 'number') && /^-?\d{1,15}(\.\d{1,15})?$/.test(value)) return Number(value);
  if (type === 'boolean' && (value === 'true' || value === 'false')) return value === 'true';
  return value;
}
