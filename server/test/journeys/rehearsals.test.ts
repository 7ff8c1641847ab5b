import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accepted, answer } from '../receivers/behaviour.ts';
import { type Receiver, startReceiver } from '../receivers/receiver.ts';
import { type TestApp, testApp } from '../support/app.ts';

/** What would have been, over what has been: triggers, dictionaries and templates tried on real records, and nothing sent. */
let app: TestApp;
let receiver: Receiver;

beforeAll(async () => {
  app = await testApp();
  receiver = await startReceiver((_request, index) =>
    index === 0 ? answer(422, 'The VAT code is unknown.') : accepted,
  );
  await app.counterparty('books', receiver.url);
  for (let sent = 0; sent < 3; sent += 1) await app.ended((await app.send('books')).id);
});
afterAll(async () => {
  await app.close();
  await receiver.close();
});

const get = async <T>(path: string): Promise<T> => {
  const { status, body } = await app.call('GET', path);
  expect(status, JSON.stringify(body)).toBe(200);
  return body as T;
};
const as = (token: string) => ({ authorization: `Bearer ${token}` });

interface Rehearsal {
  readonly examined: number;
  readonly wouldFire: number;
  readonly complete: boolean;
  readonly rows: readonly { readonly recordId: number; readonly fires: boolean | null; readonly event: string }[];
}
const rehearse = async (trigger: object, token = app.token): Promise<Rehearsal> => {
  const { status, body } = await app.call('POST', '/api/v1/1/triggers/new/rehearse', { trigger }, as(token));
  expect(status, JSON.stringify(body)).toBe(200);
  return body as Rehearsal;
};

describe('a rehearsal', () => {
  const approved = {
    ...{ name: 'new', entity: 'documents', on: [{ status: 'APPROVED' }], mode: 'watch' },
    deliver: [{ connection: 'books', template: 'books' }],
  };

  test('tells for which real changes a trigger would have fired, over the record as it was then', async () => {
    const { id } = await app.invoice({ name: 'rehearsed' });
    await app.change(id, { status: 'APPROVED', tags: ['first'] });
    await app.change(id, { name: 'renamed', tags: ['second'] });
    const other = await app.invoice({ name: 'rehearsed' });
    const when = `input.name = 'rehearsed' and changed('status') and was('status') = 'OPEN' and input.company.name = 'Odběratel a.s.'`;
    const { wouldFire, rows, complete, examined } = await rehearse({ ...approved, when });
    expect({ wouldFire, complete }).toEqual({ wouldFire: 1, complete: true });
    expect(rows[0]).toMatchObject({ recordId: id, fires: true, event: 'documents.approved' });
    expect(rows.slice(1).every(({ fires }) => fires === false)).toBe(true);
    expect(examined).toBeGreaterThan(3);
    const created = await rehearse({ ...approved, on: ['created'], when: `input.name = 'rehearsed'` });
    expect(created.rows.filter(({ fires }) => fires === true).map((row) => row.recordId)).toEqual([other.id, id]);
    const renamed = await rehearse({
      ...approved,
      on: ['updated'],
      when: `was('name') = 'rehearsed' and input.name = 'renamed'`,
    });
    expect(renamed.wouldFire).toBe(1);
  });

  test('of what a condition cannot tell says so, and leaves out what may not be seen', async () => {
    const hidden = await app.invoice({ name: 'unseen', acl: { read: { groups: ['Administrators'] } } });
    const unclear = await rehearse({
      ...approved,
      on: ['created'],
      when: `input.name = 'unseen' and input.name + 1 > 2`,
    });
    expect(unclear).toMatchObject({ cannotTell: 1 });
    expect(unclear.rows[0]).toMatchObject({ recordId: hidden.id, fires: null, problem: expect.any(String) as unknown });
    const blind = await rehearse(
      { ...approved, on: ['created'], when: `input.name = 'unseen'` },
      await app.tokenFor(['Configurator']),
    );
    expect(blind.wouldFire).toBe(0);
  });

  test('refuses a condition with a fault at its place, and asks a saved trigger by its name', async () => {
    const faulty = await app.call('POST', '/api/v1/1/triggers/new/rehearse', {
      trigger: { ...approved, when: 'input.nme = 1' },
    });
    expect(faulty).toMatchObject({ status: 422, body: { errors: [{ path: 'trigger.when', line: 1 }] } });
    const saved = await app.call('POST', '/api/v1/1/triggers/books/rehearse', { days: 1, rows: 2 });
    expect(saved.body).toMatchObject({ complete: true });
    expect((saved.body as Rehearsal).wouldFire).toBeGreaterThanOrEqual(3);
    expect((saved.body as Rehearsal).rows).toHaveLength(2);
    expect((await app.call('POST', '/api/v1/1/triggers/nothing/rehearse')).status).toBe(404);
  });

  test('of a schedule asks the records as they are', async () => {
    const scheduled = { ...approved, on: undefined, schedule: { cron: '0 6 * * *' }, when: `input.name = 'renamed'` };
    expect(await rehearse(scheduled)).toMatchObject({
      wouldFire: 1,
      notes: [expect.stringContaining('schedule')] as unknown,
    });
  });
});

test('the coverage of a dictionary finds keywords that were looked up and have no translation', async () => {
  await app.apply([
    { kind: 'dictionaries', name: 'kinds', body: { name: 'kinds', entries: { 'INVOICE.SALES': 'issued' } } },
  ]);
  await app.counterparty('covered', receiver.url, {
    template: {
      body: `{ "kind": "\${dict(input.type, 'kinds')}", "unit": "\${dict(input.lines[1].unit & '!', 'kinds')}" }`,
    },
    trigger: { mode: 'watch' },
  });
  const coverage = () =>
    get<{
      keywords: readonly { key: string; count: number; translated: string | null }[];
      templates: readonly string[];
    }>('/api/v1/1/dictionaries/kinds/coverage?days=30');
  const { keywords, templates } = await coverage();
  expect(templates).toEqual(['covered']);
  expect(keywords[0]).toMatchObject({ key: 'h!', translated: null });
  expect(keywords[1]).toMatchObject({ key: 'INVOICE.SALES', translated: 'issued' });
  expect(keywords[1]?.count).toBe(keywords[0]?.count);
  expect((await app.call('GET', '/api/v1/1/dictionaries/kind/coverage')).body).toMatchObject({
    detail: expect.stringContaining('Did you mean') as unknown,
  });
});

test('the answers that counterparties gave to a template are there to try it on', async () => {
  const { data } = await get<{ data: readonly { status: number; body: string; outcome: string }[] }>(
    '/api/v1/1/templates/books/answers?last=50',
  );
  expect(data.map(({ status }) => status)).toContain(422);
  expect(data.find(({ status }) => status === 200)).toMatchObject({
    outcome: 'accepted',
    body: '{"id":"4711","number":"FV-2026-0042"}',
  });
  expect(data.find(({ status }) => status === 422)).toMatchObject({ body: 'The VAT code is unknown.' });
  expect((await app.call('GET', '/api/v1/1/templates/nothing/answers')).status).toBe(404);
});
