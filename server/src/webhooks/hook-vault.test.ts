import { expect, test } from 'vitest';
import { secretKeys } from '../configuration/seal.ts';
import { goodSecrets, openVault, rotated, sealVault } from './hook-vault.ts';

const now = new Date('2026-11-23T10:00:00Z');
const later = (ms: number): Date => new Date(now.getTime() + ms);
const hourMs = 3_600_000;
const vault = { secrets: [{ value: 'whsec_one' }], headers: { 'x-key': 'k' } };

test('a rotated hook signs with both secrets until the overlap ends, the new one first', () => {
  const both = rotated(vault, 'whsec_two', now, hourMs);
  expect(goodSecrets(both, now)).toEqual(['whsec_two', 'whsec_one']);
  expect(goodSecrets(both, later(hourMs - 1))).toEqual(['whsec_two', 'whsec_one']);
  expect(goodSecrets(both, later(hourMs))).toEqual(['whsec_two']);
  expect(both.headers).toEqual(vault.headers);
});

test('an earlier end stays when a secret is rotated again, and without an overlap only the new one is left', () => {
  const both = rotated(vault, 'whsec_two', now, hourMs);
  const three = rotated(both, 'whsec_three', now, 24 * hourMs);
  expect(goodSecrets(three, later(hourMs))).toEqual(['whsec_three', 'whsec_two']);
  expect(goodSecrets(rotated(three, 'whsec_four', now, 0), now)).toEqual(['whsec_four']);
});

test('however often it is rotated, five secrets sign at most', () => {
  let many = vault as ReturnType<typeof rotated>;
  for (let index = 0; index < 20; index += 1) many = rotated(many, `whsec_${index}`, now, hourMs);
  expect(goodSecrets(many, now)).toEqual(['whsec_19', 'whsec_18', 'whsec_17', 'whsec_16', 'whsec_15']);
});

test('a sealed vault opens for its own hook only, and with its key only', () => {
  const keys = secretKeys(['a key for the tests, long enough.']);
  const sealed = sealVault(keys, 1, 'a', vault);
  expect(sealed.toString('latin1')).not.toContain('whsec_one');
  expect(openVault(keys, 1, 'a', sealed)).toEqual(vault);
  expect(openVault(keys, 1, 'b', sealed)).toBeUndefined();
  expect(openVault(keys, 2, 'a', sealed)).toBeUndefined();
  expect(openVault(secretKeys(['another key for the tests, as long']), 1, 'a', sealed)).toBeUndefined();
});
