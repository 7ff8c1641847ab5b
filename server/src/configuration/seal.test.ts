import { expect, test } from 'vitest';
import { secretKeys } from './seal.ts';

const first = 'a'.repeat(32);
const second = 'b'.repeat(32);

test('opens what it sealed, and never seals the same bytes twice', () => {
  const keys = secretKeys([first]);
  const sealed = keys.seal('heslo & klíč', '1/accounting');
  expect(keys.open(sealed, '1/accounting')).toBe('heslo & klíč');
  expect(keys.seal('heslo & klíč', '1/accounting').equals(sealed)).toBe(false);
  expect(sealed.includes('heslo')).toBe(false);
});

test('does not open a value that was moved to another name, changed, or sealed with an unknown key', () => {
  const keys = secretKeys([first]);
  const sealed = keys.seal('x', '1/accounting');
  expect(keys.open(sealed, '1/other')).toBeUndefined();
  const damaged = Buffer.from(sealed);
  damaged[damaged.length - 1] = (damaged[damaged.length - 1] ?? 0) ^ 1;
  expect(keys.open(damaged, '1/accounting')).toBeUndefined();
  expect(secretKeys([second]).open(sealed, '1/accounting')).toBeUndefined();
});

test('after a rotation the old value still opens and is known as old', () => {
  const sealed = secretKeys([first]).seal('x', 'p');
  const rotated = secretKeys([second, first]);
  expect(rotated.open(sealed, 'p')).toBe('x');
  expect(rotated.isCurrent(sealed)).toBe(false);
  expect(rotated.isCurrent(rotated.seal('x', 'p'))).toBe(true);
});
