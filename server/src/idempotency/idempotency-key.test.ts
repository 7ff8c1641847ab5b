import { expect, test } from 'vitest';
import { readIdempotencyKey } from './idempotency-key.ts';

test.each([
  [undefined, undefined],
  ['8e03978e-40d5-43dd-bc93-6894a57f9324', '8e03978e-40d5-43dd-bc93-6894a57f9324'],
  ['"8e03978e-40d5-43dd-bc93-6894a57f9324"', '8e03978e-40d5-43dd-bc93-6894a57f9324'],
  [' gate-1/2026:7 ', 'gate-1/2026:7'],
  [String.raw`"a \"quoted\" word, and \\"`, String.raw`a "quoted" word, and \ `.trim()],
])('%j is the key %j', (header, key) => {
  expect(readIdempotencyKey(header)).toBe(key);
});

test.each([
  [''],
  ['""'],
  ['one, two'],
  [['one', 'two']],
  ['with space'],
  ['ž'],
  ['"unclosed'],
  ['x'.repeat(256)],
  [`"${'x'.repeat(256)}"`],
])('%j is refused with a sentence', (header) => {
  expect(() => readIdempotencyKey(header)).toThrow('The header Idempotency-Key must be one text');
});
