import { afterAll, beforeAll, expect, test } from 'vitest';
import { createJob } from '../../src/jobs/store.ts';
import { accepted } from '../receivers/behaviour.ts';
import { startReceiver, type Receiver } from '../receivers/receiver.ts';
import { testEngine, type TestEngine } from '../support/engine.ts';

let engine: TestEngine;
let other: TestEngine;
let receiver: Receiver;

beforeAll(async () => {
  engine = await testEngine();
  other = await testEngine({ beside: engine });
  receiver = await startReceiver(accepted);
});
afterAll(async () => {
  await other.close();
  await engine.close();
  await receiver.close();
});

/** The clock reaches the schedule's time. */
const falldue = (trigger: string): Promise<unknown> =>
  engine.database.query({ text: 'update schedules set next_at = now() where trigger = $1', values: [trigger] });

const nextAt = async (trigger: string): Promise<Date | undefined> => {
  const [row] = await engine.database.query<{ nextAt: Date }>({
    text: 'select next_at as "nextAt" from schedules where trigger = $1',
    values: [trigger],
  });
  return row?.nextAt;
};

const firedJobs = (trigger: string) =>
  engine.database.query<{ state: string; progress: object }>({
    text: `select state, progress from jobs where kind = 'fire' and parameters->>'trigger' = $1`,
    values: [trigger],
  });

test('a schedule fires once for each record that meets its condition, however many processes there are', async () => {
  await engine.counterparty('nightly', receiver.url, {
    deliver: { repeat: 'always' },
    trigger: { on: ['requested'], when: "input.note = 'nightly'" },
  });
  // More than one step of the job.
  const made = await Promise.all(Array.from({ length: 105 }, () => engine.invoice({ note: 'nightly' })));
  const ids = made.map(({ id }) => id);
  await engine.invoice({ note: 'something else' });
  await engine.apply([
    {
      kind: 'triggers',
      name: 'nightly',
      body: {
        ...{ name: 'nightly', entity: 'documents', when: "input.note = 'nightly'" },
        schedule: { cron: '0 6 * * *', zone: 'Europe/Prague' },
        deliver: [{ connection: 'nightly', template: 'nightly', repeat: 'always' }],
      },
    },
  ]);
  expect(await nextAt('nightly')).toBeInstanceOf(Date);

  await falldue('nightly');
  const jobs = await engine.until(async () => {
    const found = await firedJobs('nightly');
    return found.length > 0 && found.every(({ state }) => state === 'done') && found;
  });
  expect(jobs).toMatchObject([{ progress: { fired: 105 } }]);
  const deliveries = await engine.deliveries({ connection: 'nightly' });
  expect(deliveries.map(({ recordId }) => recordId).toSorted()).toEqual(ids.toSorted());
  expect((await nextAt('nightly'))?.getTime()).toBeGreaterThan(Date.now());
  for (const { id } of deliveries) expect((await engine.ended(id)).state).toBe('delivered');
  const [event] = await engine.database.query({
    text: `select kind, origin, names from events where id = $1`,
    values: [deliveries[0]?.eventId],
  });
  expect(event).toEqual({ kind: 'scheduled', origin: 'schedule', names: ['documents.scheduled'] });
});

test('a schedule without records fires once', async () => {
  await engine.counterparty('heartbeat', receiver.url, { trigger: { mode: 'off' } });
  await engine.apply([
    {
      kind: 'templates',
      name: 'heartbeat',
      body: { name: 'heartbeat', format: 'json', body: '{ "note": "heartbeat", "unit": "${unit.name}" }' },
    },
    {
      kind: 'triggers',
      name: 'heartbeat',
      body: {
        name: 'heartbeat',
        schedule: { cron: '*/5 * * * *' },
        deliver: [{ connection: 'heartbeat', template: 'heartbeat' }],
      },
    },
  ]);
  await falldue('heartbeat');
  const delivery = await engine.until(async () => (await engine.deliveries({ connection: 'heartbeat' }))[0]);
  expect(await engine.ended(delivery.id)).toMatchObject({ state: 'delivered', recordId: null, entity: '' });
  expect(receiver.requests.map(({ text }) => text)).toContain('{"note":"heartbeat","unit":"Test s.r.o."}');
});

test('a backfill fires for the records that are there already and meant, and leaves alone what was delivered', async () => {
  // As packs write it: the status stands in `on` alone.
  const trigger = { on: [{ status: 'APPROVED' }] };
  await engine.counterparty('backfill', receiver.url, { trigger: { ...trigger, mode: 'off' } });
  const missed = await engine.invoice({ note: 'backfill' });
  await engine.change(missed.id, { status: 'APPROVED' });
  const open = await engine.invoice({ note: 'backfill' });
  await engine.counterparty('backfill', receiver.url, { trigger });
  const delivered = await engine.invoice({ note: 'backfill' });
  await engine.change(delivered.id, { status: 'APPROVED' });
  expect(await engine.deliveries({ connection: 'backfill' })).toMatchObject([{ recordId: delivered.id }]);

  await fire('backfill');
  const deliveries = await engine.deliveries({ connection: 'backfill' });
  expect(deliveries.map(({ recordId }) => recordId)).toEqual([missed.id, delivered.id]);
  expect(await firedJobs('backfill')).toMatchObject([{ progress: { fired: 1 } }]);
  expect((await engine.record(open.id)).exports).toEqual({});
});

test('a backfill takes records as if they had just come: a property that is set, a condition with changed()', async () => {
  await engine.counterparty('ready', receiver.url, {
    trigger: { mode: 'off', on: [{ property: 'extStatus', is: 'EXT.READY' }], when: "input.note = 'ready'" },
  });
  const marked = await engine.invoice({ note: 'ready', properties: { extStatus: 'EXT.READY' } });
  await engine.invoice({ note: 'ready', properties: { extStatus: 'EXT.ERROR' } });
  await engine.invoice({ note: 'ready' });
  await engine.counterparty('ready', receiver.url, {
    trigger: { on: [{ property: 'extStatus', is: 'EXT.READY' }], when: "input.note = 'ready'" },
  });
  await fire('ready');
  expect(await engine.deliveries({ connection: 'ready' })).toMatchObject([{ recordId: marked.id }]);

  await engine.counterparty('newly', receiver.url, { trigger: { mode: 'off' } });
  const approved = await engine.invoice({ note: 'newly' });
  await engine.change(approved.id, { status: 'APPROVED' });
  await engine.invoice({ note: 'newly' });
  const when = "input.note = 'newly' and changed('status') and input.status = 'APPROVED'";
  await engine.counterparty('newly', receiver.url, { trigger: { on: ['created', 'updated'], when } });
  await fire('newly');
  expect(await engine.deliveries({ connection: 'newly' })).toMatchObject([{ recordId: approved.id }]);
});

async function fire(trigger: string): Promise<void> {
  await engine.within((transaction) =>
    createJob(transaction, 1, {
      kind: 'fire',
      parameters: { trigger, kind: 'requested' },
      progress: { examined: 0, fired: 0, after: null },
      by: 'Admin',
    }),
  );
  engine.engine.jobMade();
  await engine.until(async () => (await firedJobs(trigger))[0]?.state === 'done');
}
