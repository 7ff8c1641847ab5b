import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { defaultGroups } from '../../src/access/groups.ts';
import { answer } from '../receivers/behaviour.ts';
import { type Receiver, startReceiver } from '../receivers/receiver.ts';
import { type Answered, type TestApp, testApp } from '../support/app.ts';

/** A bookkeeper works beside the personnel department, whose invoices and companies are hidden from her. */
let server: TestApp;
let receiver: Receiver;
/** Tokens: a bookkeeper, a bookkeeper of the department, configurators without and with it. */
const tokens = { bookkeeper: '', department: '', configurator: '', insider: '' };
type Who = keyof typeof tokens;

const call = (who: Who, method: string, path: string, body?: unknown): Promise<Answered> =>
  server.call(method, path, body, { authorization: `Bearer ${tokens[who]}` });
const fields = (more: object) => ({ type: 'INVOICE.SALES', ownerId: 2, companyId: 3, lines: [], ...more });
const departmentOnly = { read: { groups: ['HR'] } };
const listed = ({ body }: Answered): Record<string, unknown>[] => (body as { data: Record<string, unknown>[] }).data;
const detailOf = ({ body }: Answered): string => (body as { detail: string }).detail;

/** Made by an administrator: seen by everyone, and hidden. */
let seen: { id: number; registration: string };
let hidden: { id: number; registration: string };
let hiddenCompany: { id: number };
/** A number that no record has. */
const nobody = 987_654_321;

beforeAll(async () => {
  server = await testApp();
  receiver = await startReceiver(answer(422, 'unknown customer'));
  const groups = [...defaultGroups.map(({ name }) => ({ name })), { name: 'HR' }];
  await server.call('POST', '/api/v1/1/apply', { file: { groups } });
  tokens.bookkeeper = await server.tokenFor(['Bookkeepers']);
  tokens.department = await server.tokenFor(['Bookkeepers', 'HR']);
  tokens.configurator = await server.tokenFor(['Configurator']);
  tokens.insider = await server.tokenFor(['Configurator', 'HR']);
  await server.counterparty('accounting', receiver.url);
  await server.counterparty('watching', receiver.url, {
    trigger: { mode: 'watch', when: `input.note = 'accounting'` },
  });
  const create = async (entity: string, more: object) =>
    (await server.call('POST', `/rest/v1/1/${entity}`, more)).body as typeof seen;
  seen = await create('documents', fields({ note: 'accounting', number: '100' }));
  hidden = await create('documents', fields({ note: 'accounting', number: '200', acl: departmentOnly }));
  hiddenCompany = await create('companies', { name: 'Secret s.r.o.', acl: departmentOnly });
  for (const { id } of [seen, hidden]) {
    const [delivery] = await server.deliveries({ recordId: id });
    await server.ended(delivery?.id ?? '');
  }
});
afterAll(async () => {
  await server.close();
  await receiver.close();
});

const deliveryOf = async (recordId: number): Promise<string> => (await server.deliveries({ recordId }))[0]?.id ?? '';

describe('a record that its acl hides', () => {
  const documents = '/rest/v1/1/documents';

  test.each<[string, (id: number) => [method: string, path: string, body?: unknown]]>([
    ['read', (id) => ['GET', `${documents}?id=${id}`]],
    ['its history', (id) => ['GET', `${documents}/history?id=${id}`]],
    ['change', (id) => ['PATCH', `${documents}?id=${id}`, { note: 'mine' }]],
    ['delete', (id) => ['DELETE', `${documents}?id=${id}`]],
    ['export', (id) => ['POST', `${documents}/export?id=${id}`, {}]],
  ])('%s is answered as one that is not there', async (_what, request) => {
    const [method, path, body] = request(hidden.id);
    const found = await call('bookkeeper', method, path, body);
    const [, unknownPath] = request(nobody);
    const missing = await call('bookkeeper', method, unknownPath, body);
    expect([found.status, missing.status]).toEqual([404, 404]);
    expect(detailOf(found)).toBe(detailOf(missing).replace(String(nobody), String(hidden.id)));
    expect(Object.keys(found.headers)).toEqual(Object.keys(missing.headers));
  });

  test('is not told by its registration, nor that it was deleted', async () => {
    const byRegistration = (who: Who) => call(who, 'GET', `${documents}?registration=${hidden.registration}`);
    expect([(await byRegistration('bookkeeper')).status, (await byRegistration('department')).status]).toEqual([
      404, 200,
    ]);
    const gone = (await server.call('POST', documents, fields({ acl: departmentOnly }))).body as { id: number };
    await server.call('DELETE', `${documents}?id=${gone.id}`);
    const told = async (who: Who) => detailOf(await call(who, 'GET', `${documents}?id=${gone.id}`));
    expect(await told('department')).toMatch(/any more: it was deleted/);
    expect(await told('bookkeeper')).not.toMatch(/deleted/);
  });

  test('is there for those whom the acl names, and for administrators', async () => {
    for (const who of ['department', 'insider'] as const)
      expect((await call(who, 'GET', `${documents}?id=${hidden.id}`)).body).toMatchObject({ number: '200' });
    expect((await server.call('GET', `${documents}?id=${hidden.id}`)).status).toBe(200);
  });

  test('is not in views, whatever the filter asks for', async () => {
    const view = async (who: Who, query = '') =>
      listed(await call(who, 'GET', `/rest/v1/1/views/invoices.sales?columns=id,number${query}`)).map(({ id }) => id);
    expect(await view('bookkeeper')).toEqual([seen.id]);
    expect(await view('bookkeeper', `&externalFilter=id=${hidden.id}`)).toEqual([]);
    expect(await view('bookkeeper', `&externalFilter=NOT number='100'`)).toEqual([]);
    expect(await view('department')).toEqual([seen.id, hidden.id]);
  });

  test('is not in the columns of records that refer to it, nor found by them', async () => {
    const { id } = await server.invoice({ companyId: hiddenCompany.id, number: '300' });
    const rows = async (who: Who, query: string) =>
      listed(await call(who, 'GET', `/rest/v1/1/views/documents?columns=id,company.name${query}`));
    const companyIn = async (who: Who) => (await rows(who, `&externalFilter=id=${id}`))[0]?.['company.name'];
    expect([await companyIn('department'), await companyIn('bookkeeper')]).toEqual(['Secret s.r.o.', null]);
    const byName = `&externalFilter=company.name='Secret s.r.o.'`;
    expect([(await rows('department', byName)).length, (await rows('bookkeeper', byName)).length]).toEqual([1, 0]);
    const clerk = (rights: object) => server.call('PUT', '/api/v1/1/groups/Clerks', { name: 'Clerks', rights });
    await clerk({ documents: ['read'] });
    const token = await server.tokenFor(['Clerks']);
    const path = `/rest/v1/1/views/documents?columns=company.name&externalFilter=id=${seen.id}`;
    const name = () => server.call('GET', path, undefined, { authorization: `Bearer ${token}` });
    expect(detailOf(await name())).toMatch(/^company\.name: The user of this token may not read companies\./);
    await clerk({ documents: ['read'], companies: ['read'] });
    expect(listed(await name())).toEqual([{ 'company.name': 'Odběratel a.s.' }]);
  });

  test('is told only as far as it must be when somebody wants its number or registration', async () => {
    const number = await call('bookkeeper', 'PATCH', `${documents}?id=${seen.id}`, {
      registration: hidden.registration,
    });
    expect(detailOf(number)).not.toContain(String(hidden.id));
    const put = await call('bookkeeper', 'PUT', `${documents}?registration=${hidden.registration}`, fields({}));
    expect([put.status, detailOf(put)]).toEqual([
      409,
      `The registration ${hidden.registration} is taken. Choose another one.`,
    ]);
    const login = (more: object) => ({ login: 'twice', ...more });
    await server.call('POST', '/api/v1/1/users', login({ acl: { read: { groups: ['HR'] } } }));
    const taken = async (who: Who) => detailOf(await call(who, 'POST', '/api/v1/1/users', login({})));
    expect(await taken('configurator')).toMatch(/whose "login" is "twice" already\. Change/);
    expect(await taken('insider')).toMatch(/already: record \d+\./);
  });

  test('cannot be referred to', async () => {
    const refer = (who: Who) => call(who, 'PATCH', `${documents}?id=${seen.id}`, { companyId: hiddenCompany.id });
    const missing = await call('bookkeeper', 'PATCH', `${documents}?id=${seen.id}`, { companyId: nobody });
    const found = await refer('bookkeeper');
    expect([found.status, detailOf(found)]).toEqual([
      422,
      detailOf(missing).replace(String(nobody), String(hiddenCompany.id)),
    ]);
  });
});

describe('what tells of a hidden record', () => {
  test('deliveries are neither listed nor shown, moved nor counted', async () => {
    const [open, secret] = [await deliveryOf(seen.id), await deliveryOf(hidden.id)];
    const ids = async (who: Who) => listed(await call(who, 'GET', '/api/v1/1/deliveries')).map(({ id }) => id);
    expect(await ids('bookkeeper')).toEqual([open]);
    expect(await ids('department')).toEqual([secret, open]);
    const unknown = '019ab2c3-0000-7000-8000-000000000001';
    for (const [method, end, body] of [
      ['GET', '', undefined],
      ['POST', '/resend', {}],
      ['POST', '/cancel', undefined],
      ['POST', '/resolve', { there: true }],
    ] as const) {
      const answered = async (id: string) => call('bookkeeper', method, `/api/v1/1/deliveries/${id}${end}`, body);
      const [found, missing] = [await answered(secret), await answered(unknown)];
      expect([found.status, detailOf(found)], end).toEqual([404, detailOf(missing).replace(unknown, secret)]);
    }
    const count = async (who: Who) =>
      (await call(who, 'POST', '/api/v1/1/deliveries/resend', { connection: 'accounting', dryRun: true })).body;
    expect([await count('configurator'), await count('insider')]).toMatchObject([{ count: 1 }, { count: 2 }]);
  });

  test('a job of somebody who does not see it leaves it alone', async () => {
    const done = async (path: string, body: object) => {
      const { id } = (await call('configurator', 'POST', path, body)).body as { id: string };
      return server.until(async () => {
        const job = (await call('configurator', 'GET', `/api/v1/1/jobs/${id}`)).body as {
          state: string;
          progress: object;
        };
        return job.state === 'done' && job.progress;
      });
    };
    const before = await deliveryOf(hidden.id);
    expect(await done('/api/v1/1/deliveries/resend', { connection: 'accounting' })).toMatchObject({
      total: 1,
      done: 1,
    });
    expect(await deliveryOf(hidden.id)).toBe(before);
    expect(await done('/api/v1/1/triggers/watching/fire', {})).toMatchObject({ fired: 1 });
  });

  test('alerts and watched messages are those of records that may be seen', async () => {
    const records = async (who: Who, path: string) =>
      [...new Set(listed(await call(who, 'GET', path)).map(({ recordId }) => recordId))].sort();
    for (const path of ['/api/v1/1/alerts', '/api/v1/1/triggers/watching/watched']) {
      expect(await records('configurator', path), path).toEqual([seen.id]);
      expect(await records('insider', path), path).toEqual([seen.id, hidden.id].sort());
    }
    const alert = listed(await call('insider', 'GET', '/api/v1/1/alerts')).find(
      ({ recordId }) => recordId === hidden.id,
    );
    const resolve = (who: Who) => call(who, 'POST', '/api/v1/1/alerts/resolve', { key: alert?.['key'] });
    expect((await resolve('bookkeeper')).status).toBe(404);
    expect((await resolve('department')).body).toEqual({ resolved: 1 });
  });

  test('a preview takes neither it nor what it says of a related record', async () => {
    const preview = (who: Who, id: number) =>
      call(who, 'POST', '/api/v1/1/preview', { template: 'accounting', record: { entity: 'documents', id } });
    expect([(await preview('configurator', hidden.id)).status, (await preview('insider', hidden.id)).status]).toEqual([
      404, 200,
    ]);
    const { id } = await server.invoice({ companyId: hiddenCompany.id });
    const bodyOf = async (who: Who) => (await preview(who, id)).body as { request: { body: string } | null };
    expect((await bodyOf('insider')).request?.body).toContain('Secret s.r.o.');
    expect(JSON.stringify(await bodyOf('configurator'))).not.toContain('Secret');
  });

  test('a message that was made of it too is shown without its content', async () => {
    const { id } = await server.send('accounting', { companyId: hiddenCompany.id });
    await server.ended(id);
    const attempts = async (who: Who) =>
      JSON.stringify(((await call(who, 'GET', `/api/v1/1/deliveries/${id}`)).body as { attempts: unknown }).attempts);
    expect(await attempts('department')).toContain('Secret s.r.o.');
    expect(await attempts('bookkeeper')).not.toMatch(/Secret|unknown customer/);
    expect(await attempts('bookkeeper')).toContain(
      'Not shown: it holds data of a related record that you may not see.',
    );
  });

  test('the audit keeps rows about it for those who see it', async () => {
    const change = { acl: { read: { groups: ['HR'], users: [2] } } };
    expect((await call('department', 'PATCH', `/rest/v1/1/documents?id=${hidden.id}`, change)).status).toBe(200);
    const rows = async (who: Who) => listed(await call(who, 'GET', '/api/v1/1/audit?what=acl-changed'));
    expect(await rows('configurator')).toEqual([]);
    expect(await rows('insider')).toMatchObject([
      { detail: { entity: 'documents', recordId: hidden.id, before: departmentOnly, after: change.acl } },
    ]);
  });
});
