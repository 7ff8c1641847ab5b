import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestApp, testApp } from '../../test/support/app.ts';

/** What the connectors of automation services ask for, beside records and hooks. */
let server: TestApp;
beforeAll(async () => {
  server = await testApp({ start: false });
});
afterAll(() => server.close());

const api = '/api/v1/1';
const get = async (url: string, token?: string) =>
  (await server.call('GET', url, undefined, token === undefined ? {} : { authorization: `Bearer ${token}` })).body;

interface Parameter {
  readonly name: string;
  readonly type: string;
  readonly required?: boolean;
  readonly spec?: readonly Parameter[];
}
const form = async (entity: string, use: string) =>
  ((await get(`${api}/entities/${entity}/fields?make=${use}`)) as { make: Parameter[] }).make;
const find = (list: readonly Parameter[] | undefined, name: string) => list?.find((one) => one.name === name);

test('the form for Make is one collection with what may be filled in, nested as the body of a request is', async () => {
  const [record] = await form('documents', 'create');
  expect(record).toMatchObject({ name: 'record', type: 'collection' });
  expect(find(record?.spec, 'type')).toMatchObject({ type: 'select', required: true });
  expect(JSON.stringify(find(record?.spec, 'type'))).toContain(
    JSON.stringify({ label: 'Contract (DOCUMENT.CONTRACT)', value: 'DOCUMENT.CONTRACT' }),
  );
  expect(find(record?.spec, 'companyId')).toMatchObject({ type: 'integer', help: 'The id of a record of companies.' });
  // What Gangway fills in is not asked for.
  expect(find(record?.spec, 'agencyId')).not.toHaveProperty('required');
  const { data } = (await get(`${api}/entities/documents/fields`)) as { data: { key: string; required: boolean }[] };
  const asked = data.filter(({ key, required }) => required && !key.includes('[')).map(({ key }) => key);
  expect(asked).toEqual(['type', 'ownerId', 'companyId']);
  expect(find(record?.spec, 'issuedOn')).toMatchObject({ type: 'text', help: 'YYYY-MM-DD' });
  expect(find(record?.spec, 'total')).toBeUndefined();
  const lines = find(record?.spec, 'lines');
  expect(lines).toMatchObject({ type: 'array' });
  expect(find(lines?.spec, 'unitPrice')).toMatchObject({ type: 'number' });
  expect(find(find(record?.spec, 'properties')?.spec, 'extStatus')).toMatchObject({ type: 'select' });
});

test('a form for a change requires nothing, and what comes out has what Gangway keeps', async () => {
  const [change] = await form('documents', 'change');
  expect(JSON.stringify(change)).not.toContain('"required"');
  const out = await form('documents', 'read');
  expect(find(out, 'total')).toMatchObject({ type: 'number' });
  expect(find(out, 'updatedAt')).toMatchObject({ type: 'date' });
  expect(find(out, 'issuedOn')).toMatchObject({ type: 'text' });
  expect(await form('documents', 'notice')).toMatchObject([{ name: 'record', type: 'collection', spec: out }]);
});

test('readers see the entities whose records they may read, and no others', async () => {
  await server.call('POST', `${api}/groups`, { name: 'Tasks only', rights: { tasks: ['read'] } });
  const token = await server.tokenFor(['Tasks only']);
  const names = async (who?: string) =>
    ((await get(`${api}/entities`, who)) as { data: { name: string }[] }).data.map(({ name }) => name);
  expect(await names(token)).toEqual(['tasks']);
  expect(await names()).toContain('documents');
  expect(await get(`${api}/entities/documents`, token)).toMatchObject({ type: '/problems/not-found' });
  expect(await get(`${api}/entities/tasks`, token)).toMatchObject({ name: 'tasks' });
});

test('a view asked for all columns has rows shaped as records', async () => {
  const { body } = await server.call('POST', '/rest/v1/1/companies', {
    name: 'Example',
    registrations: { vatId: 'CZ1' },
  });
  const { id, ...record } = body as { id: number; registrations: object };
  const page = await get(`/rest/v1/1/views/companies?columns=*&externalFilter=id=${id}`);
  const [row] = (page as { data: Record<string, unknown>[] }).data;
  expect(row).toMatchObject({ id, registrations: record.registrations });
  expect(Object.keys(record).filter((name) => !(name in (row ?? {})))).toEqual([]);
});

test('every entity has a view with all its records', async () => {
  await server.call('POST', `${api}/entities`, { name: 'cars', title: 'car', fields: { plate: { type: 'string' } } });
  await server.call('POST', '/rest/v1/1/cars', { plate: '1A2 3456' });
  expect(await get('/rest/v1/1/views/cars')).toMatchObject({ data: [{ plate: '1A2 3456' }] });
  expect(await get('/rest/v1/1/views/agencies')).toMatchObject({ metadata: { nextCursor: null } });
});

test('samples of alerts hold the alert in full, a made-up one before there is any', async () => {
  const samples = async () =>
    ((await get(`${api}/events/alerts.opened/samples?payload=full`)) as { data: unknown[] }).data;
  expect(await samples()).toMatchObject([
    {
      type: 'alerts.opened',
      entity: 'alerts',
      recordId: null,
      record: { kind: 'delivery-refused', connection: 'accounting' },
    },
  ]);
  await server.database.transaction((transaction) =>
    transaction.query({
      text: `insert into alerts (unit_id, id, key, kind, text, entity, record_id)
             values (1, gen_random_uuid(), 'delivery/books/documents/7', 'delivery-failed', 'books did not answer.', 'documents', 7)`,
      values: [],
    }),
  );
  expect(await samples()).toMatchObject([
    { record: { kind: 'delivery-failed', recordId: 7, text: 'books did not answer.' } },
  ]);
  expect(await get(`${api}/events/alerts.resolved/samples?payload=full`)).toMatchObject({
    data: [{ record: { resolvedBy: 'Gangway' } }],
  });
});
