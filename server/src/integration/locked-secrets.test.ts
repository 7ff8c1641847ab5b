import { afterAll, beforeAll, expect, test } from 'vitest';
import { listAlerts } from '../alerts/store.ts';
import { secretKeys, type SecretKeys } from '../configuration/seal.ts';
import { AddressRanges } from '../outbound/address-ranges.ts';
import { seedCompany } from '../../test/support/company.ts';
import { testDatabase, type TestDatabase } from '../../test/support/database.ts';
import { applyConfiguration } from './apply-configuration.ts';
import { noteLockedSecrets } from './locked-secrets.ts';

let opened: TestDatabase;
beforeAll(async () => {
  opened = await testDatabase();
  await opened.database.transaction(seedCompany);
});
afterAll(() => opened.close());

const first = secretKeys(['the first key, long enough for everything']);
const second = secretKeys(['the second key, long enough for everything']);

const note = (keys: SecretKeys) =>
  opened.database.transaction((transaction) => noteLockedSecrets(transaction, 1, keys));
const give = (keys: SecretKeys, secrets: Readonly<Record<string, string>>) =>
  opened.database.transaction((transaction) => {
    const caller = { userId: 2, name: 'Admin', administrator: true };
    const surroundings = { unitId: 1, caller, keys, egressRanges: new AddressRanges([]) };
    return applyConfiguration(transaction, surroundings, { objects: [], secrets });
  });
const alerts = () => listAlerts(opened.database, 1, { limit: 10 });

test('secrets that the key does not open are an alert until it does, or until they are given again', async () => {
  await give(first, { one: 'eins', two: 'zwei' });
  expect(await note(first)).toEqual({ names: [], text: undefined });
  expect(await alerts()).toEqual([]);

  expect(await note(second)).toMatchObject({ names: ['one', 'two'] });
  expect((await note(second)).text).toContain('The secret key does not open "one", "two". Start with the right key');
  expect(await alerts()).toMatchObject([{ kind: 'secret-locked', resolvedAt: null }]);
  await note(first);
  expect(await alerts()).toMatchObject([{ resolvedBy: 'Gangway' }]);

  await note(second);
  await give(second, { one: 'uno' });
  expect(await alerts()).toMatchObject([{ resolvedAt: null }, {}]);
  await give(second, { two: 'due' });
  expect(await alerts()).toMatchObject([{ resolvedBy: 'Gangway' }, { resolvedBy: 'Gangway' }]);
});
