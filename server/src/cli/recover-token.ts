import { randomBytes } from 'node:crypto';
import { hostname, userInfo } from 'node:os';
import { writeAudit } from '../access/audit-store.ts';
import { administrators } from '../access/groups.ts';
import { hashToken, newToken, tokenBytes } from '../access/token.ts';
import { findAdministrator, findUser, type FoundUser, insertToken, type TokenTerms } from '../access/token-store.ts';
import { readConfig } from '../config.ts';
import { openConfiguredDatabase } from '../database/configured-database.ts';
import type { Database, Transaction } from '../database/database.ts';
import { latestMigration } from '../database/migrate.ts';
import { readAppliedMigrations } from '../database/migration-store.ts';
import { newId } from '../database/uuid.ts';
import { refuse } from '../errors.ts';

export interface RecoveredToken {
  readonly id: string;
  readonly token: string;
  readonly login: string;
}

/** Which user, and what the token may do. */
export interface Recovery {
  readonly unit: number | undefined;
  readonly user: { readonly id: number } | { readonly login: string } | undefined;
  readonly terms: TokenTerms;
}

/**
 * A token for an administrator, written into the database itself: for when every such token is lost, expired or bound to other addresses. Nobody is asked for a
 * token, so what protects it is what protects the database: the data folder, which only the server's own account can open, or the address in
 * GANGWAY_DATABASE_URL with its password. Whoever has these could change every row anyway. It stands in the audit, with the account and the machine.
 */
export async function recoverToken({ unit, user, terms }: Recovery): Promise<RecoveredToken> {
  const { config } = readConfig();
  return withDatabaseOfServer('gangway token create --administrator', (database) =>
    database.transaction((transaction) => write(transaction, unit ?? config.unit, user, terms)),
  );
}

/** Works on the server's own database, whether the server runs or not, if it has the schema of this version. */
export async function withDatabaseOfServer<T>(purpose: string, work: (database: Database) => Promise<T>): Promise<T> {
  const { config } = readConfig();
  const opened = await openConfiguredDatabase(config, { purpose, whenTaken: 'join', whenMissing: 'refuse' });
  try {
    await checkSchema(opened.database);
    return await work(opened.database);
  } finally {
    await opened.close();
  }
}

async function checkSchema(database: Database): Promise<void> {
  const applied = (await readAppliedMigrations(database)).at(-1)?.number ?? 0;
  if (applied === (await latestMigration())) return;
  refuse('illegal-state', 'The database is not of this version. Start the server once, or run `gangway migrate`.');
}

async function write(
  transaction: Transaction,
  unitId: number,
  wanted: Recovery['user'],
  terms: TokenTerms,
): Promise<RecoveredToken> {
  const { id: userId, login } = await administratorOf(transaction, unitId, wanted);
  const token = newToken(randomBytes(tokenBytes));
  const id = newId();
  const who = `${accountName()} on ${hostname()}`;
  await insertToken(transaction, unitId, { id, userId, ...terms, hash: hashToken(token), createdBy: who });
  const detail = { id, userId, login, ...terms, by: 'gangway token create --administrator' };
  await writeAudit(transaction, unitId, { who, what: 'token-created', detail });
  return { id, token, login };
}

async function administratorOf(transaction: Transaction, unitId: number, wanted: Recovery['user']): Promise<FoundUser> {
  if (wanted === undefined) {
    const found = await findAdministrator(transaction, unitId);
    return found ?? refuse('not-found', `Unit ${unitId} has no enabled user in the group ${administrators}.`);
  }
  const user = await findUser(transaction, unitId, wanted);
  if (user?.isDisabled === false && user.groups.includes(administrators)) return user;
  const name = 'id' in wanted ? wanted.id : JSON.stringify(wanted.login);
  return refuse(
    'illegal-state',
    `There is no enabled user ${name} in the group ${administrators} of unit ${unitId}. Leave --user out for the first administrator.`,
  );
}

/** A container may run under a number that no account has. */
export function accountName(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
}
