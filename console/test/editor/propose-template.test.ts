import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { schemaFolder, schemasPresent } from '../../../packs/test/real-schemas.ts';
import { compileDraft } from '../../src/editor/preview/compile-draft.ts';
import { textOf } from '../../src/editor/preview/samples.ts';
import { type Proposal, proposeTemplate } from '../../src/editor/sample/propose-template.ts';
import { dictionaries, fields, invoice, runOf } from './real-record.ts';

function propose(sample: string): Proposal {
  const proposed = proposeTemplate(sample, { record: invoice, fields, dictionaries });
  if (!proposed.ok) throw new Error(proposed.message);
  return proposed.proposal;
}

/** The template compiles, with the dictionaries that it asks for, and renders on the real record. */
function rendered({ format, body, charset, dictionaries: added }: Proposal): string {
  const names = [...Object.keys(dictionaries), ...Object.keys(added)];
  const draft = compileDraft({ name: 'x', format, body, ...(charset === undefined ? {} : { charset }) }, fields, names);
  expect(draft.problems).toEqual([]);
  const run = { ...runOf(invoice), dictionaries: { ...dictionaries, ...added } };
  const traced = draft.body?.trace(run);
  expect(traced?.problems).toEqual([]);
  return traced?.text ?? '';
}

const sample = JSON.stringify({
  invoiceNumber: '1',
  type: 'FV',
  issueDate: '23.11.2026',
  dueDate: '2026-12-07',
  customer: {
    name: 'ACME',
    companyId: '12345678',
    dic: 'CZ1',
    address: { street: 'Dlouhá 1', city: 'Praha', psc: '11000' },
  },
  supplier: { name: 'We', ico: '1' },
  items: [
    { position: 1, text: 'Paper', quantity: 2, unitPrice: 1.5, vatRate: 'high' },
    { position: 2, text: 'Book', quantity: 1, unitPrice: 2.5, vatRate: 'low' },
  ],
  total: '900.25',
  source: 'web',
});

test('fields by their names, dates and numbers as the sample writes them, loops for what repeats, the rest as it is', () => {
  const proposal = propose(sample.replace('1.5', '1.50'));
  const entries = proposal.body.split('\n').map((line) => line.trim().replace(/,$/, ''));
  expect(entries).toEqual(
    expect.arrayContaining([
      '"invoiceNumber": "${input.number}"',
      '"type": "${input.type | dict(\'counterparty-type\')}"',
      '"issueDate": "${input.issuedOn | date(\'dd.MM.yyyy\')}"',
      '"dueDate": "${input.dueOn}"',
      '"name": "${input.company.name}"',
      '"companyId": "${input.company.registrations.registrationId}"',
      '"dic": "${input.company.registrations.vatId}"',
      '"psc": "${input.company.addresses[1].zip}"',
      '"ico": "${input.agency.registrations.registrationId}"',
      '"$for": "line, position in input.lines"',
      '"position": ${position}',
      '"text": "${line.name}"',
      '"quantity": ${line.quantity}',
      '"unitPrice": ${line.unitPrice}',
      '"vatRate": "${line.vatRate | dict(\'pohoda-vat\')}"',
      '"total": "${input.total | decimals(2)}"',
      '"source": "web"',
    ]),
  );
  expect(proposal.dictionaries).toEqual({ 'counterparty-type': { 'INVOICE.SALES': 'FV' } });
  expect(proposal.notes.filter(({ kind }) => kind === 'constant').map(({ place }) => place)).toEqual(['source']);
  expect(rendered(proposal)).toContain('"source":"web"');
});

test('a value of the record is found under any name', () => {
  const { body } = propose(JSON.stringify({ x1: invoice['variableSymbol'], x2: textOf(invoice['issuedOn']) }));
  expect(body).toContain('"x1": "${input.variableSymbol}"');
  expect(body).toContain('"x2": "${input.issuedOn}"');
});

test('what is no sample is refused with its place', () => {
  const source = { record: invoice, fields, dictionaries };
  expect(proposeTemplate('{"a": ', source)).toMatchObject({
    ok: false,
    message: expect.stringContaining('(1:') as string,
  });
  expect(proposeTemplate('<a><b></a>', source)).toMatchObject({ ok: false });
  expect(proposeTemplate('', source)).toMatchObject({ ok: false });
});

test('texts of a sample cannot become part of the template', () => {
  const proposal = propose('{"weird\\"key": "a ${input.number} {{secret:x}} \\" b", "n": 1}');
  expect(JSON.parse(rendered(proposal))).toEqual({ 'weird"key': 'a ${input.number} {{secret:x}} " b', n: 1 });
  const xml = propose('<a b="&quot;&lt;${1}"><c>1 &lt; 2 &amp; ${x}</c></a>');
  expect(rendered(xml)).toContain('<c>1 &lt; 2 &amp; ${x}</c>');
});

const published = [
  'pohoda/samples/faktury_03_v2.0.xml',
  'pohoda/samples/invoice_01_v2.0.xml',
  'pohoda/samples/100_invoices.xml',
  'isdoc/sample.isdoc',
  'isdoc/test001.isdoc',
  'isdoc/no-vat-applicable.isdoc',
].map((name) => `${schemaFolder}${name}`);

describe.skipIf(!schemasPresent)('samples as vendors publish them', () => {
  test.each(published.filter((file) => existsSync(file)))(
    '%s becomes a template that renders a real invoice',
    (file) => {
      const bytes = readFileSync(file);
      const charset = /windows-1250/i.test(bytes.subarray(0, 200).toString('latin1')) ? 'windows-1250' : 'utf-8';
      const proposal = propose(new TextDecoder(charset).decode(bytes));
      const text = rendered(proposal);
      expect(text).toContain(textOf(invoice['issuedOn']));
      expect(proposal.notes.filter(({ kind }) => kind !== 'constant').length).toBeGreaterThan(8);
      expect(text.length).toBeLessThan(60_000);
    },
  );

  test('an ISDOC invoice gets its lines and its recapitulation from the record', () => {
    const { notes } = propose(readFileSync(`${schemaFolder}isdoc/sample.isdoc`, 'utf8'));
    expect(notes.filter(({ kind }) => kind === 'loop').map(({ expression }) => expression)).toEqual([
      'line, position in input.lines',
      'oneVat in input.vat',
    ]);
  });
});
