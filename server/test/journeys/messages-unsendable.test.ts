import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { resendDelivery } from '../../src/deliveries/resend-delivery.ts';
import { createLog } from '../../src/log.ts';
import { accepted, answer } from '../receivers/behaviour.ts';
import { startReceiver, type Receiver } from '../receivers/receiver.ts';
import { administrator, testEngine, type TestEngine } from '../support/engine.ts';

let engine: TestEngine;
let receiver: Receiver;
const logged: string[] = [];

beforeAll(async () => {
  engine = await testEngine({ log: createLog('debug', { write: (line) => logged.push(line) }) });
  receiver = await startReceiver(accepted);
});
afterAll(async () => {
  await engine.close();
  await receiver.close();
});

const xsd = `<?xml version="1.0"?>
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <xs:element name="invoice"><xs:complexType><xs:sequence>
    <xs:element name="number" type="xs:integer"/><xs:element name="total" type="xs:decimal"/>
  </xs:sequence></xs:complexType></xs:element>
</xs:schema>`;

describe('a message that cannot be made', () => {
  test('because a template loops over everything six levels deep, fails at once with a sentence', async () => {
    const loops = ['a', 'b', 'c', 'd', 'e', 'f'];
    const body = loops.reduceRight(
      (inner, name) => `[{ "$for": "${name} in input.lines", "x": ${inner} }]`,
      '"${a.name}"',
    );
    await engine.counterparty('six-deep', receiver.url, { template: { body } });
    const lines = Array.from({ length: 50 }, (_, index) => ({
      ...{ name: `line ${String(index)}`, quantity: '1', unitPrice: '1.00', vatRate: '21' },
    }));
    const delivery = await engine.send('six-deep', { lines });
    const failed = await engine.ended(delivery.id);
    expect(failed).toMatchObject({ state: 'failed', attempts: 0 });
    expect(failed.reason).toMatch(/steps.*\(body, line 1, column \d+\)/);
    const [attempt] = await engine.attempts(delivery.id);
    expect(attempt).toMatchObject({ outcome: 'failed', counted: false, request: null });
    expect(attempt?.durationMs).toBeLessThan(3_000);
  });

  test('because a dictionary lacks the key, names the key and can be sent after the mend', async () => {
    await engine.apply([
      { kind: 'dictionaries', name: 'types', body: { name: 'types', entries: { 'INVOICE.PURCHASE': 'received' } } },
    ]);
    await engine.counterparty('missing-key', receiver.url, {
      template: { body: '{ "note": "${input.note}",\n  "type": "${input.type | dict(\'types\')}" }' },
      deliver: { mark: { property: 'properties.extStatus', delivered: 'EXT.SENT', failed: 'EXT.ERROR' } },
    });
    const delivery = await engine.send('missing-key');
    const failed = await engine.ended(delivery.id);
    expect(failed.state).toBe('failed');
    expect(failed.reason).toMatch(/INVOICE\.SALES.*types.*\(body, line 2, column \d+\)/);
    expect(await engine.record(delivery.recordId)).toMatchObject({
      data: { properties: { extStatus: 'EXT.ERROR' } },
      exports: { 'missing-key': { state: 'failed', message: failed.reason } },
    });

    await engine.apply([
      { kind: 'dictionaries', name: 'types', body: { name: 'types', entries: { 'INVOICE.SALES': 'issued' } } },
    ]);
    const resent = await engine.within((transaction, plan) =>
      resendDelivery(transaction, plan, delivery.id, administrator, false),
    );
    engine.engine.wake(1, [resent.laneId]);
    expect((await engine.ended(resent.id)).state).toBe('delivered');
    expect(receiver.requests.map(({ text }) => text)).toContain('{"note":"missing-key","type":"issued"}');
    expect((await engine.record(delivery.recordId)).data['properties']).toMatchObject({ extStatus: 'EXT.SENT' });
  });

  test('because it does not fit its schema, is not sent and says what does not fit', async () => {
    await engine.apply([
      { kind: 'schemas', name: 'invoices', body: { name: 'invoices', files: { 'invoice.xsd': xsd } } },
    ]);
    const parts = (number: string) => ({
      template: {
        ...{ format: 'xml' as const, schema: 'invoices/invoice.xsd', response: '{ "outcome": "accepted" }' },
        body: `<invoice><number>${number}</number><total>\${input.total}</total></invoice>`,
      },
    });
    await engine.counterparty('unfitting', receiver.url, parts('${input.note}'));
    const failed = await engine.ended((await engine.send('unfitting')).id);
    expect(failed.state).toBe('failed');
    expect(failed.reason).toMatch(
      /^The message does not fit the schema invoices\/invoice\.xsd and was not sent: .*number.*line 1/,
    );

    await engine.counterparty('fitting', receiver.url, parts('4711'));
    expect((await engine.ended((await engine.send('fitting')).id)).state).toBe('delivered');
  });

  test('because its author requires a value, stops with the author’s sentence', async () => {
    await engine.counterparty('required', receiver.url, {
      template: { body: '{ "vs": "${input.variableSymbol | required(\'The invoice has no variable symbol\')}" }' },
    });
    const failed = await engine.ended((await engine.send('required')).id);
    expect(failed.reason).toMatch(/^The invoice has no variable symbol \(body, line 1, column \d+\)$/);
  });
});

describe('a secret', () => {
  const secret = 'sésame/opén+me';

  test('that is missing lets the message wait without losing an attempt, and it goes out when the secret is set', async () => {
    await engine.counterparty('locked', receiver.url, {
      connection: { headers: { 'X-Key': '{{secret:locked-key}}' } },
    });
    const { id } = await engine.send('locked');
    const waiting = await engine.delivery(id, ({ state }) => state === 'waiting');
    expect(waiting).toMatchObject({
      attempts: 0,
      reason: 'The secret "locked-key" is not set. Set it, then the message goes out by itself.',
    });
    await engine.apply([], { 'locked-key': 'open' });
    expect(await engine.ended(id)).toMatchObject({ state: 'delivered', attempts: 1 });
    expect(receiver.requests.at(-1)?.headers['x-key']).toBe('open');
  });

  test('that is missing in the authentication lets the message wait too', async () => {
    await engine.counterparty('locked-out', receiver.url, {
      connection: { authentication: { kind: 'bearer', token: '{{secret:locked-token}}' } },
    });
    const { id } = await engine.send('locked-out');
    const waiting = await engine.delivery(id, ({ state }) => state === 'waiting');
    expect(waiting.attempts).toBe(0);
    expect(waiting.reason).toContain('locked-token');
    await engine.apply([], { 'locked-token': 'open' });
    expect(await engine.ended(id)).toMatchObject({ state: 'delivered', attempts: 1 });
    expect(receiver.requests.at(-1)?.headers.authorization).toBe('Bearer open');
  });

  test('reaches the counterparty and nothing else: no attempt, no reason, no record, no log', async () => {
    const basic = Buffer.from(`gangway:${secret}`).toString('base64');
    // The counterparty is so kind as to repeat everything.
    const echo = await startReceiver((request) =>
      answer(
        422,
        JSON.stringify({
          text: `${secret} ${basic} ${encodeURIComponent(secret)}`,
          got: request.text,
          path: request.path,
        }),
        { 'content-type': 'application/json', 'x-echo': basic },
      ),
    );
    await engine.counterparty(
      'echoing',
      echo.url,
      {
        connection: {
          authentication: { kind: 'basic', username: 'gangway', password: '{{secret:echo}}' },
          query: { key: '{{secret:echo}}' },
          headers: { 'X-Own': "${base64('gangway:' & '{{secret:echo}}')}" },
        },
        template: {
          body: '{ "password": "{{secret:echo}}", "note": "${input.note}" }',
          response:
            '{ "outcome": "refused", "messages": [{ "level": "error", "text": "${response.text}" }], "writeAlways": { "name": "${response.text}" } }',
        },
      },
      { echo: secret },
    );
    const delivery = await engine.send('echoing');
    const refused = await engine.ended(delivery.id);
    expect(refused.state).toBe('refused');
    const [request] = echo.requests;
    expect(JSON.parse(request?.text ?? '')).toMatchObject({ password: secret });
    expect(request?.headers['x-own']).toBe(basic);
    expect(request?.headers.authorization).toBe(`Basic ${basic}`);

    const kept = await engine.database.query({
      text: `select to_jsonb(d) as delivery, (select jsonb_agg(to_jsonb(a) || jsonb_build_object(
                 'sent', convert_from(a.request_body, 'UTF8'), 'answered', convert_from(a.response_body, 'UTF8')))
               from attempts a where a.delivery_id = d.id) as attempts,
               (select to_jsonb(r) from records r where r.id = d.record_id) as record,
               (select jsonb_agg(to_jsonb(e)) from events e where e.record_id = d.record_id) as events,
               (select jsonb_agg(to_jsonb(l)) from alerts l) as alerts
             from deliveries d where d.id = $1`,
      values: [delivery.id],
    });
    const everything = JSON.stringify(kept) + logged.join('\n');
    for (const form of [secret, basic, encodeURIComponent(secret), Buffer.from(secret).toString('base64')]) {
      expect(everything).not.toContain(form);
      expect(everything).not.toContain(Buffer.from(form).toString('hex'));
    }
    expect(refused.reason).toContain('(hidden)');
    await echo.close();
  });
});
