import { afterAll, beforeAll, expect, test } from 'vitest';
import { startReceiver, type Receiver } from '../receivers/receiver.ts';
import { testEngine, type TestEngine } from '../support/engine.ts';

let engine: TestEngine;
let receiver: Receiver;

beforeAll(async () => {
  engine = await testEngine();
  receiver = await startReceiver({
    kind: 'answer',
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: '{"id":"A-1","number":"FV-1"}',
  });
  await engine.apply([
    { kind: 'connections', name: 'accounting', body: { name: 'accounting', url: receiver.url } },
    {
      kind: 'templates',
      name: 'invoice',
      body: {
        name: 'invoice',
        format: 'json',
        body: '{ "number": "${input.number}", "customer": "${input.company.name}", "total": ${input.total}, "key": "${message.key}" }',
        response:
          '{ "outcome": "accepted", "write": { "properties": { "accountingId": "${response.id}", "accountingNumber": "${response.number}" } } }',
      },
    },
    {
      kind: 'triggers',
      name: 'approved',
      body: {
        name: 'approved',
        entity: 'documents',
        when: "input.type = 'INVOICE.SALES' and changed('status') and input.status = 'APPROVED'",
        deliver: [{ connection: 'accounting', template: 'invoice' }],
      },
    },
  ]);
});
afterAll(async () => {
  await receiver.close();
  await engine.close();
});

test('an invoice that becomes APPROVED is delivered, and its number stands on the record', async () => {
  const invoice = await engine.invoice({ number: '2026001' });
  await engine.save({ kind: 'change', entity: 'documents', key: { id: invoice.id }, fields: { status: 'APPROVED' } });
  const [planned] = await engine.deliveries();
  if (!planned) throw new Error('no delivery');
  const delivered = await engine.delivery(planned.id, ({ state }) => state === 'delivered');
  expect(delivered.attempts).toBe(1);
  const [request] = await receiver.received(1);
  expect(JSON.parse(request?.text ?? '')).toMatchObject({
    number: '2026001',
    customer: 'Odběratel a.s.',
    total: 2755.66,
  });
  const record = await engine.record(invoice.id);
  expect(record.data['properties']).toEqual({ accountingId: 'A-1', accountingNumber: 'FV-1' });
  expect(record.exports['accounting']).toMatchObject({ state: 'delivered', deliveryId: planned.id });
});
