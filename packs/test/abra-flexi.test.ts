import { readJson, type Value } from '@gangway/language';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startAbraFlexi } from '../../examples/accounting-servers/abra-flexi/start-abra-flexi.ts';
import type { FlexiInvoice } from '../../examples/accounting-servers/abra-flexi/invoices.ts';
import type { Counterparty } from '../../examples/accounting-servers/counterparty/start-counterparty.ts';
import { control } from '../../examples/accounting-servers/test/call.ts';
import { messageKey, packTemplate } from './render-pack.ts';
import { findSample, isSale, sampleContexts, type SampleContext } from './sample-contexts.ts';

const template = packTemplate('abra-flexi', 'invoice-to-flexi');
let flexi: Counterparty;
beforeAll(async () => {
  flexi = await startAbraFlexi();
});
afterAll(() => flexi.close());

function rendered(context: SampleContext): string {
  const message = template.render(context);
  if (typeof message === 'string') throw new Error(`${context.registration}: ${message}`);
  return message.text;
}

async function send(text: string): Promise<{ value: Value; status: number }> {
  const response = await fetch(`${flexi.url}/c/demo${template.url(findSample('UA-0101'))}?code-in-response=true`, {
    method: 'PUT',
    headers: { 'Content-Type': 'application/json', Authorization: `Basic ${btoa('gangway:gangway')}` },
    body: text,
  });
  const read = readJson(await response.text());
  if (!read.ok) throw new Error(read.problems[0]?.message);
  return { value: read.value, status: response.status };
}

test('every sample invoice is accepted, its number and id are written back', async () => {
  for (const context of sampleContexts.filter(isSale)) {
    const { value, status } = await send(rendered(context).replace(messageKey, context.registration));
    expect([context.registration, template.judge(value, status)]).toEqual([
      context.registration,
      {
        outcome: 'accepted',
        messages: [],
        write: {
          properties: {
            accountingId: expect.stringMatching(/^\d+$/) as string,
            accountingNumber: expect.stringMatching(/^(FV|DB|ZF|PF)\d{4}\/2026$/) as string,
          },
        },
      },
    ]);
  }
});

test('all values are texts', () => {
  expect(rendered(findSample('UA-0122'))).not.toMatch(/":\s*-?\d/);
});

test('a repeat changes the same invoice and keeps its items', async () => {
  await control(flexi.url, 'reset', {});
  const text = rendered(findSample('UA-0108'));
  await send(text);
  await send(text);
  const documents = await control<FlexiInvoice[]>(flexi.url, 'documents');
  expect(documents).toHaveLength(1);
  expect(documents[0]?.fields['polozkyFaktury']).toHaveLength(3);
  expect(documents[0]?.externalIds).toEqual([`ext:GANGWAY:${messageKey}`]);
});

test('a foreign invoice has currency and rate, a reverse charge its classification', () => {
  const text = rendered(findSample('UA-0122'));
  expect(text).toContain('"mena":"code:EUR","kurz":"24.350","kurzMnozstvi":"1"');
  expect(text).toContain('"clenDph":"code:000UP"');
  expect(rendered(findSample('UA-0101'))).not.toMatch(/kurz|clenDph/);
});

test('a refusal is read in Flexi’s words, with the field', async () => {
  const { value, status } = await send(rendered(findSample('UA-0101')).replace('code:CZK', 'code:XAU'));
  expect(template.judge(value, status)).toEqual({
    outcome: 'refused',
    messages: [
      { level: 'error', code: 'INVALID', text: 'Záznam nebyl v datovém zdroji nalezen: code:XAU', where: 'mena' },
    ],
    write: { properties: {} },
  });
});

test('answers of other versions are read too: @for, a message alone, warnings', () => {
  const errors = [{ message: 'Chyba', '@for': 'kod', code: 'INVALID' }];
  expect(template.judge({ winstrom: { success: 'false', results: [{ errors }] } }, 400)).toMatchObject({
    outcome: 'refused',
    messages: [{ text: 'Chyba', where: 'kod' }],
  });
  expect(template.judge({ winstrom: { success: 'false', message: 'Přihlaste se.' } }, 401)).toMatchObject({
    outcome: 'refused',
    messages: [{ text: 'Přihlaste se.' }],
  });
  const warnings = [{ message: 'Bez předkontace', for: 'predpisUcto' }];
  expect(template.judge({ winstrom: { success: 'true', results: [{ id: '1', warnings }] } }, 201)).toMatchObject({
    outcome: 'accepted',
    messages: [{ level: 'warning', text: 'Bez předkontace' }],
  });
});

test('an answer that is not Flexi’s is unknown', () => {
  expect(template.judge({ ok: true })['outcome']).toBe('unknown');
});
