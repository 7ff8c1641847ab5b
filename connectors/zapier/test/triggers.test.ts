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
import type { Notice } from '../src/notice.ts';
import app from '../src/index.ts';
import { runner, type Some } from './zapier.ts';

let gangway: StartedGangway;
let receiver: Receiver;
let run: ReturnType<typeof runner>;
before(async () => {
  gangway = await startGangway();
  receiver = await startReceiver();
  run = runner(gangway);
});
after(async () => {
  await receiver.stop();
  await gangway.stop();
});

/** The operation of a trigger with what a hook has; the types of Zapier know it as one of three. */
interface HookOperation {
  readonly perform: unknown;
  readonly performList: unknown;
  readonly performSubscribe: unknown;
  readonly performUnsubscribe: unknown;
}
const operationOf = (key: string) => app.triggers[key]?.operation as unknown as HookOperation;

interface Subscription {
  readonly id: string;
  readonly secret: string;
}

/** What Zapier hands to `perform`: it writes the names of headers in its own way. */
function asBundle({ headers, text }: ReceivedRequest, subscribeData: Subscription): Some {
  const named = Object.entries(headers).map(([name, value]) => [
    `Http-${name.replaceAll(/(^|-)[a-z]/g, (part) => part.toUpperCase())}`,
    String(value),
  ]);
  return {
    rawRequest: {
      method: 'POST',
      querystring: '',
      headers: Object.fromEntries(named) as Record<string, string>,
      content: text,
    },
    cleanedRequest: JSON.parse(text) as object,
    subscribeData: { ...subscribeData },
  };
}

async function subscribe(key: string, inputData: Record<string, unknown>) {
  const targetUrl = `${receiver.url}/${key}`;
  const hook = await run<Subscription>(operationOf(key).performSubscribe, { inputData, targetUrl });
  return { hook, targetUrl };
}

const arrived = (key: string, count = 1) =>
  eventually(() => receiver.requests.filter(({ path }) => path === `/${key}`)[count - 1] ?? false);

describe('Record Reached Status', () => {
  const inputData = { entity: 'documents', event: 'documents.approved', filter: 'input.total > 1000' };
  let hook: Subscription;
  let request: ReceivedRequest;

  test('subscribes with the whole record, and takes the signed notice of an approved invoice', async () => {
    ({ hook } = await subscribe('record_status', inputData));
    const { body } = await gangway.call('GET', `/api/v1/1/hooks/${hook.id}`);
    assert.partialDeepStrictEqual(body, {
      event: 'documents.approved',
      payload: 'full',
      filter: 'input.total > 1000',
      title: 'Zapier: Record Reached Status',
    });

    const fields = await invoiceFor(gangway, 'Dobrá káva s.r.o.');
    const { body: invoice } = await gangway.call<{ id: number }>('POST', '/rest/v1/1/documents', fields);
    await gangway.call('PATCH', `/rest/v1/1/documents?id=${invoice.id}`, { status: 'APPROVED' });
    request = await arrived('record_status');
    const [notice, ...others] = await run<Notice[]>(operationOf('record_status').perform, asBundle(request, hook));
    assert.equal(others.length, 0);
    assert.partialDeepStrictEqual(notice, {
      type: 'documents.approved',
      recordId: invoice.id,
      record: { total: '1210.00', status: 'APPROVED' },
    });
  });

  test('drops the same notice when it comes a second time', async () => {
    assert.deepEqual(await run(operationOf('record_status').perform, asBundle(request, hook)), []);
  });

  test('refuses a notice whose body was changed, or that another secret has signed', async () => {
    const forged = { ...request, text: request.text.replace('1210.00', '9999.00') };
    await assert.rejects(
      run(operationOf('record_status').perform, asBundle(forged, hook)),
      /not signed with the secret/,
    );
    const other = { ...hook, secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' };
    await assert.rejects(
      run(operationOf('record_status').perform, asBundle(request, other)),
      /switch the Zap off and on again/,
    );
  });

  test('lists notices of the same shape, and the newest first', async () => {
    const list = await run<Notice[]>(operationOf('record_status').performList, { inputData });
    const real = JSON.parse(request.text) as Notice;
    assert.deepEqual(Object.keys(list[0] ?? {}), Object.keys(real));
    assert.equal(list[0]?.['recordId'], real['recordId']);
    const times = list.map((notice) => String(notice['createdAt']));
    assert.deepEqual(times, times.toSorted().toReversed());
  });

  test('unsubscribes, and once more without complaint', async () => {
    const bundle = { subscribeData: { ...hook } };
    await run(operationOf('record_status').performUnsubscribe, bundle);
    assert.equal((await gangway.call('GET', '/api/v1/1/hooks')).body && (await openHooks()).includes(hook.id), false);
    await run(operationOf('record_status').performUnsubscribe, bundle);
  });
});

async function openHooks(): Promise<string[]> {
  const { body } = await gangway.call<{ data: { id: string }[] }>('GET', '/api/v1/1/hooks');
  return body.data.map(({ id }) => id);
}

test('Record Created tells of a new person, Record Updated of the change', async () => {
  const created = await subscribe('record_created', { entity: 'persons' });
  const updated = await subscribe('record_updated', { entity: 'persons' });
  const { body: person } = await gangway.call<{ id: number }>('POST', '/rest/v1/1/persons', {
    firstName: 'Eva',
    lastName: 'Malá',
  });
  await gangway.call('PATCH', `/rest/v1/1/persons?id=${person.id}`, { phone: '+420 123 456 789' });
  const [first] = await run<Notice[]>(
    operationOf('record_created').perform,
    asBundle(await arrived('record_created'), created.hook),
  );
  const [second] = await run<Notice[]>(
    operationOf('record_updated').perform,
    asBundle(await arrived('record_updated'), updated.hook),
  );
  assert.partialDeepStrictEqual(first, { type: 'persons.created', record: { firstName: 'Eva' } });
  assert.partialDeepStrictEqual(second, { type: 'persons.updated', change: { fields: ['phone'] } });
});

test('Property Set tells which property was set', async () => {
  const inputData = { entity: 'documents', event: 'documents.properties.extStatus' };
  const { hook } = await subscribe('property_set', inputData);
  const { body: invoice } = await gangway.call<{ id: number }>(
    'POST',
    '/rest/v1/1/documents',
    await invoiceFor(gangway, 'Tři s.r.o.'),
  );
  await gangway.call('PATCH', `/rest/v1/1/documents?id=${invoice.id}`, { properties: { extStatus: 'EXT.READY' } });
  const [notice] = await run<Notice[]>(
    operationOf('property_set').perform,
    asBundle(await arrived('property_set'), hook),
  );
  assert.partialDeepStrictEqual(notice, { type: 'documents.properties.extStatus', recordId: invoice.id });
});

test('Export Failed tells what the other system said, and of nothing else', async () => {
  const { hook } = await subscribe('export_failed', { connection: 'books' });
  const books = await startReceiver();
  books.answer(422);
  await gangway.call('POST', '/api/v1/1/apply', {
    connections: [{ name: 'books', url: books.url }],
    templates: [
      { name: 'plain', format: 'json', request: { method: 'POST', url: '/' }, body: '{ "id": ${input.id} }' },
    ],
    triggers: [
      { name: 'to-books', entity: 'tasks', on: ['created'], deliver: [{ connection: 'books', template: 'plain' }] },
    ],
  });
  const { body: task } = await gangway.call<{ id: number }>('POST', '/rest/v1/1/tasks', { name: 'Count', ownerId: 2 });
  const request = await arrived('export_failed');
  const operation = operationOf('export_failed');
  const bundle = asBundle(request, hook);
  const [notice] = await run<Notice[]>(operation.perform, { ...bundle, inputData: { connection: 'books' } });
  assert.partialDeepStrictEqual(notice, {
    type: 'alerts.opened',
    record: { kind: 'delivery-refused', connection: 'books', entity: 'tasks', recordId: task.id },
  });
  const list = await run<Notice[]>(operation.performList, { inputData: { connection: 'books' } });
  assert.deepEqual(Object.keys(list[0]?.record ?? {}).sort(), Object.keys(notice?.record ?? {}).sort());
  assert.deepEqual(await run(operation.performList, { inputData: { connection: 'another' } }), []);
  await books.stop();
});

test('a hook that is there already gets a secret that the Zap knows', async () => {
  const first = await subscribe('event', { entity: 'persons', event: 'persons.deleted' });
  const second = await subscribe('event', { entity: 'persons', event: 'persons.deleted' });
  assert.equal(second.hook.id, first.hook.id);
  assert.notEqual(second.hook.secret, first.hook.secret);
  const { body: person } = await gangway.call<{ id: number }>('POST', '/rest/v1/1/persons', { lastName: 'Kdosi' });
  await gangway.call('DELETE', `/rest/v1/1/persons?id=${person.id}`);
  const [notice] = await run<Notice[]>(operationOf('event').perform, asBundle(await arrived('event'), second.hook));
  assert.partialDeepStrictEqual(notice, { type: 'persons.deleted', record: null });
});

test('a 404 of the service does not end the hook', async () => {
  const { hook } = await subscribe('record_created', { entity: 'companies' });
  receiver.answer(404);
  const count = receiver.requests.length;
  await gangway.call('POST', '/rest/v1/1/companies', { name: 'Nobody listens' });
  await receiver.nth(count + 1);
  receiver.answer(200);
  const { body } = await gangway.call('GET', `/api/v1/1/hooks/${hook.id}`);
  assert.partialDeepStrictEqual(body, { status: 'active' });
});
