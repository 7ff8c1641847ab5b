import { formats } from '../records/formats.ts';
import type { InputFields, Json, JsonObject } from '../records/types.ts';
import { plain } from './read-entry.ts';

/**
 * What is answered to whoever sends an entry: what they sent, with `id`, `registration`, `state` and the time of arrival. Not the record: a turnstile learns
 * nothing that it did not say itself, and a repeat is answered the same although the record was corrected meanwhile.
 */
export interface Receipt {
  readonly id: number;
  readonly registration: string;
  /** `unassigned`: kept, but nobody is known by this badge, e-mail, number or id yet. */
  readonly state: 'accepted' | 'unassigned';
  readonly createdAt: string;
  readonly sent: JsonObject;
}

/** Fields that stand on every record and are nobody's to send. */
const systemFields: ReadonlySet<string> = new Set([
  ...['id', 'registration', 'revision', 'exports', 'createdAt', 'updatedAt', 'deletedAt', 'state'],
]);

export function sentFields(fields: InputFields): JsonObject {
  const sent = Object.entries(fields).filter(([name, value]) => !systemFields.has(name) && value !== undefined);
  return Object.fromEntries(sent.map(([name, value]) => [name, plain(value)]));
}

export function receiptText({ id, registration, sent, state, createdAt }: Receipt): string {
  return JSON.stringify({ id, registration, ...sent, state, createdAt });
}

/** The receipt for someone who may read the record: with the user that the entry was taken for. */
export function withUser(receipt: string, userId: number | null): string {
  if (userId === null) return receipt;
  const body = JSON.parse(receipt) as JsonObject;
  return Object.hasOwn(body, 'userId') ? receipt : JSON.stringify({ ...body, userId });
}

/** Whether a repeat says the same as what the receipt answers: the same fields, moments compared as moments. */
export function saysTheSame(receipt: string, sent: JsonObject): boolean {
  return contentOf(sentFields(JSON.parse(receipt) as JsonObject)) === contentOf(sent);
}

const moments: readonly string[] = ['at', 'from', 'to'];

/** The fields by name, moments as one number whatever their zone. What it is made of, and so equal for equal contents. */
export function contentOf(sent: JsonObject): string {
  const given = Object.entries(sent).filter(([, value]) => value !== null);
  const comparable = given.map(([name, value]): [string, Json] => [
    name,
    moments.includes(name) && typeof value === 'string' && formats['date-time']?.test(value) === true
      ? Date.parse(value)
      : value,
  ]);
  return JSON.stringify(comparable.sort(([left], [right]) => (left < right ? -1 : 1)));
}
