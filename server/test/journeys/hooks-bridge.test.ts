import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { AlertMail } from '../../src/alerts/alert-mail.ts';
import { AlertTeller } from '../../src/deliveries/tell-alerts.ts';
import { createLog } from '../../src/log.ts';
import { openMailer } from '../../src/outbound/send-mail.ts';
import { answer } from '../receivers/behaviour.ts';
import { type Receiver, startReceiver } from '../receivers/receiver.ts';
import { testApp, type TestApp } from '../support/app.ts';
import { invoiceFields } from '../support/company.ts';
import { approveInvoice, hookDeliveries, makeHook, newestDelivery } from '../support/hooks.ts';

let app: TestApp;
let receiver: Receiver;

beforeAll(async () => {
  app = await testApp();
});
afterAll(async () => {
  await app.close();
});
beforeEach(async () => {
  receiver = await startReceiver(answer(200));
  return () => receiver.close();
});

const apply = (file: object, secrets: object = {}) => app.call('POST', '/api/v1/1/apply', { file, secrets });
const namedHook = async (name: string) =>
  ((await app.call('GET', `/api/v1/1/hooks?name=${name}`)).body as { data: { id: string }[] }).data[0]?.id ?? '';
const createInvoice = async (fields: object = {}): Promise<number> =>
  ((await app.call('POST', '/rest/v1/1/documents', { ...invoiceFields, ...fields })).body as { id: number }).id;

describe('a hook of the integration file', () => {
  test('is told by the trigger that names it, stands on the record like a connection, and its later result is written back', async () => {
    const applied = await apply(
      {
        hooks: [
          {
            ...{ name: 'bridge', targetUrl: `${receiver.url}/bridge`, secret: '{{secret:bridge}}' },
            ...{ headers: { 'X-Key': 'k-{{secret:key}}' }, answer: { later: true, within: '4h' } },
          },
        ],
        triggers: [
          {
            ...{ name: 'to-bridge', entity: 'documents', on: [{ property: 'extStatus', is: 'EXT.READY' }] },
            deliver: [{ hook: 'bridge', mark: { property: 'properties.extStatus', delivered: 'EXT.SENT' } }],
          },
        ],
      },
      { bridge: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', key: 'value' },
    );
    expect(applied.status, JSON.stringify(applied.body)).toBe(200);
    const id = await createInvoice({ properties: { extStatus: 'EXT.READY' } });
    const [request] = await receiver.received(1);
    expect(request?.headers['x-key']).toBe('k-value');
    const notice = JSON.parse(request?.text ?? '') as { type: string; deliveryId: string };
    expect(notice.type).toBe('documents.open');
    const result = await app.call('POST', `/api/v1/1/deliveries/${notice.deliveryId}/result`, {
      ...{ outcome: 'accepted', write: { properties: { accountingNumber: 'FV-77' } } },
    });
    expect(result).toMatchObject({ status: 200, body: { state: 'delivered' } });
    const record = (await app.call('GET', `/rest/v1/1/documents?id=${id}`)).body;
    expect(record).toMatchObject({
      properties: { accountingNumber: 'FV-77', extStatus: 'EXT.SENT' },
      exports: { 'hook:bridge': { state: 'delivered', deliveryId: notice.deliveryId } },
    });
  });

  test('stands in the export without its secret, is changed by the file alone, and is paused, not ended, by 410', async () => {
    const hook = { name: 'filed', targetUrl: `${receiver.url}/filed`, event: 'documents.approved' };
    await apply({ hooks: [hook] });
    const exported = (await app.call('GET', '/api/v1/1/export')).body as { hooks: { name: string }[] };
    expect(exported.hooks.find(({ name }) => name === 'filed')).toEqual(hook);
    const id = await namedHook('filed');
    expect((await app.call('PATCH', `/api/v1/1/hooks/${id}`, { title: 'x' })).status).toBe(409);
    expect((await app.call('DELETE', `/api/v1/1/hooks/${id}`)).status).toBe(409);
    receiver.behave(answer(410));
    await approveInvoice(app);
    await app.until(
      async () => ((await app.call('GET', `/api/v1/1/hooks/${id}`)).body as { status: string }).status === 'paused',
    );
    await newestDelivery(app, id, ({ state }) => state === 'held');
    receiver.behave(answer(200));
    await app.call('POST', `/api/v1/1/hooks/${id}/resume`);
    await newestDelivery(app, id, ({ state }) => state === 'delivered');
  });

  test.each([
    [{ hooks: [{ name: 'x', targetUrl: 'http://10.1.1.1/', event: 'documents.approved' }] }, 'hooks[0].targetUrl'],
    [{ hooks: [{ name: 'x', targetUrl: 'http://127.0.0.1/', secret: 'whsec_plain' }] }, 'hooks[0].secret'],
    [{ hooks: [{ name: 'x', targetUrl: 'http://127.0.0.1/', filter: 'input.x = ' }] }, 'hooks[0].filter'],
    [{ triggers: [{ name: 't', entity: 'documents', deliver: [{ hook: 'nobody' }] }] }, 'triggers[0].deliver[0].hook'],
    [{ triggers: [{ name: 't', entity: 'documents' }] }, 'triggers[0].deliver'],
  ])('with a fault is refused with its place: %j', async (file, path) => {
    const { status, body } = await apply(file);
    expect(status).toBe(422);
    expect((body as { errors: { path: string }[] }).errors.map((fault) => fault.path)).toContain(path);
  });
});

test('a trigger gives its event a name, and hooks that ask for it are told once', async () => {
  const triggers = [
    { name: 'big', entity: 'documents', on: ['created'], when: 'input.total > 100000', emit: 'documents.big' },
  ];
  expect((await apply({ triggers })).status).toBe(200);
  const events = (await app.call('GET', '/api/v1/1/events?entity=documents')).body as { data: { name: string }[] };
  expect(events.data.map(({ name }) => name)).toContain('documents.big');
  const { id } = await makeHook(app, `${receiver.url}/big`, { event: 'documents.big' });
  await createInvoice();
  const big = await createInvoice({ lines: [{ name: 'Tower', quantity: 1, unitPrice: '1000000', vatRate: 21 }] });
  await newestDelivery(app, id, ({ state }) => state === 'delivered');
  expect((await hookDeliveries(app, id)).map(({ recordId }) => recordId)).toEqual([big]);
});

test('an export that is asked for is told to the hooks that ask for it', async () => {
  await makeHook(app, `${receiver.url}/asked`, { event: 'documents.exportRequested' });
  const id = await createInvoice();
  const asked = await app.call('POST', `/rest/v1/1/documents/export?id=${id}`);
  expect(asked.status, JSON.stringify(asked.body)).toBe(202);
  expect((await receiver.received(1))[0]?.text).toContain(`"recordId":${id}`);
});

test('changes that answers write are told only to hooks that ask for them', async () => {
  await makeHook(app, `${receiver.url}/quiet`, { event: 'documents.updated' });
  await makeHook(app, `${receiver.url}/all`, { event: 'documents.updated', writeBacks: true });
  const accounting = await startReceiver(
    answer(200, '{"id":"A-1","number":"FV-1"}', { 'content-type': 'application/json' }),
  );
  try {
    await app.counterparty('write-back', accounting.url);
    const { id } = await app.send('write-back');
    await app.ended(id);
    await receiver.received(1);
    expect(receiver.requests.map(({ path }) => path)).toEqual(['/all']);
  } finally {
    await accounting.close();
  }
});

describe('samples of an event', () => {
  const samples = async (event: string, query = '') =>
    ((await app.call('GET', `/api/v1/1/events/${event}/samples${query}`)).body as { data: Record<string, unknown>[] })
      .data;

  test('are never none, for any event, and have exactly the shape of a real notice', async () => {
    const { id } = await makeHook(app, `${receiver.url}/shape`, { event: 'companies.created', payload: 'full' });
    await app.call('POST', '/rest/v1/1/companies', { name: 'Shape Ltd' });
    const [request] = await receiver.received(1);
    const real = JSON.parse(request?.text ?? '') as object;
    const { data } = (await app.call('GET', '/api/v1/1/events')).body as { data: { name: string }[] };
    expect(data.length).toBeGreaterThan(40);
    for (const { name } of data) {
      const [thin] = await samples(name);
      const [full] = await samples(name, '?payload=full');
      expect(Object.keys(full ?? {}), name).toEqual(Object.keys(real));
      expect(Object.keys(thin ?? {}), name).toEqual(Object.keys(real).filter((key) => key !== 'record'));
      expect(thin?.['type']).toBe(name);
    }
    expect(await hookDeliveries(app, id)).toHaveLength(1);
  });

  test('are of real records where there are some, and only of those that the caller may read', async () => {
    const hidden = await approveInvoice(app, { acl: { read: { users: [2] } } });
    const shown = (await samples('documents.approved')).map(({ recordId }) => recordId);
    expect(shown[0]).toBe(hidden);
    const reader = { authorization: `Bearer ${await app.tokenFor(['Readers'])}` };
    const { body } = await app.call('GET', '/api/v1/1/events/documents.approved/samples', undefined, reader);
    const seen = (body as { data: { recordId: number }[] }).data.map(({ recordId }) => recordId);
    expect(seen).not.toContain(hidden);
  });
});

test('a test notice is sent at once, and what came of it is told', async () => {
  const { id } = await makeHook(app, `${receiver.url}/try`);
  receiver.behave((_request, index) => answer(index === 0 ? 200 : 500, 'broken'));
  const good = await app.call('POST', `/api/v1/1/hooks/${id}/test`);
  expect(good.body).toMatchObject({
    ok: true,
    sentence: 'Taken with status 200.',
    notice: { type: 'documents.approved' },
  });
  const bad = await app.call('POST', `/api/v1/1/hooks/${id}/test`);
  expect(bad.body).toMatchObject({ ok: false, status: 500, answer: 'broken' });
  expect(JSON.parse(receiver.requests[0]?.text ?? '')).toEqual((good.body as { notice: object }).notice);
  expect(await hookDeliveries(app, id)).toEqual([]);
});

describe('pickers', () => {
  test('list records by their names, and the values of a field', async () => {
    const { body } = await app.call('GET', '/api/v1/1/entities/companies/options?q=odb');
    expect(body).toEqual({ data: [{ value: 3, label: '3 Odběratel a.s.' }], nextCursor: null });
    const statuses = await app.call('GET', '/api/v1/1/entities/documents/options?field=status&type=INVOICE.SALES');
    expect((statuses.body as { data: { value: string }[] }).data.map(({ value }) => value)).toContain('APPROVED');
  });

  test('fields have the type names of Zapier, Make and n8n', async () => {
    const { body } = await app.call('GET', '/api/v1/1/entities/documents/fields?type=INVOICE.SALES');
    const { data } = body as { data: { key: string; types: object; entity: string | null }[] };
    const of = (key: string) => data.find((field) => field.key === key);
    expect(of('companyId')).toMatchObject({
      entity: 'companies',
      types: { zapier: 'integer', make: 'integer', n8n: 'number' },
    });
    expect(of('issuedOn')?.types).toEqual({ zapier: 'datetime', make: 'date', n8n: 'dateTime' });
    expect(of('properties.extStatus')?.types).toEqual({ zapier: 'string', make: 'select', n8n: 'options' });
    expect(of('lines[].unitPrice')?.types).toMatchObject({ zapier: 'number' });
    expect(of('total')).toBeDefined();
  });
});

describe('alerts', () => {
  test('are told to hooks when they open and when they are resolved, once each', async () => {
    // What earlier tests have left to tell is told before there are hooks that listen.
    await app.until(async () => {
      const [untold] = await app.database.query<{ count: number }>({
        text: `select count(*) as count from alerts where told_at is null or (resolved_at is not null and end_told_at is null)`,
      });
      return untold?.count === 0;
    });
    const { id } = await makeHook(app, `${receiver.url}/opened`, { event: 'alerts.opened', payload: 'full' });
    const ended = await makeHook(app, `${receiver.url}/resolved`, { event: 'alerts.resolved' });
    await app.counterparty('refusing', receiver.url, {
      template: { response: '{ "outcome": "refused", "messages": ["No."] }' },
    });
    const { id: delivery } = await app.send('refusing');
    await app.ended(delivery);
    const notice = await app.until(() => receiver.requests.find(({ path }) => path === '/opened'));
    expect(JSON.parse(notice.text)).toMatchObject({ type: 'alerts.opened', record: { kind: 'delivery-refused' } });
    const alert = (await app.alerts({ open: true })).find(({ deliveryId }) => deliveryId === delivery);
    await app.call('POST', '/api/v1/1/alerts/resolve', { key: alert?.key });
    await app.until(() => receiver.requests.some(({ path }) => path === '/resolved'));
    for (const each of [id, ended.id]) expect(await hookDeliveries(app, each)).toHaveLength(1);
    const reader = { authorization: `Bearer ${await app.tokenFor(['Readers'])}` };
    const refused = await app.call(
      'POST',
      '/api/v1/1/hooks',
      { targetUrl: `${receiver.url}/x`, event: 'alerts.opened' },
      reader,
    );
    expect(refused.status).toBe(400);
  });

  test('go out by mail through a real mail server: to the operators, and to the owner of a hook; the recovery too', async () => {
    const mails: string[] = [];
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onData: (stream, session, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          const to = session.envelope.rcptTo.map(({ address }) => address).join();
          mails.push(`${to}\n${Buffer.concat(chunks).toString()}`);
          done();
        });
      },
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const mailer = openMailer(`smtp://127.0.0.1:${port}`, 'Gangway <gangway@example.com>');
    const teller = new AlertTeller({
      ...{ database: app.database, plans: app.plans, wake: () => undefined, log: createLog('silent') },
      publicUrl: () => 'https://gangway.example.com',
      mail: { operators: ['operator@example.com'], send: (mail: AlertMail) => mailer.send(mail) },
    });
    try {
      // The running engine has no mail server and has passed over what was there.
      const mailsAnew = () =>
        app.database.query({ text: 'update alerts set mailed_at = null where hook_id is not null' });
      const { id } = await makeHook(app, `${receiver.url}/mailed`, { event: 'companies.created' });
      const key = `connection/hook:${id}`;
      await app.database.query({
        text: `insert into alerts (unit_id, id, key, kind, text, connection, hook_id, mailed_at)
               values (1, gen_random_uuid(), $1, 'hook-failing', 'The hook fails: 500.' || chr(10) || 'X-Injected: yes', 'hook:x', $2, now())`,
        values: [key, id],
      });
      await mailsAnew();
      await teller.tell();
      await teller.tell();
      const about = () => mails.filter((mail) => mail.includes('The hook fails: 500.'));
      expect(about().map((mail) => mail.split('\n')[0])).toEqual(['operator@example.com', 'admin@example.com']);
      expect(about()[0]).not.toMatch(/^X-Injected/m);
      await app.database.query({
        text: `update alerts set resolved_at = now(), resolved_by = 'Gangway', end_mailed_at = null where key = $1`,
        values: [key],
      });
      await teller.tell();
      await teller.tell();
      expect(about()).toHaveLength(4);
      expect(about()[2]).toMatch(/Subject: \[Gangway\] Recovered: The hook fails/);
    } finally {
      await new Promise<void>((resolve) => server.close(() => resolve()));
    }
  });
});
