import { createHmac, timingSafeEqual } from 'node:crypto';
import { durationInWords, durationMs } from '../configuration/duration.ts';
import { definitionDefaults, type HmacCheck } from './definition.ts';

/** What a signature may cover, and the headers in which it stands. */
export interface SignedCall {
  readonly method: string;
  /** As it was asked for, without the query. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export type Signature =
  /** `digest` is the same for every copy of the same signed call. */
  { readonly ok: true; readonly digest: Buffer } | { readonly ok: false; readonly sentence: string };

/**
 * Whether a call was signed with the secret, and not long ago. Pure. The digest that was expected names the call for the check of replays: the header itself
 * may be written in several ways.
 */
export function verifySignature(settings: HmacCheck, secret: string, call: SignedCall, now: Date): Signature {
  const header = settings.header ?? 'X-Signature';
  const timestampHeader = settings.timestampHeader ?? 'X-Timestamp';
  const given = call.headers[header.toLowerCase()];
  if (given === undefined) return refused(`Sign the call: the header ${header} is missing.`);
  const timestamp = call.headers[timestampHeader.toLowerCase()]?.trim();
  if (timestamp === undefined)
    return refused(`Say when the call was signed: the header ${timestampHeader} is missing.`);
  const sentAtMs = readTimestamp(timestamp);
  if (sentAtMs === undefined)
    return refused(`${timestampHeader} must be seconds or milliseconds since 1970, or such as 2026-11-23T10:00:00Z.`);
  const expected = digestOf(settings, secret, timestamp, call);
  if (!signaturesIn(given, settings).some((signature) => isSame(signature, expected))) {
    return refused(
      `The signature in ${header} is not right. Check the secret, and that exactly the bytes of the body were signed, together with ${timestampHeader}.`,
    );
  }
  // Judged after the signature, so that only those who know the secret learn how our clock goes.
  const tolerance = durationMs(settings.tolerance ?? definitionDefaults.tolerance);
  const offMs = now.getTime() - sentAtMs;
  if (Math.abs(offMs) > tolerance) {
    return refused(
      `The call was signed ${durationInWords(Math.abs(offMs))} ${offMs > 0 ? 'ago' : 'in the future'}; at most ${durationInWords(tolerance)} are allowed. Sign each call when it is sent, and check the clock of the device: here it is ${now.toISOString()}.`,
    );
  }
  return { ok: true, digest: expected };
}

function refused(sentence: string): Signature {
  return { ok: false, sentence };
}

/** Milliseconds since 1970. Eleven digits of seconds reach beyond the year 5000. */
function readTimestamp(text: string): number | undefined {
  if (/^\d{1,11}$/.test(text)) return Number(text) * 1_000;
  if (/^\d{12,15}$/.test(text)) return Number(text);
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)$/.test(text)) return undefined;
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? undefined : ms;
}

function digestOf(settings: HmacCheck, secret: string, timestamp: string, call: SignedCall): Buffer {
  const { secretEncoding = 'text', algorithm = 'sha256', content = '{timestamp}.{body}' } = settings;
  const hmac = createHmac(algorithm, Buffer.from(secret, secretEncoding === 'text' ? 'utf8' : secretEncoding));
  for (const part of content.split(/(\{[a-z]+(?::[^{}]+)?\})/)) {
    if (part === '{body}') hmac.update(call.body);
    else if (part === '{timestamp}') hmac.update(timestamp);
    else if (part === '{method}') hmac.update(call.method);
    else if (part === '{path}') hmac.update(call.path);
    else if (part.startsWith('{header:')) hmac.update(call.headers[part.slice(8, -1).toLowerCase()] ?? '');
    else hmac.update(part);
  }
  return hmac.digest();
}

/** Several may stand in the header, divided by spaces: who changes a secret signs with both for a while. */
function signaturesIn(header: string, { prefix = '', encoding = 'hex' }: HmacCheck): Buffer[] {
  return header
    .trim()
    .split(/\s+/)
    .slice(0, 10)
    .filter((each) => each.startsWith(prefix))
    .map((each) => Buffer.from(each.slice(prefix.length), encoding));
}

function isSame(one: Buffer, other: Buffer): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}
