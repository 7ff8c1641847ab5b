import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { secretKeys } from '../../configuration/seal.ts';
import { newRecoveryCodes, openFactor, resealFactors, sealFactor, takeCode } from './second-factor.ts';
import { confirmSecondFactor, proposeSecondFactor, readSecondFactor } from './second-factor-store.ts';
import { stepAt, totp } from './totp.ts';

const before = 'the key before it was changed, no 1';
const after = 'the key after it was changed, no 2.';
const secret = Buffer.from('12345678901234567890');
let opened: TestDatabase;
beforeAll(async () => {
  opened = await testDatabase();
});
afterAll(() => opened.close());

test('a second factor is sealed anew when the key has changed, and two who give one code at once are one too many', async () => {
  const { database } = opened;
  const old = secretKeys([before]);
  const sealed = sealFactor(old, 1, 7, secret);
  const { hashes } = newRecoveryCodes();
  await database.transaction(async (transaction) => {
    await proposeSecondFactor(transaction, 1, 7, sealed);
    await confirmSecondFactor(transaction, 1, 7, { sealed, step: 1, recovery: hashes });
  });
  const reseal = (texts: readonly string[]) =>
    database.transaction((transaction) => resealFactors(transaction, 1, secretKeys(texts)));
  expect([await reseal([before]), await reseal([after, before]), await reseal([after, before])]).toEqual([0, 1, 0]);
  const row = await readSecondFactor(database, 1, 7);
  expect(row && openFactor(secretKeys([after]), 1, 7, row)).toEqual(secret);
  // Sealed for its own place: the row of another user does not open it.
  expect(() => row && openFactor(secretKeys([after]), 1, 8, row)).toThrow(/No key at hand opens/);
  expect(() => row && openFactor(old, 1, 7, row)).toThrow(/No key at hand opens/);

  const now = new Date();
  const code = totp(secret, stepAt(now));
  const wish = { unitId: 1, userId: 7, code, now };
  const give = () => database.transaction((transaction) => takeCode(transaction, secretKeys([after]), wish));
  const taken = await Promise.all([give(), give(), give()]);
  expect(taken.filter((each) => each !== undefined)).toEqual([{ kind: 'authenticator' }]);
});
