import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  eventually,
  invoiceFor,
  type ReceivedRequest,
  type Receiver,
  startGangway,
  type StartedGangway,
  startReceiver,
} from '../../support/gangway.ts';
import { connect, MakeApp, manifest, type Parameter, type Parameters } from './make-app.ts';

let gangway: StartedGangway;
let receiver: Receiver;
let app: MakeApp;
/** What was run, so that the last test can see that no module was left out. */
const ran = new Set<string>();
before(async () => {
  gangway = await startGangway();
  receiver = await startReceiver();
  app = new MakeApp(await connect({ url: `${gangway.url}/`, token: gangway.token }));
});
after(async () => {
  await receiver.stop();
  await gangway.stop();
});

interface Wire {
  readonly id: number;
  readonly [field: string]: unknown;
}
async function bundlesOf(name: string, parameters: Parameters, on = app): Promise<Wire[]> {
  ran.add(name);
  return (await on.module(name, parameters)) as Wire[];
}
async function bundleOf(name: string, parameters: Parameters, on = app): Promise<Wire> {
  const [bundle, ...others] = await bundlesOf(name, parameters, on);
  assert.equal(others.length, 0);
  assert.ok(bundle);
  return bundle;
}
const find = (fields: unknown, name: string): Parameter | undefined =>
  (fields as Parameter[]).find((field) => field.name === name);

describe('the connection', () => {
  test('is tried when it is made, and labelled by organisation and user', async () => {
    const { body: me } = await gangway.call<{ name: string; organisation: string }>('GET', '/api/v1/me');
    const { label, connection } = await connect({ url: gangway.url, token: gangway.token });
    assert.equal(label, `${me.organisation} (${me.name})`);
    assert.partialDeepStrictEqual(connection, { baseUrl: gangway.url, unit: 1 });
  });

  test('is refused with the sentence of the server where the token is wrong', async () => {
    await assert.rejects(connect({ url: gangway.url, token: 'gw_nonsense' }), {
      name: 'InvalidAccessTokenError',
      message: /^\[401\] .*token/i,
    });
  });
});

describe('forms', () => {
  test('grow with the kind of record, and what they give is the body of the request', async () => {
    const fields = app.fieldsOf('module', 'createRecord', 'mappableParams');
    const [entity] = await app.form(fields, {});
    assert.ok(
      (entity?.options as { value: string; label: string }[]).some(
        ({ value, label }) => value === 'documents' && label === 'Document',
      ),
    );
    const grown = await app.form(fields, { entity: 'documents' });
    const record = find(grown, 'record');
    assert.partialDeepStrictEqual(find(record?.spec, 'type'), { type: 'select', required: true });
    assert.ok(find(find(record?.spec, 'lines')?.spec, 'unitPrice'));
  });

  test('offer records, lists and events of the kind that was chosen', async () => {
    await gangway.call('POST', '/rest/v1/1/companies', { name: 'Odběratel a.s.' });
    const update = await app.form(app.fieldsOf('module', 'updateRecord', 'mappableParams'), { entity: 'companies' });
    assert.ok((find(update, 'id')?.options as { label: string }[]).some(({ label }) => label.includes('Odběratel')));
    assert.ok(!JSON.stringify(find(update, 'record')).includes('"required"'));
    const search = await app.form(app.fieldsOf('module', 'searchRecords', 'mappableParams'), { entity: 'jobs' });
    assert.deepEqual(
      (find(search, 'view')?.options as { value: string }[]).map(({ value }) => value),
      ['jobs', 'opportunities', 'overheads.client', 'overheads.internal'],
    );
    const watch = await app.form(app.fieldsOf('webhook', 'events', 'params'), { entity: 'documents' });
    assert.ok(
      (find(watch, 'event')?.options as { value: string }[]).some(({ value }) => value === 'documents.approved'),
    );
  });

  test('know what comes out', async () => {
    const outputs = await app.form(app.fieldsOf('module', 'getRecord', 'interface'), { entity: 'documents' });
    const { body: made } = await gangway.call<Wire>(
      'POST',
      '/rest/v1/1/documents',
      await invoiceFor(gangway, 'Výstup s.r.o.'),
    );
    assert.deepEqual(
      Object.keys(made).filter((name) => find(outputs, name) === undefined),
      [],
    );
  });
});

describe('records', () => {
  test('are created, read, changed, put under a number of one’s own, and deleted', async () => {
    const record = { ...(await invoiceFor(gangway, 'Dobrá káva s.r.o.')), properties: { extStatus: 'EXT.READY' } };
    const made = await bundleOf('createRecord', { entity: 'documents', record });
    assert.partialDeepStrictEqual(made, { total: '1210.00', properties: { extStatus: 'EXT.READY' } });
    const changed = await bundleOf('updateRecord', { entity: 'documents', id: made.id, record: { note: 'please' } });
    assert.partialDeepStrictEqual(changed, { id: made.id, note: 'please', total: '1210.00' });
    assert.deepEqual(await bundleOf('getRecord', { entity: 'documents', id: made.id }), changed);
    const put = { entity: 'companies', registration: 'CRM-4711' };
    const first = await bundleOf('upsertRecord', { ...put, record: { name: 'Example Ltd' } });
    const second = await bundleOf('upsertRecord', { ...put, record: { name: 'Example Limited' } });
    assert.deepEqual([second.id, second['name']], [first.id, 'Example Limited']);
    assert.partialDeepStrictEqual(await bundleOf('deleteRecord', { entity: 'companies', id: first.id }), {
      name: 'Example Limited',
    });
    await assert.rejects(bundleOf('getRecord', { entity: 'companies', id: first.id }), {
      name: 'DataError',
      message: /^\[404\] There is no company/,
    });
  });

  test('are searched page by page up to the limit, whole as they are', async () => {
    await gangway.call(
      'POST',
      '/rest/v1/1/tasks',
      Array.from({ length: 130 }, (_, number) => ({ name: `Task ${number}`, ownerId: 2 })),
    );
    const asked = { entity: 'tasks', filter: "name!='Task 7'", sort: '-id' };
    const all = await bundlesOf('searchRecords', { ...asked, limit: 1_000 });
    assert.equal(all.length, 129);
    assert.deepEqual(
      all.map(({ id }) => id),
      all.map(({ id }) => id).toSorted((one, other) => other - one),
    );
    assert.equal((await bundlesOf('searchRecords', { ...asked, limit: 103 })).length, 103);
    assert.deepEqual(
      await bundlesOf('searchRecords', { entity: 'tasks', limit: 10, updatedSince: new Date(Date.now() + 60_000) }),
      [],
    );
    const [client] = await bundlesOf('searchRecords', {
      entity: 'companies',
      view: 'companies.client',
      filter: "name='Dobrá káva s.r.o.'",
      limit: 1,
    });
    assert.partialDeepStrictEqual(client, { client: true });
  });
});

/** What a webhook has of the request that came in. */
const received = ({ headers, text }: ReceivedRequest) => ({ headers, text });

describe('webhooks', () => {
  test('are attached, take notices that have the secret word, with the whole record, refuse others, and are detached', async () => {
    const parameters = {
      entity: 'documents',
      event: 'documents.approved',
      filter: 'input.total > 1000',
      secret: 'open sesame',
    };
    const webhook = await app.attach('events', parameters, `${receiver.url}/events`);
    const id = String(webhook['externalHookId']);
    assert.partialDeepStrictEqual((await gangway.call('GET', `/api/v1/1/hooks/${id}`)).body, {
      event: 'documents.approved',
      filter: 'input.total > 1000',
      payload: 'full',
    });
    const outputs = await app.form(app.fieldsOf('module', 'watchEvents', 'interface'), {}, webhook);
    ran.add('watchEvents');

    const { body: invoice } = await gangway.call<Wire>(
      'POST',
      '/rest/v1/1/documents',
      await invoiceFor(gangway, 'Třetí a.s.'),
    );
    await gangway.call('PATCH', `/rest/v1/1/documents?id=${invoice.id}`, { status: 'APPROVED' });
    const request = await arrived('/events');
    const { status, bundle } = app.receive('events', parameters, received(request));
    assert.equal(status, 200);
    assert.partialDeepStrictEqual(bundle, {
      type: 'documents.approved',
      recordId: invoice.id,
      record: { total: '1210.00', status: 'APPROVED' },
    });
    const known = (name: string, fields: unknown) => find(fields, name) !== undefined;
    assert.ok(Object.keys(bundle as object).every((name) => known(name, outputs)));
    assert.ok(
      Object.keys((bundle as { record: object }).record).every((name) => known(name, find(outputs, 'record')?.spec)),
    );

    const { gangwaysecret: _, ...without } = request.headers;
    assert.deepEqual(app.receive('events', parameters, { headers: without, text: request.text }), { status: 401 });
    assert.deepEqual(
      app.receive('events', parameters, { headers: { ...without, gangwaysecret: 'guessed' }, text: request.text }),
      { status: 401 },
    );

    await app.detach('events', webhook);
    assert.partialDeepStrictEqual((await gangway.call('GET', `/api/v1/1/hooks/${id}`)).body, { status: 'ended' });
    await app.detach('events', webhook);
  });

  test('do without a secret word', async () => {
    const parameters = { entity: 'persons', event: 'persons.created' };
    const webhook = await app.attach('events', parameters, `${receiver.url}/persons`);
    await gangway.call('POST', '/rest/v1/1/persons', { firstName: 'Eva', lastName: 'Malá' });
    const { bundle } = app.receive('events', parameters, received(await arrived('/persons')));
    assert.partialDeepStrictEqual(bundle, { type: 'persons.created', record: { firstName: 'Eva' } });
    await app.detach('events', webhook);
  });

  test('tell of failed exports, of one connection alone where that is wanted', async () => {
    ran.add('watchFailedExports');
    await app.attach('failedExports', {}, `${receiver.url}/failures`);
    const books = await startReceiver();
    books.answer(422);
    await gangway.call('POST', '/api/v1/1/apply', {
      connections: [{ name: 'books', url: books.url }],
      templates: [
        { name: 'plain', format: 'json', request: { method: 'POST', url: '/' }, body: '{ "id": ${input.id} }' },
      ],
      triggers: [
        { name: 'to-books', entity: 'jobs', on: ['created'], deliver: [{ connection: 'books', template: 'plain' }] },
      ],
    });
    const { body: companies } = await gangway.call<{ data: { value: number }[] }>(
      'GET',
      '/api/v1/1/entities/companies/options',
    );
    await gangway.call('POST', '/rest/v1/1/jobs', {
      type: 'JOB',
      name: 'Count',
      ownerId: 2,
      companyId: companies.data[0]?.value,
    });
    const request = received(await arrived('/failures'));
    const { bundle } = app.receive('failedExports', {}, request);
    assert.partialDeepStrictEqual(bundle, {
      type: 'alerts.opened',
      record: { kind: 'delivery-refused', connection: 'books', entity: 'jobs' },
    });
    assert.deepEqual(app.receive('failedExports', { connection: 'books' }, request), { status: 200, bundle });
    assert.deepEqual(app.receive('failedExports', { connection: 'another' }, request), { status: 200 });
    const other = { ...request, text: request.text.replace('delivery-refused', 'brake') };
    assert.deepEqual(app.receive('failedExports', {}, other), { status: 200 });
    await books.stop();
  });

  test('that answer 410 because nobody listens any more end the hook', async () => {
    const webhook = await app.attach(
      'events',
      { entity: 'companies', event: 'companies.created' },
      `${receiver.url}/gone`,
    );
    receiver.answer(410);
    await gangway.call('POST', '/rest/v1/1/companies', { name: 'Last one' });
    await eventually(async () => {
      const { body } = await gangway.call<{ status: string }>(
        'GET',
        `/api/v1/1/hooks/${String(webhook['externalHookId'])}`,
      );
      return body.status === 'ended';
    });
    receiver.answer(200);
  });
});

const arrived = (path: string) => eventually(() => receiver.requests.find((request) => request.path === path) ?? false);

test('Register Attendance registers a pass once', async () => {
  await gangway.call('POST', '/rest/v1/1/users', { login: 'eva', lastName: 'Malá', badge: 'B101' });
  const pass = { direction: 'IN', at: new Date('2026-11-23T07:00:00Z'), device: 'make', eventId: '1' };
  const first = await bundleOf('registerAttendance', { by: 'badge', person: 'B101', ...pass });
  assert.partialDeepStrictEqual(first, { state: 'accepted', badge: 'B101' });
  assert.equal((await bundleOf('registerAttendance', { by: 'badge', person: 'B101', ...pass })).id, first.id);
  const byId = await bundleOf('registerAttendance', {
    by: 'userId',
    person: '2',
    at: new Date('2026-11-23T08:00:00Z'),
  });
  assert.partialDeepStrictEqual(byId, { userId: 2 });
});

test('Report the Result of a Delivery writes what became of a message onto its record', async () => {
  await gangway.call('POST', '/api/v1/1/hooks', {
    targetUrl: `${receiver.url}/later`,
    event: 'documents.created',
    answer: { later: true, within: '4h' },
  });
  const { body: invoice } = await gangway.call<Wire>(
    'POST',
    '/rest/v1/1/documents',
    await invoiceFor(gangway, 'Poslední a.s.'),
  );
  const { deliveryId } = JSON.parse((await arrived('/later')).text) as { deliveryId: string };
  const record = { properties: { accountingNumber: 'FV-77' } };
  const result = await bundleOf('reportResult', {
    deliveryId,
    outcome: 'accepted',
    message: 'Booked.',
    entity: 'documents',
    record,
  });
  assert.partialDeepStrictEqual(result, { state: 'delivered', recordId: invoice.id });
  await eventually(async () => {
    const { body } = await gangway.call<{ properties: Record<string, string> }>(
      'GET',
      `/rest/v1/1/documents?id=${invoice.id}`,
    );
    return body.properties['accountingNumber'] === 'FV-77';
  });
});

describe('Make an API Call', () => {
  test('calls any path of the server with the token of the connection', async () => {
    const got = await bundleOf('makeApiCall', {
      url: '/api/v1/1/events',
      method: 'GET',
      qs: [{ key: 'entity', value: 'persons' }],
    });
    assert.partialDeepStrictEqual(got, { statusCode: 200 });
    const body = JSON.stringify({ name: 'By hand', ownerId: 2 });
    const headers = [{ key: 'Content-Type', value: 'application/json' }];
    const made = await bundleOf('makeApiCall', { url: 'rest/v1/1/tasks', method: 'POST', headers, body });
    assert.partialDeepStrictEqual(made, { statusCode: 201, body: { name: 'By hand' } });
  });

  test('never takes the token to another host, whatever the path looks like', async () => {
    const count = receiver.requests.length;
    const host = receiver.url.replace('http:', '');
    for (const url of [receiver.url, host, `/${host}`, `@${host.slice(2)}/`, `.${host.slice(2)}`, `\\${host}`]) {
      await assert.rejects(bundleOf('makeApiCall', { url, method: 'GET' }), { message: /^\[4\d\d\]/ }, url);
    }
    assert.equal(receiver.requests.length, count);
  });
});

describe('what goes wrong', () => {
  test('is said in one line, with every fault', async () => {
    const { companyId: _, ...record } = { ...(await invoiceFor(gangway, 'Chybná a.s.')), issuedOn: 'soon' };
    await assert.rejects(bundleOf('createRecord', { entity: 'documents', record }), {
      name: 'DataError',
      message: /^\[422\] .*companyId.*issuedOn|^\[422\] .*issuedOn.*companyId/,
    });
    await assert.rejects(bundleOf('searchRecords', { entity: 'tasks', filter: 'statu=1', limit: 1 }), {
      message: /^\[400\] externalFilter, character 1: .*statu/,
    });
  });

  test('too many calls are a limit that Make waits for, a proxy’s page an outage that it tries again', async () => {
    const token = await gangway.tokenFor('hasty', ['Readers'], { ratePerMinute: 2 });
    const hasty = new MakeApp(await connect({ url: gangway.url, token }));
    await bundlesOf('searchRecords', { entity: 'tasks', limit: 1 }, hasty);
    await assert.rejects(bundlesOf('searchRecords', { entity: 'tasks', limit: 1 }, hasty), {
      name: 'RateLimitError',
      message: /^\[429\] .*2 calls/,
    });
    receiver.answer(502);
    await assert.rejects(connect({ url: receiver.url, token }), {
      name: 'ConnectionError',
      message: '[502] Gangway, or a proxy before it, gave no reason.',
    });
    receiver.answer(200);
  });
});

test('every module of the app was run', () => {
  assert.deepEqual([...ran].toSorted(), Object.keys(manifest.components.module).toSorted());
});
