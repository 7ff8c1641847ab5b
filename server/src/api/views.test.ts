import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { defaultGroups } from '../access/groups.ts';
import { type Answered, type TestApp, testApp } from '../../test/support/app.ts';

let server: TestApp;
/** Invoices by the letter in their note; `f` is one of purchase. */
const ids: Record<string, number> = {};

beforeAll(async () => {
  server = await testApp({ start: false });
  await server.call('PATCH', '/rest/v1/1/companies?id=3', { brands: ['Kofola', 'Vinea'], client: true });
  const invoice = { type: 'INVOICE.SALES', ownerId: 2, companyId: 3 };
  const created = [
    { ...invoice, note: 'a', number: '101', issuedOn: '2026-11-01', tags: ['vip'], ...lines('1000.10') },
    { ...invoice, note: 'b', number: '103', issuedOn: '2026-11-03', properties: { extStatus: 'EXT.READY' } },
    { ...invoice, note: 'c', number: '102', issuedOn: '2026-11-03', ...lines('99.90') },
    { ...invoice, note: 'd', number: "o'1", issuedOn: '2026-11-02', type: 'INVOICE.SALES.PROFORMA' },
    { ...invoice, note: 'e', type: 'DOCUMENT.CONTRACT' },
    { ...invoice, note: 'f', number: '900', issuedOn: '2026-10-31', type: 'INVOICE.PURCHASE' },
  ];
  for (const { note, ...fields } of created) {
    const { body } = await server.call('POST', '/rest/v1/1/documents', { note, ...fields });
    ids[note] = (body as { id: number }).id;
  }
});
afterAll(() => server.close());

const lines = (unitPrice: string) => ({ lines: [{ name: 'Design', quantity: 1, unitPrice, vatRate: 0 }] });

interface Page {
  readonly metadata: { count: number; limit: number; nextOffset: number | null; nextCursor: string | null };
  readonly data: readonly Readonly<Record<string, unknown>>[];
}

const ask = (view: string, query = '', token = server.token): Promise<Answered> =>
  server.call('GET', `/rest/v1/1/views/${view}${query === '' ? '' : `?${query}`}`, undefined, {
    authorization: `Bearer ${token}`,
  });
async function page(view: string, query = '', token = server.token): Promise<Page> {
  const { status, body } = await ask(view, query, token);
  expect([status, body]).toEqual([200, expect.anything()]);
  return body as Page;
}
/** The letters of the invoices that a filter lets through. */
async function letters(query: string, view = 'documents'): Promise<string> {
  const { data } = await page(view, `columns=note&sort=id&${query}`);
  return data.map(({ note }) => note).join('');
}
interface Problem {
  readonly type: string;
  readonly detail: string;
  readonly errors: readonly { path?: string; message: string; line?: number; column?: number }[];
}
async function refusal(view: string, query: string, token = server.token): Promise<[number, Problem]> {
  const { status, body } = await ask(view, query, token);
  return [status, body as Problem];
}

describe('the built-in views', () => {
  test('are the 27 of the data API and one for each other entity, and each row has just their columns', async () => {
    const { body } = await server.call('GET', '/rest/v1/1/views');
    const { data } = body as { data: { name: string; columns: string[]; fields: string[] }[] };
    expect(data.map(({ name }) => name)).toEqual(
      (
        'agencies binders brands cashboxes companies companies.client companies.supplier documents documents.order.purchase documents.quotation.sales gems groups ' +
        'internals.purchase internals.sales intervals.absence intervals.attendance intervals.track invoices.purchase invoices.sales jobs journal opportunities ' +
        'overheads.client overheads.internal persons tasks time units users'
      ).split(' '),
    );
    for (const { name, columns } of data) {
      const { metadata, data: rows } = await page(name);
      expect(metadata).toEqual({ count: rows.length, limit: 1000, nextOffset: null, nextCursor: null });
      for (const row of rows) expect(Object.keys(row)).toEqual(columns);
    }
  });

  test('show their types and flags only', async () => {
    expect(await letters('', 'invoices.sales')).toBe('abcd');
    expect(await letters('', 'invoices.purchase')).toBe('f');
    expect(await letters('')).toBe('abcdef');
    expect((await page('companies.client')).data).toMatchObject([{ id: 3 }]);
    expect((await page('companies.supplier')).data).toEqual([]);
    expect((await page('journal')).data.map(({ number }) => number)).toEqual(['900', '101', "o'1", '102', '103']);
  });

  test('of brands, units and groups have rows that are no records', async () => {
    expect((await page('brands', 'columns=id,name,companyId&sort=-name')).data).toEqual([
      { id: 3001, name: 'Vinea', companyId: 3 },
      { id: 3000, name: 'Kofola', companyId: 3 },
    ]);
    expect((await page('brands', "externalFilter=name>'L' AND client=true")).data).toMatchObject([{ name: 'Vinea' }]);
    expect((await page('units')).data).toMatchObject([{ id: 1, name: 'Test s.r.o.', zone: 'Europe/Prague' }]);
    const applied = await server.call('POST', '/api/v1/1/apply', { file: { groups: defaultGroups } });
    expect([applied.status, applied.body]).toMatchObject([200, {}]);
    expect((await page('groups', "externalFilter=name='Approvers'")).data).toMatchObject([
      { id: 'Approvers', name: 'Approvers', description: 'Approve documents.' },
    ]);
  });
});

describe('a row', () => {
  test('has the columns that were asked for, in their order, with null for what is not there', async () => {
    const { data } = await page(
      'invoices.sales',
      `columns=number,total,paid,variableSymbol,id,lines&externalFilter=id=${ids['b'] ?? 0}`,
    );
    expect(data).toEqual([
      { number: '103', total: '0.00', paid: null, variableSymbol: '103', id: ids['b'], lines: [] },
    ]);
    expect(Object.keys(data[0] ?? {})).toEqual(['number', 'total', 'paid', 'variableSymbol', 'id', 'lines']);
  });

  test('is what GET of the record answers', async () => {
    const record = (await server.call('GET', `/rest/v1/1/documents?id=${ids['a'] ?? 0}`)).body as object;
    const columns = Object.keys(record).join(',');
    const { data } = await page('documents', `columns=${columns}&externalFilter=id=${ids['a'] ?? 0}`);
    expect(data).toEqual([record]);
  });

  test('has fields of records that it refers to, at any depth', async () => {
    const { data } = await page(
      'documents',
      `columns=company.name,company.registrations.vatId,owner.login,person.email,"properties".extStatus&externalFilter=id=${ids['b'] ?? 0}`,
    );
    expect(data).toEqual([
      {
        'company.name': 'Odběratel a.s.',
        'company.registrations.vatId': 'CZ12345678',
        'owner.login': 'admin',
        'person.email': null,
        '"properties".extStatus': 'EXT.READY',
      },
    ]);
  });

  test('has the properties that were asked for', async () => {
    const one = `externalFilter=id=${ids['b'] ?? 0}`;
    const rows = async (query: string) => (await page('documents', `${query}&${one}`)).data;
    expect(await rows('columns=id&properties=extStatus,accountingId')).toEqual([
      { id: ids['b'], properties: { extStatus: 'EXT.READY', accountingId: null } },
    ]);
    expect(await rows('columns=id,properties')).toEqual([{ id: ids['b'], properties: { extStatus: 'EXT.READY' } }]);
    const [all] = await rows('properties=accountingId');
    expect(all).toMatchObject({ id: ids['b'], number: '103', properties: { accountingId: null } });
    expect(Object.keys((await rows('columns=id,properties&properties='))[0] ?? {})).toEqual(['id']);
  });
});

describe('externalFilter', () => {
  test.each([
    ["type='INVOICE.SALES'", 'abc'],
    ["(type='INVOICE.SALES' AND status='OPEN')", 'abc'],
    ["NOT type='INVOICE.SALES'", 'def'],
    ["number='o''1'", 'd'],
    ["issuedOn>='2026-11-02' and issuedOn<'2026-11-03'", 'd'],
    ["tags ANY 'vip'", 'a'],
    ["properties.extStatus='EXT.READY'", 'b'],
    ['number=null', 'e'],
    ["number!='101'", 'bcdef'],
    ['total>99.8', 'ac'],
    ["total='1000.10'", 'a'],
    ['paid=false', 'abcdef'],
    ["company.name='Odběratel a.s.' AND owner.login='admin'", 'abcdef'],
    ["company.registrations.vatId='CZ1'", ''],
    ["lines.unitPrice ANY > 100 OR number IN ('102','900')", 'acf'],
    ["exports.accounting.state='failed'", ''],
    ["createdAt>'2020-01-01'", 'abcdef'],
    ['', 'abcdef'],
  ])('%s', async (filter, found) => {
    expect(await letters(`externalFilter=${filter}`)).toBe(found);
    // As clients encode it that do it fully, and those that use encodeURI only.
    expect(await letters(`externalFilter=${encodeURIComponent(filter)}`)).toBe(found);
    expect(await letters(`externalFilter=${encodeURI(filter)}`)).toBe(found);
  });

  test('compares ids', async () => {
    expect(await letters(`externalFilter=id>${ids['c'] ?? 0}`)).toBe('def');
    expect(await letters(`externalFilter=id<${ids['b'] ?? 0}.5`)).toBe('ab');
    expect(await letters(`externalFilter=id<99999999999999999999999`)).toBe('abcdef');
    expect(await letters(`externalFilter=companyId=3 AND ownerId!='3'`)).toBe('abcdef');
  });

  test('that cannot be read is refused with the place', async () => {
    const [status, problem] = await refusal(
      'invoices.sales',
      "externalFilter=(type='INVOICE.SALES' AND statu='APPROVED')",
    );
    const message = 'There is no field "statu" in documents. Did you mean "status"?';
    expect([status, problem]).toMatchObject([
      400,
      {
        type: '/problems/invalid-parameter',
        detail: `externalFilter, character 27: ${message}`,
        errors: [{ path: 'externalFilter', line: 1, column: 27, message }],
      },
    ]);
  });

  test.each([
    ["status='a'; drop table records; --", /";" means nothing here/],
    ['('.repeat(8_000), /nested more than 50 deep/],
    ["number='a' OR '1'='1'", /A field was expected/],
    ["number='\\' OR 1=1 --'", /"-" means nothing here/],
    ["number=' OR 1=1 --'", undefined],
    ["properties.__proto__.x='1'", /no field "__proto__"/],
    ['%00', /NUL/],
  ])('%s is a filter like any other', async (filter, sentence) => {
    const { status, body } = await ask('documents', `externalFilter=${filter}`);
    expect(status).toBe(sentence === undefined ? 200 : 400);
    if (sentence !== undefined) expect((body as Problem).detail).toMatch(sentence);
    expect(await letters('')).toBe('abcdef');
  });
});

describe('pages', () => {
  test('go on by nextOffset until it is null', async () => {
    const seen: unknown[] = [];
    for (let offset: number | null = 0; offset !== null;) {
      const { metadata, data } = await page('documents', `columns=note&limit=4&offset=${offset}`);
      expect([metadata.limit, metadata.count]).toEqual([4, data.length]);
      seen.push(...data.map(({ note }) => note));
      offset = metadata.nextOffset;
    }
    expect(seen.join('')).toBe('abcdef');
    expect((await page('documents', 'limit=6')).metadata).toMatchObject({ nextOffset: null, nextCursor: null });
    expect((await page('documents', 'limit=5')).metadata).toMatchObject({ count: 5, nextOffset: 5 });
    expect((await page('documents', 'offset=100')).metadata).toMatchObject({ count: 0, nextOffset: null });
  });

  test.each([
    'id',
    '-id',
    'issuedOn',
    '-issuedOn,number',
    'number,-issuedOn',
    '-updatedAt',
    'updatedAt',
    '-paid,total',
    'company.name',
    'status,-createdAt',
  ])('go on by cursor in the order %s as without pages', async (sort) => {
    const { data: all } = await page('documents', `columns=note&sort=${sort}`);
    const seen: unknown[] = [];
    for (let cursor = ''; ;) {
      const { metadata, data } = await page('documents', `columns=note&sort=${sort}&limit=2${cursor}`);
      seen.push(...data);
      if (metadata.nextCursor === null) break;
      cursor = `&cursor=${metadata.nextCursor}`;
    }
    expect(seen).toEqual(all);
    expect(seen).toHaveLength(6);
  });

  test('by cursor survive what is inserted, changed and deleted between them', async () => {
    const create = async (name: string) =>
      ((await server.call('POST', '/rest/v1/1/jobs', { name, companyId: 3, ownerId: 2 })).body as { id: number }).id;
    const first = await create('b');
    for (const name of ['d', 'f', 'h']) await create(name);
    const read = async (cursor?: string) =>
      page('jobs', `columns=name&sort=name&limit=2${cursor === undefined ? '' : `&cursor=${cursor}`}`);
    const one = await read();
    await create('a');
    await create('e');
    await server.call('DELETE', `/rest/v1/1/jobs?id=${first}`);
    const two = await read(one.metadata.nextCursor ?? '');
    await create('g');
    const three = await read(two.metadata.nextCursor ?? '');
    expect([one, two, three].flatMap(({ data }) => data.map(({ name }) => name)).join('')).toBe('bdefgh');
    expect(three.metadata).toMatchObject({ nextCursor: null, nextOffset: null });
    expect(one.metadata.nextOffset).toBe(2);
    // Who goes by cursors has no place to count from.
    expect(two.metadata.nextOffset).toBeNull();
  });

  test('refuse a cursor of another question, or one that was tampered with', async () => {
    const { metadata } = await page('documents', 'limit=2&sort=-issuedOn');
    const cursor = metadata.nextCursor ?? '';
    for (const query of [
      `sort=issuedOn&cursor=${cursor}`,
      `sort=-issuedOn&externalFilter=id>0&cursor=${cursor}`,
      'cursor=x',
      'cursor=',
    ]) {
      expect(await refusal('documents', query)).toMatchObject([400, { errors: [{ path: 'cursor' }] }]);
    }
    const [mark] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as [string];
    for (const keys of [['2026-11-03', 'x'], ['2026-11-03'], ['\u0000', '1'], ['2026-11-03', '9'.repeat(30)], [1, 2]]) {
      const forged = Buffer.from(JSON.stringify([mark, ...keys])).toString('base64url');
      expect(await refusal('documents', `sort=-issuedOn&cursor=${forged}`)).toMatchObject([
        400,
        { errors: [{ path: 'cursor' }] },
      ]);
    }
    expect(await refusal('documents', `sort=-issuedOn&cursor=${cursor}&offset=2`)).toMatchObject([
      400,
      { errors: [{ path: 'cursor' }] },
    ]);
  });

  test.each([
    ['limit=0', 'limit'],
    ['limit=many', 'limit'],
    ['offset=-1', 'offset'],
    ['limit=1000000', 'limit'],
    ['colums=id', 'colums'],
    ['columns=', 'columns'],
    ['columns=id,nmber', 'columns'],
    ['columns=id,contacts.value', 'columns'],
    ['properties=extStats', 'properties'],
    ['sort=lines', 'sort'],
    ['sort=nmber', 'sort'],
    ['sort=id,-id', 'sort'],
    ['updatedSince=yesterday', 'updatedSince'],
    ['updatedSince=2026-11-23T10:00:00', 'updatedSince'],
  ])('refuse %s and say which parameter it is', async (query, path) => {
    expect(await refusal('documents', query)).toMatchObject([400, { errors: [{ path }] }]);
  });

  test('tell every fault at once', async () => {
    const [, { errors, detail }] = await refusal('documents', 'columns=x1&sort=x2&externalFilter=x3=1&updatedSince=x4');
    expect(errors.map(({ path }) => path)).toEqual(['columns', 'externalFilter', 'updatedSince', 'sort']);
    expect(detail).toMatch(/4 faults/);
  });
});

describe('updatedSince', () => {
  test('gives what was created or changed then or later, in the order of the changes', async () => {
    const changed = async (letter: string) =>
      (
        await server.call('PATCH', `/rest/v1/1/documents?id=${ids[letter] ?? 0}`, {
          category: `${letter}${Date.now()}`,
        })
      ).body as {
        updatedAt: string;
      };
    const { updatedAt } = await changed('d');
    await changed('a');
    await changed('d');
    const names = async (query: string) =>
      (await page('documents', `columns=note&${query}`)).data.map(({ note }) => note).join('');
    expect(await names(`updatedSince=${updatedAt}`)).toBe('ad');
    expect(await names(`updatedSince=${updatedAt}&sort=-updatedAt`)).toBe('da');
    expect(await names(`updatedSince=${updatedAt}&sort=id`)).toBe('ad');
    expect(await names(`updatedSince=${updatedAt}&limit=1`)).toBe('a');
    expect(await names(`updatedSince=${updatedAt}&externalFilter=type='INVOICE.SALES'`)).toBe('a');
    const local = new Date(Date.parse(updatedAt) + 3_600_000).toISOString().replace('Z', '+01:00');
    // A + that was not encoded arrives as a blank.
    for (const zoned of [local, encodeURIComponent(local)]) expect(await names(`updatedSince=${zoned}`)).toBe('ad');
    expect(await names('updatedSince=2020-01-01')).toBe('bcefad');
    expect(await names('updatedSince=2099-01-01')).toBe('');
  });

  test('leaves out what was deleted', async () => {
    const { body } = await server.call('POST', '/rest/v1/1/jobs', { name: 'gone', companyId: 3, ownerId: 2 });
    const { id, updatedAt } = body as { id: number; updatedAt: string };
    const query = `updatedSince=${updatedAt}&columns=name&externalFilter=name='gone'`;
    expect((await page('jobs', query)).data).toHaveLength(1);
    await server.call('DELETE', `/rest/v1/1/jobs?id=${id}`);
    expect((await page('jobs', query)).data).toHaveLength(0);
  });
});

describe('who may not see a record', () => {
  let clerk: string;
  let insider: string;
  let hidden: number;
  beforeAll(async () => {
    const rights = { '*': ['read'], users: [] };
    const groups = [...defaultGroups.map(({ name }) => ({ name })), { name: 'HR' }, { name: 'Clerks', rights }];
    const applied = await server.call('POST', '/api/v1/1/apply', { file: { groups } });
    expect(applied.body).toMatchObject({ changes: {} });
    clerk = await server.tokenFor(['Clerks']);
    insider = await server.tokenFor(['Clerks', 'HR']);
    const company = await server.call('POST', '/rest/v1/1/companies', {
      ...{ name: 'Skrytá a.s.', brands: ['Hidden brand'], acl: { read: { groups: ['HR'] } } },
    });
    hidden = (company.body as { id: number }).id;
    await server.call('POST', '/rest/v1/1/jobs', { name: 'seen', companyId: hidden, ownerId: 2 });
  });

  test.each([
    'sort=id',
    'sort=-name',
    'sort=-updatedAt',
    'updatedSince=2020-01-01',
    "externalFilter=name='Skrytá a.s.'",
    'offset=1',
  ])('does not see it in a view, nor counted: %s', async (query) => {
    const withIt = await page('companies', `columns=id&${query}`, insider);
    const without = await page('companies', `columns=id&${query}`, clerk);
    const idsOf = ({ data }: Page) => data.map(({ id }) => id);
    expect(idsOf(without)).toEqual(idsOf(withIt).filter((id) => id !== hidden));
    expect(without.metadata.count).toBe(without.data.length);
  });

  test('does not see it through a record that refers to it, be it shown, filtered or sorted by', async () => {
    const jobs = "columns=name,company.name&externalFilter=name='seen'";
    expect((await page('jobs', jobs, insider)).data).toEqual([{ name: 'seen', 'company.name': 'Skrytá a.s.' }]);
    expect((await page('jobs', jobs, clerk)).data).toEqual([{ name: 'seen', 'company.name': null }]);
    const filtered = "externalFilter=company.name='Skrytá a.s.'";
    expect([(await page('jobs', filtered, insider)).data, (await page('jobs', filtered, clerk)).data]).toMatchObject([
      [{ name: 'seen' }],
      [],
    ]);
    const sorted = async (token: string) =>
      (
        await page('jobs', "columns=name&sort=company.name&externalFilter=name='seen' OR name='b' OR name='f'", token)
      ).data.map(({ name }) => name);
    // Hidden, the name counts as not there, and stands before all others.
    expect([await sorted(insider), await sorted(clerk)]).toEqual([
      ['f', 'seen'],
      ['seen', 'f'],
    ]);
    expect((await page('brands', '', clerk)).data.map(({ name }) => name)).not.toContain('Hidden brand');
  });

  test('is refused a view, or a field, of an entity that they may not read', async () => {
    expect(await refusal('users', '', clerk)).toMatchObject([
      403,
      { detail: expect.stringContaining('may not read users') as string },
    ]);
    expect(await refusal('groups', '', clerk)).toMatchObject([403, {}]);
    for (const query of ['columns=owner.login', "externalFilter=owner.login='admin'", 'sort=owner.login']) {
      expect(await refusal('documents', query, clerk)).toMatchObject([
        403,
        { detail: expect.stringContaining('owner.login') as string },
      ]);
    }
    expect(await refusal('companies', '', await server.tokenFor(['Devices']))).toMatchObject([403, {}]);
    const { body } = await server.call('GET', '/rest/v1/1/views', undefined, { authorization: `Bearer ${clerk}` });
    const names = (body as { data: { name: string }[] }).data.map(({ name }) => name);
    expect(names).toContain('companies');
    expect(names).not.toContain('users');
  });
});

describe('a view of the unit’s own', () => {
  const view = {
    ...{
      name: 'invoices.big',
      title: 'Big invoices',
      entity: 'documents',
      types: ['INVOICE.SALES', 'INVOICE.SALES.*'],
    },
    ...{ filter: 'total >= 1000', columns: ['id', 'note', 'company.name', 'properties'], properties: ['extStatus'] },
    ...{ sort: '-issuedOn', limit: 2 },
  };

  test('is configured, read, changed, exported and taken away', async () => {
    expect((await server.call('POST', '/api/v1/1/views', view)).status).toBe(201);
    expect(await page('invoices.big')).toEqual({
      metadata: { count: 1, limit: 2, nextOffset: null, nextCursor: null },
      data: [{ id: ids['a'], note: 'a', 'company.name': 'Odběratel a.s.', properties: { extStatus: null } }],
    });
    await server.call('PUT', '/api/v1/1/views/invoices.big', { ...view, filter: 'total >= 0' });
    expect((await page('invoices.big')).data.map(({ note }) => note)).toEqual(['c', 'b']);
    expect((await page('invoices.big', 'limit=100&columns=note')).data.map(({ note }) => note)).toEqual([
      'c',
      'b',
      'd',
      'a',
    ]);
    const { body } = await server.call('GET', '/api/v1/1/export');
    expect(body).toMatchObject({ views: [{ ...view, filter: 'total >= 0' }] });
    const applied = await server.call('POST', '/api/v1/1/apply', { file: { views: [view] }, dryRun: true });
    expect(applied.body).toMatchObject({
      changes: [{ kind: 'views', name: 'invoices.big', change: 'updated', differences: [{ path: 'filter' }] }],
    });
    expect((await server.call('DELETE', '/api/v1/1/views/invoices.big')).status).toBe(200);
    expect(await refusal('invoices.big', '')).toMatchObject([404, {}]);
  });

  test('takes the place of a built-in one of its name', async () => {
    await server.call('POST', '/api/v1/1/views', {
      name: 'gems',
      entity: 'documents',
      filter: 'id = 0 OR number = null',
      columns: ['note'],
    });
    expect((await page('gems')).data).toEqual([{ note: 'e' }]);
    await server.call('DELETE', '/api/v1/1/views/gems');
    expect((await page('gems')).data).toEqual([]);
  });

  test('is checked when it is saved', async () => {
    const faulty = {
      name: 'faulty',
      entity: 'documents',
      types: ['INVOICE.SALE'],
      filter: 'totl > 1',
      columns: ['id', 'nmber'],
      sort: 'lines',
    };
    const { status, body } = await server.call('POST', '/api/v1/1/views', faulty);
    expect([status, body]).toMatchObject([
      422,
      {
        errors: [
          {
            path: expect.stringMatching(/types\[0\]$/) as string,
            message: expect.stringContaining('Did you mean "INVOICE.SALES"?') as string,
          },
          { path: expect.stringMatching(/filter$/) as string, line: 1, column: 1 },
          { path: expect.stringMatching(/columns\[1\]$/) as string },
          { path: expect.stringMatching(/sort$/) as string },
        ],
      },
    ]);
    for (const wrong of [{ entity: 'documnts' }, { name: 'a/b' }, { columns: [] }, { entity: 'units', types: ['X'] }]) {
      const refused = await server.call('POST', '/api/v1/1/views', {
        ...faulty,
        types: undefined,
        filter: undefined,
        sort: undefined,
        columns: ['id'],
        ...wrong,
      });
      expect(refused.status).toBeGreaterThanOrEqual(400);
    }
  });
});

describe('the habits of clients', () => {
  test('a GET says that it sends JSON, and sends nothing', async () => {
    for (const url of ['/rest/v1/1/views/documents?limit=1', `/rest/v1/1/documents?id=${ids['a'] ?? 0}`]) {
      const answer = await server.call('GET', url, undefined, { 'content-type': 'application/json' });
      expect(answer.status).toBe(200);
    }
  });

  test('a view that is not there is told with the nearest name', async () => {
    expect(await refusal('invoices.sale', '')).toMatchObject([
      404,
      { detail: 'There is no view "invoices.sale". Did you mean "invoices.sales"?' },
    ]);
  });

  test('an answer above 10 MB is refused, with what would fit', async () => {
    const note = 'x'.repeat(19_000);
    for (let batch = 0; batch < 14; batch += 1) {
      const tasks = Array.from({ length: 45 }, () => ({ name: 'long', ownerId: 2, note }));
      await server.call('POST', '/rest/v1/1/tasks', tasks);
    }
    const [status, problem] = await refusal('tasks', 'columns=id,note');
    expect([status, problem.type]).toEqual([413, '/problems/too-large']);
    const limit = /limit=(\d+),/.exec(problem.detail)?.[1];
    const { data, metadata } = await page('tasks', `columns=id,note&limit=${limit ?? ''}`);
    expect(data.length).toBeGreaterThan(400);
    expect(metadata.nextOffset).toBe(data.length);
    expect((await page('tasks', 'columns=id')).data).toHaveLength(630);
  });
});
