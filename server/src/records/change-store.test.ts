import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestApp, testApp } from '../../test/support/app.ts';
import { forgetPassedChanges } from './change-store.ts';

let server: TestApp;
beforeAll(async () => {
  server = await testApp({ start: false });
});
afterAll(() => server.close());

test('changes that a later one has passed are thrown away when they are many; the order of the last ones stays', async () => {
  const { database } = server;
  const { body } = await server.call('POST', '/rest/v1/1/tasks', { name: 'often changed', ownerId: 2 });
  const { id } = body as { id: number };
  await server.call('PATCH', `/rest/v1/1/tasks?id=${id}`, { name: 'once more' });
  const changes = async () => {
    await database.query({ text: 'analyze records, record_changes' });
    return database.query({ text: `select revision from record_changes where entity = 'tasks' order by at` });
  };
  const newest = async () => (await server.call('GET', '/rest/v1/1/views/tasks?sort=-updatedAt')).body;
  // Two are not worth a look at the whole table.
  expect(await changes()).toHaveLength(2);
  expect(await forgetPassedChanges(database)).toBe(0);
  await database.query({
    text: `insert into record_changes (unit_id, entity, at, id, revision) select 1, 'tasks', now() - n * interval '1 minute', $1, 1 from generate_series(1, 1100) n`,
    values: [id],
  });
  const before = await newest();
  expect(await changes()).toHaveLength(1_102);
  expect(await forgetPassedChanges(database)).toBe(1_101);
  expect(await changes()).toEqual([{ revision: 2 }]);
  expect(await newest()).toEqual(before);
});
