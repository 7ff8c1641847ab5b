import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { lookAtFailing } from '../../src/deliveries/hook-upkeep.ts';
import { createLog } from '../../src/log.ts';
import { acceptedAfter, answer, redirectTo, tooMany, unavailable } from '../receivers/behaviour.ts';
import { type Receiver, startReceiver } from '../receivers/receiver.ts';
import { testApp, type TestApp } from '../support/app.ts';
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
  return async () => {
    const { body } = await app.call('GET', '/api/v1/1/hooks');
    for (const { id } of (body as { data: { id: string }[] }).data) await app.call('DELETE', `/api/v1/1/hooks/${id}`);
    await receiver.close();
  };
});

const readHook = async (id: string) =>
  (await app.call('GET', `/api/v1/1/hooks/${id}`)).body as Record<string, string | null>;
const alertsOf = async (id: string, open?: boolean) =>
  (await app.alerts(open === undefined ? {} : { open })).filter(({ hookId }) => hookId === id);

describe('the rules of the sender', () => {
  test('410 ends the hook, cancels what waits and tells its owner', async () => {
    const { id } = await makeHook(app, `${receiver.url}/gone`, { concurrency: 1 });
    receiver.behave(answer(410));
    await approveInvoice(app);
    await app.until(async () => (await readHook(id))['status'] === 'ended');
    expect((await readHook(id))['endedReason']).toBe('The receiver answered 410: it wants no more notices.');
    await approveInvoice(app);
    const told = await newestDelivery(app, id, ({ state }) => state === 'refused');
    expect(told.reason).toContain('410');
    expect(await hookDeliveries(app, id)).toHaveLength(1);
    expect(await alertsOf(id)).toMatchObject([{ kind: 'hook-ended' }]);
  });

  test('404 is tried again and never ends the hook', async () => {
    const { id } = await makeHook(app, `${receiver.url}/missing`, { retry: { at: ['0s', '1s'] } });
    receiver.behave((_request, index) => answer(index === 0 ? 404 : 200));
    await approveInvoice(app);
    const delivered = await newestDelivery(app, id, ({ state }) => state === 'delivered');
    expect(delivered.reason).toBe('Taken with status 200.');
    expect((await readHook(id))['status']).toBe('active');
    expect(receiver.requests.map(({ headers }) => headers['gangway-attempt'])).toEqual(['1', '2']);
  });

  test('a redirect is a failure and is not followed', async () => {
    const { id } = await makeHook(app, `${receiver.url}/moved`, { retry: { at: ['0s', '1h'] } });
    receiver.behave(redirectTo(`${receiver.url}/elsewhere`));
    await approveInvoice(app);
    const waiting = await newestDelivery(app, id, ({ state }) => state === 'waiting');
    expect(waiting.reason).toMatch(/points to another address\. Redirects are never followed/);
    expect(receiver.requests.map(({ path }) => path)).toEqual(['/moved']);
  });

  test.each([
    ['429', tooMany('1')],
    ['503', unavailable('1')],
  ])('%s with Retry-After is asked again when it says, and costs no attempt', async (_name, first) => {
    const { id } = await makeHook(app, `${receiver.url}/slower`, { retry: { at: ['0s'], within: '1h' } });
    receiver.behave((_request, index) => (index === 0 ? first : answer(200)));
    await approveInvoice(app);
    await newestDelivery(app, id, ({ state }) => state === 'delivered');
    const [one, two] = receiver.requests;
    expect((two?.at ?? 0) - (one?.at ?? 0)).toBeGreaterThanOrEqual(950);
  });

  test('a receiver that answers after the time-out gets the same notice again, under the same id', async () => {
    const { id } = await makeHook(app, `${receiver.url}/late`, { timeout: '200ms', retry: { at: ['0s', '1s'] } });
    receiver.behave((_request, index) => (index === 0 ? acceptedAfter(600) : answer(200)));
    await approveInvoice(app);
    await newestDelivery(app, id, ({ state }) => state === 'delivered');
    const [first, second] = receiver.requests;
    expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
    expect(second?.text).toBe(first?.text);
    expect(second?.headers['webhook-signature']).not.toBe(first?.headers['webhook-signature']);
  });

  test('the rate of a hook is kept', async () => {
    const { id } = await makeHook(app, `${receiver.url}/slow`, { ratePerSecond: 5 });
    const count = 8;
    for (let index = 0; index < count; index += 1) await approveInvoice(app);
    await receiver.received(count);
    const times = receiver.requests.map(({ at }) => at);
    expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeGreaterThan(1_000);
    expect(await hookDeliveries(app, id)).toHaveLength(count);
  });

  test('a notice of a change of very many fields stays far below 256 KB', async () => {
    await makeHook(app, `${receiver.url}/large`, { event: 'documents.updated' });
    const id = await approveInvoice(app);
    const lines = Array.from({ length: 900 }, (_, index) => ({
      ...{ name: `Line ${index} ${'x'.repeat(180)}`, quantity: 1, unitPrice: '1.00', vatRate: 21 },
    }));
    const { status } = await app.call('POST', '/rest/v1/1/documents', {
      ...{ type: 'INVOICE.SALES', agencyId: 1, ownerId: 2, companyId: 3, currency: 'CZK', lines },
    });
    expect(status).toBe(201);
    await app.call('PATCH', `/rest/v1/1/documents?id=${id}`, { note: 'x' });
    for (const { body } of await receiver.received(2)) expect(body.length).toBeLessThan(2_000);
  });
});

test('a receiver that is down for the whole schedule: the notice ends failed, is told of once, and goes out when it is sent again', async () => {
  const { id } = await makeHook(app, `${receiver.url}/down`, { retry: { at: ['0s', '1s'] } });
  receiver.behave(answer(500));
  const since = new Date().toISOString();
  const records = [await approveInvoice(app), await approveInvoice(app)];
  await app.until(async () => (await hookDeliveries(app, id)).every(({ state }) => state === 'failed'));
  const failed = async () =>
    (await app.alerts({ open: true })).filter(
      ({ kind, connection }) => kind === 'delivery-failed' && connection === `hook:${id}`,
    );
  expect(await failed()).toHaveLength(1);
  receiver.behave(answer(200));
  const [one] = await hookDeliveries(app, id);
  const resent = await app.call('POST', `/api/v1/1/hooks/${id}/deliveries/${one?.id ?? ''}/resend`);
  expect(resent).toMatchObject({ status: 202, body: { resendOf: one?.id } });
  const job = await app.call('POST', `/api/v1/1/hooks/${id}/resend`, { since });
  expect(job.status).toBe(202);
  await app.until(async () => {
    const delivered = (await hookDeliveries(app, id)).filter(({ state }) => state === 'delivered');
    return records.every((record) => delivered.some(({ recordId }) => recordId === record));
  });
  await app.until(async () => (await failed()).length === 0);
});

test('everything since a moment can be sent again, what arrived too', async () => {
  const { id } = await makeHook(app, `${receiver.url}/replay`);
  const since = new Date().toISOString();
  for (let index = 0; index < 3; index += 1) await approveInvoice(app);
  await app.until(async () => (await hookDeliveries(app, id)).every(({ state }) => state === 'delivered'));
  const counted = await app.call('POST', `/api/v1/1/hooks/${id}/resend`, { since, delivered: true, dryRun: true });
  expect(counted.body).toEqual({ count: 3 });
  expect((await app.call('POST', `/api/v1/1/hooks/${id}/resend`, { since })).body).toEqual({ count: 0 });
  await app.call('POST', `/api/v1/1/hooks/${id}/resend`, { since, delivered: true });
  const all = await receiver.received(6);
  expect(new Set(all.map(({ headers }) => headers['webhook-id'])).size).toBe(6);
  const events = all.map(({ text }) => (JSON.parse(text) as { id: string }).id);
  expect(new Set(events).size).toBe(3);
});

test('hooks whose receiver has failed for long are cleaned up; those that were answered show when', async () => {
  const { id: alive } = await makeHook(app, `${receiver.url}/alive`);
  const { id: dead } = await makeHook(app, `${receiver.url}/forgotten`);
  receiver.behave(({ path }) => answer(path === '/alive' ? 200 : 404));
  await approveInvoice(app);
  await newestDelivery(app, alive, ({ state }) => state === 'delivered');
  await app.until(async () => (await readHook(dead))['failingSince'] !== null);
  await app.engine.writeContacts();
  expect(Date.parse((await readHook(alive))['lastDeliveredAt'] ?? '')).toBeGreaterThan(Date.now() - 60_000);
  expect((await readHook(dead))['lastDeliveredAt']).toBeNull();

  await app.database.query({
    text: `update lanes set failing_since = now() - interval '6 days' where connection = $1`,
    values: [`hook:${dead}`],
  });
  const cleanUp = (body?: object, headers = {}) => app.call('POST', '/api/v1/1/hooks/clean-up', body, headers);
  expect((await cleanUp({ failingFor: '7d' })).body).toEqual({ count: 0, data: [] });
  const stranger = { authorization: `Bearer ${await app.tokenFor(['Readers'])}` };
  expect((await cleanUp({}, stranger)).body).toMatchObject({ count: 0 });
  expect((await cleanUp({ dryRun: true })).body).toMatchObject({ count: 1, data: [{ id: dead, status: 'active' }] });
  expect((await readHook(dead))['status']).toBe('active');
  expect((await cleanUp()).body).toMatchObject({ count: 1, data: [{ id: dead }] });
  expect(await readHook(dead)).toMatchObject({
    status: 'ended',
    endedReason: 'Cleaned up by Ada Admin: its receiver has failed for long.',
  });
  expect((await hookDeliveries(app, dead)).map(({ state }) => state)).toEqual(['cancelled']);
  expect((await readHook(alive))['status']).toBe('active');
});

test('a hook that has failed for five days is paused, keeps its notices, and sends them when it is let go on', async () => {
  const { id } = await makeHook(app, `${receiver.url}/dead`);
  receiver.behave(answer(500));
  const first = await approveInvoice(app);
  await app.until(async () => (await readHook(id))['failingSince'] !== null);
  const look = () => lookAtFailing({ database: app.database, log: createLog('silent'), changed: app.engine.changed });
  const age = (interval: string) =>
    app.database.query({
      text: `update lanes set failing_since = now() - $2::interval where connection = $1`,
      values: [`hook:${id}`, interval],
    });
  await age('4 days 23 hours');
  await look();
  expect((await readHook(id))['status']).toBe('active');
  expect(await alertsOf(id, true)).toMatchObject([{ kind: 'hook-failing' }]);
  await age('5 days 1 minute');
  await look();
  expect(await readHook(id)).toMatchObject({
    status: 'paused',
    pausedReason: expect.stringContaining('5 d') as string,
  });
  const second = await approveInvoice(app);
  expect((await hookDeliveries(app, id)).map(({ state }) => state)).toEqual(['held', 'held']);
  expect((await alertsOf(id, true)).map(({ kind }) => kind).sort()).toEqual(['hook-failing', 'hook-paused']);

  receiver.behave(answer(200));
  await app.call('POST', `/api/v1/1/hooks/${id}/resume`);
  await app.until(async () => (await hookDeliveries(app, id)).every(({ state }) => state === 'delivered'));
  expect((await hookDeliveries(app, id)).map(({ recordId }) => recordId)).toEqual([second, first]);
  await app.until(async () => (await alertsOf(id, true)).length === 0);
  await look();
  expect((await readHook(id))['status']).toBe('active');
});

describe('the owner of a hook', () => {
  const readerWith = async (groups: readonly string[]) => ({ authorization: `Bearer ${await app.tokenFor(groups)}` });

  test('is not told of what they may not read, nor sees the hooks of others', async () => {
    const reader = await readerWith(['Readers']);
    const { id } = await makeHook(app, `${receiver.url}/reader`, {}, reader);
    const others = await makeHook(app, `${receiver.url}/admin`);
    expect((await app.call('GET', `/api/v1/1/hooks/${others.id}`, undefined, reader)).status).toBe(404);
    const listed = await app.call('GET', '/api/v1/1/hooks', undefined, reader);
    expect((listed.body as { data: { id: string }[] }).data.map((hook) => hook.id)).toEqual([id]);
    const hidden = await approveInvoice(app, { acl: { read: { users: [2] } } });
    const open = await approveInvoice(app);
    await app.until(() => receiver.requests.filter(({ path }) => path === '/reader').length === 1);
    const mine = receiver.requests.filter(({ path }) => path === '/reader');
    expect(mine.map(({ text }) => (JSON.parse(text) as { recordId: number }).recordId)).toEqual([open]);
    const states = await app.until(async () => {
      const all = await hookDeliveries(app, id);
      return all.every(({ state }) => state !== 'queued' && state !== 'sending') && all;
    });
    expect(states.find(({ recordId }) => recordId === hidden)).toMatchObject({
      state: 'cancelled',
      reason: 'Not sent: the owner of the hook may not read this record.',
    });
  });

  test('whose token is revoked, or who was disabled, is sent nothing: the hook is paused and says why', async () => {
    const reader = await readerWith(['Readers']);
    const { id } = await makeHook(app, `${receiver.url}/revoked`, {}, reader);
    await app.database.query({
      text: `update tokens set revoked_at = now() where id = (select token_id from hooks where id = $1)`,
      values: [id],
    });
    await approveInvoice(app);
    await app.until(async () => (await readHook(id))['status'] === 'paused');
    expect((await readHook(id))['pausedReason']).toMatch(/token .* was revoked/);
    expect(receiver.requests).toHaveLength(0);
    expect(await alertsOf(id, true)).toMatchObject([{ kind: 'hook-paused' }]);
  });

  test('changes it alone, beside administrators; a configurator may pause it and not see its secret', async () => {
    const owner = await readerWith(['Readers']);
    const configurator = await readerWith(['Configurator']);
    const { id } = await makeHook(app, `${receiver.url}/owned`, {}, owner);
    const change = (who: Readonly<Record<string, string>>) =>
      app.call('PATCH', `/api/v1/1/hooks/${id}`, { targetUrl: `${receiver.url}/other` }, who);
    expect((await change(configurator)).status).toBe(403);
    expect((await app.call('POST', `/api/v1/1/hooks/${id}/rotate`, {}, configurator)).status).toBe(403);
    expect((await app.call('POST', `/api/v1/1/hooks/${id}/pause`, {}, configurator)).status).toBe(200);
    expect((await change(owner)).status).toBe(200);
  });
});

test('one hook that hangs delays no other', async () => {
  const hanging = await startReceiver({ kind: 'hang' });
  try {
    await makeHook(app, `${hanging.url}/hangs`, { timeout: '30s', concurrency: 2 });
    await makeHook(app, `${receiver.url}/quick`);
    for (let index = 0; index < 6; index += 1) await approveInvoice(app);
    await receiver.received(6);
    expect(hanging.requests.length).toBeLessThanOrEqual(2);
  } finally {
    await hanging.close();
  }
});

test('a storm of subscribing and unsubscribing leaves nothing behind, and changes go on meanwhile', async () => {
  const hooks = '/api/v1/1/hooks';
  const storm = Array.from({ length: 60 }, async (_, index) => {
    // A third of them mean the same hook, at the same time.
    const targetUrl = `${receiver.url}/storm-${index % 40}`;
    const made = await app.call('POST', hooks, {
      targetUrl,
      event: 'documents.rejected',
      filter: `input.id > ${index}`,
    });
    expect([200, 201]).toContain(made.status);
    if (index % 10 === 0) await approveInvoice(app);
    expect((await app.call('DELETE', `${hooks}/${(made.body as { id: string }).id}`)).status).toBe(200);
  });
  await Promise.all(storm);
  const left = await app.call('GET', `${hooks}?event=documents.rejected`);
  expect((left.body as { data: object[] }).data).toEqual([]);
  const listening = await app.within((_transaction, plan) => Promise.resolve(plan.hooks.listensTo('documents')));
  expect(listening).toBe(false);
});
