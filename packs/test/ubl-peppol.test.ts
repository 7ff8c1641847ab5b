import { Decimal, readXml, type Value, type ValueObject } from '@gangway/language';
import { afterAll, describe, expect, test } from 'vitest';
import { invoices } from '../../examples/demo/sample-company/index.ts';
import { startSchemaCheck } from '../../server/src/templates/schema-check.ts';
import { realSchema, schemasPresent } from './real-schemas.ts';
import { packTemplate } from './render-pack.ts';
import { contextOfInvoice, findSample, sampleContexts, withCompany, type SampleContext } from './sample-contexts.ts';

const invoiceTemplate = packTemplate('ubl-peppol', 'invoice-as-ubl');
const creditNoteTemplate = packTemplate('ubl-peppol', 'credit-note-as-ubl');
const checker = startSchemaCheck();
afterAll(() => checker.close());

const isInvoice = ({ type }: SampleContext): boolean => type === 'INVOICE.SALES' || type === 'INVOICE.SALES.PREPAYMENT';
const isCreditNote = ({ type }: SampleContext): boolean => type === 'INVOICE.SALES.CORRECTION';
/** Foreign customers of the sample have no Peppol id; one is given to them here. */
const addressed = (context: SampleContext): SampleContext =>
  withCompany(context, (company) => ({
    ...company,
    registrations: { ...(company['registrations'] as ValueObject), peppolId: '9930:DE000000001' },
  }));

function rendered(context: SampleContext): Uint8Array {
  const message = (isCreditNote(context) ? creditNoteTemplate : invoiceTemplate).render(addressed(context));
  if (typeof message === 'string') throw new Error(`${context.registration}: ${message}`);
  return message.bytes;
}

function read(context: SampleContext): ValueObject {
  const xml = readXml(new TextDecoder().decode(rendered(context)));
  if (!xml.ok) throw new Error(xml.problems[0]?.message);
  const { Invoice, CreditNote } = xml.value as Record<string, ValueObject>;
  const root = Invoice ?? CreditNote;
  if (!root) throw new Error('The root is neither Invoice nor CreditNote.');
  return root;
}

const list = (value: Value): readonly ValueObject[] =>
  Array.isArray(value) ? (value as ValueObject[]) : [value as ValueObject];
const amount = (value: Value): Decimal => Decimal.of((value as { '#text': string })['#text']) ?? Decimal.zero;
const sum = (values: readonly Decimal[]): Decimal => values.reduce((total, value) => total.add(value), Decimal.zero);

const all = sampleContexts
  .filter((context) => isInvoice(context) || isCreditNote(context))
  .map((context) => [context.registration, context] as const);

test.runIf(schemasPresent).each(all)('%s fits the schema of UBL 2.1', async (_registration, context) => {
  const main = isCreditNote(context) ? 'maindoc/UBL-CreditNote-2.1.xsd' : 'maindoc/UBL-Invoice-2.1.xsd';
  expect(await checker.check(rendered(context), realSchema('ubl-2.1', main))).toEqual({ valid: true });
});

/** The arithmetic of EN 16931 that receivers check: business rules BR-CO-10, 13, 14, 15, 16, BR-27. */
describe.each(all)('%s', (_registration, context) => {
  test('adds up', () => {
    const document = read(context);
    const totals = document['LegalMonetaryTotal'] as ValueObject;
    const lines = list(document['InvoiceLine'] ?? document['CreditNoteLine']);
    const [tax] = list(document['TaxTotal']);
    const subtotals = list(tax?.['TaxSubtotal']);
    const net = amount(totals['LineExtensionAmount']);
    const gross = amount(totals['TaxInclusiveAmount']);
    const rounding =
      totals['PayableRoundingAmount'] === undefined ? Decimal.zero : amount(totals['PayableRoundingAmount']);
    expect(sum(lines.map((line) => amount(line['LineExtensionAmount']))).equals(net)).toBe(true);
    expect(
      sum(subtotals.map((subtotal) => amount(subtotal['TaxableAmount']))).equals(amount(totals['TaxExclusiveAmount'])),
    ).toBe(true);
    expect(sum(subtotals.map((subtotal) => amount(subtotal['TaxAmount']))).equals(amount(tax?.['TaxAmount']))).toBe(
      true,
    );
    expect(net.add(amount(tax?.['TaxAmount'])).equals(gross)).toBe(true);
    expect(gross.add(rounding).equals(amount(totals['PayableAmount']))).toBe(true);
    for (const line of lines)
      expect(amount((line['Price'] as ValueObject)['PriceAmount']).sign).toBeGreaterThanOrEqual(0);
  });
});

test('a discount is a negative quantity at a positive price', () => {
  const line = list(read(findSample('UA-0108'))['InvoiceLine'])[2];
  expect(line).toMatchObject({
    ID: '3',
    InvoicedQuantity: { '#text': '-1', '@unitCode': 'H87' },
    LineExtensionAmount: { '#text': '-4600.00' },
    Price: { PriceAmount: { '#text': '4600' } },
  });
});

test('a credit note has positive amounts and names the original', () => {
  expect(read(findSample('UA-0301'))).toMatchObject({
    CreditNoteTypeCode: '381',
    BillingReference: { InvoiceDocumentReference: { ID: '260100002' } },
    LegalMonetaryTotal: { PayableAmount: { '#text': '1076.90' } },
    CreditNoteLine: { CreditedQuantity: { '#text': '1000' }, Price: { PriceAmount: { '#text': '0.89' } } },
  });
});

test('VAT categories: standard, reverse charge with its reason, zero', () => {
  const categories = (registration: string): unknown[] =>
    list(list(read(findSample(registration))['TaxTotal'])[0]?.['TaxSubtotal']).map(
      (subtotal) => subtotal['TaxCategory'],
    );
  expect(categories('UA-0105')).toMatchObject([
    { ID: 'S', Percent: '21' },
    { ID: 'Z', Percent: '0' },
  ]);
  expect(categories('UA-0122')).toMatchObject([{ ID: 'AE', TaxExemptionReasonCode: 'VATEX-EU-AE' }]);
});

test('VAT of a foreign invoice stands in the home currency too', () => {
  expect(read(findSample('UA-0122'))).toMatchObject({
    DocumentCurrencyCode: 'EUR',
    TaxCurrencyCode: 'CZK',
    TaxTotal: [{}, { TaxAmount: { '@currencyID': 'CZK' } }],
  });
});

test('Czech parties are addressed by their IČO', () => {
  const message = invoiceTemplate.render(findSample('UA-0101'));
  if (typeof message === 'string') throw new Error(message);
  expect(message.text).toContain('<cbc:EndpointID schemeID="0154">99000148</cbc:EndpointID>');
});

test.each([
  ['a foreign customer without a Peppol id', findSample('UA-0121'), /no Peppol id/],
  ['a received invoice', findSample('UA-0401'), /INVOICE\.PURCHASE/],
])('%s stops the message', (_name, context, words) => {
  expect(invoiceTemplate.render(context)).toMatch(words);
});

test('an exempt invoice needs its reason', () => {
  const [first] = invoices;
  if (!first) throw new Error('There are no invoices.');
  const exempt = { tags: ['exempt'], lines: [{ name: 'Kurz', quantity: '1', unitPrice: '100', vatRate: '0' }] };
  expect(invoiceTemplate.render(contextOfInvoice(first, 904, { ...exempt, registration: 'EXEMPT-1' }))).toMatch(
    /why it is exempt/,
  );
  const told = contextOfInvoice(first, 905, { ...exempt, note: 'Osvobozeno dle § 57.', registration: 'EXEMPT-2' });
  expect(new TextDecoder().decode(rendered(told))).toContain(
    '<cbc:TaxExemptionReason>Osvobozeno dle § 57.</cbc:TaxExemptionReason>',
  );
});
