import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { invoiceFields } from '../../server/test/support/company.ts';
import { testApp, type TestApp } from '../../server/test/support/app.ts';
import { closedPort } from '../../server/test/receivers/receiver.ts';
import {
  bridge,
  type Bridge,
  ConflictError,
  ForbiddenError,
  Gangway,
  GangwayError,
  InvalidError,
  NotFoundError,
  type Notice,
  UnreachableError,
} from '../src/index.ts';

let app: TestApp;
let url: string;
let gangway: Gangway;

beforeAll(async () => {
  app = await testApp();
  url = await app.app.listen({ port: 0, host: '127.0.0.1' });
  gangway = new Gangway({ url, token: app.token, unit: 1 });
});
afterAll(() => app.close());

const documents = () => gangway.records<{ id: number; revision: number; note?: string; status: string }>('documents');

/** A server that answers as the test wants; `seen` are the requests. */
async function answering(answers: readonly [status: number, body: string, headers?: Record<string, string>][]) {
  const seen: { readonly key: string | undefined; readonly at: number }[] = [];
  const server = createServer((request, response) => {
    const [status, body, headers = {}] = answers[Math.min(seen.length, answers.length - 1)] ?? [500, ''];
    const key = request.headers['idempotency-key'];
    seen.push({ key: typeof key === 'string' ? key : undefined, at: Date.now() });
    request.resume().on('end', () => response.writeHead(status, headers).end(body));
  });
  const address = await listening(server);
  return { seen, gangway: new Gangway({ url: address, token: 't', unit: 1 }) };
}

async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('records', () => {
  test('are created, read by id and registration, changed, put and deleted', async () => {
    const { id, revision } = await documents().create(invoiceFields);
    expect(await documents().get(id)).toMatchObject({ id, status: 'OPEN' });
    expect(await documents().change(id, { note: 'one' }, { revision })).toMatchObject({ note: 'one' });
    const put = await documents().put('SDK-1', { ...invoiceFields, note: 'put' });
    expect(await documents().get({ registration: 'SDK-1' })).toMatchObject({ id: put.id, note: 'put' });
    await documents().delete(put.id);
    expect(await documents().find(put.id)).toBeUndefined();
  });

  test('that are refused throw the class of their problem, with its sentence and every fault', async () => {
    const { id, revision } = await documents().create(invoiceFields);
    await documents().change(id, { note: 'newer' });
    await expect(documents().get(999_999)).rejects.toThrow(NotFoundError);
    await expect(documents().change(id, { note: 'x' }, { revision })).rejects.toThrow(ConflictError);
    const stranger = new Gangway({ url, token: 'gw_nobody-knows-this-token-of-the-tests', unit: 1 });
    await expect(stranger.me()).rejects.toThrow(ForbiddenError);
    const refused = await documents()
      .create({ type: 'INVOICE.SALES', companyId: 'three' })
      .catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(InvalidError);
    expect((refused as InvalidError).errors.map(({ path }) => path)).toContain('companyId');
    expect((refused as InvalidError).code).toMatch(/^invalid-/);
  });

  test('of a view come row by row, page after page', async () => {
    for (let index = 0; index < 5; index += 1) await gangway.records('companies').create({ name: `View ${index}` });
    const names: unknown[] = [];
    for await (const row of gangway.view('companies', { columns: ['name'], limit: 2 })) names.push(row['name']);
    expect(names).toEqual(expect.arrayContaining(['View 0', 'View 4']));
  });
});

describe('a call', () => {
  test('that finds a server which asks to come back is repeated with the same idempotency key, and not too early', async () => {
    const { seen, gangway: shaky } = await answering([
      [503, 'nobody home', { 'retry-after': '1' }],
      [200, '{"id":1}'],
    ]);
    expect(await shaky.records('documents').create({})).toEqual({ id: 1 });
    expect(seen).toHaveLength(2);
    expect(seen[0]?.key).toMatch(/^[0-9a-f-]{36}$/);
    expect(seen[1]?.key).toBe(seen[0]?.key);
    expect((seen[1]?.at ?? 0) - (seen[0]?.at ?? 0)).toBeGreaterThanOrEqual(950);
  });

  test('that is refused is not repeated', async () => {
    const problem = { type: '/problems/invalid-record', title: '', status: 422, detail: 'No.', errors: [] };
    const { seen, gangway: strict } = await answering([[422, JSON.stringify(problem)]]);
    await expect(strict.records('documents').create({})).rejects.toThrow('No.');
    expect(seen).toHaveLength(1);
  });

  test('that finds nobody says so, whatever the page of a proxy says', async () => {
    const nobody = new Gangway({ url: `http://127.0.0.1:${await closedPort()}`, token: 't', unit: 1, retries: 1 });
    await expect(nobody.me()).rejects.toThrow(UnreachableError);
    const { gangway: proxied } = await answering([[404, '<html>']]);
    await expect(proxied.me()).rejects.toThrow(/none of Gangway's/);
  });

  test('ends when its signal does', async () => {
    const { gangway: slow } = await answering([[503, '', { 'retry-after': '60' }]]);
    const stop = new AbortController();
    const called = slow.me({ signal: stop.signal });
    setTimeout(() => stop.abort(new GangwayError('enough')), 50);
    await expect(called).rejects.toThrow('enough');
  });
});

describe('a bridge', () => {
  /** A receiver of its own, with a hook to it. */
  async function bridged(
    make: (secret: string) => Bridge,
    fields: Partial<Parameters<typeof gangway.hooks.create>[0]> = {},
  ): Promise<string> {
    const receiver = Promise.withResolvers<Bridge>();
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const incoming = { body: Buffer.concat(chunks), headers: request.headers };
        void receiver.promise
          .then((made) => made.receive(incoming))
          .then(({ status, body }) => response.writeHead(status).end(body));
      });
    });
    const targetUrl = await listening(server);
    const made = await gangway.hooks.create({ targetUrl, event: 'documents.approved', ...fields });
    receiver.resolve(make(made.secret ?? ''));
    onTestFinished(() => gangway.hooks.delete(made.id));
    return made.id;
  }
  const approve = async (): Promise<number> => {
    const { id } = await documents().create(invoiceFields);
    await documents().change(id, { status: 'APPROVED' });
    return id;
  };
  const stateOf = async (hook: string): Promise<string | undefined> => {
    for await (const { state } of gangway.deliveries.list({ hookId: hook })) return state;
    return undefined;
  };

  test('reads the record of a notice and writes a late result onto it', async () => {
    const told: Notice[] = [];
    const hook = await bridged(
      (secret) =>
        bridge({
          ...{ gangway, secrets: secret, hook: 'later' },
          handle: ({ notice, record }) => {
            told.push(notice);
            return { outcome: 'accepted', write: { properties: { accountingNumber: `B-${record?.id ?? 0}` } } };
          },
        }),
      { answer: { later: true, within: '1h' } },
    );
    const id = await approve();
    await app.until(async () => (await stateOf(hook)) === 'delivered');
    expect(told).toHaveLength(1);
    expect(await documents().get(id)).toMatchObject({ properties: { accountingNumber: `B-${id}` } });
  });

  test('that fails is told again by Gangway, and does nothing twice that it has done', async () => {
    let failures = 2;
    const done: string[] = [];
    const hook = await bridged(
      (secret) =>
        bridge({
          ...{ gangway, secrets: () => [secret] },
          handle: ({ notice }) => {
            if (failures-- > 0) throw new Error('The other system is away.');
            done.push(notice.deliveryId);
          },
        }),
      { retry: { at: ['0s', '1s', '2s'] } },
    );
    await approve();
    await app.until(async () => (await stateOf(hook)) === 'delivered');
    expect(done).toHaveLength(1);
  });

  test('answers a repeat without working again, and a forged notice with 401', async () => {
    const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
    const { Webhook } = await import('standardwebhooks');
    const body = JSON.stringify({ deliveryId: 'd1', entity: 'documents', recordId: null });
    let handled = 0;
    const one = bridge({ gangway, secrets: secret, handle: () => void (handled += 1) });
    const now = new Date();
    const headers = {
      'webhook-id': 'd1',
      'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
      'webhook-signature': new Webhook(secret).sign('d1', now, body),
    };
    const both = await Promise.all([one.receive({ body, headers }), one.receive({ body, headers })]);
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    expect((await one.receive({ body, headers })).body).toContain('done before');
    expect(handled).toBe(1);
    const forged = await one.fetch(
      new Request('http://bridge/', { method: 'POST', body: body.replace('d1', 'd2'), headers }),
    );
    expect(forged.status).toBe(401);
    expect(handled).toBe(1);
    expect((await one.fetch(new Request('http://bridge/'))).status).toBe(405);
  });
});
