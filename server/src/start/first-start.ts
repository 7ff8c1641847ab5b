import { randomBytes } from 'node:crypto';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeAudit } from '../access/audit-store.ts';
import { hashToken, newToken, tokenBytes } from '../access/token.ts';
import { insertToken } from '../access/token-store.ts';
import { loopbackRanges } from '../address-range.ts';
import { adminTokenFile, type Config } from '../config.ts';
import type { Database } from '../database/database.ts';
import { newId } from '../database/uuid.ts';
import { ensureFirstUnit } from '../records/create-unit.ts';

/** What the first start has made; undefined at every later one. */
export interface FirstStart {
  readonly unitId: number;
  /** Where the administrator's token stands; undefined: GANGWAY_ADMIN_TOKEN gave it, so the operator has it. */
  readonly tokenFile: string | undefined;
}

/**
 * Makes the first unit with its administrator, and the administrator's token for calls from this machine. There is no default password and no default
 * token: a token that nobody chose is drawn at random and written to a file that only this user may read.
 */
export async function ensureFirstStart(
  database: Database,
  config: Pick<Config, 'adminToken' | 'dataFolder'>,
  now: Date,
): Promise<FirstStart | undefined> {
  const chosen = config.adminToken;
  const token = chosen ?? newToken(randomBytes(tokenBytes));
  const unitId = await database.transaction(async (transaction) => {
    const unit = await ensureFirstUnit(transaction, { name: 'My company', administrator: { login: 'admin' }, now });
    if (!unit.created || unit.administratorId === null) return undefined;
    await insertToken(transaction, unit.unitId, {
      id: newId(),
      name: 'first administrator',
      userId: unit.administratorId,
      hash: hashToken(token),
      ipRanges: loopbackRanges,
      methods: null,
      paths: null,
      expiresAt: null,
      ratePerMinute: null,
      createdBy: 'Gangway',
    });
    await writeAudit(transaction, unit.unitId, {
      who: 'Gangway',
      what: 'first-start',
      detail: { administrator: unit.administratorId },
    });
    // Within the transaction: a token that nobody could read would lock everybody out of a database that says it is set up.
    if (chosen === undefined) await writeToken(config.dataFolder, token);
    return unit.unitId;
  });
  if (unitId === undefined) return undefined;
  return { unitId, tokenFile: chosen === undefined ? join(config.dataFolder, adminTokenFile) : undefined };
}

async function writeToken(dataFolder: string, token: string): Promise<void> {
  const file = join(dataFolder, adminTokenFile);
  await mkdir(dataFolder, { recursive: true });
  await writeFile(file, `${token}\n`, { mode: 0o600 });
  // The mode above counts only for a new file; one that was left from an earlier database keeps its own.
  await chmod(file, 0o600);
}
