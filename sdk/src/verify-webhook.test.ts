import { Webhook } from 'standardwebhooks';
import { describe, expect, test } from 'vitest';
import vectors from '../../test/vectors/webhook-signatures.json' with { type: 'json' };
import { WebhookVerificationError } from './errors.ts';
import { verifyWebhook } from './verify-webhook.ts';

const headersOf = (vector: { id: string; timestamp: number; signature: string }) => ({
  'webhook-id': vector.id,
  'webhook-timestamp': String(vector.timestamp),
  'webhook-signature': vector.signature,
});
const at = (seconds: number) => ({ now: seconds * 1_000 });

describe('the published vectors', () => {
  test.each(vectors.hmac)('$id is accepted with its secret', async (vector) => {
    const verified = verifyWebhook(vector.body, headersOf(vector), vector.secret, at(vector.timestamp));
    expect(await verified).toEqual(JSON.parse(vector.body));
  });

  test.each(vectors.ed25519)('$id is accepted with its public key', async (vector) => {
    const verified = verifyWebhook(vector.body, headersOf(vector), vector.public, at(vector.timestamp));
    expect(await verified).toEqual(JSON.parse(vector.body));
  });
});

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const other = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD';
/** One moment for all of them: a test that runs a second later would see a time to come as one within the tolerance. */
const now = Date.now();
const body = '{"type":"documents.approved","registration":"ěščř"}';

function signed(by: readonly string[], date = new Date(now)): Record<string, string> {
  const signatures = by.map((each) => new Webhook(each).sign('msg_1', date, body));
  const timestamp = String(Math.floor(date.getTime() / 1_000));
  return { 'webhook-id': 'msg_1', 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') };
}

describe('a webhook', () => {
  test('is accepted as text, as bytes, with headers of any kind', async () => {
    const headers = signed([secret]);
    for (const each of [headers, new Headers(headers)]) {
      expect(await verifyWebhook(body, each, secret)).toEqual(JSON.parse(body));
      expect(await verifyWebhook(new TextEncoder().encode(body), each, [secret])).toEqual(JSON.parse(body));
    }
  });

  test('is accepted during a rotation by whoever has the old or the new secret, or both', async () => {
    for (const secrets of [[secret], [other], [other, secret]]) {
      expect(await verifyWebhook(body, signed([secret, other]), secrets)).toBeTruthy();
    }
  });

  test.each([
    ['another body', body.replace('ě', 'e'), signed([secret]), secret, /changed/],
    ['another secret', body, signed([other]), secret, /another secret/],
    ['another id', body, { ...signed([secret]), 'webhook-id': 'msg_2' }, secret, /changed/],
    ['an old time', body, signed([secret], new Date(now - 301_000)), secret, /too far from now/],
    ['a time to come', body, signed([secret], new Date(now + 301_000)), secret, /too far from now/],
    ['a time that is none', body, { ...signed([secret]), 'webhook-timestamp': '1e9' }, secret, /too far from now/],
    ['no signature', body, { ...signed([secret]), 'webhook-signature': '' }, secret, /webhook-signature is missing/],
    ['a signature of another version', body, { ...signed([secret]), 'webhook-signature': 'v2,AAAA' }, secret, /No sig/],
    ['a signature that is no base64', body, { ...signed([secret]), 'webhook-signature': 'v1,%%%' }, secret, /No sig/],
    ['no secret', body, signed([secret]), [], /Give the secret/],
    ['an empty secret', body, signed([secret]), 'whsec_', /not one/],
  ])('with %s is refused', async (_name, text, headers, secrets, message) => {
    const verified = verifyWebhook(text, headers, secrets, { now });
    await expect(verified).rejects.toThrow(WebhookVerificationError);
    await expect(verified).rejects.toThrow(message);
  });

  test('may be older where the receiver says so', async () => {
    const old = signed([secret], new Date(Date.now() - 3_000_000));
    expect(await verifyWebhook(body, old, secret, { toleranceSeconds: 4_000 })).toBeTruthy();
  });
});
