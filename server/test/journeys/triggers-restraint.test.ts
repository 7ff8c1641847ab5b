import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { moveBraked } from '../../src/deliveries/brake.ts';
import { cancelDelivery } from '../../src/deliveries/change-by-hand.ts';
import { outcomeSurroundings } from '../../src/deliveries/outcome-surroundings.ts';
import { accepted, answer } from '../receivers/behaviour.ts';
import { startReceiver, type Receiver } from '../receivers/receiver.ts';
import { invoiceFields } from '../support/company.ts';
import { administrator, testEngine, type TestEngine } from '../support/engine.ts';

let engine: TestEngine;
let receiver: Receiver;

beforeAll(async () => {
  engine = await testEngine();
  receiver = await startReceiver(accepted);
});
afterAll(async () => {
  await engine.close();
  await receiver.close();
});

const receivedFor = (note: string): unknown[] =>
  receiver.requests
    .map(({ text }): unknown => JSON.parse(text))
    .filter((body) => (body as { note: string }).note === note);

describe('before it goes live', () => {
  test('a trigger that watches notes what it would have sent and sends nothing', async () => {
    await engine.counterparty('watched', receiver.url, { trigger: { mode: 'watch' } });
    const { id } = await engine.invoice({ note: 'watched' });
    expect(await engine.deliveries({ recordId: id })).toEqual([]);
    expect((await engine.record(id)).exports).toEqual({});
    const watched = await engine.database.query({
      text: 'select trigger, connection, template, record_id as "recordId" from watched where record_id = $1',
      values: [id],
    });
    expect(watched).toEqual([{ trigger: 'watched', connection: 'watched', template: 'watched', recordId: id }]);
  });

  test('one that is off does nothing', async () => {
    await engine.counterparty('off', receiver.url, { trigger: { mode: 'off' } });
    const { id } = await engine.invoice({ note: 'off' });
    expect(await engine.deliveries({ recordId: id })).toEqual([]);
  });

  test('records older than `from` never fire', async () => {
    await engine.counterparty('young', receiver.url, { trigger: { on: ['updated'], from: '2026-03-01' } });
    const { id } = await engine.invoice({ note: 'young' });
    const createdAt = (at: string): Promise<unknown> =>
      engine.database.query({ text: 'update records set created_at = $2 where id = $1', values: [id, at] });
    // 23:30 on the last of February in Prague, and half an hour past midnight.
    await createdAt('2026-02-28T22:30:00Z');
    await engine.change(id, { name: 'the evening before' });
    expect(await engine.deliveries({ recordId: id })).toEqual([]);
    await createdAt('2026-02-28T23:30:00Z');
    await engine.change(id, { name: 'past midnight' });
    expect(await engine.deliveries({ recordId: id })).toHaveLength(1);
  });

  test('imports fire nothing unless they are asked for', async () => {
    await engine.counterparty('importless', receiver.url);
    await engine.counterparty('importing', receiver.url, { trigger: { imports: true } });
    for (const note of ['importless', 'importing']) {
      await engine.save({ kind: 'create', entity: 'documents', fields: { ...invoiceFields, note } }, 'import');
    }
    expect(await engine.deliveries({ connection: 'importless' })).toEqual([]);
    expect(await engine.deliveries({ connection: 'importing' })).toHaveLength(1);
  });
});

describe('the brake of a trigger', () => {
  const braked = (what: 'release' | 'cancel', trigger: string) =>
    engine
      .within((transaction, plan) =>
        moveBraked(transaction, plan, trigger, administrator, what, outcomeSurroundings(plan)),
      )
      .then((moved) => {
        engine.engine.wake(1, moved.wake);
        return moved;
      });

  test('holds what is more than its number within an hour, tells a person once, and lets go on a word', async () => {
    await engine.counterparty('braked', receiver.url, { trigger: { brake: 2 } });
    const deliveries = [];
    for (let count = 0; count < 4; count += 1) deliveries.push(await engine.send('braked'));
    expect(deliveries.map(({ heldBy }) => heldBy)).toEqual([null, null, 'brake', 'brake']);
    expect(deliveries[3]?.heldReason).toBe('Held by the brake of the trigger "braked": more than 2 within an hour.');
    expect((await engine.record(deliveries[3]?.recordId ?? 0)).exports['braked']).toMatchObject({ state: 'held' });
    const alerts = await engine.alerts({ open: true });
    expect(alerts.filter(({ kind }) => kind === 'brake')).toHaveLength(1);

    expect(await braked('release', 'braked')).toMatchObject({ moved: 2, left: 0 });
    for (const { id } of deliveries) expect((await engine.ended(id)).state).toBe('delivered');
    expect((await engine.alerts({ open: true })).filter(({ kind }) => kind === 'brake')).toEqual([]);
    await expect(braked('release', 'braked')).rejects.toThrow('holds nothing');
  });

  test('lets go in the order of each record', async () => {
    await engine.counterparty('ordered-brake', receiver.url, {
      deliver: { repeat: 'always' },
      trigger: { brake: 1, on: ['created', 'updated'] },
    });
    await engine.pause('ordered-brake');
    const { recordId } = await engine.send('ordered-brake');
    await engine.change(recordId, { name: 'second' });
    await engine.change(recordId, { name: 'third' });
    const heldBy = async (): Promise<unknown[]> =>
      (await engine.deliveries({ recordId })).map(({ storedState, heldBy: by }) => [storedState, by]);
    expect(await heldBy()).toEqual([
      ['held', 'brake'],
      ['held', 'brake'],
      ['queued', 'pause'],
    ]);
    await braked('release', 'ordered-brake');
    expect(await heldBy()).toEqual([
      ['held', 'order'],
      ['held', 'order'],
      ['queued', 'pause'],
    ]);
    await engine.resume('ordered-brake');
    await engine.until(async () => (await heldBy()).every((each) => (each as string[])[0] === 'delivered'));
  });

  test('drops what it holds on another word', async () => {
    await engine.counterparty('dropped', receiver.url, { trigger: { brake: 1 } });
    await engine.send('dropped');
    const held = await engine.send('dropped');
    await braked('cancel', 'dropped');
    expect(await engine.ended(held.id)).toMatchObject({ state: 'cancelled', reason: 'Cancelled by Admin.' });
    expect((await engine.record(held.recordId)).exports['dropped']).toMatchObject({ state: 'cancelled' });
  });
});

describe('a record is delivered', () => {
  test('once, unless the trigger or a person says otherwise', async () => {
    await engine.counterparty('once', receiver.url, { trigger: { on: ['created', 'updated'] } });
    const first = await engine.send('once');
    await engine.ended(first.id);
    await engine.change(first.recordId, { name: 'changed' });
    expect(await engine.deliveries({ recordId: first.recordId })).toHaveLength(1);
    expect((await engine.record(first.recordId)).exports['once']).toMatchObject({
      state: 'delivered',
      changedSince: true,
    });
  });

  test('again at once after it was cancelled or refused', async () => {
    await engine.counterparty('anew', receiver.url, { trigger: { on: ['created', 'updated'] } });
    await engine.pause('anew');
    const first = await engine.send('anew');
    await engine.within((transaction, plan) =>
      cancelDelivery(transaction, plan, first.id, administrator, outcomeSurroundings(plan)),
    );
    await engine.resume('anew');
    await engine.change(first.recordId, { name: 'changed' });
    const [second] = await engine.deliveries({ recordId: first.recordId });
    expect((await engine.ended(second?.id ?? '')).state).toBe('delivered');
  });

  test('with every firing where the trigger says always', async () => {
    await engine.counterparty('always', receiver.url, {
      deliver: { repeat: 'always' },
      trigger: { on: ['created', 'updated'] },
    });
    const first = await engine.send('always');
    await engine.change(first.recordId, { name: 'changed' });
    expect(await engine.deliveries({ recordId: first.recordId })).toHaveLength(2);
  });

  test('by its newest state alone where a newer message supersedes one that waits', async () => {
    await engine.counterparty('superseding', receiver.url, {
      deliver: { repeat: 'always', supersede: true },
      template: { body: '{ "note": "${input.note}", "name": "${input.name}" }' },
      trigger: { on: ['created', 'updated'] },
    });
    await engine.pause('superseding');
    const first = await engine.send('superseding', { name: 'first' });
    const { recordId } = first;
    await engine.change(recordId, { name: 'second' });
    expect(await engine.ended(first.id)).toMatchObject({
      state: 'superseded',
      reason: 'A newer message of the same record took its place.',
    });
    await engine.resume('superseding');
    const [second] = await engine.deliveries({ recordId });
    await engine.ended(second?.id ?? '');
    expect(receivedFor('superseding')).toEqual([{ note: 'superseding', name: 'second' }]);
  });

  test('in order with others of its messages, when one of them is superseded', async () => {
    await engine.counterparty('mixed', receiver.url, { deliver: { repeat: 'always', supersede: true } });
    await engine.apply([
      {
        kind: 'triggers',
        name: 'mixed-renamed',
        body: {
          ...{ name: 'mixed-renamed', entity: 'documents', on: ['updated'], when: "input.name = 'other'" },
          deliver: [{ connection: 'mixed', template: 'mixed', repeat: 'always' }],
        },
      },
      {
        kind: 'triggers',
        name: 'mixed',
        body: {
          ...{ name: 'mixed', entity: 'documents', when: "input.note = 'mixed' and input.name <> 'other'" },
          deliver: [{ connection: 'mixed', template: 'mixed', repeat: 'always', supersede: true }],
        },
      },
    ]);
    await engine.pause('mixed');
    const { recordId } = await engine.send('mixed', { name: 'one' });
    await engine.change(recordId, { name: 'other' });
    await engine.change(recordId, { name: 'two' });
    const states = async (): Promise<string[]> =>
      (await engine.deliveries({ recordId })).map(({ storedState }) => storedState);
    expect(await states()).toEqual(['held', 'queued', 'superseded']);
    await engine.resume('mixed');
    await engine.until(async () => (await states()).every((state) => state === 'delivered' || state === 'superseded'));
  });

  test('as it is at the first attempt where the payload is the latest', async () => {
    await engine.counterparty('latest', receiver.url, {
      deliver: { payload: 'latest' },
      template: { body: '{ "note": "${input.note}", "name": "${input.name}" }' },
    });
    await engine.pause('latest');
    const { id, recordId } = await engine.send('latest', { name: 'at the event' });
    await engine.change(recordId, { name: 'at the first attempt' });
    await engine.resume('latest');
    await engine.ended(id);
    expect(receivedFor('latest')).toEqual([{ note: 'latest', name: 'at the first attempt' }]);
  });
});

describe('the mark of a delivery', () => {
  const mark = { property: 'properties.extStatus', delivered: 'EXT.SENT', failed: 'EXT.ERROR' };
  const ready = { properties: { extStatus: 'EXT.READY' } };
  const extStatus = async (id: number): Promise<unknown> =>
    ((await engine.record(id)).data['properties'] as { extStatus?: string } | undefined)?.extStatus;

  test('is set with its fate, so that a person can mark the record again after an error', async () => {
    const refusing = await startReceiver(answer(422, 'no such customer'));
    await engine.counterparty('marked', refusing.url, {
      deliver: { mark },
      trigger: {
        on: [{ property: 'extStatus', is: 'EXT.READY' }],
        when: "input.note = 'marked'",
      },
    });
    const { id } = await engine.invoice({ note: 'marked' });
    await engine.change(id, ready);
    const [refused] = await engine.deliveries({ recordId: id });
    expect((await engine.ended(refused?.id ?? '')).state).toBe('refused');
    expect(await extStatus(id)).toBe('EXT.ERROR');

    refusing.behave(accepted);
    await engine.change(id, ready);
    const [sent] = await engine.deliveries({ recordId: id });
    expect(sent?.id).not.toBe(refused?.id);
    expect((await engine.ended(sent?.id ?? '')).state).toBe('delivered');
    expect(await extStatus(id)).toBe('EXT.SENT');
    await refusing.close();
  });

  test('and what an answer writes fire no trigger, except one that asks for it', async () => {
    await engine.counterparty('writing', receiver.url, { deliver: { mark } });
    for (const [name, writeBacks] of [
      ['deaf', false],
      ['listening', true],
    ] as const) {
      await engine.counterparty(name, receiver.url, {
        trigger: {
          writeBacks,
          on: ['updated'],
          when: "input.note = 'writing' and input.properties.accountingId = '4711'",
        },
      });
    }
    const { id, recordId } = await engine.send('writing');
    await engine.ended(id);
    const after = await engine.deliveries({ recordId });
    expect(after.map(({ connection }) => connection).sort()).toEqual(['listening', 'writing']);
    const listening = after.find(({ connection }) => connection === 'listening');
    expect((await engine.ended(listening?.id ?? '')).state).toBe('delivered');
    // The answer to that one writes the same values: nothing changes, so nothing fires.
    expect(await engine.deliveries({ recordId })).toHaveLength(2);
    expect((await engine.record(recordId)).exports).toMatchObject({
      writing: { state: 'delivered' },
      listening: { state: 'delivered' },
    });
  });
});
