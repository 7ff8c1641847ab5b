import { expect, test } from 'vitest';
import { openAnswer, sealAnswer } from './seal-answer.ts';

const nonce = Buffer.alloc(12, 7);
const kept = { fingerprint: 'ab', answer: { status: 201, headers: { etag: '"1"' }, body: '{"token":"gw_secret"}' } };

test('what was sealed opens for the same credential at the same place', () => {
  const sealed = sealAnswer(kept, 'a token', '1/x', nonce);
  expect(openAnswer(sealed, 'a token', '1/x')).toEqual(kept);
  expect(sealed.toString('latin1')).not.toContain('gw_secret');
});

test('it opens for nobody else, nowhere else, and not when it was changed', () => {
  const sealed = sealAnswer(kept, 'a token', '1/x', nonce);
  expect(() => openAnswer(sealed, 'another token', '1/x')).toThrow();
  expect(() => openAnswer(sealed, 'a token', '2/x')).toThrow();
  sealed[sealed.length - 1] = (sealed.at(-1) ?? 0) ^ 1;
  expect(() => openAnswer(sealed, 'a token', '1/x')).toThrow();
});
