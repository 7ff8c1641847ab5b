import { readJson } from '@gangway/language';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accepted, answer } from '../receivers/behaviour.ts';
import { type Receiver, startReceiver } from '../receivers/receiver.ts';
import { type TestApp, testApp } from '../support/app.ts';

/** What the pages of the console ask of the server, beside what every client does. */
let app: TestApp;
let receiver: Receiver;
let refusing = true;

beforeAll(async () => {
  app = await testApp();
  receiver = await startReceiver(() => (refusing ? answer(422, 'The VAT code is unknown.') : accepted));
  await app.counterparty('books', receiver.url);
});
afterAll(async () => {
  await app.close();
  await receiver.close();
});

const get = async <T>(path: string, headers: Readonly<Record<string, string>> = {}): Promise<T> => {
  const { status, body } = await app.call('GET', path, undefined, headers);
  expect(status, JSON.stringify(body)).toBe(200);
  return body as T;
};
const as = (token: string) => ({ authorization: `Bearer ${token}` });

interface Listed {
  readonly data: readonly { readonly id: string; readonly state: string }[];
  readonly nextCursor: string | null;
}
interface Counted {
  readonly counts: Readonly<Record<string, number>>;
  readonly total: number;
  readonly atLeast: readonly string[];
}
const idsOf = async (query: string): Promise<string[]> =>
  (await get<Listed>(`/api/v1/1/deliveries?${query}`)).data.map(({ id }) => id);

describe('a list of deliveries', () => {
  let refusedId = '';
  let deliveredId = '';
  let recordId = 0;

  beforeAll(async () => {
    refusing = true;
    const refused = await app.ended((await app.send('books')).id);
    expect(refused.state).toBe('refused');
    refusedId = refused.id;
    recordId = refused.recordId ?? 0;
    refusing = false;
    deliveredId = (await app.ended((await app.send('books')).id)).id;
  });

  test('is counted by the same filter', async () => {
    expect(await get<Counted>('/api/v1/1/deliveries/counts')).toEqual({
      counts: { refused: 1, delivered: 1 },
      total: 2,
      atLeast: [],
    });
    const refused = await get<Counted>('/api/v1/1/deliveries/counts?state=refused,failed&connection=books');
    expect(refused).toEqual({ counts: { refused: 1 }, total: 1, atLeast: [] });
    expect(await get<Counted>('/api/v1/1/deliveries/counts?connection=other')).toMatchObject({ counts: {}, total: 0 });
  });

  test('is searched by ids, by the begin of a registration, and by the words of a reason', async () => {
    const { registration } = await app.record(recordId);
    expect(await idsOf(`text=${refusedId}`)).toEqual([refusedId]);
    expect(await idsOf(`text=${recordId}`)).toEqual([refusedId]);
    expect(await idsOf(`text=${encodeURIComponent(registration)}`)).toEqual([refusedId]);
    expect(await idsOf(`text=${encodeURIComponent(registration.slice(0, 4))}`)).toEqual([deliveredId, refusedId]);
    const words = encodeURIComponent(
      (await app.delivery(refusedId, () => true)).reason?.slice(2, 20).toUpperCase() ?? '',
    );
    expect(await idsOf(`text=${words}`)).toEqual([refusedId]);
    expect(await idsOf(`text=${words}&state=delivered`)).toEqual([]);
    expect(await idsOf('text=100%25')).toEqual([]);
  });

  test('is ordered and paged in both directions, and filtered by template', async () => {
    expect(await idsOf('order=oldest')).toEqual([refusedId, deliveredId]);
    const first = await get<Listed>('/api/v1/1/deliveries?order=oldest&limit=1');
    expect(first.data.map(({ id }) => id)).toEqual([refusedId]);
    expect(await idsOf(`order=oldest&limit=1&cursor=${first.nextCursor ?? ''}`)).toEqual([deliveredId]);
    expect(await idsOf('template=books')).toHaveLength(2);
    expect(await idsOf('template=other')).toEqual([]);
  });

  test('names for each who caused it, and when', async () => {
    expect(await get(`/api/v1/1/deliveries/${refusedId}`)).toMatchObject({
      cause: { kind: 'created', names: ['documents.created', 'documents.open'], userName: 'Admin', origin: 'api' },
    });
  });

  test('says before many are sent again what will be sent, and sends just that', async () => {
    const preview = await app.call('POST', '/api/v1/1/deliveries/resend', { template: 'books', dryRun: true });
    expect(preview.body).toMatchObject({
      count: 1,
      groups: [{ connection: 'books', template: 'books', state: 'refused', count: 1 }],
      first: [{ id: refusedId }],
    });
    const started = await app.call('POST', '/api/v1/1/deliveries/resend', { ids: [refusedId, deliveredId] });
    expect(started.status).toBe(202);
    const again = await app.until(async () => {
      const { data } = await get<Listed>(`/api/v1/1/deliveries?recordId=${recordId}&entity=documents`);
      return data.find(({ id, state }) => id !== refusedId && state === 'delivered');
    });
    expect(again.state).toBe('delivered');
    const after = await app.call('POST', '/api/v1/1/deliveries/resend', { ids: [refusedId], dryRun: true });
    expect(after.body).toEqual({ count: 0, groups: [], first: [] });
  });
});

describe('the overview', () => {
  interface Overview {
    readonly counts: Readonly<Record<string, number>>;
    readonly needsPerson: readonly { readonly kind: string; readonly connection: string | null }[];
    readonly connections: readonly {
      readonly name: string;
      readonly state: string;
      readonly sent: number;
      readonly failed: number;
      readonly p50Ms: number | null;
      readonly lastSuccessAt: string | null;
      readonly series: readonly { readonly delivered: number; readonly refused: number }[];
    }[];
    readonly today: { readonly delivered: number; readonly usual: number | null };
    readonly checklist: readonly { readonly step: string; readonly done: boolean }[];
  }
  const overview = (range = '24h'): Promise<Overview> => get(`/api/v1/1/overview?range=${range}`);
  const health = async () => (await overview()).connections.find(({ name }) => name === 'books');

  test('tells what flows through each connection, and what needs a person', async () => {
    refusing = true;
    await app.ended((await app.send('books')).id);
    // Figures go up to two seconds ago.
    const books = await app.until(async () => {
      const found = await health();
      return found !== undefined && found.series.some(({ refused }) => refused >= 2) && found;
    });
    expect(books).toMatchObject({ state: 'ok', sent: 2, failed: 1 });
    expect(books.p50Ms).toBeGreaterThan(0);
    expect(books.lastSuccessAt).not.toBeNull();
    expect(books.series).toHaveLength(48);
    const { counts, needsPerson, today, checklist } = await overview();
    expect(counts).toMatchObject({ delivered: 2, refused: 1 });
    expect(needsPerson).toContainEqual(expect.objectContaining({ kind: 'refused', connection: 'books', count: 1 }));
    expect(today).toEqual({ delivered: 2, usual: null });
    expect(checklist.every(({ done }) => done)).toBe(true);
    expect((await overview('30d')).connections.find(({ name }) => name === 'books')?.sent).toBe(2);
  });

  test('counts an attempt once, however often it is looked at', async () => {
    const before = await health();
    await overview();
    expect(await health()).toEqual({ ...before, series: expect.anything() as unknown });
  });

  test('shows a paused and a failing connection, and its health over time', async () => {
    await app.pause('books');
    expect(await overview()).toMatchObject({
      needsPerson: expect.arrayContaining([
        expect.objectContaining({ kind: 'paused', connection: 'books' }),
      ]) as unknown,
    });
    expect(await get('/api/v1/1/connections/books/health?range=7d')).toMatchObject({
      state: 'paused',
      sent: 2,
      alerts: [],
    });
    await app.resume('books');
    await app.database.query({
      text: `update lanes set failing_since = now() - interval '6 minutes', breaker_reason = 'No answer.' where connection = 'books'`,
    });
    const { needsPerson } = await overview();
    expect(needsPerson).toContainEqual(
      expect.objectContaining({ kind: 'failing', connection: 'books', text: 'No answer.' }),
    );
    expect(await health()).toMatchObject({ state: 'failing', reason: 'No answer.' });
    await app.database.query({ text: `update lanes set failing_since = null, breaker_reason = null` });
    expect((await app.call('GET', '/api/v1/1/connections/nothing/health')).status).toBe(404);
  });
});

describe('a record', () => {
  interface Transitions {
    readonly status: string;
    readonly transitions: readonly {
      readonly to: string;
      readonly allowed: boolean;
      readonly sentence: string | null;
    }[];
  }
  const transitions = (id: number, token = app.token): Promise<Transitions> =>
    get(`/rest/v1/1/documents/transitions?id=${id}`, as(token));

  test('says where its status can go, and to whom it is not allowed why', async () => {
    const { id } = await app.invoice();
    const own = await transitions(id);
    expect(own.status).toBe('OPEN');
    expect(own.transitions.map(({ to, allowed }) => [to, allowed])).toEqual([
      ['PROCESSING', true],
      ['APPROVED', true],
      ['CANCELLED', true],
    ]);
    const bookkeeper = await transitions(id, await app.tokenFor(['Bookkeepers']));
    const approve = bookkeeper.transitions.find(({ to }) => to === 'APPROVED');
    expect(approve).toMatchObject({ allowed: false, sentence: expect.stringContaining('needs the group') as unknown });
    const reader = await transitions(id, await app.tokenFor(['Readers']));
    expect(reader.transitions.every(({ allowed, sentence }) => !allowed && sentence !== null)).toBe(true);
    // Nothing was written.
    expect((await app.record(id)).revision).toBe(1);
    expect(await get('/rest/v1/1/companies/transitions?id=3')).toMatchObject({ transitions: [] });
  });

  interface Line {
    readonly id: string;
    readonly kind: string;
    readonly who: string | null;
    readonly attempts: readonly { readonly outcome: string }[];
    readonly delivery: { readonly state: string } | null;
  }
  interface Story {
    readonly data: readonly Line[];
    readonly nextCursor: string | null;
  }

  test('tells its story in one line of time, a page at a time', async () => {
    refusing = true;
    const { id, recordId } = await app.send('books');
    await app.ended(id);
    await app.change(recordId, { status: 'APPROVED' });
    const url = `/api/v1/1/records/documents/${recordId}/story`;
    const { data } = await get<Story>(url);
    const kinds = data.map(({ kind }) => kind);
    expect(kinds[0]).toBe('approval');
    expect(kinds).toContain('alert');
    expect(kinds.slice(-2).sort()).toEqual(['change', 'delivery']);
    expect(data.find(({ kind }) => kind === 'delivery')).toMatchObject({
      delivery: { state: 'refused' },
      attempts: [{ outcome: 'refused' }],
    });
    const paged: Line[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: Story = await get(`${url}?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`);
      paged.push(...page.data);
      cursor = page.nextCursor;
    }
    expect(paged).toEqual(data);
    const secret = await app.invoice({ acl: { read: { groups: ['Administrators'] } } });
    const reader = as(await app.tokenFor(['Readers']));
    expect((await app.call('GET', `/api/v1/1/records/documents/${secret.id}/story`, undefined, reader)).status).toBe(
      404,
    );
  });
});

test('samples are the last records as a template sees them, with all digits, and only those that fit and may be seen', async () => {
  const kept = await app.invoice({ name: 'sample', note: 'x', acl: { read: { groups: ['Administrators'] } } });
  const shown = await app.invoice({ name: 'sample', note: 'y' });
  const query = `entity=documents&template=books&filter=${encodeURIComponent("name='sample'")}`;
  const raw = await app.app.inject({ method: 'GET', url: `/api/v1/1/samples?${query}`, headers: as(app.token) });
  expect(raw.body).toContain('"total":2755.66');
  const read = readJson(raw.body);
  expect(read.ok && read.value).toMatchObject({
    data: [
      {
        registration: shown.registration,
        run: {
          context: { input: { company: { name: 'Odběratel a.s.' } }, connection: { name: 'books' } },
          zone: 'Europe/Prague',
        },
      },
      { registration: kept.registration },
    ],
  });
  const configurator = as(await app.tokenFor(['Configurator']));
  const { data } = await get<{ data: readonly { recordId: number }[] }>(`/api/v1/1/samples?${query}`, configurator);
  expect(data.map(({ recordId }) => recordId)).toEqual([shown.id]);
  const ids = await get<{ data: readonly { recordId: number }[] }>(
    `/api/v1/1/samples?entity=documents&ids=${shown.id}`,
  );
  expect(ids.data).toHaveLength(1);
  const faulty = await app.call('GET', `/api/v1/1/samples?entity=documents&filter=${encodeURIComponent("nam='x'")}`);
  expect(faulty).toMatchObject({ status: 400, body: { errors: [{ path: 'filter' }] } });
});

test('the inbox gathers what waits for a person, as far as this one may see it', async () => {
  refusing = true;
  const { id, recordId } = await app.send('books', { acl: { read: { groups: ['Administrators'] } } });
  await app.ended(id);
  interface Inbox {
    readonly counts: Readonly<Record<string, number>>;
    readonly failures: readonly { readonly id: string; readonly recordId: number }[];
  }
  const own = await get<Inbox>('/api/v1/1/inbox');
  expect(own.failures[0]).toMatchObject({ id, recordId });
  expect(own.counts['failures']).toBe(own.failures.length);
  const reader = await get<Inbox>('/api/v1/1/inbox', as(await app.tokenFor(['Readers'])));
  expect(reader.failures.map((row) => row.id)).not.toContain(id);
  expect(reader.counts['failures']).toBe((own.counts['failures'] ?? 0) - 1);
});
