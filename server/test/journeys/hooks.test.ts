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
