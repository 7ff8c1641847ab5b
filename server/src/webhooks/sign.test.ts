import { existsSync, readFileSync } from 'node:fs';
import { Webhook as StandardWebhook } from 'standardwebhooks';
import { Webhook as SvixWebhook } from 'svix';
import { describe, expect, test } from 'vitest';
import { newSigningKey, privateKeyOf, publicJwk } from './signing-key.ts';
import { hookSecretBytes, hookSecretFault, hookSecretKey, newHookSecret } from './signing-secret.ts';
import { signatureHeaders } from './sign.ts';
import vectors from '../../../test/vectors/webhook-signatures.json' with { type: 'json' };

const body = Buffer.from('{"type":"documents.approved","registration":"FV-ěščř"}');
const secretOf = (byte: number): string => newHookSecret(Buffer.alloc(hookSecretBytes, byte));
const signed = (secrets: readonly string[], keys: readonly string[] = [], atMs = Date.now()) =>
  signatureHeaders(
    { id: '019ab2c3-0000-7000-8000-000000000001', body, atMs },
    { hmac: secrets.map(hookSecretKey), ed25519: keys.map(privateKeyOf) },
  );

describe('the published vectors', () => {
  test.each(vectors.hmac)('HMAC signs $id as the reference libraries do', (vector) => {
    const headers = signatureHeaders(
      { id: vector.id, body: Buffer.from(vector.body), atMs: vector.timestamp * 1_000 + 999 },
      { hmac: [hookSecretKey(vector.secret)], ed25519: [] },
    );
    expect(headers).toEqual({
      'webhook-id': vector.id,
      'webhook-timestamp': String(vector.timestamp),
      'webhook-signature': vector.signature,
    });
  });

  test.each(vectors.ed25519)('ed25519 signs $id as the reference libraries do', (vector) => {
    const headers = signatureHeaders(
      { id: vector.id, body: Buffer.from(vector.body), atMs: vector.timestamp * 1_000 },
      { hmac: [], ed25519: [privateKeyOf(vector.secret)] },
    );
    expect(headers['webhook-signature']).toBe(vector.signature);
  });
});

describe("the receivers' libraries", () => {
  const verifiers = [
    ['standardwebhooks', (secret: string) => new StandardWebhook(secret)],
    ['svix', (secret: string) => new SvixWebhook(secret)],
  ] as const;

  test.each(verifiers)('%s accepts what is signed, beside an ed25519 signature', (_name, verifier) => {
    const headers = signed([secretOf(1)], [newSigningKey().secret]);
    expect(() => verifier(secretOf(1)).verify(body.toString(), { ...headers })).not.toThrow();
  });

  test.each(verifiers)(
    '%s accepts a notice signed during a rotation with the old and with the new secret',
    (_name, verifier) => {
      const headers = signed([secretOf(2), secretOf(1)]);
      for (const secret of [secretOf(1), secretOf(2)]) {
        expect(() => verifier(secret).verify(body, { ...headers })).not.toThrow();
      }
    },
  );

  test.each(verifiers)('%s refuses another secret, another body and an old time', (_name, verifier) => {
    const headers = { ...signed([secretOf(1)]) };
    expect(() => verifier(secretOf(3)).verify(body, headers)).toThrow();
    expect(() => verifier(secretOf(1)).verify(Buffer.concat([body, Buffer.from(' ')]), headers)).toThrow();
    const old = { ...signed([secretOf(1)], [], Date.now() - 600_000) };
    expect(() => verifier(secretOf(1)).verify(body, old)).toThrow();
  });
});

test('a new key pair signs what its public key verifies, and reads as a JSON Web Key', async () => {
  const pair = newSigningKey();
  expect(pair.secret).toMatch(/^whsk_/);
  const jwk = publicJwk(pair.public, 'k1');
  expect(jwk).toMatchObject({ kty: 'OKP', crv: 'Ed25519', alg: 'EdDSA', kid: 'k1' });
  const key = await crypto.subtle.importKey('jwk', { ...jwk }, 'Ed25519', false, ['verify']);
  const headers = signed([], [pair.secret]);
  const signature = Buffer.from((headers['webhook-signature'] ?? '').slice('v1a,'.length), 'base64');
  const text = Buffer.concat([
    Buffer.from(`${headers['webhook-id'] ?? ''}.${headers['webhook-timestamp'] ?? ''}.`),
    body,
  ]);
  expect(await crypto.subtle.verify('Ed25519', key, signature, text)).toBe(true);
});

test('a chosen secret is judged without being repeated', () => {
  expect(hookSecretFault(secretOf(7))).toBeUndefined();
  expect(hookSecretFault(vectors.hmac[0]?.secret ?? '')).toBeUndefined();
  for (const wrong of [
    'a password',
    'whsec_',
    'whsec_c2hvcnQ=',
    `whsec_${'!'.repeat(40)}`,
    `whsec_${'A'.repeat(200)}`,
  ]) {
    const fault = hookSecretFault(wrong);
    expect(fault).toMatch(/\.|\)$/);
    expect(fault).not.toContain(wrong.slice('whsec_'.length) || '\0');
  }
});

const sharedVectors = new URL('../../../../shared/vectors/webhook-signatures.json', import.meta.url);
test.skipIf(!existsSync(sharedVectors))('the vectors here are the published ones', () => {
  expect(vectors).toEqual(JSON.parse(readFileSync(sharedVectors, 'utf8')));
});
