import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createLog } from '../../src/log.ts';
import { accepted } from '../receivers/behaviour.ts';
import { startReceiver, type Receiver } from '../receivers/receiver.ts';
import { type BreakingDatabase, breakingDatabase } from '../support/breaking-database.ts';
import { testDatabase } from '../support/database.ts';
import { testEngine, type TestEngine } from '../support/engine.ts';

let breaking: BreakingDatabase;
let engine: TestEngine;
let receiver: Receiver;

beforeAll(async () => {
  const own = await testDatabase();
  breaking = breakingDatabase(own.database);
  engine = await testEngine({ database: { ...own, database: breaking.database }, log: createLog('silent') });
  receiver = await startReceiver(accepted);
});
afterEach(() => expect(breaking.armed).toBe(0));
afterAll(async () => {
  await engine.close();
  await receiver.close();
});

const requestsOf = (id: string): number =>
  receiver.requests.filter(({ headers }) => headers['idempotency-key'] === id).length;
const outcomesOf = async (id: string): Promise<string[]> => (await engine.attempts(id)).map(({ outcome }) => outcome);

describe('a connection to the database that breaks', () => {
  test('after a claim, before its answer, leaves no delivery that says it is being sent and is not', async () => {
    await engine.counterparty('claimed', receiver.url);
    breaking.breakAfter('claim-deliveries');
    const { id } = await engine.send('claimed');
    expect(await engine.ended(id)).toMatchObject({ state: 'delivered', attempts: 1, tries: 2 });
    expect(await outcomesOf(id)).toEqual(['interrupted', 'accepted']);
    expect(requestsOf(id)).toBe(1);
  });

  test('after the commit of a result, before its answer, writes the result once', async () => {
    await engine.counterparty('settled', receiver.url);
    breaking.breakAfter('update-settled');
    const { id, recordId } = await engine.send('settled');
    expect(await engine.ended(id)).toMatchObject({ state: 'delivered', attempts: 1, tries: 1 });
    await engine.until(() => engine.engine.load.unsettled === 0);
    expect(await outcomesOf(id)).toEqual(['accepted']);
    const events = await engine.database.query({
      text: `select id from events where record_id = $1 and origin = 'write-back'`,
      values: [recordId],
    });
    expect(events).toHaveLength(1);
    expect(requestsOf(id)).toBe(1);
  });

  test('before a result is written, keeps it until it can be', async () => {
    await engine.counterparty('unwritten', receiver.url);
    breaking.breakBefore('update-settled');
    const { id } = await engine.send('unwritten');
    expect(await engine.ended(id)).toMatchObject({ state: 'delivered', tries: 1 });
    expect(requestsOf(id)).toBe(1);
  });

  test('in the middle of a take-over, rescues what was interrupted all the same', async () => {
    const again = await testDatabase();
    const second = breakingDatabase(again.database);
    const api = await testEngine({ database: { ...again, database: second.database }, sends: false });
    await api.counterparty('taken', receiver.url);
    // A process was killed while it was sending this one.
    const left = await api.send('taken');
    await api.database.query({
      text: `update deliveries set lease = 0, tries = 1, last_attempt_at = now() where id = $1`,
      values: [left.id],
    });
    second.breakBefore('find-interrupted');
    const worker = await testEngine({ beside: api, log: createLog('silent') });
    expect(await api.ended(left.id)).toMatchObject({ state: 'delivered', tries: 2 });
    await worker.close();
    await api.close();
  });
});
