import { readXml, type ValueObject } from '@gangway/language';
import { afterAll, expect, test } from 'vitest';
import { invoices } from '../../examples/demo/sample-company/index.ts';
import { startSchemaCheck } from '../../server/src/templates/schema-check.ts';
import { realSchema, schemasPresent } from './real-schemas.ts';
import { packTemplate } from './render-pack.ts';
import { contextOfInvoice, findSample, isSale, sampleContexts, type SampleContext } from './sample-contexts.ts';

const template = packTemplate('isdoc', 'invoice-as-isdoc');
const checker = startSchemaCheck();
afterAll(() => checker.close());

function rendered(context: SampleContext): Uint8Array {
  const message = template.render(context);
  if (typeof message === 'string') throw new Error(`${context.registration}: ${message}`);
  return message.bytes;
}

function invoiceIn(context: SampleContext): ValueObject {
  const xml = readXml(new TextDecoder().decode(rendered(context)));
  if (!xml.ok) throw new Error(xml.problems[0]?.message);
  return (xml.value as { Invoice: ValueObject }).Invoice;
}

test
  .runIf(schemasPresent)
  .each(sampleContexts.filter(isSale).map((context) => [context.registration, context] as const))(
  '%s fits the schema of ISDOC 6.0.2',
  async (_registration, context) => {
    expect(await checker.check(rendered(context), realSchema('isdoc', 'isdoc-invoice-6.0.2.xsd'))).toEqual({
      valid: true,
    });
  },
);

test('amounts stand in both currencies, and their sum is that of the invoice', () => {
  const invoice = invoiceIn(findSample('UA-0126'));
  expect(invoice).toMatchObject({
    DocumentType: '1',
    LocalCurrencyCode: 'CZK',
    ForeignCurrencyCode: 'EUR',
    CurrRate: '24.295',
    LegalMonetaryTotal: { PayableAmountCurr: '10387.35', PayableAmount: '252360.67' },
  });
});

test('a home invoice has no foreign amounts', () => {
  const text = new TextDecoder().decode(rendered(findSample('UA-0106')));
  expect(text).not.toContain('Curr>');
  expect(invoiceIn(findSample('UA-0106'))).toMatchObject({
    TaxTotal: { TaxSubTotal: [{ TaxCategory: { Percent: '21' } }, { TaxCategory: { Percent: '12' } }] },
    PaymentMeans: { Payment: { Details: { IBAN: 'CZ2599990000009990000018', VariableSymbol: '20260106' } } },
  });
});

test('a foreign invoice is to be paid to the account in its currency', () => {
  expect(invoiceIn(findSample('UA-0126'))).toMatchObject({
    PaymentMeans: { Payment: { Details: { IBAN: 'CZ0399990000009990000026' } } },
  });
});

test('a credit note names the original, a domestic reverse charge is marked', () => {
  const correction = invoiceIn(findSample('UA-0301'));
  expect(correction).toMatchObject({ DocumentType: '2', LegalMonetaryTotal: { PayableAmount: '-1076.90' } });
  expect(JSON.stringify(correction['OriginalDocumentReferences'])).toContain('260100002');
  expect(new TextDecoder().decode(rendered(findSample('UA-0112')))).toContain('<LocalReverseChargeFlag>true<');
});

test('hostile strings stay what they are', async () => {
  const words = '"]]> <x> &amp; ]]&gt; \u{1F600} \' ${input.id} {{secret:x}}';
  const [first] = invoices;
  if (!first) throw new Error('There are no invoices.');
  const lines = [{ name: words, quantity: '1', unit: '<&">', unitPrice: '0.00000001', vatRate: '21' }];
  const context = contextOfInvoice(first, 902, { note: words, lines, registration: 'HOSTILE-ISDOC' });
  const invoice = invoiceIn(context);
  expect(invoice).toMatchObject({
    Note: words,
    InvoiceLines: { InvoiceLine: { Item: { Description: words }, InvoicedQuantity: { '@unitCode': '<&">' } } },
  });
  if (schemasPresent) {
    expect(await checker.check(rendered(context), realSchema('isdoc', 'isdoc-invoice-6.0.2.xsd'))).toEqual({
      valid: true,
    });
  }
});

test.each([
  ['no number', { number: null }, /It gets one when it is approved/],
  ['a foreign currency without a rate', { exchangeRate: null, currency: 'USD' }, /exchange rate/],
  ['no lines', { lines: [] }, /no lines/],
])('%s stops the message', (_name, change, words) => {
  const [first] = invoices;
  if (!first) throw new Error('There are no invoices.');
  expect(template.render(contextOfInvoice(first, 903, { ...change, registration: 'STOPPED-ISDOC' }))).toMatch(words);
});
