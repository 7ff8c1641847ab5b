import { afterAll, beforeAll, expect, test } from 'vitest';
import { migrate } from '../../src/database/migrate.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/database/embedded/embedded-postgres.ts';
import { openDatabase } from '../../src/database/open-database.ts';
import { Refusal } from '../../src/errors.ts';
import { createLog } from '../../src/log.ts';
import { acceptedAfter } from '../receivers/behaviour.ts';
import { startReceiver, type Receiver } from '../receivers/receiver.ts';
import { addressOf, type TestDatabase } from '../support/database.ts';
import { type PreparedFolders, preparedFolders } from '../support/embedded-process.ts';
import { testEngine, type TestEngine } from '../support/engine.ts';

let folders: PreparedFolders;
let postgres: EmbeddedPostgres;
let engine: TestEngine;
let receiver: Receiver;
let restarted = Promise.withResolvers<undefined>();

beforeAll(async () => {
  folders = await preparedFolders();
  postgres = await startEmbeddedPostgres({
    dataFolder: folders.original,
    purpose: 'tests',
    onEvent: ({ kind }) => {
      if (kind === 'restarted') restarted.resolve(undefined);
    },
  });
  const { connection } = postgres;
  const database = await openDatabase({ connection, poolSize: 8, applicationName: 'tests' });
  await migrate(database);
  const own: TestDatabase = { database, connection, url: addressOf(connection), close: () => database.close() };
  engine = await testEngine({ database: own, log: createLog('silent') });
  receiver = await startReceiver(acceptedAfter(15));
  await engine.counterparty('load', receiver.url, { connection: { concurrency: 8, timeout: '5s' } });
});
afterAll(async () => {
  await engine.close();
  await receiver.close();
  await postgres.stop();
  await folders.remove();
});

/** Saves invoices until it is stopped, as callers would; gives the ids of those that were acknowledged. */
function startLoad(): { stop(): Promise<number[]> } {
  let stopped = false;
  const acknowledged: number[] = [];
  const save = async (): Promise<void> => {
    while (!stopped) {
      try {
        acknowledged.push((await engine.invoice({ note: 'load' })).id);
      } catch (error) {
        if (!(error instanceof Refusal) || error.code !== 'database-unavailable') throw error;
        await engine.until(() =>
          engine.deliveries().then(
            () => true,
            () => false,
          ),
        );
      }
    }
  };
  const running = Promise.all([save(), save(), save()]);
  return {
    stop: async () => {
      stopped = true;
      await running;
      return acknowledged;
    },
  };
}

test('PostgreSQL that restarts under load costs nothing: everything resumes by itself', async () => {
  const load = startLoad();
  for (const signal of ['SIGKILL', 'SIGINT', 'SIGKILL', 'SIGINT', 'SIGKILL'] as const) {
    await receiver.received(receiver.requests.length + 15);
    restarted = Promise.withResolvers();
    process.kill(postgres.pid(), signal);
    await restarted.promise;
  }
  await receiver.received(receiver.requests.length + 15);
  const acknowledged = await load.stop();

  const open = () =>
    engine.database.query({
      text: `select id, state from deliveries where state in ('queued', 'sending', 'waiting', 'held', 'awaiting') limit 1`,
    });
  await engine.until(async () => (await open()).length === 0);
  const rows = await engine.database.query<{ recordId: number; id: string; state: string }>({
    text: `select record_id as "recordId", id, state from deliveries`,
  });
  const byRecord = new Map(rows.map((row) => [row.recordId, row]));
  expect(byRecord.size).toBe(rows.length);
  for (const id of acknowledged) expect(byRecord.get(id)).toMatchObject({ state: 'delivered' });
  expect(new Set(rows.map(({ state }) => state))).toEqual(new Set(['delivered']));
  // Each was received, and repeats were the same message.
  const byId = Map.groupBy(receiver.requests, ({ headers }) => headers['idempotency-key'] ?? '');
  expect([...byId.keys()].sort()).toEqual(rows.map(({ id }) => id).sort());
  for (const repeats of byId.values()) expect(new Set(repeats.map(({ text }) => text)).size).toBe(1);
  const writeBacks = await engine.database.query<{ count: number }>({
    text: `select count(*) as count from events where origin = 'write-back' group by record_id having count(*) > 1`,
  });
  expect(writeBacks).toEqual([]);
}, 90_000);
