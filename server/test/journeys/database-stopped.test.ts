import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Answered, type TestApp, testApp } from '../support/app.ts';
import { testDatabase } from '../support/database.ts';
import { databaseDoor, type DatabaseDoor } from '../support/database-door.ts';

let door: DatabaseDoor;
let server: TestApp;
let id: number;
beforeAll(async () => {
  door = await databaseDoor(await testDatabase());
  server = await testApp({ database: door, start: false });
});
beforeEach(async () => {
  id = idOf(await server.call('POST', '/rest/v1/1/tasks', { name: 'there', ownerId: 2 }));
});
afterAll(() => server.close());

const idOf = ({ body }: Answered): number => (body as { id: number }).id;

/** Reads and writes of every kind, by name. */
const calls = (): Readonly<Record<string, () => Promise<Answered>>> => ({
  'read one': () => server.call('GET', `/rest/v1/1/tasks?id=${id}`),
  'read a list': () => server.call('GET', '/api/v1/1/deliveries'),
  create: () => server.call('POST', '/rest/v1/1/tasks', { name: 'new', ownerId: 2 }),
  change: () => server.call('PATCH', `/rest/v1/1/tasks?id=${id}`, { name: 'changed' }),
  'change once': () =>
    server.call('PATCH', `/rest/v1/1/tasks?id=${id}`, { name: 'once' }, { 'idempotency-key': `key-${id}` }),
  delete: () => server.call('DELETE', `/rest/v1/1/tasks?id=${id}`),
  configure: () => server.call('PUT', '/api/v1/1/dictionaries/d', { name: 'd', entries: { a: 'b' } }),
  'be ready': () => server.call('GET', '/readyz'),
});

async function expectRefused(within: number): Promise<void> {
  for (const [what, call] of Object.entries(calls())) {
    const before = performance.now();
    const { status, headers, body } = await call();
    expect([what, status, headers['retry-after']]).toEqual([what, 503, '5']);
    expect(body).toMatchObject({
      type: '/problems/database-unavailable',
      detail: expect.stringContaining('The database cannot be reached') as string,
    });
    expect([what, performance.now() - before < within]).toEqual([what, true]);
  }
}

async function expectServed(): Promise<void> {
  for (const [what, call] of Object.entries(calls())) {
    if (what === 'delete') continue;
    // A connection that broke unseen may cost one more call each.
    const { status } = await server.until(async () => {
      const answer = await call();
      return answer.status !== 503 && answer;
    });
    expect([what, status]).toEqual([what, what === 'create' ? 201 : 200]);
  }
}

describe('while PostgreSQL is stopped', () => {
  test('every read and every write is refused at once, with the time to come back; then everything goes on by itself', async () => {
    await door.shut();
    await expectRefused(1_000);
    expect((await server.call('GET', '/healthz')).status).toBe(200);
    await door.reopen();
    await expectServed();
  });

  test('what was under way breaks and is not done twice', async () => {
    const slow = Array.from({ length: 12 }, (_, index) =>
      server.call('POST', '/rest/v1/1/tasks', { name: `under way ${index}`, ownerId: 2 }),
    );
    await door.shut();
    const answers = await Promise.all(slow);
    expect(answers.every(({ status }) => status === 201 || status === 503)).toBe(true);
    await door.reopen();
    await expectServed();
  });
});

describe('while PostgreSQL keeps silent', () => {
  test('nobody waits for long: the first callers seconds, the next ones not at all; then everything goes on by itself', async () => {
    door.silence();
    // More callers than connections: those who wait for one are told as well.
    const before = performance.now();
    const first = await Promise.all(Array.from({ length: 20 }, () => server.call('GET', `/rest/v1/1/tasks?id=${id}`)));
    expect(new Set(first.map(({ status }) => status))).toEqual(new Set([503]));
    expect(performance.now() - before).toBeLessThan(9_000);
    await expectRefused(1_000);
    await door.reopen();
    await expectServed();
  });

  test('a statement that only takes long is waited for', async () => {
    const rows = await door.database.query({ text: `select 1 as one from pg_sleep(6)` });
    expect(rows).toEqual([{ one: 1 }]);
  });
});
