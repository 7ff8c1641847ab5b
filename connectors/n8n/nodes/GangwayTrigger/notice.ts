import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

export type NoticeHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

export interface Notice {
  /** The same in every attempt: what a repeat is recognised by. */
  readonly deliveryId: string;
  readonly [field: string]: unknown;
}

/** As Standard Webhooks has it: an older notice may be one that somebody sends again. */
const toleranceSeconds = 300;

export type Checked =
  | { readonly ok: true; readonly notice: Notice }
  | { readonly ok: false; readonly status: 400 | 401; readonly why: string };

/** Checks a notice by Standard Webhooks, over the bytes as they came: a body that was parsed and written again has another signature. */
export function checkNotice(body: Buffer, headers: NoticeHeaders, secret: string, nowMs: number): Checked {
  const id = headerOf(headers, 'webhook-id');
  const timestamp = headerOf(headers, 'webhook-timestamp');
  const signatures = headerOf(headers, 'webhook-signature').split(' ');
  const seconds = /^\d{1,12}$/.test(timestamp) ? Number(timestamp) : Number.NaN;
  if (!(Math.abs(nowMs / 1_000 - seconds) <= toleranceSeconds)) {
    return {
      ok: false,
      status: 401,
      why: 'The time of the notice is too far from now: it is an old one, or a clock is wrong.',
    };
  }
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const right = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest();
  if (!signatures.some((signature) => isSame(signature, right))) {
    return {
      ok: false,
      status: 401,
      why: 'No signature is right: the notice was changed, or is not from the Gangway of the credential.',
    };
  }
  return read(body, id);
}

function isSame(signature: string, right: Buffer): boolean {
  if (!signature.startsWith('v1,')) return false;
  const given = Buffer.from(signature.slice('v1,'.length), 'base64');
  return given.length === right.length && timingSafeEqual(given, right);
}

function read(body: Buffer, deliveryId: string): Checked {
  try {
    const notice: unknown = JSON.parse(body.toString('utf8'));
    if (typeof notice === 'object' && notice !== null) return { ok: true, notice: { ...notice, deliveryId } };
  } catch {
    // Said below.
  }
  return { ok: false, status: 400, why: 'The notice is signed but is no JSON object.' };
}

function headerOf(headers: NoticeHeaders, name: string): string {
  const value = headers[name];
  return (typeof value === 'string' ? value : value?.[0]) ?? '';
}

/**
 * The secret of a hook, made of the token and the address: n8n, which may forget what a node has stored, needs to keep none, every process of it knows the same one,
 * and a new token is a new secret. Whoever has the token can read the records anyway.
 */
export function hookSecretOf(token: string, targetUrl: string): string {
  return `whsec_${createHmac('sha256', token).update(`n8n-nodes-gangway ${targetUrl}`).digest('base64')}`;
}

/** Tells whether the secret has changed without saying it. */
export const markOf = (secret: string): string => createHash('sha256').update(secret).digest('hex').slice(0, 16);
