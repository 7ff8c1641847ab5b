import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestApp, testApp } from '../../test/support/app.ts';

let server: TestApp;
beforeAll(async () => {
  server = await testApp({ start: false });
});
afterAll(() => server.close());

interface Item {
  readonly status: number;
  readonly record?: { readonly id: number; readonly [field: string]: unknown };
  readonly problem?: { readonly type: string; readonly detail: string };
}
const tasks = '/rest/v1/1/tasks';
async function send(method: string, url: string, body: unknown): Promise<Item[]> {
  const answer = await server.call(method, url, body);
  expect([answer.status, answer.body]).toEqual([200, expect.any(Array)]);
  return answer.body as Item[];
}
const namesOf = async (filter: string): Promise<unknown[]> => {
  const { body } = await server.call('GET', `/rest/v1/1/views/tasks?columns=name&sort=name&externalFilter=${filter}`);
  return (body as { data: { name: unknown }[] }).data.map(({ name }) => name);
};

describe('an array of records', () => {
  test('is answered item by item, in order; what is refused leaves the others alone', async () => {
    const items = await send('POST', tasks, [
      { name: 'one', ownerId: 2, category: 'A' },
      { name: 'two', ownerId: 999, category: 'A' },
      { nam: 'three', ownerId: 2, category: 'A' },
      { name: 'four', ownerId: 2, category: 'A' },
    ]);
    expect(items).toMatchObject([
      { status: 201, record: { name: 'one', revision: 1 } },
      { status: 422, problem: { type: '/problems/invalid-record', instance: tasks, errors: [{ path: 'ownerId' }] } },
      { status: 422, problem: { errors: [{ path: 'nam' }, { path: 'name' }] } },
      { status: 201, record: { name: 'four' } },
    ]);
    expect(await namesOf("category='A'")).toEqual(['four', 'one']);
  });

  test('is changed by id or registration, each with the revision it expects', async () => {
    const [a, b, c] = await send(
      'POST',
      tasks,
      ['a', 'b', 'c'].map((name) => ({ name, ownerId: 2, category: 'B' })),
    );
    const items = await send('PATCH', tasks, [
      { id: a?.record?.id, name: 'a2' },
      { registration: b?.record?.['registration'], name: 'b2', revision: 1 },
      { id: c?.record?.id, name: 'c2', revision: 7 },
      { name: 'nobody' },
      { id: 999_999, name: 'nobody' },
    ]);
    expect(items.map(({ status }) => status)).toEqual([200, 200, 409, 422, 404]);
    expect(items[3]?.problem?.detail).toBe('Each item names its record by "id" or "registration".');
    expect(await namesOf("category='B'")).toEqual(['a2', 'b2', 'c']);
  });

  test('is put by registration, and the same again changes nothing', async () => {
    const body = [
      { registration: 'X-1', name: 'x1', ownerId: 2 },
      { registration: 'X-2', name: 'x2', ownerId: 2 },
      { name: 'x3', ownerId: 2 },
      { registration: ' ', name: 'x4', ownerId: 2 },
    ];
    expect((await send('PUT', tasks, body)).map(({ status }) => status)).toEqual([201, 201, 422, 422]);
    const again = await send('PUT', tasks, body.slice(0, 2));
    expect(again).toMatchObject([
      { status: 200, record: { revision: 1 } },
      { status: 200, record: { revision: 1 } },
    ]);
  });

  test('sees in a later item what an earlier one did', async () => {
    const items = await send('PUT', tasks, [
      { registration: 'Y-1', name: 'first', ownerId: 2 },
      { registration: 'Y-1', name: 'second' },
    ]);
    expect(items).toMatchObject([
      { status: 201, record: { name: 'first' } },
      { status: 200, record: { name: 'second', revision: 2 } },
    ]);
  });

  test('is done once for one Idempotency-Key', async () => {
    const body = [{ name: 'k', ownerId: 2, category: 'K' }, { name: 'l' }];
    const ask = () => server.call('POST', tasks, body, { 'idempotency-key': 'batch-1' });
    const [first, second] = [await ask(), await ask()];
    expect(first.body).toMatchObject([{ status: 201 }, { status: 422 }]);
    expect(second.body).toEqual(first.body);
    expect(await namesOf("category='K'")).toEqual(['k']);
  });

  test.each([
    ['an empty one', 'POST', tasks, [], /At least one item is needed here/],
    ['a thousand and one', 'POST', tasks, Array.from({ length: 1_001 }, () => ({})), /1000/],
    ['one of texts', 'POST', tasks, ['x'], /object/],
    ['beside an id in the address', 'PATCH', `${tasks}?id=1`, [{ name: 'x' }], /write "id" into each item/],
    [
      'beside a registration in the address',
      'PUT',
      `${tasks}?registration=1`,
      [{ name: 'x' }],
      /write "registration" into each item/,
    ],
  ])('%s is refused as a whole', async (_what, method, url, body, sentence) => {
    const refused = await server.call(method, url, body);
    const { detail, errors } = refused.body as { detail: string; errors: { message: string }[] };
    expect(refused.status).toBe(400);
    expect([detail, ...errors.map(({ message }) => message)].join(' ')).toMatch(sentence);
  });

  test('takes revisions in its items, not in If-Match', async () => {
    const refused = await server.call('PATCH', tasks, [{ id: 1 }], { 'if-match': '"1"' });
    expect([refused.status, refused.body]).toMatchObject([
      400,
      { detail: expect.stringContaining('"revision"') as string },
    ]);
  });

  test('one record by PUT still needs its registration in the address', async () => {
    const refused = await server.call('PUT', tasks, { name: 'x', ownerId: 2 });
    expect([refused.status, refused.body]).toMatchObject([400, { errors: [{ path: 'registration' }] }]);
  });
});
