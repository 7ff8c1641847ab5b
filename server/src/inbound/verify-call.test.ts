import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { signatureHeaders } from '../outbound/sign-body.ts';
import type { HmacCheck } from './definition.ts';
import { verifyBasic } from './verify-basic.ts';
import { type SignedCall, verifySignature } from './verify-signature.ts';

const secret = 'the secret of the gate';
const now = new Date('2026-11-23T10:00:00Z');
const seconds = String(now.getTime() / 1_000);
const body = Buffer.from('<pass badge="7"/>');
const hmac = (text: string, encoding: 'hex' | 'base64' = 'hex') =>
  createHmac('sha256', secret).update(text).digest(encoding);
const call = (headers: Record<string, string>, more: Partial<SignedCall> = {}): SignedCall => ({
  ...{ method: 'POST', path: '/in/1/gate', headers, body },
  ...more,
});
const plain: HmacCheck = { kind: 'hmac', secret: '{{secret:gate}}' };
const good = { 'x-timestamp': seconds, 'x-signature': hmac(`${seconds}.${body.toString()}`) };
const verify = (headers: Record<string, string>, settings = plain, more: Partial<SignedCall> = {}, at = now) => {
  const verdict = verifySignature(settings, secret, call(headers, more), at);
  return verdict.ok ? 'good' : verdict.sentence;
};

describe('a signature', () => {
  test('over the time of sending and the body is good within five minutes of it, before and after', () => {
    expect(verify(good)).toBe('good');
    for (const offset of [-300_000, 300_000])
      expect(verify(good, plain, {}, new Date(now.getTime() + offset))).toBe('good');
  });

  test('is the same digest however the header is written', () => {
    const digests = [good['x-signature'], good['x-signature'].toUpperCase(), `00 ${good['x-signature']}`].map(
      (text) => {
        const verdict = verifySignature(plain, secret, call({ ...good, 'x-signature': text }), now);
        return verdict.ok && verdict.digest.toString('hex');
      },
    );
    expect(new Set(digests)).toEqual(new Set([good['x-signature']]));
  });

  test('as a Gangway connection makes it is good', () => {
    const settings: HmacCheck = {
      ...plain,
      timestampHeader: 'X-When',
      prefix: 'sha512=',
      algorithm: 'sha512',
      encoding: 'base64',
    };
    const made = signatureHeaders({ ...settings, secret }, body, now.getTime());
    const headers = Object.fromEntries(Object.entries(made).map(([name, value]) => [name.toLowerCase(), value]));
    expect(verify(headers, settings)).toBe('good');
  });

  test('as Standard Webhooks make it is good', () => {
    const settings: HmacCheck = {
      ...plain,
      ...{ header: 'webhook-signature', timestampHeader: 'webhook-timestamp', prefix: 'v1,', encoding: 'base64' },
      content: '{header:webhook-id}.{timestamp}.{body}',
    };
    const signed = hmac(`msg_1.${seconds}.${body.toString()}`, 'base64');
    const headers = { 'webhook-id': 'msg_1', 'webhook-timestamp': seconds, 'webhook-signature': `v1a,x v1,${signed}` };
    expect(verify(headers, settings)).toBe('good');
    expect(verify({ ...headers, 'webhook-id': 'msg_2' }, settings)).toContain('not right');
  });

  test('may cover method and path, and tell the time as milliseconds or ISO 8601', () => {
    const settings: HmacCheck = { ...plain, content: '{method} {path}\n{timestamp}\n{body}' };
    for (const timestamp of [`${seconds}000`, '2026-11-23T11:00:00+01:00']) {
      const signed = hmac(`POST /in/1/gate\n${timestamp}\n${body.toString()}`);
      expect(verify({ 'x-timestamp': timestamp, 'x-signature': signed }, settings)).toBe('good');
    }
  });

  test.each([
    ['without a signature', { 'x-timestamp': seconds }, 'Sign the call: the header X-Signature is missing.'],
    ['without a time', { 'x-signature': good['x-signature'] }, 'the header X-Timestamp is missing'],
    ['with a time that is none', { ...good, 'x-timestamp': 'now' }, 'X-Timestamp must be seconds'],
    ['with another time than was signed', { ...good, 'x-timestamp': `${Number(seconds) + 1}` }, 'is not right'],
    ['with half of it', { ...good, 'x-signature': good['x-signature'].slice(0, 32) }, 'is not right'],
    ['that is empty', { ...good, 'x-signature': '' }, 'is not right'],
  ])('%s is refused', (_name, headers: Record<string, string>, words) => expect(verify(headers)).toContain(words));

  test('of another body or secret is refused, and so is one that is too old or from the future', () => {
    expect(verify(good, plain, { body: Buffer.from('<pass badge="8"/>') })).toContain('is not right');
    expect(verifySignature(plain, 'another', call(good), now).ok).toBe(false);
    expect(verify(good, plain, {}, new Date(now.getTime() + 300_001))).toMatch(/signed 5 min ago; at most 5 min/);
    expect(verify(good, { ...plain, tolerance: '30s' }, {}, new Date(now.getTime() - 31_000))).toMatch(
      /signed 31 s in the future; at most 30 s/,
    );
  });

  test('whose prefix is missing is refused', () => {
    expect(verify(good, { ...plain, prefix: 'sha256=' })).toContain('is not right');
    const prefixed = { ...good, 'x-signature': `sha256=${good['x-signature']}` };
    expect(verify(prefixed, { ...plain, prefix: 'sha256=' })).toBe('good');
  });
});

describe('a user name and password', () => {
  const expected = { username: 'gate', password: 'pä:ss' };
  const header = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

  test('are good when both are', () => {
    expect(verifyBasic(header('gate:pä:ss'), expected)).toBe(true);
    expect(verifyBasic(header('gate:pä:ss').replace('Basic', 'basic '), expected)).toBe(true);
  });

  test.each([
    undefined,
    '',
    'Basic',
    header('gate'),
    header('gate:'),
    header('gate:pä:s'),
    header('Gate:pä:ss'),
    'Bearer gate:pä:ss',
  ])('%s is not', (authorization) => expect(verifyBasic(authorization, expected)).toBe(false));
});
