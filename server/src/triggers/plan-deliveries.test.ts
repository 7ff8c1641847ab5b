import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readRoutes } from '../configuration/store.ts';
import { administrator, testEngine, type TestEngine } from '../../test/support/engine.ts';
import { counterparty } from '../../test/support/counterparty.ts';
import { newId } from '../database/uuid.ts';
import { readRecords } from '../records/store.ts';
import type { RecordEvent } from '../records/types.ts';
import type { ExportRequest } from './match-triggers.ts';
import { planDeliveries, type Planned } from './plan-deliveries.ts';
import type { RouteContent } from './route.ts';
import { cacheUnitPlans } from './unit-plan.ts';

/** Nothing is sent here: what is planned stays as it was planned. */
let engine: TestEngine;

beforeAll(async () => {
  engine = await testEngine({ start: false });
});
afterAll(() => engine.close());

const nowhere = 'http://127.0.0.1:9';

/** An event of this record, planned by the configuration of now. */
async function plan(id: number, more: Partial<RecordEvent> = {}, request?: ExportRequest): Promise<Planned> {
  return engine.within(async (transaction, unitPlan) => {
    const [row] = await readRecords(transaction, 1, [{ entity: 'documents', id }]);
    if (row === undefined) throw new Error('no record');
    const event: RecordEvent = {
      ...{ unitId: 1, id: newId(), at: new Date(), kind: 'updated', names: ['documents.updated'], entity: 'documents' },
      ...{
        recordId: id,
        registration: row.registration,
        revision: row.revision,
        userId: 2,
        userName: administrator.name,
      },
      ...{ origin: 'api', changes: {}, before: row, after: row },
      ...more,
    };
    return planDeliveries(transaction, unitPlan, event, new Map(), request);
  });
}

const trigger = (name: string, note: string, deliver: object[], more: object = {}) =>
  ({
    kind: 'triggers',
    name,
    body: { name, entity: 'documents', on: ['updated'], when: `input.note = '${note}'`, deliver, ...more },
  }) as const;

test('an event that no trigger wants leaves nothing behind', async () => {
  const { id } = await engine.invoice({ note: 'unwanted' });
  expect(await plan(id)).toEqual({ matches: [], deliveries: [], lanes: [], fired: false });
  expect(await engine.database.query({ text: 'select event_id from snapshots' })).toEqual([]);
});

describe('what is written', () => {
  test('are a delivery for each counterparty, one snapshot for all, and what the record shall show', async () => {
    await engine.apply([...counterparty('left', nowhere), ...counterparty('right', nowhere)]);
    await engine.apply([
      trigger('both', 'both', [
        { connection: 'left', template: 'left' },
        { connection: 'right', template: 'right' },
      ]),
    ]);
    const { id } = await engine.invoice({ note: 'both' });
    const planned = await plan(id);
    expect(planned).toMatchObject({ fired: true, deliveries: [{ connection: 'left' }, { connection: 'right' }] });
    expect(new Set(planned.lanes).size).toBe(2);
    expect(planned.exports).toMatchObject({
      left: { state: 'queued', deliveryId: planned.deliveries[0]?.id },
      right: { state: 'queued', deliveryId: planned.deliveries[1]?.id },
    });
    const rows = await engine.deliveries({ recordId: id });
    expect(new Set(rows.map(({ eventId }) => eventId)).size).toBe(1);
    const snapshots = await engine.database.query({
      text: 'select event_id from snapshots where event_id = $1',
      values: [rows[0]?.eventId],
    });
    expect(snapshots).toHaveLength(1);
    for (const { firstDueAt, deadlineAt, state } of rows) {
      expect(state).toBe('queued');
      expect(deadlineAt.getTime() - firstDueAt.getTime()).toBe(86_400_000);
    }
  });

  test('pin template, constants and the dictionaries that the template names', async () => {
    await engine.apply([
      { kind: 'dictionaries', name: 'used', body: { name: 'used', entries: { a: 'b' } } },
      { kind: 'dictionaries', name: 'unused', body: { name: 'unused', entries: { c: 'd' } } },
      ...counterparty('pinning', nowhere, {
        connection: { constants: { ico: '1' } },
        template: { body: '{ "x": "${input.note | dict(\'used\', \'none\')}" }' },
        trigger: { on: ['updated'] },
      }),
    ]);
    const { id } = await engine.invoice({ note: 'pinning' });
    await plan(id);
    const [row] = await engine.deliveries({ recordId: id });
    const [route] = await readRoutes(engine.database, 1, [row?.routeId ?? 0]);
    const content = route?.content as RouteContent;
    expect(content).toMatchObject({
      ...{ connection: 'pinning', trigger: 'pinning', constants: { ico: '1' }, payload: 'event', mark: null },
      template: { name: 'pinning' },
      unit: { id: 1, zone: 'Europe/Prague' },
    });
    expect(content.dictionaries).toEqual({ used: { a: 'b' } });
  });

  test('is one message where two triggers mean the same, and two where they mean others', async () => {
    await engine.apply([...counterparty('same', nowhere), ...counterparty('other-template', nowhere)]);
    const deliver = [{ connection: 'same', template: 'same' }];
    await engine.apply([
      trigger('same-1', 'twice', deliver),
      trigger('same-2', 'twice', deliver),
      trigger('same-3', 'twice', [{ connection: 'same', template: 'other-template' }]),
    ]);
    const { id } = await engine.invoice({ note: 'twice' });
    const planned = await plan(id);
    expect(planned.matches).toHaveLength(3);
    expect(planned.deliveries.map(({ state }) => state)).toEqual(['queued', 'held']);
  });
});

describe('a record that was delivered', () => {
  const exportsOf = (state: string) => ({ booked: { state, at: new Date().toISOString(), deliveryId: newId() } });
  const planWith = async (state: string, request?: ExportRequest): Promise<number> => {
    const { id } = await engine.invoice({ note: 'booked' });
    const values = [id, JSON.stringify(exportsOf(state))];
    await engine.database.query({ text: 'update records set exports = $2 where id = $1', values });
    return (await plan(id, {}, request)).deliveries.length;
  };
  beforeAll(() => engine.apply(counterparty('booked', nowhere, { trigger: { on: ['updated'] } })));

  test.each(['queued', 'sending', 'waiting', 'held', 'awaiting', 'delivered', 'unknown'])(
    'or is on its way (%s) is not delivered again, unless a repeat is asked for',
    async (state) => {
      expect(await planWith(state)).toBe(0);
      expect(await planWith(state, { repeat: true })).toBe(1);
    },
  );

  test.each(['refused', 'failed', 'cancelled', 'superseded'])('in vain (%s) is delivered', async (state) => {
    expect(await planWith(state)).toBe(1);
  });
});

describe('the brake', () => {
  test('counts the last hour alone, and nothing that only watches or has failed', async () => {
    await engine.apply(counterparty('braked', nowhere, { trigger: { on: ['updated'], brake: 2 } }));
    const { id } = await engine.invoice({ note: 'braked' });
    const states: (string | undefined)[] = [];
    const hourAgo = newId(Date.now() - 3_700_000);
    for (let count = 0; count < 3; count += 1) states.push((await plan(id, {}, { repeat: true })).deliveries[0]?.state);
    // The first one is on its way, so the second waits for its turn; the third is what the brake holds.
    expect(states).toEqual(['queued', 'held', 'held']);
    const held = await engine.deliveries({ connection: 'braked' });
    expect(held.map(({ heldBy }) => heldBy)).toEqual(['brake', 'order', null]);
    // An hour later one more may pass.
    await engine.database.query({
      text: `update deliveries set id = $2, state = 'delivered' where id = $1`,
      values: [held[2]?.id, hourAgo],
    });
    await engine.database.query({
      text: `update deliveries set braked = false where id = $1`,
      values: [held[0]?.id],
    });
    expect((await plan(id, {}, { repeat: true })).deliveries[0]?.state).toBe('held');
    const [newest] = await engine.deliveries({ connection: 'braked' });
    expect(newest?.heldBy).toBe('order');
  });
});

test('a change uses the triggers of its own moment, whoever changed them', async () => {
  const elsewhere = cacheUnitPlans();
  const current = () => engine.database.transaction((transaction) => elsewhere.current(transaction, 1));
  const before = await current();
  expect(await current()).toBe(before);
  await engine.apply(counterparty('brand-new', nowhere));
  const after = await current();
  expect(after.connections.has('brand-new')).toBe(true);
  expect(after.unit.configurationVersion).toBeGreaterThan(before.unit.configurationVersion);
  // One that was loaded in a transaction that is rolled back is not kept: its lanes and routes are gone with it.
  const cold = cacheUnitPlans();
  await expect(
    engine.database.transaction(async (transaction) => {
      await cold.current(transaction, 1);
      throw new Error('rolled back');
    }),
  ).rejects.toThrow('rolled back');
  const plans = await Promise.all([1, 2].map(() => engine.database.transaction((tx) => cold.current(tx, 1))));
  expect(plans[0]?.lanes.get('brand-new')).toEqual(plans[1]?.lanes.get('brand-new'));
});
