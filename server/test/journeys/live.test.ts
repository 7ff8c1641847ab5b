import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sessionCookie } from '../../src/access/sessions/cookie.ts';
import { LiveFeed } from '../../src/live/live-feed.ts';
import { createLog } from '../../src/log.ts';
import { accepted } from '../receivers/behaviour.ts';
import { type Receiver, startReceiver } from '../receivers/receiver.ts';
import { type TestApp, testApp } from '../support/app.ts';
import { givePassword, visitor } from '../support/visitor.ts';

/** Pages that listen for changes, over real connections. */
let app: TestApp;
let receiver: Receiver;
let port = 0;

interface Event {
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
}

interface Page {
  readonly status: number;
  readonly type: string;
  readonly events: readonly Event[];
  /** Resolves with the first event that fits, of those that came and those to come. */
  until(fits: (event: Event) => boolean): Promise<Event>;
  readonly ended: Promise<void>;
  close(): void;
}

/** Opens a page's stream; resolves when it has begun. */
function openPage(token = app.token, headers: Readonly<Record<string, string>> = {}, at = port): Promise<Page> {
  return new Promise((resolve, reject) => {
    const asked = request({
      ...{ host: '127.0.0.1', port: at, path: '/api/v1/1/live', agent: false },
      headers: {
        accept: 'text/event-stream',
        ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
        ...headers,
      },
    });
    asked.once('error', reject);
    asked.once('response', (answer) => {
      const events: Event[] = [];
      const waiting = new Set<() => void>();
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (chunk: string) => {
        text += chunk;
        const blocks = text.split('\n\n');
        text = blocks.pop() ?? '';
        for (const block of blocks) {
          const event = /^event: (.*)$/m.exec(block)?.[1];
          const data = /^data: (.*)$/m.exec(block)?.[1];
          if (event !== undefined && data !== undefined)
            events.push({ event, data: JSON.parse(data) as Event['data'] });
        }
        for (const look of waiting) look();
      });
      const ended = new Promise<void>((end) => answer.once('close', () => end()));
      // A page that goes away closes its connection in the middle of the answer.
      answer.on('error', () => undefined);
      const until: Page['until'] = (fits) =>
        new Promise((found, failed) => {
          const look = (): void => {
            const event = events.find(fits);
            if (event === undefined) return;
            waiting.delete(look);
            found(event);
          };
          waiting.add(look);
          void ended.then(() => failed(new Error(`the stream ended after ${JSON.stringify(events)}`)));
          look();
        });
      const { statusCode = 0, headers: answered } = answer;
      const type = answered['content-type'] ?? '';
      resolve({ status: statusCode, type, events, until, ended, close: () => asked.destroy() });
    });
    asked.end();
  });
}

const named = (name: string) => (event: Event) => event.event === name;

beforeAll(async () => {
  app = await testApp({ liveTickMs: 50 });
  receiver = await startReceiver(accepted);
  await app.counterparty('books', receiver.url);
  await app.app.listen({ host: '127.0.0.1', port: 0 });
  port = (app.app.server.address() as AddressInfo).port;
});
afterAll(async () => {
  await app.close();
  await receiver.close();
});

/** Changes through the API, as people do. */
const create = async (note: string, more: Readonly<Record<string, unknown>> = {}): Promise<number> => {
  const fields = { type: 'INVOICE.SALES', companyId: 3, ownerId: 2, note, lines: [], ...more };
  const { status, body } = await app.call('POST', '/rest/v1/1/documents', fields);
  expect(status, JSON.stringify(body)).toBe(201);
  return (body as { id: number }).id;
};

describe('an open page', () => {
  test('hears which record and which deliveries have changed, also when the counterparty has answered', async () => {
    const page = await openPage();
    expect(page).toMatchObject({ status: 200, type: 'text/event-stream; charset=utf-8' });
    const id = await create('books');
    await page.until(
      ({ event, data }) =>
        event === 'records' && data['entity'] === 'documents' && (data['ids'] as number[]).includes(id),
    );
    const [made] = await app.deliveries({ recordId: id });
    await app.ended(made?.id ?? '');
    const settled = page.events.length;
    await page.until((event) => named('deliveries')(event) && (event.data['ids'] as string[]).includes(made?.id ?? ''));
    expect(page.events.length).toBeGreaterThanOrEqual(settled);
    page.close();
    await page.ended;
  });

  test('hears of a pause, of configuration and of jobs', async () => {
    const page = await openPage();
    // The first look has been made when an event has come.
    await create('nobody');
    await page.until(named('records'));
    await app.call('POST', '/api/v1/1/connections/books/pause', { reason: 'maintenance' });
    await app.call('PUT', '/api/v1/1/dictionaries/vat', { name: 'vat', entries: { '21': 'high' } });
    await app.call('POST', '/api/v1/1/triggers/books/fire');
    const rarely = await Promise.all(['connections', 'configuration', 'jobs'].map((name) => page.until(named(name))));
    expect(rarely[0]?.data).toEqual({ names: ['books'] });
    expect(page.events.filter(named('configuration'))).toEqual([
      { event: 'configuration', data: { kind: 'dictionaries', name: 'vat' } },
    ]);
    await app.call('POST', '/api/v1/1/connections/books/resume');
    page.close();
    await page.ended;
  });

  test('hears only of what its person may see', async () => {
    const reader = await openPage(await app.tokenFor(['Readers']));
    const administrator = await openPage();
    await create('warm up');
    await Promise.all([reader.until(named('records')), administrator.until(named('records'))]);
    const hidden = await create('books', { acl: { read: { groups: ['Administrators'] } } });
    await app.call('PUT', '/api/v1/1/dictionaries/other', { name: 'other', entries: {} });
    const seen = await create('nobody');
    const has = (id: number) => (event: Event) =>
      event.event === 'records' && (event.data['ids'] as number[]).includes(id);
    await Promise.all([
      reader.until(has(seen)),
      administrator.until(has(hidden)),
      administrator.until(named('configuration')),
    ]);
    expect(reader.events.some(has(hidden))).toBe(false);
    const [made] = await app.deliveries({ recordId: hidden });
    expect(JSON.stringify(reader.events)).not.toContain(made?.id ?? 'no delivery');
    expect(reader.events.some(named('configuration'))).toBe(false);
    for (const page of [reader, administrator]) page.close();
    await Promise.all([reader.ended, administrator.ended]);
  });

  test('that comes back is told to read everything again; a new one is not', async () => {
    const back = await openPage(app.token, { 'last-event-id': '7' });
    const fresh = await openPage();
    await back.until(named('reset'));
    await create('nobody');
    await fresh.until(named('records'));
    expect(fresh.events.some(named('reset'))).toBe(false);
    for (const page of [back, fresh]) page.close();
    await Promise.all([back.ended, fresh.ended]);
  });

  test('is refused where it asks for something else than events, without a token, and beyond twenty of one person', async () => {
    expect(await app.call('GET', '/api/v1/1/live')).toMatchObject({
      status: 400,
      body: { type: '/problems/invalid-parameter' },
    });
    expect((await openPage('nobody-knows-this-token-of-32-chars')).status).toBe(401);
    const token = await app.tokenFor(['Readers']);
    const pages = await Promise.all(Array.from({ length: 20 }, () => openPage(token)));
    const refused = await openPage(token);
    expect(refused.status).toBe(429);
    expect((await openPage()).status).toBe(200);
    for (const page of pages) page.close();
    await Promise.all(pages.map(({ ended }) => ended));
    await app.until(async () => (await openPage(token)).status === 200);
  });
});

describe('a page ends', () => {
  test('with the session of its person', async () => {
    await givePassword(app.database, 2, 'seven grey herons at dusk');
    const browser = visitor(app.app);
    await browser.signIn('admin', 'seven grey herons at dusk');
    const page = await openPage('', { cookie: `${sessionCookie}=${browser.cookie ?? ''}` });
    expect(page.status).toBe(200);
    await create('nobody');
    await page.until(named('records'));
    await browser.call('DELETE', '/api/v1/session');
    await page.ended;
  });

  test('when its person has lost the right to read', async () => {
    const page = await openPage(await app.tokenFor(['Readers']));
    await create('nobody');
    await page.until(named('records'));
    const [user] = await app.database.query<{ id: number }>({
      text: `select id from records where entity = 'users' and data -> 'groups' = '["Readers"]' order by id desc limit 1`,
    });
    await app.call('PATCH', `/api/v1/1/users/${user?.id ?? 0}`, { groups: [] });
    await page.ended;
  });
});

test('a page at another process hears of what happens here', async () => {
  interface Word {
    readonly watch?: readonly number[];
    readonly changed?: unknown;
  }
  const words: Word[] = [];
  const stopListening = await app.database.listen('gangway_live', (payload) => {
    if (payload !== '') words.push(JSON.parse(payload) as Word);
  });
  const elsewhere = new LiveFeed({ database: app.database, log: createLog('silent') });
  await elsewhere.start();
  let text = '';
  const stream = elsewhere.subscribe(1, 'somebody', {
    viewer: {
      userId: 2,
      groups: ['Administrators'],
      administrator: true,
      rights: { everything: true, others: new Set(), entities: new Map() },
    },
    isBack: false,
    judgeAgain: () => Promise.resolve(undefined),
    cut: () => undefined,
  });
  stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
  await app.until(() => words.some(({ watch }) => watch?.includes(1) === true));
  const { id } = await app.send('books');
  await app.ended(id);
  // The process that has sent it says so, because somebody looks elsewhere.
  const told = await app.until(() => words.find(({ changed }) => JSON.stringify(changed ?? []).includes(id)));
  await app.until(() => text.includes(id));
  // However old a delivery is, and whoever names it.
  await app.database.query({ text: `update deliveries set finished_at = now() where id = $1`, values: [id] });
  text = '';
  const again = JSON.stringify({ ...told, from: 'another' });
  await app.database.query({ text: 'select pg_notify($1, $2)', values: ['gangway_live', again] });
  await app.until(() => text.includes(id));
  await app.database.query({ text: `select pg_notify('gangway_live', '')` });
  await app.until(() => text.includes('event: reset'));
  await elsewhere.stop();
  await stopListening();
});

test('a server that is stopped ends its pages', async () => {
  const other = await testApp({ start: false });
  await other.app.listen({ host: '127.0.0.1', port: 0 });
  const page = await openPage(other.token, {}, (other.app.server.address() as AddressInfo).port);
  const stoppedAt = performance.now();
  await other.close();
  await page.ended;
  expect(performance.now() - stoppedAt).toBeLessThan(3_000);
});
