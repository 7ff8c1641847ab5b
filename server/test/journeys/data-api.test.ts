import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestApp, testApp } from '../support/app.ts';

/** A program that was written for the model's API reads and writes here as it did there. */
let server: TestApp;
let port: number;
beforeAll(async () => {
  server = await testApp({ start: false });
  port = Number(new URL(await server.app.listen({ port: 0, host: '127.0.0.1' })).port);
});
afterAll(() => server.close());

type Json = Readonly<Record<string, unknown>>;
interface View {
  readonly metadata: { readonly count: number; readonly limit: number; readonly nextOffset: number | null };
  readonly data: readonly Json[];
}

/** As such clients do it: the address encoded with encodeURI and nothing more, the same headers on every method, and every answer below 300 read as JSON. */
function call(method: string, path: string, body?: Json): Promise<{ status: number; body: unknown }> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${server.token}`, 'Content-type': 'application/json' };
    const sent = request({ port, method, path: encodeURI(path), headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => {
        const status = answer.statusCode ?? 0;
        resolve({ status, body: JSON.parse(Buffer.concat(chunks).toString()) });
      });
    });
    sent.on('error', reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

/** They repeat whatever is no 2xx, refusals too, and give up after five more. */
async function callAsTheyDo(method: string, path: string, body?: Json): Promise<{ status: number; body: Json }> {
  for (let attempt = 0; ; attempt += 1) {
    const answer = await call(method, path, body);
    if (answer.status < 300 || attempt === 5) return { status: answer.status, body: answer.body as Json };
  }
}

/** They follow nextOffset until it is null. */
async function readAll(view: string, query: string): Promise<Json[]> {
  const rows: Json[] = [];
  for (let offset: number | null = 0; offset !== null;) {
    const { status, body } = await call('GET', `/rest/v1/1/views/${view}?${query}&offset=${offset}`);
    expect(status).toBe(200);
    const { metadata, data } = body as View;
    expect(metadata.count).toBe(data.length);
    rows.push(...data);
    offset = metadata.nextOffset;
  }
  return rows;
}

describe('a client of the model', () => {
  test('writes companies, persons, jobs and invoices, and finds them again', async () => {
    const company = (
      await callAsTheyDo('POST', '/rest/v1/1/companies', {
        name: 'Dobrá káva s.r.o.',
        client: true,
        registrations: { vatId: 'CZ99887766' },
      })
    ).body;
    const person = (
      await callAsTheyDo('POST', '/rest/v1/1/persons', {
        firstName: 'Jana',
        lastName: 'Nová',
        companyId: company['id'],
      })
    ).body;
    const job = (
      await callAsTheyDo('POST', '/rest/v1/1/jobs', { name: 'Campaign', companyId: company['id'], ownerId: 2 })
    ).body;
    const invoice = await callAsTheyDo('POST', '/rest/v1/1/documents', {
      ...{ type: 'INVOICE.SALES', ownerId: 2, companyId: company['id'], personId: person['id'], jobId: job['id'] },
      lines: [{ name: 'Design', quantity: 2, unitPrice: 1000.5, vatRate: 21 }],
    });
    expect(invoice).toMatchObject({ status: 201, body: { status: 'OPEN', total: '2421.21' } });
    const { id, registration } = invoice.body as { id: number; registration: string };
    const byId = await callAsTheyDo('GET', `/rest/v1/1/documents?id=${id}`);
    const byRegistration = await callAsTheyDo('GET', `/rest/v1/1/documents?registration=${registration}`);
    expect([byId.body, byRegistration.body]).toEqual([invoice.body, invoice.body]);
    await callAsTheyDo('PATCH', `/rest/v1/1/documents?id=${id}`, { status: 'APPROVED' });
    const filter = `(type='INVOICE.SALES' AND status='APPROVED' AND company.registrations.vatId='CZ99887766')`;
    const found = await readAll(
      'invoices.sales',
      `columns=id,status,total&properties=extStatus&externalFilter=${filter}`,
    );
    expect(found).toEqual([{ id, status: 'APPROVED', total: '2421.21', properties: { extStatus: null } }]);
    expect(await readAll('companies.client', "columns=name&externalFilter=name='Dobrá káva s.r.o.'")).toEqual([
      { name: 'Dobrá káva s.r.o.' },
    ]);
    expect(await readAll('users', 'columns=login&externalFilter=isDisabled=false')).toEqual([{ login: 'admin' }]);
  });

  test('reads page after page until nothing follows', async () => {
    const tasks = Array.from({ length: 250 }, (_, index) => ({ name: `task ${index}`, ownerId: 2, category: 'paged' }));
    await server.call('POST', '/rest/v1/1/tasks', tasks);
    const rows = await readAll('tasks', "columns=name&limit=60&externalFilter=category='paged'");
    expect(rows.map(({ name }) => name)).toEqual(tasks.map(({ name }) => name));
  });

  test('does no harm by repeating what was refused', async () => {
    const before = await readAll('documents', 'columns=id');
    const refused = await callAsTheyDo('POST', '/rest/v1/1/documents', {
      type: 'INVOICE.SALES',
      ownerId: 2,
      companyId: 424242,
    });
    expect(refused).toMatchObject({
      status: 422,
      body: { type: '/problems/invalid-record', errors: [{ path: 'companyId' }] },
    });
    expect(await readAll('documents', 'columns=id')).toEqual(before);
  });
});

describe('a copy that is kept up to date with updatedSince', () => {
  /** Page by page; gives the last moment that was seen. */
  async function follow(copy: Map<unknown, Json>, since: string): Promise<string> {
    let newest = since;
    for (let cursor = ''; ;) {
      const { body } = await call(
        'GET',
        `/rest/v1/1/views/jobs?columns=id,name,updatedAt&limit=20&updatedSince=${since}${cursor}`,
      );
      const { metadata, data } = body as View & { metadata: { nextCursor: string | null } };
      for (const row of data) {
        copy.set(row['id'], row);
        newest = String(row['updatedAt']);
      }
      if (metadata.nextCursor === null) return newest;
      cursor = `&cursor=${metadata.nextCursor}`;
    }
  }
  const aMinuteBefore = (moment: string): string => new Date(Date.parse(moment) - 60_000).toISOString();

  test('holds every record as it is, although others create and change records all the time', async () => {
    const made = await server.call(
      'POST',
      '/rest/v1/1/jobs',
      Array.from({ length: 60 }, (_, index) => ({ name: `job ${index}`, companyId: 3, ownerId: 2 })),
    );
    const ids = (made.body as { record: { id: number } }[]).map(({ record }) => record.id);
    let writing = true;
    const writers = [0, 1, 2].map(async (writer) => {
      for (let round = 0; writing; round += 1) {
        const id = ids[(round * 7 + writer * 13) % ids.length] ?? 0;
        await server.call('PATCH', `/rest/v1/1/jobs?id=${id}`, { name: `job of ${writer} in ${round}` });
        if (round % 5 === 0)
          await server.call('POST', '/rest/v1/1/jobs', { name: `new ${writer} ${round}`, companyId: 3, ownerId: 2 });
      }
    });
    const copy = new Map<unknown, Json>();
    let newest = '2020-01-01T00:00:00Z';
    for (let turn = 0; turn < 8; turn += 1) newest = await follow(copy, turn === 0 ? newest : aMinuteBefore(newest));
    writing = false;
    await Promise.all(writers);
    await follow(copy, aMinuteBefore(newest));
    const all = await readAll('jobs', 'columns=id,name,updatedAt');
    expect([...copy.values()].sort((one, other) => Number(one['id']) - Number(other['id']))).toEqual(all);
  });
});

test('a configurator brings a view in a file, sees what changes, and takes it elsewhere', async () => {
  const file = {
    views: [
      {
        name: 'jobs.mine',
        entity: 'jobs',
        filter: "owner.login='admin'",
        columns: ['name', 'company.name'],
        sort: 'name',
        limit: 3,
      },
    ],
  };
  const dry = await server.call('POST', '/api/v1/1/apply', { file, dryRun: true });
  expect(dry.body).toMatchObject({ changes: [{ kind: 'views', name: 'jobs.mine', change: 'created' }] });
  await server.call('POST', '/api/v1/1/apply', { file });
  const { data, metadata } = (await call('GET', '/rest/v1/1/views/jobs.mine')).body as View;
  expect([data.length, metadata.limit, Object.keys(data[0] ?? {})]).toEqual([3, 3, ['name', 'company.name']]);
  expect((await server.call('GET', '/api/v1/1/export')).body).toMatchObject(file);
  const again = await server.call('POST', '/api/v1/1/apply', { file });
  expect(again.body).toMatchObject({ changes: [{ change: 'unchanged' }] });
});
