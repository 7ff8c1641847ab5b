import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLog } from '../../src/log.ts';
import { answer, type Behaviour } from '../receivers/behaviour.ts';
import { startReceiver } from '../receivers/receiver.ts';
import type { CounterpartyParts } from '../support/counterparty.ts';
import { testEngine, type TestEngine } from '../support/engine.ts';
import type { RecordRow } from '../../src/records/types.ts';
import type { DeliveryRow } from '../../src/deliveries/delivery-store.ts';

let engine: TestEngine;

beforeAll(async () => {
  engine = await testEngine({ log: createLog('silent') });
});
afterAll(() => engine.close());

const json = (body: unknown): Behaviour => answer(200, JSON.stringify(body), { 'content-type': 'application/json' });
const writing = (write: string): CounterpartyParts => ({
  template: { response: `{ "outcome": "accepted", "write": ${write} }` },
});

/** Sends one invoice whose answer is written back like this; gives the delivery and the record as they are then. */
async function writeBack(
  name: string,
  write: string,
  answered: unknown,
  fields: Readonly<Record<string, string>> = {},
): Promise<{ delivery: DeliveryRow; record: RecordRow }> {
  const receiver = await startReceiver(json(answered));
  await engine.counterparty(name, receiver.url, writing(write));
  const { id, recordId } = await engine.send(name, fields);
  const delivery = await engine.ended(id);
  await receiver.close();
  return { delivery, record: await engine.record(recordId) };
}

describe('what an answer writes', () => {
  test('is a change of the record by the counterparty, in its history, and nothing where it changes nothing', async () => {
    const { delivery, record } = await writeBack(
      'history',
      '{ "note": "history", "category": "${response.category}" }',
      {
        category: 'booked',
      },
    );
    expect(delivery.state).toBe('delivered');
    expect(record).toMatchObject({ revision: 2, data: { category: 'booked' } });
    const [created, written, ...more] = await engine.database.query({
      text: `select origin, user_name as "userName", changes from events where record_id = $1 order by id`,
      values: [record.id],
    });
    expect(created).toMatchObject({ origin: 'api', userName: 'Admin' });
    expect(written).toEqual({ origin: 'write-back', userName: 'history', changes: { category: [null, 'booked'] } });
    expect(more).toEqual([]);
  });

  test('and what a person changed meanwhile stand side by side; neither is lost', async () => {
    const receiver = await startReceiver({ kind: 'hang' });
    await engine.counterparty('meanwhile', receiver.url, {
      ...writing('{ "name": "${response.name}", "properties": { "accountingNumber": "N-1" } }'),
      connection: { timeout: '300ms', retry: { at: ['0s', '1h'] } },
    });
    const { id, recordId } = await engine.send('meanwhile');
    await receiver.received(1);
    const opened = await engine.record(recordId);
    receiver.behave(json({ name: 'theirs' }));
    await engine.delivery(id, ({ state }) => state === 'waiting');
    // Between the attempts, and with the revision that the person saw: a delivery's progress is no change.
    await engine.save({
      ...{ kind: 'change', entity: 'documents', key: { id: recordId }, expectedRevision: opened.revision },
      fields: { category: 'mine', properties: { accountingId: 'typed by hand' } },
    });
    await engine.fallDue(id);
    expect((await engine.ended(id)).state).toBe('delivered');
    expect((await engine.record(recordId)).data).toMatchObject({
      ...{ category: 'mine', name: 'theirs' },
      properties: { accountingId: 'typed by hand', accountingNumber: 'N-1' },
    });
    expect((await engine.record(recordId)).exports['meanwhile']).toMatchObject({ changedSince: true });
    await receiver.close();
  });

  test('leaves the delivery delivered where it does not fit the record, and the fault stands on the record', async () => {
    const { delivery, record } = await writeBack('unfit', '{ "dueOn": "${response.due}" }', { due: 'next week' });
    expect(delivery).toMatchObject({ state: 'delivered', attempts: 1 });
    expect(record.exports['unfit']?.state).toBe('delivered');
    expect(record.exports['unfit']?.message).toMatch(
      /^Accepted\. The answer could not be written onto the record: dueOn: /,
    );
    expect(record.revision).toBe(1);
  });

  test('sets the mark all the same', async () => {
    const receiver = await startReceiver(json({}));
    await engine.counterparty('unfit-marked', receiver.url, {
      ...writing('{ "dueOn": "next week" }'),
      deliver: { mark: { property: 'properties.extStatus', delivered: 'EXT.SENT', failed: 'EXT.ERROR' } },
    });
    const { id, recordId } = await engine.send('unfit-marked');
    await engine.ended(id);
    expect((await engine.record(recordId)).data['properties']).toEqual({ extStatus: 'EXT.SENT' });
    await receiver.close();
  });

  test('moves the status only as the process allows', async () => {
    const paid = await writeBack('unpaid', '{ "status": "${response.status}" }', { status: 'PAID' });
    expect(paid.record).toMatchObject({ status: 'OPEN', exports: { unpaid: { state: 'delivered' } } });
    expect(paid.record.exports['unpaid']?.message).toContain('could not be written onto the record: status: ');

    const cancelled = await writeBack('cancelling', '{ "status": "${response.status}" }', { status: 'CANCELLED' });
    expect(cancelled.record.status).toBe('CANCELLED');
  });

  test('never approves: that is a person’s', async () => {
    const { record } = await writeBack(
      'approving',
      '{ "status": "${response.status}" }',
      { status: 'APPROVED' },
      {
        number: '4712',
      },
    );
    expect(record.status).toBe('OPEN');
    expect(record.exports['approving']?.message).toContain('could not be written onto the record');
  });

  test('never takes a number that another record has', async () => {
    const first = await writeBack('numbering', '{ "number": "${response.number}" }', { number: '9000' });
    expect(first.record.data['number']).toBe('9000');
    const second = await writeBack('numbering-again', '{ "number": "${response.number}" }', { number: '9000' });
    expect(second.delivery.state).toBe('delivered');
    expect(second.record.data['number']).toBeUndefined();
    expect(second.record.exports['numbering-again']?.message).toContain(String(first.record.id));
    // Nor can a person take what an answer wrote.
    await expect(engine.invoice({ number: '9000' })).rejects.toThrow('whose "number" is "9000"');
    // What the first one gives up is free again.
    await engine.change(first.record.id, { number: null });
    expect((await engine.invoice({ number: '9000' })).data['number']).toBe('9000');
  });

  test('never reaches fields that an answer may not write, whatever the counterparty names', async () => {
    const { delivery, record } = await writeBack('all-of-it', '${response.record}', {
      record: { acl: { owner: [4] }, ownerId: 4, registration: 'X', companyId: 99 },
    });
    expect(delivery.state).toBe('delivered');
    expect(record.data).toMatchObject({ ownerId: 2, companyId: 3 });
    expect(record.exports['all-of-it']?.message).toContain('An answer may not write');
  });

  test('of a refusal is written only where the template says always', async () => {
    const receiver = await startReceiver(json({ state: 'no' }));
    await engine.counterparty('refusing', receiver.url, {
      template: {
        response:
          '{ "outcome": "refused", "messages": ["No such customer."], "write": { "name": "never" }, "writeAlways": { "category": "${response.state}" } }',
      },
    });
    const { id, recordId } = await engine.send('refusing');
    expect(await engine.ended(id)).toMatchObject({ state: 'refused', reason: 'No such customer.', attempts: 1 });
    const { data, exports } = await engine.record(recordId);
    expect(data).toMatchObject({ category: 'no' });
    expect(data['name']).toBeUndefined();
    expect(exports['refusing']).toMatchObject({ state: 'refused', message: 'No such customer.' });
    expect(await engine.alerts({ open: true })).toContainEqual(
      expect.objectContaining({ kind: 'delivery-refused', connection: 'refusing', text: 'No such customer.' }),
    );
    await receiver.close();
  });
});

test('a result that cannot be written spoils no other of its batch, and is kept without its words', async () => {
  // The database itself refuses this one, as a fault of ours would have it.
  await engine.database.query({
    text: `create function refuse_poison() returns trigger language plpgsql as $$ begin
             if new.data->>'category' = 'poison' then raise exception 'poison'; end if; return new; end $$`,
  });
  await engine.database.query({
    text: 'create trigger poison before update on records for each row execute function refuse_poison()',
  });
  const receiver = await startReceiver((request) =>
    json({ category: request.text.includes('"x":"bad"') ? 'poison' : 'fine' }),
  );
  const parts = writing('{ "category": "${response.category}" }');
  await engine.counterparty('poison', receiver.url, {
    connection: { concurrency: 20 },
    template: { ...parts.template, body: '{ "x": "${input.name}" }' },
  });
  await engine.pause('poison');
  const names = ['good', 'good', 'good', 'bad', 'good', 'good', 'good'];
  const sent = await Promise.all(names.map((name) => engine.send('poison', { name })));
  await engine.resume('poison');
  for (const [index, { id, recordId }] of sent.entries()) {
    expect(await engine.ended(id)).toMatchObject({ state: 'delivered', tries: 1 });
    expect((await engine.record(recordId)).data['category']).toBe(names[index] === 'bad' ? undefined : 'fine');
  }
  const [bad] = sent.filter((_, index) => names[index] === 'bad');
  expect((await engine.record(bad?.recordId ?? 0)).exports['poison']?.message).toContain(
    'because of a fault in Gangway',
  );
  await engine.database.query({ text: 'drop function refuse_poison cascade' });
  await receiver.close();
});
