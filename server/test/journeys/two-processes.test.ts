import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { accepted, type Behaviour } from '../receivers/behaviour.ts';
import { startReceiver, type Receiver } from '../receivers/receiver.ts';
import { startEngineProcess } from '../support/engine-process.ts';
import { testEngine, type TestEngine } from '../support/engine.ts';

/** This one makes the changes and never sends; the processes beside it do. */
let engine: TestEngine;
let receiver: Receiver;

beforeAll(async () => {
  engine = await testEngine({ sends: false });
  receiver = await startReceiver(accepted);
});
afterAll(async () => {
  await engine.close();
  await receiver.close();
});
// As if a day had passed: nobody is alive any more.
beforeEach(async () => {
  await engine.database.query({ text: 'update lanes set holder = null' });
  await engine.database.query({ text: 'delete from processes' });
});

/** The lease of every process that does not renew it has run out. */
const leasesRunOut = (pid: number | undefined): Promise<unknown> =>
  engine.database.query({ text: 'update processes set lease_until = now() where pid = $1', values: [pid] });

const own = (name: string) => receiver.requests.filter(({ path }) => path === `/${name}`);
const ownReceived = (name: string, count: number) => engine.until(() => own(name).length >= count && own(name));
const behaveOnce = (name: string, first: Behaviour): void => {
  receiver.behave((request) => (request.path === `/${name}` && own(name).length === 1 ? first : accepted));
};

describe('two processes on one database', () => {
  test('the other takes over what a killed one was sending, with the same id and bytes, and no attempt is lost', async () => {
    await engine.counterparty('taken-over', `${receiver.url}/taken-over`, { connection: { timeout: '20s' } });
    behaveOnce('taken-over', { kind: 'hang' });
    const first = await startEngineProcess({ url: engine.url, alone: false });
    const { id, recordId } = await engine.send('taken-over');
    const later = await engine.send('taken-over');
    await ownReceived('taken-over', 1);
    await engine.ended(later.id);
    const second = await startEngineProcess({ url: engine.url, alone: false });
    await first.kill();
    expect((await engine.delivery(id, () => true)).state).toBe('sending');
    await leasesRunOut(first.child.pid);

    const delivered = await engine.ended(id);
    expect(delivered).toMatchObject({ state: 'delivered', attempts: 1, tries: 2 });
    const attempts = await engine.attempts(id);
    expect(attempts.map(({ number, outcome, counted }) => [number, outcome, counted])).toEqual([
      [1, 'interrupted', false],
      [2, 'accepted', true],
    ]);
    const sent = own('taken-over').filter(({ headers }) => headers['idempotency-key'] === id);
    expect(sent.map(({ headers }) => headers['gangway-attempt'])).toEqual(['1', '2']);
    expect(sent[1]?.body.equals(sent[0]?.body ?? Buffer.alloc(0))).toBe(true);
    expect((await engine.record(recordId)).exports['taken-over']).toMatchObject({ state: 'delivered' });
    await second.kill();
  });

  test('a request that may have arrived at a counterparty that cannot recognise it is never repeated', async () => {
    await engine.counterparty('unrepeatable', `${receiver.url}/unrepeatable`, {
      connection: { timeout: '20s', repeats: 'unsafe' },
    });
    behaveOnce('unrepeatable', { kind: 'hang' });
    const first = await startEngineProcess({ url: engine.url, alone: false });
    const { id } = await engine.send('unrepeatable');
    await ownReceived('unrepeatable', 1);
    await first.kill();
    await leasesRunOut(first.child.pid);
    await startEngineProcess({ url: engine.url, alone: false });
    const unknown = await engine.ended(id);
    expect(unknown).toMatchObject({ state: 'unknown', tries: 1 });
    expect(unknown.reason).toContain('The message may have arrived');
    expect(own('unrepeatable')).toHaveLength(1);
  });

  test('a message that brings the process down again and again is given up after ten times', async () => {
    await engine.counterparty('deadly', `${receiver.url}/deadly`, { connection: { timeout: '20s' } });
    receiver.behave((request) => (request.path === '/deadly' ? { kind: 'hang' } : accepted));
    const first = await startEngineProcess({ url: engine.url, alone: false });
    const { id } = await engine.send('deadly');
    await ownReceived('deadly', 1);
    await first.kill();
    // Eight times more, which would take a while.
    await engine.database.query({ text: 'update deliveries set interruptions = 8 where id = $1', values: [id] });
    for (const count of [2, 3]) {
      const next = await startEngineProcess({ url: engine.url, alone: true });
      if (count === 3) break;
      await ownReceived('deadly', count);
      await next.kill();
    }
    const failed = await engine.ended(id);
    expect(failed).toMatchObject({ state: 'failed', attempts: 0 });
    expect(failed.reason).toContain('Sending was interrupted 10 times.');
    expect((await engine.attempts(id)).map(({ outcome }) => outcome)).toEqual(['interrupted', 'interrupted']);
  });

  test('what one that lost its lease learns afterwards is kept, and moves nothing', async () => {
    const answers: (() => void)[] = [];
    const server = createServer((request, response) => {
      request.resume();
      answers.push(() =>
        response.writeHead(200, { 'content-type': 'application/json' }).end('{"id":"1","number":"N"}'),
      );
      // The first answer comes when everything is over.
      if (answers.length > 1) answers.at(-1)?.();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
    await engine.counterparty('late', url, { connection: { timeout: '20s' } });
    const slow = await testEngine({ beside: engine });
    const { id, recordId } = await engine.send('late');
    await engine.until(() => answers.length === 1);
    // The machine was asleep, say: others hold it for dead, and it does not know yet.
    const other = await startEngineProcess({ url: engine.url, alone: false });
    await engine.database.query({ text: 'delete from processes where pid = $1', values: [process.pid] });
    const delivered = await engine.ended(id);
    expect(delivered).toMatchObject({ state: 'delivered', tries: 2 });
    answers[0]?.();
    const attempts = await engine.until(async () => {
      const all = await engine.attempts(id);
      return all.length === 3 && all;
    });
    expect(attempts.map(({ number, outcome }) => `${String(number)} ${outcome}`).sort()).toEqual([
      '1 interrupted',
      '1 late',
      '2 accepted',
    ]);
    expect(attempts.find(({ outcome }) => outcome === 'late')).toMatchObject({ status: 200 });
    const events = await engine.database.query({
      text: `select id from events where record_id = $1 and origin = 'write-back'`,
      values: [recordId],
    });
    expect(events).toHaveLength(1);
    await other.kill();
    await slow.close();
    server.close();
  });

  test('share the lanes, and one that stops hands its own over at once', async () => {
    const names = ['shared-1', 'shared-2', 'shared-3', 'shared-4'];
    for (const name of names) await engine.counterparty(name, `${receiver.url}/${name}`);
    const one = await testEngine({ beside: engine });
    const two = await testEngine({ beside: engine });
    const holders = async (): Promise<number[]> => {
      const rows = await engine.database.query<{ count: number }>({
        text: 'select count(*) as count from lanes where holder is not null group by holder order by 1',
      });
      return rows.map(({ count }) => count);
    };
    // What is more than a process's share is handed over.
    await engine.until(async () => (await holders()).length === 2);
    await one.close();
    for (const name of names) expect((await engine.ended((await engine.send(name)).id)).state).toBe('delivered');
    await two.close();
  });
});
