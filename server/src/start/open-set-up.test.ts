import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../test/support/database.ts';
import { PasswordHasher } from '../access/sessions/password-hash.ts';
import { findSignInUsers } from '../access/sessions/user-store.ts';
import { ensureFirstUnit } from '../records/create-unit.ts';
import { openSetUp } from './open-set-up.ts';

let opened: TestDatabase;
beforeAll(async () => {
  opened = await testDatabase();
  const unit = { name: 'My company', administrator: { login: 'admin' }, now: new Date() };
  await opened.database.transaction((transaction) => ensureFirstUnit(transaction, unit));
});
afterAll(() => opened.close());

const usual = { adminPassword: undefined, passwords: true, roles: ['api', 'worker'] } as const;

test('a code is drawn, or the password of the environment taken, until the console was set up', async () => {
  const { database } = opened;
  const code = await openSetUp(database, usual);
  expect(code).toMatch(/^\w{4}-\w{4}-\w{4}-\w{4}$/);
  // Who answers no requests leaves the code alone that another process has shown; without passwords there is none.
  expect(await openSetUp(database, { ...usual, roles: ['worker'] })).toBeUndefined();
  expect(await openSetUp(database, { ...usual, passwords: false })).toBeUndefined();
  await expect(openSetUp(database, { ...usual, adminPassword: 'admin1234567' })).rejects.toThrow(
    /^GANGWAY_ADMIN_PASSWORD: A password must not be the login/,
  );
  // Two processes that start together.
  const adminPassword = 'seven grey herons at dusk';
  const both = [openSetUp(database, { ...usual, adminPassword }), openSetUp(database, { ...usual, adminPassword })];
  expect(await Promise.all(both)).toEqual([undefined, undefined]);
  const [admin] = await findSignInUsers(database, 'admin');
  expect(await new PasswordHasher().verify(adminPassword, admin?.passwordHash ?? undefined)).toMatchObject({
    ok: true,
  });
  // Read no more.
  expect(await openSetUp(database, { ...usual, adminPassword: 'nine blue doors in the rain' })).toBeUndefined();
  expect(await findSignInUsers(database, 'admin')).toEqual([admin]);
  expect(await openSetUp(database, usual)).toBeUndefined();
});
