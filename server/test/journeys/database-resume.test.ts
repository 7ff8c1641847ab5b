import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/database/database.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/database/embedded/embedded-postgres.ts';
import { openDatabase } from '../../src/database/open-database.ts';
import { waitUntilReachable } from '../../src/database/wait-until-reachable.ts';
import { type PreparedFolders, preparedFolders } from '../support/embedded-process.ts';

let folders: PreparedFolders;
let postgres: EmbeddedPostgres;
let database: Database;
let restarted = Promise.withResolvers<number>();
beforeAll(async () => {
  folders = await preparedFolders();
  postgres = await startEmbeddedPostgres({
    dataFolder: folders.original,
    purpose: 'tests',
    onEvent: ({ kind, pid }) => {
      if (kind === 'restarted') restarted.resolve(pid ?? 0);
    },
  });
  database = await openDatabase({ connection: postgres.connection, poolSize: 4, applicationName: 'tests' });
  await database.query({ text: 'create table kept (text text primary key)' });
});
afterAll(async () => {
  await database.close();
  await postgres.stop();
  await folders.remove();
});

/** The server's way to go: at once with everything it holds, or by itself, ending the connections. */
describe.each([['SIGKILL'], ['SIGINT']] as const)('a database that restarts under a running server (%s)', (signal) => {
  it('fails what is in flight, and everything goes on by itself when it is back', async () => {
    const payloads: string[] = [];
    let resumed = Promise.withResolvers<undefined>();
    const stop = await database.listen('wake', (payload) => {
      payloads.push(payload);
      resumed.resolve(undefined);
    });
    await database.query({ text: 'insert into kept values ($1)', values: [`before ${signal}`] });
    // Every connection of the pool is in use: three idle ones would break unseen otherwise.
    const started = Promise.withResolvers<undefined>();
    const inFlight = [1, 2, 3].map(() => database.query({ text: 'select pg_sleep(60)' }));
    const transaction = database.transaction(async (tx) => {
      await tx.query({ text: 'insert into kept values ($1)', values: [`lost ${signal}`] });
      started.resolve(undefined);
      await tx.query({ text: 'select pg_sleep(60)' });
    });
    const outcomes = Promise.allSettled([...inFlight, transaction]);
    await started.promise;
    process.kill(postgres.pid(), signal);
    for (const outcome of await outcomes) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: { name: 'Refusal', code: 'database-unavailable' } });
    }

    await waitUntilReachable(database, AbortSignal.timeout(20_000));
    expect(postgres.pid()).toBe(await restarted.promise);
    const rows = await database.query<{ text: string }>({
      text: 'select text from kept where text like $1',
      values: [`%${signal}`],
    });
    expect(rows).toEqual([{ text: `before ${signal}` }]);
    await resumed.promise;
    resumed = Promise.withResolvers();
    await database.query({ text: "select pg_notify('wake', 'up')" });
    await resumed.promise;
    expect(payloads).toEqual(['', 'up']);
    await stop();
    restarted = Promise.withResolvers();
  });
});

describe('waitUntilReachable', () => {
  it('gives up when it is told to', async () => {
    const connection = { ...postgres.connection, host: '/tmp/gangway-nowhere' };
    const nowhere = await openDatabase({ connection, poolSize: 1, applicationName: 'tests' });
    await expect(nowhere.query({ text: 'select 1' })).rejects.toMatchObject({ code: 'database-unavailable' });
    await expect(waitUntilReachable(nowhere, AbortSignal.timeout(100))).rejects.toThrow('timeout');
    await nowhere.close();
  });

  it('says at once what only a person can mend', async () => {
    const connection = { ...postgres.connection, database: 'missing' };
    const missing = await openDatabase({ connection, poolSize: 1, applicationName: 'tests' });
    await expect(waitUntilReachable(missing, new AbortController().signal)).rejects.toThrow(
      'The database does not exist',
    );
    await missing.close();
  });
});
