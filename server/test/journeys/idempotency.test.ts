import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { emptySlot, findPassedSlot } from '../../src/idempotency/store.ts';
import { type Answered, type TestApp, testApp } from '../support/app.ts';

let server: TestApp;
beforeAll(async () => {
  server = await testApp({ start: false });
});
afterAll(() => server.close());

const task = (name: string) => ({ name, ownerId: 2 });
const keyed = (key: string, more: Readonly<Record<string, string>> = {}) => ({ 'idempotency-key': key, ...more });
const create = (key: string, name: string): Promise<Answered> =>
  server.call('POST', '/rest/v1/1/tasks', task(name), keyed(key));
const idOf = ({ body }: Answered): number => (body as { id: number }).id;
/** How many tasks of this name there are. */
async function tasksNamed(name: string): Promise<number> {
  const [row] = await server.database.query<{ count: number }>({
    text: `select count(*) as count from records where entity = 'tasks' and data ->> 'name' = $1`,
    values: [name],
  });
  return row?.count ?? -1;
}

describe('a request with an Idempotency-Key', () => {
  test('is done once; its repeat answers the same, to the letter, and says that it is one', async () => {
    const first = await create('once', 'paint');
    const again = await create('once', 'paint');
    expect([first.status, first.headers['idempotent-replayed']]).toEqual([201, undefined]);
    expect([again.status, again.headers['idempotent-replayed']]).toEqual([201, 'true']);
    expect(again.body).toEqual(first.body);
    for (const name of ['etag', 'location', 'content-type', 'content-length'])
      expect([name, again.headers[name]]).toEqual([name, first.headers[name]]);
    expect(await tasksNamed('paint')).toBe(1);
  });

  test('answers a repeat as it was then, although the record was changed since', async () => {
    const first = await create('then', 'drill');
    await server.call('PATCH', `/rest/v1/1/tasks?id=${idOf(first)}`, { name: 'drill twice' });
    expect((await create('then', 'drill')).body).toEqual(first.body);
  });

  test('may write its key in quotes or without', async () => {
    const first = await create('"in quotes"', 'sand');
    const bare = await create('in-quotes', 'sand');
    expect(idOf(bare)).not.toBe(idOf(first));
    expect((await create('"in-quotes"', 'sand')).body).toEqual(bare.body);
  });

  test.each([
    ['another body', 'POST', '/rest/v1/1/tasks', task('something else'), {}],
    ['another If-Match', 'POST', '/rest/v1/1/tasks', task('reused'), { 'if-match': '"3"' }],
  ])('is refused when its key was used for %s, and nothing is written', async (_what, method, url, body, headers) => {
    await create('reused', 'reused');
    const answer = await server.call(method, url, body, keyed('reused', headers));
    expect([answer.status, answer.body]).toMatchObject([
      422,
      {
        type: '/problems/key-reused',
        detail: expect.stringContaining('"reused" was used for another request') as string,
      },
    ]);
    expect([await tasksNamed('reused'), await tasksNamed('something else')]).toEqual([1, 0]);
  });

  test('is refused when its key was used for another query', async () => {
    const put = (registration: string) =>
      server.call('PUT', `/rest/v1/1/tasks?registration=${registration}`, task('queried'), keyed('queried'));
    expect([(await put('Q-1')).status, (await put('Q-2')).status]).toEqual([201, 422]);
    expect(await tasksNamed('queried')).toBe(1);
  });

  test('has nothing to do with the same key at another address', async () => {
    expect((await create('elsewhere', 'elsewhere')).status).toBe(201);
    const answer = await server.call(
      'POST',
      '/api/v1/1/dictionaries',
      { name: 'elsewhere', entries: {} },
      keyed('elsewhere'),
    );
    expect([answer.status, answer.headers['idempotent-replayed']]).toEqual([201, undefined]);
  });

  test('is refused when its key is none', async () => {
    const answer = await create('one, two', 'never');
    expect([answer.status, answer.body]).toMatchObject([400, { type: '/problems/invalid-parameter' }]);
    expect(await tasksNamed('never')).toBe(0);
  });

  test('that was refused wrote nothing and is judged anew: mended, it may keep its key', async () => {
    const refused = await server.call('POST', '/rest/v1/1/tasks', { name: 'mended' }, keyed('mended'));
    expect(refused.status).toBe(422);
    const done = await create('mended', 'mended');
    expect([done.status, done.headers['idempotent-replayed']]).toEqual([201, undefined]);
  });

  test('has nothing to do with the same key of another caller', async () => {
    const mine = await create('shared', 'mine');
    const token = await server.tokenFor(['Administrators']);
    const authorization = `Bearer ${token}`;
    const other = await server.call('POST', '/rest/v1/1/tasks', task('mine'), keyed('shared', { authorization }));
    expect([other.status, other.headers['idempotent-replayed']]).toEqual([201, undefined]);
    expect(idOf(other)).not.toBe(idOf(mine));
  });

  test('changes, upserts and deletes once as well', async () => {
    const { body } = await create('before', 'change me');
    const { id } = body as { id: number };
    const change = () => server.call('PATCH', `/rest/v1/1/tasks?id=${id}`, { name: 'changed' }, keyed('change'));
    expect([(await change()).body, (await change()).headers['idempotent-replayed']]).toMatchObject([
      { revision: 2 },
      'true',
    ]);
    const put = () => server.call('PUT', '/rest/v1/1/tasks?registration=K-1', task('put'), keyed('put'));
    expect([(await put()).status, (await put()).status]).toEqual([201, 201]);
    const remove = () => server.call('DELETE', `/rest/v1/1/tasks?id=${id}`, undefined, keyed('remove'));
    expect([(await remove()).status, (await remove()).status]).toEqual([200, 200]);
    expect((await server.call('DELETE', `/rest/v1/1/tasks?id=${id}`)).status).toBe(404);
  });

  test('that comes twenty times at once is done once, and all are answered the same', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => create('at-once', 'crowd')));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(answers.map(idOf)).size).toBe(1);
    expect(answers.filter(({ headers }) => headers['idempotent-replayed'] === undefined)).toHaveLength(1);
    expect(await tasksNamed('crowd')).toBe(1);
  });

  test('lets other keys go on meanwhile', async () => {
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, index) => create(`k${index % 10}`, `t${index % 10}`)),
    );
    expect(new Set(answers.map(idOf)).size).toBe(10);
  });
});

describe('a list, and what is registered in groups', () => {
  test('a list is one request: its repeat shows what became of each item', async () => {
    const list = [task('listed 1'), { name: 'no owner' }, task('listed 2')];
    const send = () => server.call('POST', '/rest/v1/1/tasks', list, keyed('list'));
    const first = await send();
    const again = await send();
    expect([first.status, again.status, again.headers['idempotent-replayed']]).toEqual([200, 200, 'true']);
    expect((first.body as { status: number }[]).map(({ status }) => status)).toEqual([201, 422, 201]);
    expect(again.body).toEqual(first.body);
    expect([await tasksNamed('listed 1'), await tasksNamed('listed 2')]).toEqual([1, 1]);
  });

  test('passes without an id of their own are registered once, however many come at once', async () => {
    const pass = { type: 'ATTENDANCE', userId: 2, direction: 'IN', device: 'gate' };
    const at = (index: number): string => `2026-11-23T08:0${index % 3}:00+01:00`;
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        server.call('POST', '/rest/v1/1/time', { ...pass, at: at(index) }, keyed(`pass-${index % 3}`)),
      ),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(answers.map(idOf)).size).toBe(3);
    expect(answers.filter(({ headers }) => headers['idempotent-replayed'] === 'true')).toHaveLength(9);
  });
});

describe('what is kept', () => {
  test('shows a new token again to whoever asked for it, and to nobody who reads the database', async () => {
    const wanted = { name: 'gate', userId: 2, ipRanges: ['127.0.0.1'] };
    const make = () => server.call('POST', '/api/v1/1/tokens', wanted, keyed('token'));
    const first = await make();
    expect(first.status).toBe(201);
    expect((await make()).body).toEqual(first.body);
    const { token } = first.body as { token: string };
    const rows = await server.database.query<{ sealed: Buffer }>({
      text: 'select sealed from kept_answers_0 union all select sealed from kept_answers_1 union all select sealed from kept_answers_2',
    });
    expect(rows.length).toBeGreaterThan(5);
    expect(rows.some(({ sealed }) => sealed.includes(token))).toBe(false);
  });

  test('is forgotten after 24 hours', async () => {
    const first = await create('old', 'aged');
    for (const slot of [0, 1, 2]) {
      await server.database.query({ text: `update kept_answers_${slot} set at = at - interval '24 hours 1 second'` });
    }
    const later = await create('old', 'aged');
    expect([later.status, later.headers['idempotent-replayed']]).toEqual([201, undefined]);
    expect(idOf(later)).not.toBe(idOf(first));
    expect((await create('old', 'aged')).body).toEqual(later.body);
  });

  test('leaves with its whole table, and never from one that is in use', async () => {
    const today = Math.floor(Date.now() / 86_400_000) % 3;
    const tomorrow = (today + 1) % 3;
    await server.database.query({
      text: `insert into kept_answers_${tomorrow} values (1, 'x', '\\x00', now() - interval '2 days', '\\x00')`,
    });
    expect(await findPassedSlot(server.database)).toBe(tomorrow);
    expect(await server.database.transaction((transaction) => emptySlot(transaction, today))).toBe(false);
    expect(await server.database.transaction((transaction) => emptySlot(transaction, tomorrow))).toBe(true);
    expect(await findPassedSlot(server.database)).toBeUndefined();
    const rows = await server.database.query({ text: `select from kept_answers_${today}` });
    expect(rows.length).toBeGreaterThan(0);
  });
});
