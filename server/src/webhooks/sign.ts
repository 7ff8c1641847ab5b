import { createHmac, type KeyObject, sign } from 'node:crypto';

/** What a notice is signed with: every key that is good at the moment, so that a receiver with the old or the new one accepts it. */
export interface SigningKeys {
  /** Keys of the hook's secrets, the newest first. */
  readonly hmac: readonly Uint8Array[];
  /** The unit's ed25519 keys, the newest first. */
  readonly ed25519: readonly KeyObject[];
}

/**
 * The headers of Standard Webhooks. What is signed is `{id}.{timestamp}.{body}`: the time is that of this attempt, in seconds, so that a repeat after
 * hours is still within a receiver's tolerance; id and body are the same in every attempt.
 *
 * `webhook-signature` lists the signatures by spaces, `v1,` for HMAC-SHA256 and `v1a,` for ed25519; a receiver accepts when one of them is right.
 */
export function signatureHeaders(
  notice: { readonly id: string; readonly body: Uint8Array; readonly atMs: number },
  keys: SigningKeys,
): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(notice.atMs / 1_000));
  const signed = Buffer.concat([Buffer.from(`${notice.id}.${timestamp}.`), notice.body]);
  const signatures = [
    ...keys.hmac.map((key) => `v1,${createHmac('sha256', key).update(signed).digest('base64')}`),
    ...keys.ed25519.map((key) => `v1a,${sign(null, signed, key).toString('base64')}`),
  ];
  return {
    'webhook-id': notice.id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.join(' '),
  };
}
