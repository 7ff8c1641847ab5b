import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Receiver, startReceiver } from '../../test/receivers/receiver.ts';
import { type TestApp, testApp } from '../../test/support/app.ts';

let server: TestApp;
let receiver: Receiver;
const api = '/api/v1/1';

beforeAll(async () => {
  server = await testApp();
  receiver = await startReceiver({
    kind: 'answer',
    status: 422,
    headers: { 'content-type': 'text/plain; charset=windows-1250' },
    body: 'no',
  });
  const file = {
    connections: [{ name: 'accounting', url: receiver.url }],
    templates: [{ name: 'invoice', format: 'json', body: '{ "number": "${input.number}" }' }],
    triggers: [
      {
        name: 'created',
        entity: 'documents',
        on: ['created', 'requested'],
        deliver: [{ connection: 'accounting', template: 'invoice' }],
      },
    ],
  };
  expect((await server.call('POST', `${api}/apply`, { file })).status).toBe(200);
});
afterAll(async () => {
  await receiver.close();
  await server.close();
});

interface Wire {
  readonly id: string;
  readonly state: string;
  readonly attempts: readonly { readonly number: number; readonly request: object; readonly response: object }[];
  readonly [field: string]: unknown;
}

let numbers = 100;
async function refused(): Promise<{ recordId: number; id: string }> {
  const record = await server.invoice({ number: `2026${(numbers += 1)}` });
  const { body } = await server.call('GET', `${api}/deliveries?recordId=${record.id}`);
  const [delivery] = (body as { data: Wire[] }).data;
  if (delivery === undefined) throw new Error('no delivery');
  await server.delivery(delivery.id, ({ state }) => state === 'refused');
  return { recordId: record.id, id: delivery.id };
}

describe('a delivery', () => {
  test('is listed by what it is about, and read with what was sent and answered', async () => {
    const { id, recordId } = await refused();
    const list = await server.call(
      'GET',
      `${api}/deliveries?connection=accounting&state=refused,failed&entity=documents&recordId=${recordId}&since=2026-01-01T00:00:00Z`,
    );
    expect(list.body).toMatchObject({
      data: [{ id, state: 'refused', recordId, attemptCount: 1, nextAttemptAt: null }],
      nextCursor: null,
    });
    const read = await server.call('GET', `${api}/deliveries/${id}`);
    const delivery = read.body as Wire;
    expect(delivery.attempts).toMatchObject([
      {
        number: 1,
        outcome: 'refused',
        request: { method: 'POST', body: expect.stringContaining('"number"') as string },
        response: { status: 422, body: 'no' },
      },
    ]);
  });

  test('is sent again as a new one, and the two name each other', async () => {
    const { id } = await refused();
    const again = await server.call('POST', `${api}/deliveries/${id}/resend`);
    const { id: newer } = again.body as Wire;
    expect([again.status, again.body]).toMatchObject([202, { resendOf: id }]);
    expect((await server.call('GET', `${api}/deliveries/${id}`)).body).toMatchObject({ resentAs: newer });
    const twice = await server.call('POST', `${api}/deliveries/${id}/resend`, {});
    expect([twice.status, twice.body]).toMatchObject([409, { type: '/problems/illegal-state' }]);
  });

  test('waits while its connection is paused, and can be cancelled there', async () => {
    const paused = await server.call('POST', `${api}/connections/accounting/pause`, { reason: 'Maintenance.' });
    expect(paused.body).toMatchObject({
      paused: true,
      pausedBy: 'Ada Admin',
      pausedReason: 'Maintenance.',
      available: true,
    });
    const record = await server.invoice({ number: '2026900' });
    const { body } = await server.call('GET', `${api}/deliveries?recordId=${record.id}`);
    const [delivery] = (body as { data: Wire[] }).data;
    expect(delivery).toMatchObject({
      state: 'held',
      heldBy: 'pause',
      reason: expect.stringContaining('Maintenance.') as string,
    });
    const longer = await server.call('POST', `${api}/connections/accounting/pause`, { reason: 'Until noon.' });
    expect(longer.body).toMatchObject({
      pausedAt: (paused.body as { pausedAt: string }).pausedAt,
      pausedReason: 'Until noon.',
    });
    // The record says it too, though nothing was written to it.
    expect((await server.call('GET', `/rest/v1/1/documents?id=${record.id}`)).body).toMatchObject({
      exports: {
        accounting: { state: 'held', message: expect.stringMatching(/^Paused by Ada Admin since .*noon/) as string },
      },
    });
    const cancelled = await server.call('POST', `${api}/deliveries/${delivery?.id ?? ''}/cancel`);
    expect(cancelled.body).toMatchObject({ state: 'cancelled', reason: 'Cancelled by Ada Admin.' });
    expect((await server.call('POST', `${api}/connections/accounting/resume`)).body).toMatchObject({ paused: false });
    expect((await server.call('GET', `${api}/connections/acounting/status`)).body).toMatchObject({
      detail: expect.stringContaining('"accounting"') as string,
    });
  });

  test('is asked for by another process', async () => {
    const { recordId } = await refused();
    const asked = await server.call('POST', `/rest/v1/1/documents/export?id=${recordId}`, { repeat: true });
    expect([asked.status, asked.body]).toMatchObject([202, { deliveries: [{ connection: 'accounting' }] }]);
    const unknown = await server.call('POST', `/rest/v1/1/documents/export?id=${recordId}`, { trigger: 'none' });
    expect([unknown.status, unknown.body]).toMatchObject([400, { errors: [{ path: 'trigger' }] }]);
  });

  test('that is not unknown has nothing to resolve, nor a later answer to take', async () => {
    const { id } = await refused();
    expect((await server.call('POST', `${api}/deliveries/${id}/resolve`, { there: true })).body).toMatchObject({
      type: '/problems/illegal-state',
    });
    expect((await server.call('POST', `${api}/deliveries/${id}/result`, { outcome: 'accepted' })).body).toMatchObject({
      type: '/problems/illegal-state',
    });
    expect((await server.call('POST', `${api}/deliveries/${id}/result`, { outcome: 'perhaps' })).body).toMatchObject({
      type: '/problems/invalid-body',
      errors: [{ path: 'outcome' }],
    });
  });
});

test('a later answer that would write what it may not is refused with the field, and changes nothing', async () => {
  const later = await startReceiver({ kind: 'answer', status: 202, body: '' });
  const file = {
    connections: [{ name: 'slow', url: later.url, answer: { later: true, within: '1h' } }],
    triggers: [{ name: 'slow', entity: 'documents', on: ['requested'], deliver: [{ connection: 'slow' }] }],
  };
  expect((await server.call('POST', `${api}/apply`, { file })).status).toBe(200);
  const record = await server.invoice({ number: '2026950' });
  const asked = await server.call('POST', `/rest/v1/1/documents/export?id=${record.id}`, { connection: 'slow' });
  const [{ id } = { id: '' }] = (asked.body as { deliveries: { id: string }[] }).deliveries;
  await server.delivery(id, ({ state }) => state === 'awaiting');
  const report = (write: object) =>
    server.call('POST', `${api}/deliveries/${id}/result`, { outcome: 'accepted', write });
  expect((await report({ properties: { accountingNumbr: 'X' }, acl: {} })).body).toMatchObject({
    type: '/problems/invalid-record',
    errors: [{ path: 'write.properties.accountingNumbr' }, { path: 'write.acl' }],
  });
  expect((await report({ properties: { accountingNumber: 'X' } })).body).toMatchObject({ state: 'delivered' });
  await later.close();
});

test('the pages of a list meet without a gap or a repeat', async () => {
  for (let made = 0; made < 3; made += 1) await refused();
  const seen: string[] = [];
  let cursor = '';
  do {
    const { body } = await server.call('GET', `${api}/deliveries?limit=2${cursor}`);
    const page = body as { data: Wire[]; nextCursor: string | null };
    seen.push(...page.data.map(({ id }) => id));
    cursor = page.nextCursor === null ? '' : `&cursor=${page.nextCursor}`;
  } while (cursor !== '');
  const all = (await server.deliveries()).map(({ id }) => id);
  expect(seen).toEqual(all);
});

test('all that match are sent again by a job', async () => {
  await refused();
  const wanted = { connection: 'accounting', state: ['refused'] };
  const counted = await server.call('POST', `${api}/deliveries/resend`, { ...wanted, dryRun: true });
  const { count } = counted.body as { count: number };
  expect(count).toBeGreaterThan(0);
  const started = await server.call('POST', `${api}/deliveries/resend`, wanted);
  expect([started.status, started.body]).toMatchObject([
    202,
    { kind: 'resend', createdBy: 'Ada Admin', progress: { total: count } },
  ]);
  const { id } = started.body as { id: string };
  await expect
    .poll(async () => (await server.call('GET', `${api}/jobs/${id}`)).body, { timeout: 20_000 })
    .toMatchObject({ state: 'done' });
  const { body } = await server.call('GET', `${api}/jobs/${id}`);
  const { done, skipped } = (body as { progress: { done: number; skipped: number } }).progress;
  expect(done + skipped).toBe(count);
  expect((await server.call('POST', `${api}/deliveries/resend`, {})).status).toBe(400);
  expect((await server.call('POST', `${api}/deliveries/resend`, { state: ['delivered'] })).status).toBe(400);
  expect((await server.call('POST', `${api}/jobs/${id}/cancel`)).body).toMatchObject({
    type: '/problems/illegal-state',
  });
});

test('alerts tell once of what failed, and are put away', async () => {
  const { body } = await server.call('GET', `${api}/alerts?open=true`);
  // Not the alert of a connection that fails still: that one would be raised again at once.
  const alert = (body as { data: { key: string; text: string }[] }).data.find(({ key }) => key.startsWith('delivery/'));
  expect(alert?.text).toMatch(/\.$/);
  const resolve = () => server.call('POST', `${api}/alerts/resolve`, { key: alert?.key ?? '' });
  expect((await resolve()).body).toEqual({ resolved: 1 });
  expect((await resolve()).status).toBe(404);
});
