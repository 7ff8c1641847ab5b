import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { resendDelivery } from '../../src/deliveries/resend-delivery.ts';
import { Refusal } from '../../src/errors.ts';
import type { Planned } from '../../src/triggers/plan-deliveries.ts';
import { requestExport } from '../../src/triggers/request-export.ts';
import type { ExportRequest } from '../../src/triggers/match-triggers.ts';
import type { TriggerBody } from '../../src/triggers/trigger.ts';
import { accepted } from '../receivers/behaviour.ts';
import { startReceiver, type Receiver } from '../receivers/receiver.ts';
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

/** A counterparty whose trigger listens to what is named; `repeat: always`, so that every firing shows. */
async function listener(name: string, trigger: Partial<TriggerBody>): Promise<void> {
  await engine.counterparty(name, receiver.url, {
    deliver: { repeat: 'always' },
    trigger: {
      when: `input.note = '${name}'`,
      deliver: [{ connection: name, template: name, repeat: 'always' }],
      ...trigger,
    },
  });
}

const sentTo = (connection: string): Promise<number> =>
  engine.deliveries({ connection }).then((deliveries) => deliveries.length);

const requestExportOf = async (id: number, request: ExportRequest = {}): Promise<Planned> => {
  const planned = await engine.within((transaction, plan) =>
    requestExport(transaction, plan, { entity: 'documents', id }, administrator, request),
  );
  engine.engine.wake(1, planned.lanes);
  return planned;
};

describe('a trigger fires', () => {
  test('for a record that is created or updated, unless it says otherwise', async () => {
    await engine.apply([
      { kind: 'connections', name: 'plain', body: { name: 'plain', url: receiver.url } },
      {
        kind: 'triggers',
        name: 'plain',
        body: {
          name: 'plain',
          entity: 'documents',
          when: "input.note = 'plain'",
          deliver: [{ connection: 'plain', repeat: 'always' }],
        },
      },
    ]);
    const { id } = await engine.invoice({ note: 'plain' });
    await engine.change(id, { name: 'changed' });
    expect(await sentTo('plain')).toBe(2);
  });

  test('for the creation alone', async () => {
    await listener('created', { on: ['created'] });
    const { id } = await engine.invoice({ note: 'created' });
    await engine.change(id, { name: 'changed' });
    expect(await sentTo('created')).toBe(1);
  });

  test('for a change alone, and not for one that changes nothing', async () => {
    await listener('updated', { on: ['updated'] });
    const { id } = await engine.invoice({ note: 'updated' });
    expect(await sentTo('updated')).toBe(0);
    await engine.change(id, { name: 'changed' });
    await engine.change(id, { name: 'changed' });
    expect(await sentTo('updated')).toBe(1);
  });

  test('for a deletion, with the record as it was', async () => {
    await listener('deleted', { on: ['deleted'] });
    const { id } = await engine.invoice({ note: 'deleted', name: 'Last words' });
    await engine.save({ kind: 'delete', entity: 'documents', key: { id } });
    const [delivery] = await engine.deliveries({ connection: 'deleted' });
    await engine.ended(delivery?.id ?? '');
    expect(receiver.requests.map(({ text }) => text)).toContainEqual(expect.stringContaining('"note":"deleted"'));
  });

  test('when a status is reached, once, however often the record is saved in it', async () => {
    await listener('status', { on: [{ status: 'APPROVED' }] });
    const { id } = await engine.invoice({ note: 'status' });
    await engine.change(id, { status: 'APPROVED' });
    await engine.change(id, { name: 'changed' });
    expect(await sentTo('status')).toBe(1);
  });

  test('when a property is set to a value, and again when it is set anew', async () => {
    await listener('property', { on: [{ property: 'extStatus', is: 'EXT.READY' }] });
    const { id } = await engine.invoice({ note: 'property' });
    await engine.change(id, { properties: { extStatus: 'EXT.READY' } });
    await engine.change(id, { name: 'changed' });
    await engine.change(id, { properties: { extStatus: 'EXT.ERROR' } });
    expect(await sentTo('property')).toBe(1);
    await engine.change(id, { properties: { extStatus: 'EXT.READY' } });
    expect(await sentTo('property')).toBe(2);
  });

  test('when another process asks for it', async () => {
    await listener('requested', { on: ['requested'] });
    const { id } = await engine.invoice({ note: 'requested' });
    expect(await sentTo('requested')).toBe(0);
    const planned = await requestExportOf(id);
    expect(planned.deliveries).toMatchObject([{ connection: 'requested', state: 'queued' }]);
  });

  test('for several counterparties at once, each with a delivery of its own', async () => {
    for (const name of ['left', 'right']) await engine.counterparty(name, receiver.url);
    await engine.apply([
      {
        kind: 'triggers',
        name: 'both',
        body: {
          ...{ name: 'both', entity: 'documents', on: ['created'], when: "input.note = 'both'" },
          deliver: [
            { connection: 'left', template: 'left' },
            { connection: 'right', template: 'right' },
          ],
        },
      },
    ]);
    const { id } = await engine.invoice({ note: 'both' });
    const deliveries = await engine.deliveries({ recordId: id });
    expect(deliveries.map(({ connection }) => connection).sort()).toEqual(['left', 'right']);
    for (const delivery of deliveries) expect((await engine.ended(delivery.id)).state).toBe('delivered');
    expect(Object.keys((await engine.record(id)).exports).sort()).toEqual(['left', 'right']);
  });
});

describe('asking for an export', () => {
  test('says why nothing is sent', async () => {
    await engine.counterparty('asked', receiver.url, { trigger: { on: ['requested'] } });
    const stranger = await engine.invoice({ note: 'nobody listens' });
    await expect(requestExportOf(stranger.id)).rejects.toThrow('No trigger sends this record on request.');
    await expect(requestExportOf(stranger.id, { trigger: 'nothing' })).rejects.toThrow('There is no trigger "nothing"');
    await engine.counterparty('meant', receiver.url, { trigger: { on: [{ status: 'APPROVED' }], when: 'true' } });
    await expect(requestExportOf(stranger.id, { trigger: 'meant' })).rejects.toThrow(
      'The trigger "meant" is not for this record as it is now. See which status, property or condition it asks for.',
    );
    await expect(requestExportOf(4_000_000)).rejects.toThrow('There is no record 4000000');
  });

  test('sends what was delivered only when the repeat is asked for', async () => {
    await engine.counterparty('again', receiver.url, { trigger: { on: ['requested'] } });
    const { id } = await engine.invoice({ note: 'again' });
    const [first] = (await requestExportOf(id)).deliveries;
    await engine.ended(first?.id ?? '');
    await expect(requestExportOf(id)).rejects.toThrow(Refusal);
    await expect(requestExportOf(id)).rejects.toThrow('say so with "repeat": true');
    const [second] = (await requestExportOf(id, { repeat: true })).deliveries;
    expect((await engine.ended(second?.id ?? '')).state).toBe('delivered');
  });
});

describe('a condition that cannot be evaluated', () => {
  test('loses nothing: the delivery has failed, says where, and goes out after the mend', async () => {
    await engine.counterparty('broken', receiver.url, {
      trigger: { when: "input.note = 'broken' and number(input.name) > 1" },
    });
    const { id } = await engine.invoice({ note: 'broken', name: 'no number' });
    const [failed] = await engine.deliveries({ connection: 'broken' });
    expect(failed).toMatchObject({ state: 'failed', attempts: 0 });
    expect(failed?.reason).toMatch(/^The condition of the trigger "broken" cannot be evaluated: .*line 1, column \d+/);
    const record = await engine.record(id);
    expect(record.exports['broken']).toMatchObject({ state: 'failed', message: failed?.reason });
    expect(await engine.alerts({ open: true })).toContainEqual(
      expect.objectContaining({ kind: 'delivery-failed', connection: 'broken', recordId: id }),
    );

    await engine.counterparty('broken', receiver.url, { trigger: { when: "input.note = 'broken'" } });
    const resent = await engine.within((transaction, plan) =>
      resendDelivery(transaction, plan, failed?.id ?? '', administrator, false),
    );
    engine.engine.wake(1, [resent.laneId]);
    expect((await engine.ended(resent.id)).state).toBe('delivered');
    expect(await engine.alerts({ open: true })).not.toContainEqual(expect.objectContaining({ connection: 'broken' }));
  });

  test('is judged again when it is sent again: what does not meet it ends cancelled, with a sentence', async () => {
    const trigger = { when: "input.note = 'judged' and number(input.name) > 1" };
    await engine.counterparty('judged', receiver.url, { trigger });
    const { id } = await engine.invoice({ note: 'judged', name: 'no number' });
    const [failed] = await engine.deliveries({ connection: 'judged' });
    const again = () =>
      engine.within((transaction, plan) => resendDelivery(transaction, plan, failed?.id ?? '', administrator, false));
    await expect(again()).rejects.toThrow('still cannot be evaluated: The text "no number" is not a number.');

    // Over the event as it was: that the record has another name by now does not count.
    const two = { on: ['created' as const], when: "input.note = 'judged' and input.name = 'two'" };
    await engine.counterparty('judged', receiver.url, { trigger: two });
    await engine.change(id, { name: 'two' });
    for (let round = 0; round < 2; round++) {
      expect(await again()).toMatchObject({ id: failed?.id, resendOf: null });
      const reason =
        'The condition of the trigger "judged" can be evaluated now, and the record did not meet it: nothing is sent.';
      expect(await engine.ended(failed?.id ?? '')).toMatchObject({ state: 'cancelled', reason });
    }
    expect(await engine.deliveries({ connection: 'judged' })).toHaveLength(1);
    expect((await engine.record(id)).exports['judged']).toMatchObject({ state: 'cancelled' });
    expect(await engine.alerts({ open: true })).not.toContainEqual(expect.objectContaining({ connection: 'judged' }));

    await engine.counterparty('judged', receiver.url, {
      trigger: { when: "input.note = 'judged' and before = null and event.kind = 'created' and user.name = 'Admin'" },
    });
    const resent = await again();
    expect(resent).toMatchObject({ resendOf: failed?.id });
    engine.engine.wake(1, [resent.laneId]);
    expect((await engine.ended(resent.id)).state).toBe('delivered');
  });

  test('marks the record as failed, in the same moment as the change', async () => {
    await engine.counterparty('marked', receiver.url, {
      deliver: { mark: { property: 'properties.extStatus', delivered: 'EXT.SENT', failed: 'EXT.ERROR' } },
      trigger: { on: ['created', 'requested'], when: "input.note = 'marked' and number(input.name) > 1" },
    });
    const saved = await engine.invoice({ note: 'marked', name: 'no number' });
    expect(saved).toMatchObject({ revision: 2, data: { properties: { extStatus: 'EXT.ERROR' } } });
    expect(await engine.record(saved.id)).toMatchObject({
      ...{ revision: 2, data: { properties: { extStatus: 'EXT.ERROR' } }, exports: { marked: { state: 'failed' } } },
    });
    const events = await engine.database.query({
      text: 'select kind, origin, user_name as by, changes from events where record_id = $1 order by id',
      values: [saved.id],
    });
    expect(events).toMatchObject([
      { kind: 'created', origin: 'api' },
      {
        kind: 'updated',
        origin: 'write-back',
        by: 'Gangway',
        changes: { 'properties.extStatus': [null, 'EXT.ERROR'] },
      },
    ]);

    await engine.change(saved.id, { properties: { extStatus: null } });
    await requestExportOf(saved.id);
    expect((await engine.record(saved.id)).data['properties']).toMatchObject({ extStatus: 'EXT.ERROR' });
    // A person goes on from there.
    await engine.change(saved.id, { name: '2' });
    expect(await engine.record(saved.id)).toMatchObject({ revision: 5, data: { name: '2' } });
  });

  test('has a budget, so that it cannot hold up the change', async () => {
    await engine.counterparty('endless', receiver.url, {
      trigger: {
        when: "input.note = 'endless' and count(filter(input.lines, count(filter(input.lines, count(filter(input.lines, item.quantity > 0)) > 0)) > 0)) > 0",
      },
    });
    const lines = Array.from({ length: 100 }, (_, index) => ({
      name: `line ${String(index)}`,
      quantity: '1',
      unitPrice: '1',
      vatRate: '21',
    }));
    const { id } = await engine.invoice({ note: 'endless', lines });
    const [failed] = await engine.deliveries({ recordId: id });
    expect(failed).toMatchObject({ state: 'failed', connection: 'endless' });
    expect(failed?.reason).toContain('steps');
  });
});
