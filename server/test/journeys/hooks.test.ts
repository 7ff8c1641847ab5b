import { Webhook } from 'standardwebhooks';
import { Webhook as SvixWebhook } from 'svix';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Receiver, startReceiver } from '../receivers/receiver.ts';
import { testApp, type TestApp } from '../support/app.ts';
import { invoiceFields } from '../support/company.ts';

let app: TestApp;
let receiver: Receiver;

beforeAll(async () => {
  app = await testApp();
});
afterAll(async () => {
  await app.close();
});
beforeEach(async () => {
  receiver = await startReceiver({ kind: 'answer', status: 200, body: 'ok' });
  return () => receiver.close();
});

interface Hook {
  readonly id: string;
  readonly secret: string;
  readonly status: string;
}

async function hookTo(path: string, fields: object = {}): Promise<Hook> {
  const { status, body } = await app.call('POST', '/api/v1/1/hooks', {
    ...{ targetUrl: `${receiver.url}/${path}`, event: 'documents.approved' },
    ...fields,
  });
  expect(status).toBe(201);
  return body as Hook;
}

async function approve(fields: object = {}): Promise<number> {
  const created = await app.call('POST', '/rest/v1/1/documents', { ...invoiceFields, ...fields });
  const { id } = created.body as { id: number };
  const changed = await app.call('PATCH', `/rest/v1/1/documents?id=${id}`, { status: 'APPROVED' });
  expect(changed.status).toBe(200);
  return id;
}

test('an approved invoice is told thinly, signed so that the public libraries accept it, and its record is where the notice says', async () => {
  const { secret } = await hookTo('approved');
  const id = await approve();
  const [request] = await receiver.received(1);
  if (request === undefined) throw new Error('no request');
  const notice = JSON.parse(request.text) as Record<string, unknown>;
  expect(Object.keys(notice)).toEqual([
    ...[
      'id',
      'type',
      'createdAt',
      'unit',
      'entity',
      'recordId',
      'registration',
      'revision',
      'change',
      'url',
      'deliveryId',
    ],
  ]);
  expect(notice).toMatchObject({
    ...{ type: 'documents.approved', unit: 1, entity: 'documents', recordId: id, revision: 2 },
    url: `http://localhost/rest/v1/1/documents?id=${id}`,
    deliveryId: request.headers['webhook-id'],
  });
  expect((notice['change'] as { fields: string[] }).fields).toContain('status');
  const headers = request.headers as Record<string, string>;
  expect(new Webhook(secret).verify(request.text, headers)).toEqual(notice);
  expect(() => new SvixWebhook(secret).verify(request.text, headers)).not.toThrow();
  expect(headers['webhook-signature']).toMatch(/^v1,\S+ v1a,\S+$/);
  expect(headers['gangway-attempt']).toBe('1');
  expect(headers['idempotency-key']).toBe(headers['webhook-id']);
});

test('a hook may call the kind of the body otherwise, for servers that take application/json apart before its signature is checked', async () => {
  const { secret } = await hookTo('kind', { headers: { 'Content-Type': 'application/vnd.example+json' } });
  await approve();
  const [request] = await receiver.received(1);
  expect(request?.rawHeaders.filter((name) => name.toLowerCase() === 'content-type')).toHaveLength(1);
  expect(request?.headers['content-type']).toBe('application/vnd.example+json');
  expect(() =>
    new Webhook(secret).verify(request?.text ?? '', request?.headers as Record<string, string>),
  ).not.toThrow();
});

test('the same token asking again gets the same hook, without its secret; another event or address is another hook', async () => {
  const first = await hookTo('same');
  const again = await app.call('POST', '/api/v1/1/hooks', {
    ...{ targetUrl: `${receiver.url}/same`, event: 'documents.approved', filter: 'input.total > 1' },
  });
  expect(again).toMatchObject({ status: 200, body: { id: first.id, filter: 'input.total > 1' } });
  expect(again.body).not.toHaveProperty('secret');
  const other = await hookTo('same', { event: 'documents.created' });
  expect(other.id).not.toBe(first.id);
  const found = await app.call('GET', `/api/v1/1/hooks?targetUrl=${encodeURIComponent(`${receiver.url}/same`)}`);
  expect((found.body as { data: Hook[] }).data.map(({ id }) => id)).toEqual([other.id, first.id]);
});

test('a deleted hook is told nothing more, and deleting it again, or one that never was, is answered the same', async () => {
  const { id } = await hookTo('deleted');
  for (const each of [id, id, '019ab2c3-0000-7000-8000-000000000001']) {
    expect(await app.call('DELETE', `/api/v1/1/hooks/${each}`)).toMatchObject({ status: 200, body: { deleted: true } });
  }
  const mark = await hookTo('mark');
  await approve();
  const requests = await receiver.received(1);
  expect(requests.map(({ path }) => path)).toEqual(['/mark']);
  const gone = await app.call('GET', `/api/v1/1/hooks/${id}`);
  expect(gone.body).toMatchObject({ status: 'ended', endedReason: 'Deleted by Ada Admin.' });
  expect(mark.status).toBe('active');
});

test('a filter lets through what it says, over the record before and after', async () => {
  const { id } = await hookTo('filtered', { filter: "changed('status') and input.note = 'tell me'" });
  await approve();
  const wanted = await approve({ note: 'tell me' });
  await receiver.received(1);
  const { body } = await app.call('GET', `/api/v1/1/hooks/${id}/deliveries`);
  expect((body as { data: object[] }).data).toMatchObject([{ recordId: wanted, hookId: id, connection: null }]);
});

test.each([
  ['filter', { filter: 'input.totl > 1' }, /total/],
  ['event', { event: 'documents.aproved' }, /Did you mean "documents.approved"\?/],
  ['targetUrl', { targetUrl: 'http://10.0.0.1/' }, /private address .*GANGWAY_EGRESS_ALLOW/],
  ['targetUrl', { targetUrl: 'ftp://example.com/' }, /http/],
  ['headers.Webhook-Id', { headers: { 'Webhook-Id': 'x' } }, /sets itself/],
  ['secret', { secret: 'whsec_c2hvcnQ=' }, /24 to 64 bytes/],
  ['timeout', { timeout: '10m' }, /60s/],
  ['retry.at[0]', { retry: { at: ['5s'] } }, /begin with 0s/],
])('a hook with a fault in %s is refused with its place', async (path, fields, message) => {
  const { status, body } = await app.call('POST', '/api/v1/1/hooks', {
    ...{ targetUrl: `${receiver.url}/x`, event: 'documents.approved', ...fields },
  });
  expect(status).toBe(400);
  const { errors } = body as { errors: { path: string; message: string }[] };
  expect(errors).toEqual([expect.objectContaining({ path, message: expect.stringMatching(message) as string })]);
});

test('a paused hook keeps its notices, and sends them when it is let go on', async () => {
  const { id } = await hookTo('paused');
  await app.call('POST', `/api/v1/1/hooks/${id}/pause`, { reason: 'We move.' });
  const recordId = await approve();
  const listed = await app.call('GET', `/api/v1/1/deliveries?hookId=${id}`);
  expect((listed.body as { data: object[] }).data).toMatchObject([{ state: 'held', heldBy: 'pause', recordId }]);
  expect(receiver.requests).toHaveLength(0);
  expect((await app.call('POST', `/api/v1/1/hooks/${id}/resume`)).body).toMatchObject({ status: 'active' });
  expect((await receiver.received(1))[0]?.text).toContain(`"recordId":${recordId}`);
});

test('what was kept can be cancelled instead', async () => {
  const { id } = await hookTo('cancelled');
  await app.call('POST', `/api/v1/1/hooks/${id}/pause`);
  await approve();
  await app.call('POST', `/api/v1/1/hooks/${id}/resume`, { held: 'cancel' });
  const { body } = await app.call('GET', `/api/v1/1/hooks/${id}/deliveries?state=cancelled`);
  expect((body as { data: object[] }).data).toHaveLength(1);
  await app.call('POST', `/api/v1/1/hooks/${id}/test`);
  expect(receiver.requests).toHaveLength(1);
});

test('a secret that is rotated while notices wait: old and new sign side by side, and with no overlap only the new one', async () => {
  const { id, secret } = await hookTo('rotated');
  await app.call('POST', `/api/v1/1/hooks/${id}/pause`);
  await approve();
  const rotated = (await app.call('POST', `/api/v1/1/hooks/${id}/rotate`, { overlap: '1h' })).body as Hook;
  expect(rotated.secret).not.toBe(secret);
  await app.call('POST', `/api/v1/1/hooks/${id}/resume`);
  const [request] = await receiver.received(1);
  const headers = request?.headers as Record<string, string>;
  for (const each of [secret, rotated.secret]) {
    expect(() => new Webhook(each).verify(request?.text ?? '', headers)).not.toThrow();
  }
  const last = (await app.call('POST', `/api/v1/1/hooks/${id}/rotate`, { overlap: '0s' })).body as Hook;
  await approve();
  const next = (await receiver.received(2))[1];
  const nextHeaders = next?.headers as Record<string, string>;
  expect(() => new Webhook(last.secret).verify(next?.text ?? '', nextHeaders)).not.toThrow();
  expect(() => new Webhook(rotated.secret).verify(next?.text ?? '', nextHeaders)).toThrow();
});

test('the public keys verify the v1a signature, and a new key signs beside the old one', async () => {
  await hookTo('keys');
  const rotated = await app.call('POST', '/api/v1/1/hook-keys/rotate', { overlap: '1h' });
  expect(rotated.status).toBe(200);
  await approve();
  const [request] = await receiver.received(1);
  const open = await app.app.inject({ method: 'GET', url: '/api/v1/1/hook-keys' });
  const { keys } = open.json<{ keys: Record<string, string>[] }>();
  expect(keys).toHaveLength(2);
  const headers = request?.headers as Record<string, string>;
  const signatures = (headers['webhook-signature'] ?? '').split(' ').filter((each) => each.startsWith('v1a,'));
  expect(signatures).toHaveLength(2);
  const signed = Buffer.from(
    `${headers['webhook-id'] ?? ''}.${headers['webhook-timestamp'] ?? ''}.${request?.text ?? ''}`,
  );
  for (const [index, jwk] of keys.entries()) {
    const key = await crypto.subtle.importKey('jwk', jwk, 'Ed25519', false, ['verify']);
    const signature = Buffer.from((signatures[index] ?? '').slice(4), 'base64');
    expect(await crypto.subtle.verify('Ed25519', key, signature, signed)).toBe(true);
  }
});

test('a static secret header goes with every notice and is shown nowhere', async () => {
  const { id } = await hookTo('header', { headers: { 'X-Api-Key': 'very-secret-value' } });
  await approve();
  const [request] = await receiver.received(1);
  expect(request?.headers['x-api-key']).toBe('very-secret-value');
  const shown = await app.call('GET', `/api/v1/1/hooks/${id}`);
  expect(shown.body).toMatchObject({ headers: { 'X-Api-Key': '(hidden)' } });
  const [delivery] = ((await app.call('GET', `/api/v1/1/hooks/${id}/deliveries`)).body as { data: { id: string }[] })
    .data;
  const detail = await app.until(async () => {
    const read = await app.call('GET', `/api/v1/1/deliveries/${delivery?.id ?? ''}`);
    return (read.body as { state: string }).state === 'delivered' && read;
  });
  expect(JSON.stringify(detail.body)).not.toContain('very-secret-value');
  const kept = await app.call('PATCH', `/api/v1/1/hooks/${id}`, {
    headers: { 'X-Api-Key': '(hidden)', 'X-More': 'm' },
  });
  expect(kept.status).toBe(200);
  await approve();
  expect((await receiver.received(2))[1]?.headers).toMatchObject({ 'x-api-key': 'very-secret-value', 'x-more': 'm' });
});

test('payload: full carries the record as its owner may read it at the moment of sending, the same in every attempt', async () => {
  const { id } = await hookTo('full', { payload: 'full', retry: { at: ['0s', '1s'] } });
  await app.call('POST', `/api/v1/1/hooks/${id}/pause`);
  const recordId = await approve();
  await app.call('PATCH', `/rest/v1/1/documents?id=${recordId}`, { note: 'changed while it waited' });
  receiver.behave((_request, index) => ({ kind: 'answer', status: index === 0 ? 500 : 200 }));
  await app.call('POST', `/api/v1/1/hooks/${id}/resume`);
  const [first] = await receiver.received(1);
  await app.call('PATCH', `/rest/v1/1/documents?id=${recordId}`, { note: 'changed after the first attempt' });
  const [, second] = await receiver.received(2);
  expect(JSON.parse(first?.text ?? '')).toMatchObject({ record: { id: recordId, note: 'changed while it waited' } });
  expect(second?.text).toBe(first?.text);
  expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
  expect(second?.headers['gangway-attempt']).toBe('2');
});
