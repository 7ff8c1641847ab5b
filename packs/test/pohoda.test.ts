import { readdirSync, readFileSync } from 'node:fs';
import { charsetOf, decodeText, readXml, type Value } from '@gangway/language';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startPohoda } from '../../examples/accounting-servers/pohoda/start-pohoda.ts';
import type { Counterparty } from '../../examples/accounting-servers/counterparty/start-counterparty.ts';
import { invoices } from '../../examples/demo/sample-company/index.ts';
import { startSchemaCheck } from '../../server/src/templates/schema-check.ts';
import { realSchema, schemaFolder, schemasPresent } from './real-schemas.ts';
import { messageKey, packTemplate } from './render-pack.ts';
import { contextOfInvoice, findSample, isSale, sampleContexts, type SampleContext } from './sample-contexts.ts';

const template = packTemplate('pohoda', 'invoice-to-pohoda');
const checker = startSchemaCheck();
let pohoda: Counterparty;
beforeAll(async () => {
  pohoda = await startPohoda(schemasPresent ? { schema: realSchema('pohoda/xsd', 'data.xsd') } : {});
});
afterAll(async () => {
  await pohoda.close();
  await checker.close();
});

function rendered(context: SampleContext): Uint8Array {
  const message = template.render(context);
  if (typeof message === 'string') throw new Error(`${context.registration}: ${message}`);
  return message.bytes;
}

async function send(bytes: Uint8Array, path = '/xml'): Promise<Value> {
  const response = await fetch(`${pohoda.url}${path}`, {
    method: 'POST',
    headers: {
      'Content-Type': 'text/xml',
      'STW-Authorization': `Basic ${btoa('gangway:gangway')}`,
      'STW-Check-Duplicity': 'true',
    },
    body: new Uint8Array(bytes),
  });
  return read(new Uint8Array(await response.arrayBuffer()));
}

function read(bytes: Uint8Array): Value {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 200));
  const xml = readXml(decodeText(bytes, charsetOf(head) ?? 'utf-8'));
  if (!xml.ok) throw new Error(xml.problems[0]?.message);
  return xml.value;
}

const textOf = (bytes: Uint8Array): string => new TextDecoder('windows-1250').decode(bytes);

test
  .runIf(schemasPresent)
  .each(sampleContexts.filter(isSale).map((context) => [context.registration, context] as const))(
  '%s fits data.xsd',
  async (_registration, context) => {
    expect(await checker.check(rendered(context), realSchema('pohoda/xsd', 'data.xsd'))).toEqual({ valid: true });
  },
);

test('is written in windows-1250; what it lacks is a reference', () => {
  const text = textOf(rendered(findSample('UA-0114')));
  expect(text).toMatch(/^<\?xml version="1.0" encoding="Windows-1250"\?>/);
  expect(text).toContain('Deštníky s potiskem &#9730;');
});

test('names currency and rate of a foreign invoice', () => {
  const text = textOf(rendered(findSample('UA-0122')));
  expect(text).toContain('<typ:currency><typ:ids>EUR</typ:ids></typ:currency>');
  expect(text).toContain('<typ:rate>24.350</typ:rate>');
  expect(text).not.toContain('<inv:homeCurrency>');
  expect(text).toContain('<inv:classificationVAT>');
});

test('a domestic reverse charge is marked on its items', () => {
  expect(textOf(rendered(findSample('UA-0112')))).toContain('<inv:PDP>true</inv:PDP>');
  expect(textOf(rendered(findSample('UA-0122')))).not.toContain('<inv:PDP>');
});

test('a correction is a corrective tax document that names the original', () => {
  const text = textOf(rendered(findSample('UA-0301')));
  expect(text).toContain('<inv:invoiceType>issuedCorrectiveTax</inv:invoiceType>');
  expect(text).toMatch(/<inv:text>Oprava dokladu \d+<\/inv:text>/);
  expect(text).toContain('<inv:quantity>-1000</inv:quantity>');
});

test('a proforma has no tax date', () => {
  expect(textOf(rendered(findSample('UA-0201')))).not.toContain('dateTax');
});

test.each([
  ['an unknown VAT rate', { lines: [{ name: 'a', quantity: '1', unitPrice: '1', vatRate: '15' }] }, /15/],
  ['a received invoice', { type: 'INVOICE.PURCHASE' }, /INVOICE\.PURCHASE/],
])('%s stops the message', (_name, change, words) => {
  const [first] = invoices;
  if (!first) throw new Error('There are no invoices.');
  expect(template.render(contextOfInvoice(first, 900, { ...change, registration: 'STOPPED' }))).toMatch(words);
});

test('without the IČO of the company the message stops and says what to set', () => {
  expect(template.render(findSample('UA-0101'), {})).toMatch(/Set the constant ico/);
});

describe('hostile strings', () => {
  const words = '"]]> <x> & ]]&gt; \u{1F600} \u0007 ' + 'ž'.repeat(300);
  const hostile = {
    note: words,
    lines: [
      {
        name: words.replaceAll('\u0007', ''),
        quantity: '1',
        unitPrice: '1.10',
        vatRate: '21',
        note: words.replaceAll('\u0007', ''),
      },
    ],
  };

  test.runIf(schemasPresent)('still make a message that fits', async () => {
    const [first] = invoices;
    if (!first) throw new Error('There are no invoices.');
    const context = contextOfInvoice(first, 901, {
      ...hostile,
      note: words.replaceAll('\u0007', ''),
      registration: 'HOSTILE',
    });
    expect(await checker.check(rendered(context), realSchema('pohoda/xsd', 'data.xsd'))).toEqual({ valid: true });
  });
});

describe('the answer', () => {
  test('of every sample invoice is read: number and id are written back', async () => {
    for (const context of sampleContexts.filter(isSale)) {
      const unique = new TextEncoder().encode(
        textOf(rendered(context)).replace(messageKey, context.registration).replace('Windows-1250', 'UTF-8'),
      );
      const verdict = template.judge(await send(unique));
      expect([context.registration, verdict]).toEqual([
        context.registration,
        {
          outcome: 'accepted',
          messages: [],
          write: {
            properties: {
              accountingId: expect.stringMatching(/^\d+$/) as string,
              accountingNumber: expect.stringMatching(/^26\d{7}$/) as string,
            },
          },
        },
      ]);
    }
  });

  test('to a repeat is an acceptance under the first number', async () => {
    const bytes = rendered(findSample('UA-0101'));
    const first = template.judge(await send(bytes));
    const again = template.judge(await send(bytes));
    expect(again['outcome']).toBe('accepted');
    expect(again['write']).toEqual(first['write']);
    expect(again['messages']).toEqual([
      { level: 'warning', text: expect.stringContaining('imported this invoice before') as string },
    ]);
  });

  test('that refuses is refused in Pohoda’s words, with the place', async () => {
    await fetch(`${pohoda.url}/control/vat-closed-until`, { method: 'POST', body: '{"date":"2026-08-31"}' });
    const verdict = template.judge(await send(rendered(findSample('UA-0131'))));
    expect(verdict).toEqual({
      outcome: 'refused',
      messages: [
        {
          level: 'error',
          code: '103',
          text: expect.stringContaining('uzavřeného období DPH') as string,
          where: 'dat:dataPack/dat:dataPackItem[1]/inv:invoice/inv:invoiceHeader/inv:dateTax',
        },
      ],
      write: { properties: {} },
    });
    await fetch(`${pohoda.url}/control/vat-closed-until`, { method: 'POST', body: '{"date":null}' });
  });

  test('to another company’s package is refused with the note', async () => {
    const message = template.render(findSample('UA-0102'), { ico: '87654321' });
    if (typeof message === 'string') throw new Error(message);
    const verdict = template.judge(await send(message.bytes));
    expect(verdict['outcome']).toBe('refused');
    expect(verdict['messages']).toEqual([
      { level: 'error', text: expect.stringContaining("IČO '87654321'") as string },
    ]);
  });

  test.each([
    [556, 'retry'],
    [553, 'retry'],
    [557, 'retry'],
    [554, 'refused'],
    [555, 'refused'],
  ])('package error %i is %s', async (errno, outcome) => {
    await fetch(`${pohoda.url}/control/package-error`, { method: 'POST', body: JSON.stringify({ errno }) });
    expect(template.judge(await send(rendered(findSample('UA-0103'))))['outcome']).toBe(outcome);
  });

  test('that is none is unknown', () => {
    expect(template.judge({ html: { body: '' } })['outcome']).toBe('unknown');
  });

  test.runIf(schemasPresent)('of the real program that denies is refused with its words', () => {
    const verdict = template.judge(read(readFileSync(`${schemaFolder}pohoda/samples/response-xml-denied.xml`)));
    expect(verdict).toMatchObject({
      outcome: 'refused',
      messages: [{ level: 'error', text: expect.stringContaining('oprávn') as string }],
    });
    const item = template.judge(read(readFileSync(`${schemaFolder}pohoda/samples/response-bank.xml`)));
    expect(item).toMatchObject({
      outcome: 'refused',
      messages: [{ text: expect.stringContaining('listBankRequest') as string }],
    });
  });

  test.runIf(schemasPresent)('samples are all read without a fault', () => {
    const names = readdirSync(`${schemaFolder}pohoda/samples`).filter((name) => /response|faktury/.test(name));
    expect(names.length).toBeGreaterThan(3);
    for (const name of names)
      expect(template.judge(read(readFileSync(`${schemaFolder}pohoda/samples/${name}`)))).toHaveProperty('outcome');
  });
});
