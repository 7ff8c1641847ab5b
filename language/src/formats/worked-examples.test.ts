import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { XmlDocument, XsdValidator } from 'libxml2-wasm';
import { xmlRegisterFsInputProviders } from 'libxml2-wasm/lib/nodejs.mjs';
import { describe, expect, test } from 'vitest';
import { decodeText } from '../charsets/index.ts';
import { readAnswer } from '../readers/read-answer.ts';
import type { Rendered, Run, Template, TemplateSource, Value, ValueObject } from '../types.ts';
import { compileTemplate } from './compile-template.ts';
import {
  invoiceAsJson,
  invoiceAsPohodaXml,
  invoiceScope,
  invoiceWith,
  pohodaAnswer,
  runWith,
} from './worked-examples.ts';

const samples = new URL('../../../../shared/schemas/pohoda/samples/', import.meta.url);
const xsd = fileURLToPath(new URL('../../../../shared/schemas/pohoda/xsd/data.xsd', import.meta.url));
const absent = !existsSync(xsd);
if (absent) console.log('../shared is absent: the tests against the schemas and samples of Pohoda are skipped.');

function compiled(source: TemplateSource, scope = invoiceScope): Template {
  const outcome = compileTemplate(source, scope);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problems, null, 2));
  return outcome.value;
}

function rendered(template: Template, run: Run): Rendered {
  const outcome = template.render(run);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problems, null, 2));
  return outcome.value;
}

describe('an invoice as JSON', () => {
  const template = compiled({ format: 'json', body: invoiceAsJson });

  test('is the document of the template, with exact numbers', () => {
    const { text, contentType, bytes } = rendered(template, runWith(invoiceWith(2)));
    expect(contentType).toBe('application/json; charset=utf-8');
    expect(decodeText(bytes, 'utf-8')).toBe(text);
    expect(text).toBe(
      '{"companyId":42,"type":"issuedInvoice","issueDate":"2026-11-23","paid":false,' +
        '"customer":{"name":"Pekárna \\"U Šnajdrů\\" & synové","vatId":"CZ27082440"},' +
        '"lines":[{"text":"Konzultace – příprava nabídky 1","qty":1.50,"total":1501.35,"vat":"high","note":"Řádek 1"},' +
        '{"text":"Štítky \\"A4\\" <lesklé> 2","qty":2.50,"total":2594.75,"vat":"low"}],"total":123456.70}',
    );
  });

  test('its value is the same as its text', () => {
    const run = runWith(invoiceWith(50));
    const value = template.renderValue(run);
    expect(value.ok && JSON.parse(JSON.stringify(value.value))).toMatchObject({ companyId: 42, paid: false });
    expect(value.ok && (value.value as { lines: unknown[] }).lines).toHaveLength(50);
  });

  test('an unknown VAT rate stops it, and the sentence says in which line', () => {
    const invoice = invoiceWith(3);
    const lines = (invoice.lines as ValueObject[]).map((line, index) =>
      index === 2 ? { ...line, vatRate: '15' } : line,
    );
    const outcome = template.render(runWith({ ...invoice, lines }));
    expect(outcome).toMatchObject({ ok: false, problems: [{ code: 'missing-translation', line: 11 }] });
    expect(!outcome.ok && outcome.problems[0]?.message).toContain('(Round 3 of "line in input.lines".)');
  });

  test('a misspelt field is found when it is saved', () => {
    const outcome = compileTemplate(
      { format: 'json', body: invoiceAsJson.replace('line.quantity}', 'line.quantty}') },
      invoiceScope,
    );
    expect(outcome).toMatchObject({ ok: false, problems: [{ code: 'unknown-field', line: 9 }] });
    expect(!outcome.ok && outcome.problems[0]?.message).toContain('quantity');
  });

  test('what it uses', () => {
    expect(template.uses.dictionaries).toEqual(['invoiceType', 'vat']);
    expect(template.uses.paths).toContain('input.lines.unitPrice');
  });
});

describe('the same invoice for Pohoda', () => {
  const template = compiled({ format: 'xml', body: invoiceAsPohodaXml });

  test('is in the charset of its declaration, lines without a quantity are left out', () => {
    const { bytes, text, contentType } = rendered(template, runWith(invoiceWith(10)));
    expect(template.charset).toBe('windows-1250');
    expect(contentType).toBe('application/xml; charset=windows-1250');
    expect(decodeText(bytes, 'windows-1250')).toBe(text);
    expect(text.match(/<inv:invoiceItem>/g)).toHaveLength(9);
    expect(text).not.toContain('urn:gangway:template');
    expect(text).not.toMatch(/\n\s*\n/);
    expect(text).toContain('<typ:company>Pekárna "U Šnajdrů" &amp; synové</typ:company>');
  });

  test('what windows-1250 lacks is written as a reference', () => {
    const { bytes } = rendered(template, runWith({ ...invoiceWith(1), note: 'déšť ☂ 😀' }));
    expect(decodeText(bytes, 'windows-1250')).toContain('note="déšť &#9730; &#128512;"');
    expect(readAnswer(bytes, 'text/xml').value).toMatchObject({ dataPack: { '@note': 'déšť ☂ 😀' } });
  });

  test('a foreign currency takes the other branch, a missing VAT id leaves its element out', () => {
    const invoice = invoiceWith(1);
    const company = { ...(invoice.company as ValueObject), registrations: { registrationId: '1', vatId: null } };
    const { text } = rendered(template, runWith({ ...invoice, currency: 'EUR', company }));
    expect(text).toContain('<inv:foreignCurrency>');
    expect(text).not.toContain('homeCurrency');
    expect(text).not.toContain('typ:dic');
  });

  test('a missing variable symbol stops it with the sentence of the author', () =>
    expect(template.render(runWith({ ...invoiceWith(1), variableSymbol: null }))).toMatchObject({
      ok: false,
      problems: [{ code: 'required', message: 'The invoice has no variable symbol', line: 9, column: 23 }],
    }));

  test.skipIf(absent)('validates against data.xsd', { timeout: 60_000 }, () => {
    xmlRegisterFsInputProviders();
    using schema = XmlDocument.fromBuffer(readFileSync(xsd), { url: xsd });
    using validator = XsdValidator.fromDoc(schema);
    for (const [lines, currency] of [
      [1, 'CZK'],
      [50, 'CZK'],
      [9, 'EUR'],
    ] as const) {
      const { bytes } = rendered(template, runWith({ ...invoiceWith(lines), currency }));
      using document = XmlDocument.fromBuffer(bytes);
      expect(() => validator.validate(document)).not.toThrow();
    }
    using wrong = XmlDocument.fromString('<a/>');
    expect(() => validator.validate(wrong)).toThrow();
  });
});

describe('the answer of Pohoda', () => {
  const template = compiled(
    { format: 'json', body: pohodaAnswer },
    { fields: { response: { kind: 'any' }, http: { kind: 'any' } } },
  );

  function judged(response: Value): unknown {
    const outcome = template.renderValue(runWith(null, { context: { response, http: { status: 200 } } }));
    if (!outcome.ok) throw new Error(JSON.stringify(outcome.problems));
    return outcome.value;
  }
  function answered(item: string, state = 'ok'): unknown {
    const xml = `<?xml version="1.0"?><rsp:responsePack xmlns:rsp="urn:r" xmlns:inv="urn:i" xmlns:rdc="urn:d" state="${state}">${item}</rsp:responsePack>`;
    return judged(readAnswer(new TextEncoder().encode(xml), 'text/xml').value);
  }
  const detail = (errno: string) =>
    `<rdc:detail><rdc:state>error</rdc:state><rdc:errno>${errno}</rdc:errno><rdc:note>Špatná sazba</rdc:note><rdc:XPath>/a/b</rdc:XPath></rdc:detail>`;
  const refusal = (details: string) =>
    `<rsp:responsePackItem state="ok"><inv:invoiceResponse state="error"><rdc:importDetails>${details}</rdc:importDetails></inv:invoiceResponse></rsp:responsePackItem>`;

  test('accepted, with the number that it gave', () =>
    expect(
      answered(
        `<rsp:responsePackItem state="ok"><inv:invoiceResponse state="ok"><rdc:producedDetails><rdc:id>0042</rdc:id><rdc:number>26FV001</rdc:number></rdc:producedDetails></inv:invoiceResponse></rsp:responsePackItem>`,
      ),
    ).toEqual({
      outcome: 'accepted',
      messages: [],
      write: { properties: { accountingId: '0042', accountingNumber: '26FV001' } },
    }));

  test('refused, with one reason or with several', () => {
    const message = { level: 'error', code: '103', text: 'Špatná sazba', where: '/a/b' };
    expect(answered(refusal(detail('103')))).toEqual({
      outcome: 'refused',
      messages: [message],
      write: { properties: {} },
    });
    expect(answered(refusal(detail('103') + detail('104')))).toMatchObject({
      outcome: 'refused',
      messages: [message, { ...message, code: '104' }],
    });
  });

  test('556 means: try again', () => expect(answered(refusal(detail('556')))).toMatchObject({ outcome: 'retry' }));

  test.skipIf(absent).each([
    [
      'response-xml-denied.xml',
      'refused',
      [{ level: 'error', text: 'Uživatel není oprávnen importovat XML soubory.' }],
    ],
    ['response-bank.xml', 'refused', []],
    ['response-bank-one-record.xml', 'accepted', []],
    ['response_pack.xml', 'accepted', []],
  ])('%s is %s', (file, outcome, messages) =>
    expect(judged(readAnswer(readFileSync(new URL(file, samples)), 'text/xml').value)).toEqual({
      outcome,
      messages,
      write: { properties: {} },
    }),
  );
});
