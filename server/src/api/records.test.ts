import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestApp, testApp } from '../../test/support/app.ts';

let server: TestApp;
beforeAll(async () => {
  server = await testApp({ start: false });
});
afterAll(() => server.close());

const documents = '/rest/v1/1/documents';
let numbers = 2026000;
/** No two invoices may share a number. */
const invoiceFields = () => ({
  ...{ type: 'INVOICE.SALES', ownerId: 2, companyId: 3, number: String((numbers += 1)) },
  lines: [{ name: 'Design', quantity: 2, unitPrice: '1000.50', vatRate: 21 }],
});
interface Wire {
  readonly id: number;
  readonly registration: string;
  readonly revision: number;
  readonly [field: string]: unknown;
}
async function create(fields: object = {}): Promise<Wire> {
  const { body } = await server.call('POST', documents, { ...invoiceFields(), ...fields });
  return body as Wire;
}

describe('a record', () => {
  test('is created, and read by its id and its registration', async () => {
    const created = await server.call('POST', documents, invoiceFields());
    const record = created.body as Wire;
    expect(created.status).toBe(201);
    expect(created.headers).toMatchObject({ location: `${documents}?id=${record.id}`, etag: '"1"' });
    expect(record).toMatchObject({ revision: 1, status: 'OPEN', total: '2421.21', agencyId: 1, companyId: 3 });
    expect((await server.call('GET', `${documents}?id=${record.id}`)).body).toEqual(record);
    expect((await server.call('GET', `${documents}?registration=${record.registration}`)).body).toEqual(record);
  });

  test('keeps every digit of an amount, also of one that JavaScript could not hold', async () => {
    const body = JSON.stringify({
      ...invoiceFields(),
      lines: [{ name: 'x', quantity: 1, unitPrice: 0, vatRate: 0 }],
    }).replace('"unitPrice":0', '"unitPrice":12345678901234567.10');
    const { body: record } = await server.call('POST', documents, body);
    expect(record).toMatchObject({ lines: [{ unitPrice: '12345678901234567.10' }] });
  });

  test('changes in the named fields only; a change that changes nothing makes no revision', async () => {
    const { id } = await create();
    const changed = await server.call('PATCH', `${documents}?id=${id}`, { note: 'please' });
    expect([changed.status, changed.body]).toMatchObject([200, { revision: 2, note: 'please', total: '2421.21' }]);
    expect((await server.call('PATCH', `${documents}?id=${id}`, { note: 'please' })).body).toMatchObject({
      revision: 2,
    });
  });

  test('is not changed on an old revision, be it in If-Match or in the body', async () => {
    const { id } = await create();
    await server.call('PATCH', `${documents}?id=${id}`, { note: 'first' });
    for (const [body, headers] of [
      [{ note: 'second' }, { 'if-match': '"1"' }],
      [{ note: 'second', revision: 1 }, {}],
    ] as const) {
      const refused = await server.call('PATCH', `${documents}?id=${id}`, body, headers);
      expect([refused.status, refused.body]).toMatchObject([
        409,
        { type: '/problems/revision-conflict', errors: [{ path: 'revision' }] },
      ]);
    }
    const good = await server.call('PATCH', `${documents}?id=${id}`, { note: 'second' }, { 'if-match': '"2"' });
    expect(good.body).toMatchObject({ note: 'second', revision: 3 });
    expect((await server.call('PATCH', `${documents}?id=${id}`, {}, { 'if-match': 'latest' })).status).toBe(400);
  });

  test('of a registration is made or changed by PUT; the same again changes nothing', async () => {
    const address = '/rest/v1/1/companies?registration=CRM-1';
    const answers = [];
    for (const name of ['First', 'First', 'Second']) answers.push(await server.call('PUT', address, { name }));
    expect(answers.map(({ status, body }) => [status, (body as Wire).revision])).toEqual([
      [201, 1],
      [200, 1],
      [200, 2],
    ]);
  });

  test('is deleted, and its history stays', async () => {
    const { id } = await create();
    await server.call('PATCH', `${documents}?id=${id}`, { note: 'x' });
    expect((await server.call('DELETE', `${documents}?id=${id}`)).status).toBe(200);
    const gone = await server.call('GET', `${documents}?id=${id}`);
    expect([gone.status, gone.body]).toMatchObject([
      404,
      { detail: `There is no document with the id ${id} in unit 1 any more: it was deleted.` },
    ]);
    const history = await server.call('GET', `${documents}/history?id=${id}&limit=2`);
    const { data, nextCursor } = history.body as {
      data: { kind: string; userName: string; changes: object }[];
      nextCursor: string;
    };
    expect(data).toMatchObject([
      { kind: 'deleted' },
      { kind: 'updated', userName: 'Ada Admin', changes: { note: [null, 'x'] } },
    ]);
    const rest = await server.call('GET', `${documents}/history?id=${id}&limit=2&cursor=${nextCursor}`);
    expect(rest.body).toMatchObject({ data: [{ kind: 'created' }], nextCursor: null });
  });
});

describe('what cannot be done with a record', () => {
  test.each([
    ['no key', 'GET', documents, undefined, 400, /\?id= or \?registration=/],
    ['two keys', 'GET', `${documents}?id=1&registration=2`, undefined, 400, /not by both/],
    ['an id that is no number', 'GET', `${documents}?id=abc`, undefined, 400, /whole number/],
    ['an unknown parameter', 'GET', `${documents}?idd=1`, undefined, 400, /Did you mean "id"/],
    ['an id that is not there', 'GET', `${documents}?id=99999`, undefined, 404, /no document with the id 99999/],
    ['an entity that is not there', 'GET', '/rest/v1/1/documnts?id=1', undefined, 404, /Did you mean "documents"/],
    ['another unit', 'GET', '/rest/v1/2/documents?id=1', undefined, 403, /belongs to unit 1/],
    ['a unit that is no number', 'GET', '/rest/v1/x/documents?id=1', undefined, 403, /belongs to unit 1/],
    ['a NUL in the query', 'GET', `${documents}?registration=%00`, undefined, 400, /"registration" holds a NUL/],
    ['a NUL in the path', 'GET', '/rest/v1/1/a%00b?id=1', undefined, 400, /"entity" holds a NUL/],
    ['a NUL in a configuration', 'POST', '/api/v1/1/groups', { name: 'a\u0000b' }, 400, /"name" holds a NUL/],
    ['an empty list as body', 'POST', documents, [], 400, /At least one item is needed here/],
    ['a text as body', 'POST', documents, '"x"', 400, /Write an object or a list here, not the text "x"/],
    ['broken JSON', 'POST', documents, '{"a": \n tru}', 400, /line 2, column 2/],
    ['JSON that is too deep', 'POST', documents, '['.repeat(200_000), 400, /line 1/],
    ['an empty body', 'POST', documents, '', 400, /Write an object or a list here, not nothing/],
    ['an unknown field', 'POST', documents, { ...invoiceFields(), totl: 1 }, 422, /totl/],
    ['a status that is not reached so', 'PATCH', `${documents}?registration=REG-1`, { status: 'PAID' }, 409, /PAID/],
  ] as const)('%s: a problem with a sentence', async (_title, method, url, body, status, words) => {
    await server.call('PUT', `${documents}?registration=REG-1`, { ...invoiceFields(), number: 'REG1' });
    const refused = await server.call(method, url, body);
    const problem = refused.body as { detail: string; errors: { message: string }[] };
    expect([refused.status, refused.headers['content-type']]).toEqual([
      status,
      'application/problem+json; charset=utf-8',
    ]);
    expect([problem.detail, ...problem.errors.map(({ message }) => message)].join(' ')).toMatch(words);
  });

  test('a body that is no UTF-8, of another type, or too large', async () => {
    const headers = { authorization: `Bearer ${server.token}` };
    const send = async (type: string, payload: Buffer | string) => {
      const answer = await server.app.inject({
        method: 'POST',
        url: documents,
        headers: { ...headers, 'content-type': type },
        payload,
      });
      return [answer.statusCode, answer.json<{ type: string }>().type];
    };
    expect(await send('application/json', Buffer.from([0x7b, 0xff, 0x7d]))).toEqual([400, '/problems/invalid-json']);
    expect(await send('text/xml', '<a/>')).toEqual([415, '/problems/unsupported-media-type']);
    expect(await send('application/merge-patch+json; charset=utf-8', '{"type":1}')).toEqual([
      422,
      '/problems/invalid-record',
    ]);
    expect(await send('application/json', `{"a":"${'x'.repeat(1_100_000)}"}`)).toEqual([413, '/problems/too-large']);
  });

  test('names that reach into JavaScript are ordinary unknown names', async () => {
    const refused = await server.call(
      'POST',
      documents,
      '{"__proto__":{"x":1},"constructor":1,"type":"INVOICE.SALES"}',
    );
    expect(refused.status).toBe(422);
    expect((refused.body as { errors: { path: string }[] }).errors.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['__proto__', 'constructor']),
    );
  });
});

test('readers read and do not write; devices do neither', async () => {
  const { id } = await create();
  const as = async (groups: string[]) => ({ authorization: `Bearer ${await server.tokenFor(groups)}` });
  const reader = await as(['Readers']);
  expect((await server.call('GET', `${documents}?id=${id}`, undefined, reader)).status).toBe(200);
  expect((await server.call('PATCH', `${documents}?id=${id}`, { note: 'x' }, reader)).status).toBe(403);
  expect((await server.call('GET', `${documents}?id=${id}`, undefined, await as(['Devices']))).status).toBe(403);
  expect((await server.call('PATCH', `${documents}?id=${id}`, { note: 'x' }, await as(['Bookkeepers']))).status).toBe(
    200,
  );
});
