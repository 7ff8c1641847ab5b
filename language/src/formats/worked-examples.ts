/*
 * The worked examples of the specification, for tests and the benchmark of rendering: an invoice as JSON, the same invoice for Pohoda in
 * windows-1250, the template that reads Pohoda's answer, and data for them.
 */
import { Decimal } from '../decimal.ts';
import type { FieldType, Run, Scope, Value, ValueObject } from '../types.ts';

export const invoiceAsJson = `{
  "companyId": "\${currentObject:input.company.id}",
  "type":      "\${input.type | dict('invoiceType')}",
  "issueDate": "\${input.issuedOn | date('yyyy-MM-dd')}",
  "paid":      "\${input.paid}",
  "customer":  { "name": "\${input.company.name}", "vatId": "\${input.company.registrations.vatId | optional}" },
  "lines": [ { "$for": "line in input.lines",
      "text":  "\${line.name}",
      "qty":   \${line.quantity},
      "total": \${round(line.unitPrice * line.quantity, 2)},
      "vat":   "\${line.vatRate | dict('vat')}",
      "note":  "\${line.note | optional}" } ],
  "total": \${number(input.total)}
}
`;

export const invoiceAsPohodaXml = `<?xml version="1.0" encoding="Windows-1250"?>
<dat:dataPack version="2.0" id="\${message.key}" ico="\${connection.constants.ico}" application="Gangway" note="\${input.note | default('Gangway')}"
    xmlns:dat="http://www.stormware.cz/schema/version_2/data.xsd" xmlns:inv="http://www.stormware.cz/schema/version_2/invoice.xsd"
    xmlns:typ="http://www.stormware.cz/schema/version_2/type.xsd" xmlns:t="urn:gangway:template">
  <dat:dataPackItem version="2.0" id="\${input.registration}">
    <inv:invoice version="2.0">
      <inv:invoiceHeader>
        <inv:invoiceType>\${input.type | dict('pohodaType')}</inv:invoiceType>
        <inv:symVar>\${input.variableSymbol | required('The invoice has no variable symbol')}</inv:symVar>
        <inv:date>\${input.issuedOn | date('yyyy-MM-dd')}</inv:date>
        <inv:partnerIdentity><typ:address>
          <typ:company>\${input.company.name | left(96)}</typ:company>
          <typ:ico>\${input.company.registrations.registrationId | required('The customer has no registration id')}</typ:ico>
          <typ:dic>\${input.company.registrations.vatId | optional}</typ:dic>
        </typ:address></inv:partnerIdentity>
      </inv:invoiceHeader>
      <inv:invoiceDetail>
        <inv:invoiceItem t:for="line in input.lines" t:if="line.quantity <> 0">
          <inv:text>\${line.name | left(90)}</inv:text>
          <inv:quantity>\${line.quantity}</inv:quantity>
          <inv:rateVAT>\${line.vatRate | dict('pohodaVat')}</inv:rateVAT>
          <inv:homeCurrency t:if="input.currency = 'CZK'">
            <typ:unitPrice>\${line.unitPrice | decimals(2)}</typ:unitPrice>
          </inv:homeCurrency>
          <inv:foreignCurrency t:else="">
            <typ:unitPrice>\${line.unitPrice | decimals(2)}</typ:unitPrice>
          </inv:foreignCurrency>
        </inv:invoiceItem>
      </inv:invoiceDetail>
    </inv:invoice>
  </dat:dataPackItem>
</dat:dataPack>
`;

export const pohodaAnswer = `{
  "outcome": "\${ response.responsePack.@state = 'ok'
             and response.responsePack.responsePackItem.@state = 'ok'
             and response.responsePack.responsePackItem.invoiceResponse.@state <> 'error' ? 'accepted'
             : (first(list(response.responsePack.responsePackItem.invoiceResponse.importDetails.detail)).errno = '556' ? 'retry' : 'refused') }",
  "messages": [ { "$for": "d in list(response.responsePack.responsePackItem.invoiceResponse.importDetails.detail)",
      "level": "\${d.state}", "code": "\${d.errno | optional}", "text": "\${d.note}", "where": "\${d.XPath | optional}" },
    { "$if": "response.responsePack.@state <> 'ok'", "level": "error", "text": "\${response.responsePack.@note | default('Refused without a reason')}" } ],
  "write": { "properties": {
      "accountingId":     "\${response.responsePack.responsePackItem.invoiceResponse.producedDetails.id | optional}",
      "accountingNumber": "\${response.responsePack.responsePackItem.invoiceResponse.producedDetails.number | optional}" } }
}
`;

const text: FieldType = { kind: 'text' };
const number: FieldType = { kind: 'number' };

/** What an invoice template may name, as an entity's definition would give it. */
export const invoiceScope: Scope = {
  fields: {
    input: {
      kind: 'object',
      fields: {
        id: number,
        registration: text,
        type: text,
        issuedOn: { kind: 'date' },
        currency: text,
        variableSymbol: text,
        note: text,
        paid: { kind: 'boolean' },
        total: number,
        company: {
          kind: 'object',
          fields: {
            id: number,
            name: text,
            registrations: { kind: 'object', fields: { registrationId: text, vatId: text } },
          },
        },
        lines: {
          kind: 'list',
          item: {
            kind: 'object',
            fields: { name: text, quantity: number, unitPrice: number, vatRate: number, note: text },
          },
        },
      },
    },
    connection: { kind: 'any' },
    message: { kind: 'object', fields: { key: text } },
    delivery: { kind: 'object', fields: { id: text } },
  },
  dictionaries: ['invoiceType', 'vat', 'pohodaType', 'pohodaVat'],
};

const goods = [
  'Konzultace – příprava nabídky',
  'Štítky "A4" <lesklé>',
  'Doprava & balení',
  'Žluťoučký kůň',
  'Licence 1 rok',
];

/** An invoice with so many lines: Czech texts, quotes and brackets in them, three VAT rates, one line without a quantity in ten. */
export function invoiceWith(lineCount: number): ValueObject {
  const lines = Array.from({ length: lineCount }, (_, index): ValueObject => {
    const rate = ['21', '12', '0'][index % 3] ?? '21';
    return {
      name: `${goods[index % goods.length] ?? ''} ${index + 1}`,
      quantity: decimal(index % 10 === 9 ? '0' : `${(index % 7) + 1}.50`),
      unitPrice: decimal(`${1_000 + index * 37}.90`),
      vatRate: decimal(rate),
      note: index % 4 === 0 ? `Řádek ${index + 1}` : null,
    };
  });
  return {
    id: 7,
    registration: 'FV-2026-0007',
    type: 'INVOICE.SALES',
    issuedOn: '2026-11-23',
    currency: 'CZK',
    variableSymbol: '20260007',
    note: null,
    paid: false,
    total: decimal('123456.70'),
    company: {
      id: 42,
      name: 'Pekárna "U Šnajdrů" & synové',
      registrations: { registrationId: '27082440', vatId: 'CZ27082440' },
    },
    lines,
  };
}

export function runWith(input: Value, more: Partial<Run> = {}): Run {
  return {
    context: {
      input,
      connection: { constants: { ico: '12345678' } },
      message: { key: '0190aaaa-0000-7000-8000-000000000001' },
      delivery: { id: '0190bbbb-0000-7000-8000-000000000002' },
    },
    dictionaries: {
      invoiceType: { 'INVOICE.SALES': 'issuedInvoice' },
      vat: { '21': 'high', '12': 'low', '0': 'none' },
      pohodaType: { 'INVOICE.SALES': 'issuedInvoice' },
      pohodaVat: { '21': 'high', '12': 'low', '0': 'none' },
    },
    now: '2026-11-23T10:00:00.000Z',
    seed: '0190bbbb-0000-7000-8000-000000000002',
    zone: 'Europe/Prague',
    locale: 'cs-CZ',
    ...more,
  };
}

function decimal(written: string): Decimal {
  return Decimal.of(written) ?? Decimal.zero;
}
