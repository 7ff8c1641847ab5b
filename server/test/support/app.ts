import type { FastifyInstance } from 'fastify';
import { hashToken } from '../../src/access/token.ts';
import { insertToken } from '../../src/access/token-store.ts';
import { RangeList } from '../../src/address-range.ts';
import { createApp } from '../../src/app.ts';
import { newId } from '../../src/database/uuid.ts';
import { createLog } from '../../src/log.ts';
import { testDatabase, type TestDatabase } from './database.ts';

export interface TestApp extends TestDatabase {
  readonly app: FastifyInstance;
  /** Of an administrator in unit 1, from loopback addresses. */
  readonly token: string;
}

/** The whole HTTP server on a database of its own, with one unit and one administrator. */
export async function testApp(): Promise<TestApp> {
  const database = await testDatabase();
  const log = createLog('silent');
  const app = createApp({
    database: database.database,
    log,
    publicUrl: () => 'http://localhost',
    trustedProxies: new RangeList([]),
    bodyLimitBytes: 1_000_000,
    now: () => new Date(),
  });
  const token = 'an administrator of the tests, 1'.replaceAll(' ', '-');
  await database.database.transaction(async (transaction) => {
    await transaction.query({
      text: `insert into units (unit_id, name) values (1, 'Test s.r.o.') on conflict do nothing`,
    });
    await transaction.query({
      text: `insert into records (unit_id, entity, id, registration, revision, data, created_at, updated_at)
             values (1, 'users', 1, '1', 1, '{"login":"admin","groups":["Administrators"]}', now(), now())`,
    });
    await insertToken(transaction, 1, {
      id: newId(),
      name: 'tests',
      userId: 1,
      hash: hashToken(token),
      ipRanges: ['127.0.0.0/8', '::1'],
      methods: null,
      paths: null,
      expiresAt: null,
      createdBy: 'tests',
    });
  });
  return {
    ...database,
    app,
    token,
    close: async () => {
      await app.close();
      await database.close();
    },
  };
}
