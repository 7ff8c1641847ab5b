import { Decimal, readCsv, readJson, type Value } from '@gangway/language';
import { expect, test } from 'vitest';
import { invoices } from '../../examples/demo/sample-company/index.ts';
import { packTemplate } from './render-pack.ts';
import { contextOfInvoice, findSample, sampleContexts, type SampleContext } from './sample-contexts.ts';

const plain = packTemplate('generic-json', 'invoice-as-json');
const numbered = packTemplate('generic-json', 'invoice-as-json-numbered');
const csv = packTemplate('generic-csv', 'invoice-lines-as-csv');

function textOf(template: typeof plain, context: SampleContext): string {
  const message = template.render(context);
  if (typeof message === 'string') throw new Error(`${context.registration}: ${message}`);
  return message.text;
}

function json(context: SampleContext): Value {
  const read = readJson(textOf(plain, context));
  if (!read.ok) throw new Error(read.problems[0]?.message);
  return read.value;
}

test('every sample invoice is JSON with its amounts as they are', () => {
  for (const context of sampleContexts) {
    const value = json(context) as Record<string, Value>;
    expect(value['registration']).toBe(context.registration);
    expect(value['total']).toEqual(context.input['total']);
  }
  expect(json(findSample('UA-0101'))).toMatchObject({
    total: Decimal.of('25137.75'),
    customer: { name: 'Příkladná pekárna s.r.o.', registrationId: '99000148' },
    tags: [],
  });
});

test('what an invoice does not have is left out', () => {
  expect(textOf(plain, findSample('UA-0101'))).not.toMatch(/exchangeRate|totalHome|rounding|correctsNumber|note/);
});

test('both templates make the same message', () => {
  expect(textOf(numbered, findSample('UA-0122'))).toBe(textOf(plain, findSample('UA-0122')));
});

test('an answer is read as far as it goes', () => {
  expect(numbered.judge({ id: 17, number: 'A-1', message: 'Taken' }, 201)).toEqual({
    outcome: 'accepted',
    messages: [{ level: 'info', text: 'Taken' }],
    write: { properties: { accountingId: '17', accountingNumber: 'A-1' } },
  });
  expect(numbered.judge({ errors: [{ message: 'No such customer', path: 'customer.id' }] }, 422)).toEqual({
    outcome: 'refused',
    messages: [{ level: 'error', text: 'No such customer', where: 'customer.id' }],
    write: { properties: {} },
  });
});

test('CSV has a row for each line, decimal commas and a mark for Excel', () => {
  const text = textOf(csv, findSample('UA-0108'));
  expect(text.startsWith('\uFEFFinvoice;type;issued on;')).toBe(true);
  const rows = text.slice(1).trimEnd().split('\r\n');
  expect(rows).toHaveLength(4);
  expect(rows[3]).toContain(';Sleva za opakovanou zakázku;1;ks;-4600;21;-4600,00;-966,00;-5566,00;CZK;');
  expect(csv.url(findSample('UA-0108'))).toBe('/260100008.csv');
});

test('hostile strings come out of the CSV as they went in', () => {
  const words = 'a;"b"\r\n=cmd|\' /C calc\'!A0 \u{1F600}';
  const [first] = invoices;
  if (!first) throw new Error('There are no invoices.');
  const context = contextOfInvoice(first, 906, {
    lines: [{ name: words, quantity: '-1.5', unitPrice: '2' }],
    registration: 'HOSTILE-CSV',
  });
  const read = readCsv(textOf(csv, context), { delimiter: ';' });
  if (!read.ok) throw new Error(read.problems[0]?.message);
  expect(JSON.stringify(read.value)).toContain(JSON.stringify(words).slice(1, -1));
  expect(JSON.stringify(read.value)).toContain('-1,5');
});
