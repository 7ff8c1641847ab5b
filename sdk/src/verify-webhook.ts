import { WebhookVerificationError } from './errors.ts';

/** A notice, as a hook gets it. */
export interface Notice {
  /** Of the event; hooks that hear of the same event get the same. */
  readonly id: string;
  /** `documents.approved` */
  readonly type: string;
  readonly createdAt: string;
  readonly unit: number;
  readonly entity: string;
  readonly recordId: number | null;
  readonly registration: string | null;
  readonly revision: number | null;
  /** Names of the fields that changed. */
  readonly change: { readonly fields: readonly string[] };
  /** Where the record can be read. */
  readonly url: string | null;
  /** The same in every attempt: what a repeat is recognised by. */
  readonly deliveryId: string;
  /** With `payload: full`. */
  readonly record?: Readonly<Record<string, unknown>> | null;
}

export type WebhookHeaders = Headers | Readonly<Record<string, string | readonly string[] | undefined>>;

export interface VerifyOptions {
  /** How far the time of the notice may be from now, in seconds. Default 300. */
  readonly toleranceSeconds?: number;
  /** Milliseconds since 1970, for tests. */
  readonly now?: number;
}

/**
 * Checks a webhook by Standard Webhooks and gives its notice; throws WebhookVerificationError. `body` must be what came, byte for byte: not parsed and written
 * again. `secrets`: one or several (during a rotation) of `whsec_...` (HMAC, v1) and `whpk_...` (ed25519, v1a); one that fits is enough.
 */
export async function verifyWebhook(
  body: string | Uint8Array,
  headers: WebhookHeaders,
  secrets: string | readonly string[],
  options: VerifyOptions = {},
): Promise<Notice> {
  const id = headerOf(headers, 'webhook-id');
  const timestamp = headerOf(headers, 'webhook-timestamp');
  const signatures = headerOf(headers, 'webhook-signature').split(' ');
  const { toleranceSeconds = 300, now = Date.now() } = options;
  const seconds = /^\d{1,12}$/.test(timestamp) ? Number(timestamp) : Number.NaN;
  if (!(Math.abs(now / 1_000 - seconds) <= toleranceSeconds)) {
    throw new WebhookVerificationError(
      'The time of the webhook is too far from now: it is an old one, or a clock is wrong.',
    );
  }
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  const signed = joined(new TextEncoder().encode(`${id}.${timestamp}.`), bytes);
  const keys = [secrets].flat();
  if (keys.length === 0) throw new WebhookVerificationError('Give the secret of the hook: whsec_... or whpk_...');
  for (const key of keys) if (await fits(key, signed, signatures)) return noticeOf(bytes);
  throw new WebhookVerificationError(
    'No signature of the webhook is right: it was changed, or was signed with another secret.',
  );
}

function headerOf(headers: WebhookHeaders, name: string): string {
  const value = headers instanceof Headers ? headers.get(name) : headers[name];
  const text = typeof value === 'string' ? value : value?.[0];
  if (text === undefined || text === '') throw new WebhookVerificationError(`The header ${name} is missing.`);
  return text;
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}

async function fits(key: string, signed: Uint8Array<ArrayBuffer>, signatures: readonly string[]): Promise<boolean> {
  const isPublic = key.startsWith('whpk_');
  const version = isPublic ? 'v1a,' : 'v1,';
  const algorithm = isPublic ? 'Ed25519' : { name: 'HMAC', hash: 'SHA-256' };
  const secret = bytesOf(key.replace(/^wh(sec|pk)_/, ''));
  if (secret === undefined || secret.length === 0) {
    throw new WebhookVerificationError('The secret is not one: it is whsec_ or whpk_ and base64.');
  }
  const imported = await crypto.subtle.importKey('raw', secret, algorithm, false, ['verify']);
  for (const signature of signatures) {
    const bytes = signature.startsWith(version) ? bytesOf(signature.slice(version.length)) : undefined;
    // WebCrypto compares in constant time.
    if (bytes && (await crypto.subtle.verify(isPublic ? 'Ed25519' : 'HMAC', imported, bytes, signed))) return true;
  }
  return false;
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}

function noticeOf(bytes: Uint8Array): Notice {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as Notice;
  } catch (cause) {
    throw new WebhookVerificationError('The webhook is signed but is not JSON.', { cause });
  }
}
