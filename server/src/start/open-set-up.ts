import { setPassword } from '../access/sessions/set-password.ts';
import { passwordFault } from '../access/sessions/password-rules.ts';
import { PasswordHasher } from '../access/sessions/password-hash.ts';
import { drawSetUpCode } from '../access/sessions/set-up.ts';
import { isSetUpPending, lockSetUp } from '../access/sessions/set-up-store.ts';
import { readSignInUser } from '../access/sessions/user-store.ts';
import { findAdministrator } from '../access/token-store.ts';
import type { Config } from '../config.ts';
import { readUnitIds } from '../configuration/store.ts';
import type { Database } from '../database/database.ts';
import { refuse } from '../errors.ts';

type SetUpConfig = Pick<Config, 'adminPassword' | 'passwords' | 'roles'>;

/**
 * As long as nobody has set up the console: gives the first administrator GANGWAY_ADMIN_PASSWORD, or draws the code that the set-up asks for. There is no password that nobody
 * chose. undefined: it was set up, or there is nothing to show here.
 */
export async function openSetUp(database: Database, config: SetUpConfig): Promise<string | undefined> {
  if (!config.passwords || !(await isSetUpPending(database))) return undefined;
  if (config.adminPassword !== undefined) {
    await giveAdminPassword(database, config.adminPassword);
    return undefined;
  }
  // Who does not answer requests would only make worthless the code that another process has shown.
  return config.roles.includes('api') ? drawSetUpCode(database) : undefined;
}

async function giveAdminPassword(database: Database, password: string): Promise<void> {
  const [unitId] = await readUnitIds(database);
  const first = unitId === undefined ? undefined : await findAdministrator(database, unitId);
  const user = first && unitId !== undefined ? await readSignInUser(database, unitId, first.id) : undefined;
  if (user === undefined) {
    return refuse(
      'illegal-state',
      'GANGWAY_ADMIN_PASSWORD: there is no enabled administrator to give it to. `gangway password` helps.',
    );
  }
  const fault = passwordFault(password, user);
  if (fault !== undefined) refuse('invalid-configuration', `GANGWAY_ADMIN_PASSWORD: ${fault.message}`);
  const hash = await new PasswordHasher().hash(password);
  await database.transaction(async (transaction) => {
    // Several processes may start at once.
    if ((await lockSetUp(transaction)) === undefined) return;
    const { id: userId, login } = user;
    await setPassword(transaction, user.unitId, { userId, login, hash, who: 'Gangway', by: 'GANGWAY_ADMIN_PASSWORD' });
  });
}
