import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accepted, acceptedAfter, answer } from '../receivers/behaviour.ts';
import { startReceiver } from '../receivers/receiver.ts';
import { invoiceFields } from '../support/company.ts';
import { administrator, testEngine, type TestEngine } from '../support/engine.ts';
import { saveRecord } from '../../src/records/save-record.ts';
import { recordEnvironment } from '../../src/triggers/record-environment.ts';

let engine: TestEngine;

beforeAll(async () => {
  engine = await testEngine();
});
afterAll(() => engine.close());

const outage = answer(500, 'out of order');

describe('every attempt of a delivery', () => {
  const dictionary = (sales: string) => [
    { kind: 'dictionaries', name: 'kinds', body: { name: 'kinds', entries: { 'INVOICE.SALES': sales } } } as const,
  ];
  const body = (version: string): string =>
    `{ "version": "${version}", "kind": "\${input.type | dict('kinds')}", "name": "\${input.name}", "company": "\${input.company.name}",
       "ico": "\${constants.ico}", "now": "\${now()}", "unique": "\${uuid()}", "key": "\${message.key}", "id": "\${delivery.id}", "total": \${input.total} }`;

  test('carries the same id and the same bytes, whatever was changed in between; only its number differs', async () => {
    const receiver = await startReceiver(outage);
    await engine.apply(dictionary('issued'));
    const connection = {
      constants: { ico: '1' },
      headers: { 'X-Ico': '${constants.ico}' },
      retry: { at: ['0s', '1h', '2h'] },
    };
    await engine.counterparty('pinned', receiver.url, { connection, template: { body: body('one') } });
    const { id, recordId } = await engine.send('pinned', { name: 'Before' });
    await engine.delivery(id, ({ state, tries }) => state === 'waiting' && tries === 1);

    await engine.apply(dictionary('changed'));
    await engine.counterparty('pinned', receiver.url, {
      connection: { ...connection, constants: { ico: '2' } },
      template: { body: body('two') },
    });
    await engine.change(recordId, { name: 'After' });
    await engine.save({ kind: 'change', entity: 'companies', key: { id: 3 }, fields: { name: 'Renamed a.s.' } });
    const again = async (tries: number): Promise<void> => {
      await engine.fallDue(id);
      await engine.delivery(id, (row) => row.tries === tries && row.state !== 'sending');
    };
    await again(2);
    receiver.behave(accepted);
    await again(3);
    await engine.ended(id);

    const { requests } = receiver;
    expect(requests).toHaveLength(3);
    const { 'gangway-attempt': _number, ...headers } = requests[0]?.headers ?? {};
    expect(headers).toMatchObject({ 'idempotency-key': id, 'x-ico': '1' });
    expect(JSON.parse(requests[0]?.text ?? '')).toMatchObject({
      ...{ version: 'one', kind: 'issued', name: 'Before', company: 'Odběratel a.s.', ico: '1', id, total: 2755.66 },
    });
    for (const [index, request] of requests.entries()) {
      expect(request.body.equals(requests[0]?.body ?? Buffer.alloc(0))).toBe(true);
      expect(request.headers).toEqual({ ...headers, 'gangway-attempt': String(index + 1) });
      expect(request.path).toBe(requests[0]?.path);
    }
    // A new delivery of the record is made of what is there now, and keeps the key.
    const [first] = requests.map(({ text }) => JSON.parse(text) as Record<string, unknown>);
    await engine.counterparty('pinned', receiver.url, {
      connection: { ...connection, constants: { ico: '2' } },
      template: { body: body('two') },
      deliver: { repeat: 'always' },
      trigger: { on: ['updated'] },
    });
    await engine.change(recordId, { name: 'Later' });
    const latest = JSON.parse((await receiver.received(4))[3]?.text ?? '') as Record<string, unknown>;
    expect(latest).toMatchObject({ version: 'two', kind: 'changed', name: 'Later', company: 'Renamed a.s.', ico: '2' });
    expect(latest['key']).toBe(first?.['key']);
    expect(latest['id']).not.toBe(first?.['id']);
    await receiver.close();
  });

  test('carries what the record was at the first attempt, where the payload is the latest', async () => {
    const receiver = await startReceiver((_request, index) => (index === 0 ? outage : accepted));
    await engine.counterparty('frozen', receiver.url, {
      connection: { retry: { at: ['0s', '1h'] } },
      deliver: { payload: 'latest' },
      template: { body: '{ "name": "${input.name}" }' },
    });
    const { id, recordId } = await engine.send('frozen', { name: 'at first' });
    await engine.delivery(id, ({ state }) => state === 'waiting');
    await engine.change(recordId, { name: 'afterwards' });
    await engine.fallDue(id);
    await engine.ended(id);
    expect(receiver.requests.map(({ text }) => text)).toEqual(['{"name":"at first"}', '{"name":"at first"}']);
    await receiver.close();
  });
});

describe('the messages of one record', () => {
  const body = '{ "name": "${input.name}" }';
  const parts = {
    template: { body },
    deliver: { repeat: 'always' as const },
    trigger: { on: ['created', 'updated'] as const },
  };

  test('go one after the other: the second waits for the first, whatever becomes of it', async () => {
    const receiver = await startReceiver((_request, index) => (index === 0 ? outage : acceptedAfter(100)));
    await engine.counterparty('ordered', receiver.url, {
      ...parts,
      trigger: { on: ['created', 'updated'] },
      connection: { retry: { at: ['0s', '300ms'], within: '1m' } },
    });
    const first = await engine.send('ordered', { name: 'first' });
    await engine.change(first.recordId, { name: 'second' });
    await engine.change(first.recordId, { name: 'third' });
    const [third, second] = await engine.deliveries({ recordId: first.recordId });
    for (const { heldReason } of [second, third].filter((one) => one !== undefined)) {
      expect(heldReason).toBe('An earlier message of the same record is still on its way.');
    }
    for (const one of [first, second, third]) expect((await engine.ended(one?.id ?? '')).state).toBe('delivered');
    expect(receiver.requests.map(({ text }) => (JSON.parse(text) as { name: string }).name)).toEqual([
      'first',
      'first',
      'second',
      'third',
    ]);
    await receiver.close();
  });

  test('of one event go one after the other too', async () => {
    const receiver = await startReceiver(acceptedAfter(80));
    await engine.counterparty('two-messages', receiver.url, { trigger: { mode: 'off' } });
    await engine.apply([
      ...['head', 'tail'].map((name) => ({
        kind: 'templates' as const,
        name,
        body: { name, format: 'json', body: `{ "part": "${name}" }` },
      })),
      {
        kind: 'triggers',
        name: 'both-parts',
        body: {
          ...{ name: 'both-parts', entity: 'documents', on: ['created'], when: "input.note = 'both-parts'" },
          deliver: [
            { connection: 'two-messages', template: 'head' },
            { connection: 'two-messages', template: 'tail' },
          ],
        },
      },
    ]);
    const { id } = await engine.invoice({ note: 'both-parts' });
    const deliveries = await engine.deliveries({ recordId: id });
    for (const delivery of deliveries) expect((await engine.ended(delivery.id)).state).toBe('delivered');
    expect(receiver.requests.map(({ text }) => text)).toEqual(['{"part":"head"}', '{"part":"tail"}']);
    const [head, tail] = receiver.requests;
    expect((tail?.at ?? 0) - (head?.at ?? 0)).toBeGreaterThanOrEqual(75);
    await receiver.close();
  });

  test('go side by side where the connection wants no order', async () => {
    const receiver = await startReceiver(acceptedAfter(200));
    await engine.counterparty('unordered', receiver.url, {
      ...parts,
      trigger: { on: ['created', 'updated'] },
      connection: { order: 'none', concurrency: 4 },
    });
    const first = await engine.send('unordered', { name: 'first' });
    await engine.change(first.recordId, { name: 'second' });
    const [second] = await engine.deliveries({ recordId: first.recordId });
    expect(second?.storedState).not.toBe('held');
    const [one, two] = await receiver.received(2);
    expect((two?.at ?? 0) - (one?.at ?? 0)).toBeLessThan(200);
    await engine.ended(second?.id ?? '');
    await receiver.close();
  });

  test('do not wait for those of other records, nor for other counterparties', async () => {
    const hanging = await startReceiver({ kind: 'hang' });
    const well = await startReceiver(accepted);
    await engine.counterparty('stuck', hanging.url, { connection: { timeout: '10s' } });
    await engine.counterparty('free', well.url);
    await engine.apply([
      {
        kind: 'triggers',
        name: 'free',
        body: {
          ...{ name: 'free', entity: 'documents', on: ['created'], when: "input.note = 'stuck'" },
          deliver: [{ connection: 'free', template: 'free' }],
        },
      },
    ]);
    const stuck = await engine.send('stuck');
    const [free] = await engine.deliveries({ connection: 'free', recordId: stuck.recordId });
    expect((await engine.ended(free?.id ?? '')).state).toBe('delivered');
    const second = await engine.send('stuck');
    await hanging.received(2);
    expect((await engine.delivery(second.id, () => true)).state).toBe('sending');
    await hanging.close();
    await well.close();
  });
});

describe('a change and its deliveries', () => {
  test('come together or not at all', async () => {
    const receiver = await startReceiver(accepted);
    await engine.counterparty('together', receiver.url);
    const create = { kind: 'create', entity: 'documents', fields: { ...invoiceFields, note: 'together' } } as const;
    const rolledBack = engine.database.transaction(async (transaction) => {
      const environment = await recordEnvironment(transaction, 1, {
        ...{ plans: engine.plans, wake: engine.engine.wake, now: () => new Date() },
      });
      await saveRecord(transaction, environment, { ...create, actor: administrator, origin: 'api' });
      const inside = await transaction.query({ text: `select state from deliveries where connection = 'together'` });
      expect(inside).toEqual([{ state: 'queued' }]);
      // The power fails before the commit.
      await transaction.query({ text: 'select pg_terminate_backend(pg_backend_pid())' });
    });
    await expect(rolledBack).rejects.toThrow();
    const left = await engine.database.query({
      text: `select (select count(*) from deliveries where connection = 'together') as deliveries,
               (select count(*) from records where data->>'note' = 'together') as records,
               (select count(*) from snapshots s join events e on e.id = s.event_id where e.record_id not in (select id from records)) as strays`,
    });
    expect(left).toEqual([{ deliveries: 0, records: 0, strays: 0 }]);
    expect((await engine.ended((await engine.send('together')).id)).state).toBe('delivered');
    expect(receiver.requests).toHaveLength(1);
    await receiver.close();
  });
});
