import { Decimal, readJson, type Value } from '@gangway/language';
import { type Fault, refuse } from '../errors.ts';
import { joinPath } from '../records/field-path.ts';
import { unstorableText } from './unstorable-text.ts';

/** A body of JSON as plain data; undefined for an empty one. `exact` keeps numbers as Decimals with all their digits, otherwise they are JavaScript numbers. */
export function readBody(bytes: Uint8Array, exact: boolean): unknown {
  if (bytes.length === 0) return undefined;
  const outcome = readJson(decodeUtf8(bytes), undefined, { repeatedKeys: 'refuse' });
  if (outcome.ok) return exact ? outcome.value : configured(withPlainNumbers(outcome.value));
  const [problem] = outcome.problems;
  if (problem === undefined) return refuse('invalid-json', 'The body is not JSON.');
  const { message, line, column } = problem;
  return refuse('invalid-json', `The body cannot be read as JSON: line ${line}, column ${column}: ${message}`, [
    { message, line, column },
  ]);
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

export function decodeUtf8(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    // A fatal decoder throws for invalid bytes and for nothing else.
    return refuse('invalid-json', 'The body is not UTF-8. JSON is always sent in UTF-8 (RFC 8259).');
  }
}

/** What becomes configuration: kept as it is, so every text in it must be one that can be kept. */
export function configured(plain: unknown): unknown {
  const fault = unstorableText(plain) ?? endlessNumber(plain) ?? brokenName(plain);
  return fault === undefined ? plain : refuse('invalid-body', fault.message, [fault]);
}

/** The first number that is larger than a JavaScript number can be, such as 1e400. */
function endlessNumber(value: unknown, path = ''): Fault | undefined {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    return { ...(path === '' ? {} : { path }), message: 'This number is too large.' };
  }
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [name, item] of Object.entries(value)) {
    const fault = endlessNumber(item, joinPath(path, Array.isArray(value) ? Number(name) : name));
    if (fault !== undefined) return fault;
  }
  return undefined;
}

/**
 * The first name with a line break in it. No name of configuration has one, and the shape of a map (JSON Schema's pattern `^.*$`) does not look behind it: its
 * value would be taken unseen.
 */
function brokenName(value: unknown, path = ''): Fault | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [name, item] of Object.entries(value)) {
    if (/[\n\r\u2028\u2029]/.test(name)) {
      return {
        ...(path === '' ? {} : { path }),
        message: `The name ${JSON.stringify(name.slice(0, 100))} has a line break.`,
      };
    }
    const fault = brokenName(item, joinPath(path, Array.isArray(value) ? Number(name) : name));
    if (fault !== undefined) return fault;
  }
  return undefined;
}

/** Decimals as JavaScript numbers: for configuration, whose numbers are counts and never money. The depth was limited when it was read. */
export function withPlainNumbers(value: Value): unknown {
  if (value instanceof Decimal) return Number(value.toString());
  if (Array.isArray(value)) return value.map(withPlainNumbers);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, item]) => [name, withPlainNumbers(item)] as const);
  return Object.fromEntries(entries);
}
