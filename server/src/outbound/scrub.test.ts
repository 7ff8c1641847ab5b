import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createScrubber, hidden, isSecretHeader } from './scrub.ts';

const secret = 'p&ä"s<s/w+örd 7';
const scrubber = createScrubber([secret, 'tok_1234567890', 'ab']);

test('hides a secret as it is and in every form that messages give it', () => {
  const forms = [
    secret,
    encodeURIComponent(secret),
    encodeURIComponent(secret).toLowerCase(),
    new URLSearchParams({ key: secret }).toString().slice(4),
    JSON.stringify({ secret }).slice(11, -2),
    'p&amp;ä"s&lt;s/w+örd 7',
    'p&amp;ä&quot;s&lt;s/w+örd 7',
    Buffer.from(secret).toString('base64'),
    Buffer.from(secret).toString('base64url'),
    Buffer.from(secret).toString('hex'),
    Buffer.from(secret).toString('hex').toUpperCase(),
  ];
  for (const form of forms) expect(scrubber.text(`before [${form}] after`), form).toBe(`before [${hidden}] after`);
});

test('hides the whole base64 text in which a secret stands, at each of its three offsets', () => {
  for (const user of ['a', 'ab', 'abc', 'Gangway']) {
    for (const after of ['', ':x', ':more']) {
      const basic = Buffer.from(`${user}:${secret}${after}`).toString('base64');
      expect(scrubber.text(`{"auth":"Basic ${basic}"}`)).toBe(`{"auth":"Basic ${hidden}"}`);
    }
  }
});

test('never leaves a secret of any letters readable', () => {
  const value = fc.string({ minLength: 9, maxLength: 30, unit: 'grapheme' });
  const beside = fc.string({ maxLength: 5 });
  fc.assert(
    fc.property(value, beside, beside, (text, before, after) => {
      const scrubbed = createScrubber([text]);
      for (const form of [text, encodeURIComponent(text), JSON.stringify(text).slice(1, -1)]) {
        expect(scrubbed.text(before + form + after)).not.toContain(form);
      }
      expect(scrubbed.text(Buffer.from(before + text + after).toString('base64'))).toBe(hidden);
    }),
    { numRuns: 300 },
  );
});

test('a secret that begins another one does not leave the rest of it', () => {
  expect(createScrubber(['secret', 'secret-and-more']).text('x secret-and-more secret')).toBe(`x ${hidden} ${hidden}`);
});

test('what is too short to be a secret hides nothing', () => {
  expect(createScrubber(['', 'a', 'ab']).text('a tab about')).toBe('a tab about');
});

test('bytes are scrubbed in UTF-8, UTF-16 of both kinds, and base64; others come back as they are', () => {
  const bytes = Buffer.from(`{"token":"tok_1234567890","ok":true}`);
  expect(Buffer.from(scrubber.bytes(bytes)).toString()).toBe(`{"token":"${hidden}","ok":true}`);
  const wide = Buffer.from('<t>tok_1234567890</t>', 'utf16le');
  expect(Buffer.from(scrubber.bytes(wide)).toString('utf16le')).not.toContain('tok_');
  expect(
    Buffer.from(scrubber.bytes(Buffer.from(wide).swap16())).includes(Buffer.from('1234', 'utf16le').swap16()),
  ).toBe(false);
  const base64 = Buffer.from(Buffer.from('user:tok_1234567890').toString('base64'));
  expect(Buffer.from(scrubber.bytes(base64)).toString()).toBe(hidden);
  const clean = Buffer.from([0, 255, 1, 254]);
  expect(scrubber.bytes(clean)).toBe(clean);
});

test('headers that are secret by their meaning are hidden always, others by their values', () => {
  expect(
    scrubber.headers({
      Authorization: 'anything',
      'STW-Authorization': 'anything',
      'Set-Cookie': ['a=1', 'b=2'],
      'X-Api-Key': 'k',
      'x-auth-token': 'k',
      'X-Custom': 'id tok_1234567890',
      'Content-Type': 'application/json',
      'x-list': ['tok_1234567890', 'plain'],
    }),
  ).toEqual({
    Authorization: hidden,
    'STW-Authorization': hidden,
    'Set-Cookie': hidden,
    'X-Api-Key': hidden,
    'x-auth-token': hidden,
    'X-Custom': `id ${hidden}`,
    'Content-Type': 'application/json',
    'x-list': [hidden, 'plain'],
  });
  expect(
    ['Idempotency-Key', 'Gangway-Attempt', 'Content-Length', 'X-Author', 'webhook-signature'].some(isSecretHeader),
  ).toBe(false);
});

test('a megabyte without a secret, and one of base64 with it, are looked through quickly', () => {
  const many = createScrubber(Array.from({ length: 20 }, (_, index) => `secret number ${String(index)} of many`));
  const clean = '{"line":"Papír A4, 80 g","price":"120.50"},'.repeat(25_000);
  const startedAt = performance.now();
  expect(many.text(clean)).toBe(clean);
  const long = Buffer.from('x'.repeat(400_000) + 'secret number 7 of many' + 'y'.repeat(400_000)).toString('base64');
  expect(many.text(long)).toBe(hidden);
  expect(performance.now() - startedAt).toBeLessThan(1_000);
});
