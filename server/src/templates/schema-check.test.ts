import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { addressOf, encodeSchemaFile, findInSet, hasDoctype } from './schema-check-set.ts';
import { startSchemaCheck, type SchemaSet, type SchemaVerdict } from './schema-check.ts';

const checker = startSchemaCheck();
afterAll(() => checker.close());

const schemas = new URL('../../../../shared/schemas/', import.meta.url);
const present = existsSync(schemas);
if (!present) console.log('The folder ../shared/schemas is absent: the checks against real schemas are skipped.');

function folder(name: string, main: string): SchemaSet {
  const files: Record<string, string> = {};
  for (const entry of readdirSync(new URL(name, schemas), { recursive: true, encoding: 'utf8' })) {
    if (!entry.endsWith('.xsd')) continue;
    const bytes = readFileSync(new URL(`${name}${entry}`, schemas));
    const charset = /encoding="(windows-1250)"/i.test(bytes.subarray(0, 100).toString('latin1'))
      ? 'windows-1250'
      : 'utf-8';
    files[entry] = new TextDecoder(charset).decode(bytes);
  }
  return { main, files };
}

const text = (source: string): Uint8Array => new TextEncoder().encode(source);
const messages = (verdict: SchemaVerdict): string[] =>
  verdict.valid ? [] : verdict.faults.map((fault) => fault.message);

function schema(body: string, extra: Record<string, string> = {}): SchemaSet {
  const main = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">${body}</xs:schema>`;
  return { main: 'main.xsd', files: { 'main.xsd': main, ...extra } };
}

const anything = schema('<xs:element name="a" type="xs:string"/>');
const whole = schema('<xs:element name="a" type="xs:integer"/>');

describe.runIf(present)('real schemas', () => {
  test('accepts the Pohoda samples, requests and answers, in windows-1250 and UTF-8', async () => {
    const request = folder('pohoda/xsd/', 'data.xsd');
    const response = folder('pohoda/xsd/', 'response.xsd');
    for (const name of readdirSync(new URL('pohoda/samples/', schemas))) {
      const bytes = readFileSync(new URL(`pohoda/samples/${name}`, schemas));
      const isAnswer = bytes.includes('responsePack');
      expect([name, await checker.check(bytes, isAnswer ? response : request)]).toEqual([name, { valid: true }]);
    }
  });

  test('accepts the ISDOC samples and refuses the ones that are invalid on purpose', async () => {
    const isdoc = folder('isdoc/', 'isdoc-invoice-6.0.2.xsd');
    const verdicts: Record<string, SchemaVerdict> = {};
    for (const name of readdirSync(new URL('isdoc/', schemas)).filter((file) => file.endsWith('.isdoc'))) {
      verdicts[name] = await checker.check(readFileSync(new URL(`isdoc/${name}`, schemas)), isdoc);
    }
    const invalid = Object.keys(verdicts).filter((name) => verdicts[name]?.valid === false);
    expect(invalid).toEqual(['no-vat-applicable.isdoc', 'sample-commondocument.isdoc', 'sample-no-reference.isdoc']);
    expect(verdicts['no-vat-applicable.isdoc']).toEqual({
      valid: false,
      faults: [
        {
          message: 'ElectronicPossibilityAgreementReference is not allowed at this place. Expected: VATApplicable.',
          line: 25,
          element: 'ElectronicPossibilityAgreementReference',
        },
      ],
    });
  });

  test('compiles UBL with its imports in other folders, and says which file is missing', async () => {
    const ubl = folder('ubl-2.1/', 'maindoc/UBL-Invoice-2.1.xsd');
    expect(await checker.checkSchema(ubl)).toEqual({ valid: true });
    const { 'common/UBL-CommonBasicComponents-2.1.xsd': _left, ...rest } = ubl.files;
    const verdict = await checker.checkSchema({ main: ubl.main, files: rest });
    expect(messages(verdict)[0]).toBe(
      'The schema needs common/UBL-CommonBasicComponents-2.1.xsd, which is not among its files. Add it.',
    );
  });
});

test('places a fault by line and element', async () => {
  const verdict = await checker.check(text('<?xml version="1.0"?>\n<a>\nmany</a>'), whole);
  expect(verdict).toEqual({
    valid: false,
    faults: [{ message: 'a must not be " many"; a whole number is expected.', line: 2, element: 'a' }],
  });
});

test('reads windows-1250', async () => {
  const one = schema(
    '<xs:element name="a"><xs:simpleType><xs:restriction base="xs:string"><xs:enumeration value="žluťoučký"/></xs:restriction></xs:simpleType></xs:element>',
  );
  const head = text('<?xml version="1.0" encoding="windows-1250"?><a>');
  const word = [0x9e, 0x6c, 0x75, 0x9d, 0x6f, 0x75, 0xe8, 0x6b, 0xfd];
  expect(await checker.check(Uint8Array.from([...head, ...word, ...text('</a>')]), one)).toEqual({ valid: true });
});

test('refuses broken XML with its place', async () => {
  const verdict = await checker.check(text('<a>\n<b></a>'), anything);
  expect(verdict).toMatchObject({ valid: false, faults: [{ line: 2, column: expect.any(Number) as number }] });
  expect(messages(verdict)[0]).toMatch(/^This is not well-formed XML: /);
});

test.each([
  ['an entity bomb', '<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;&x;">]><a>&y;</a>'],
  [
    'an external entity',
    '<?xml version="1.0"?><!-- c --><!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>',
  ],
  ['an external DTD', '<!DOCTYPE a SYSTEM "http://127.0.0.1:1/a.dtd"><a/>'],
])('refuses %s before parsing', async (_name, source) => {
  expect(messages(await checker.check(text(source), anything))).toEqual([
    'A DOCTYPE is not allowed in a message. Remove it.',
  ]);
});

test('the word DOCTYPE in a text harms nobody', async () => {
  expect(await checker.check(text('<a><![CDATA[<!DOCTYPE a>]]></a>'), anything)).toEqual({ valid: true });
});

test('finds a DOCTYPE in UTF-16 too', () => {
  const source = '\uFEFF<!DOCTYPE a><a/>';
  expect(hasDoctype(Buffer.from(source, 'utf16le'))).toBe(true);
  expect(hasDoctype(text('<a/>'))).toBe(false);
});

test.each(['/etc/passwd', 'http://127.0.0.1:1/x.xsd', 'file:///etc/hosts'])(
  'an include of %s resolves from the set only',
  async (location) => {
    const verdict = await checker.checkSchema(schema(`<xs:include schemaLocation="${location}"/>`));
    expect(messages(verdict)[0]).toBe(
      `The schema needs ${location.replace(/^\//, '')}, which is not among its files. Add it.`,
    );
  },
);

test('a message cannot bring a schema of its own along', async () => {
  const own = `<a xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="main.xsd">many</a>`;
  expect((await checker.check(text(own), whole)).valid).toBe(false);
});

test('an import by absolute address finds the only file of that name', () => {
  const paths = new Set(['a/types.xsd', 'b/other.xsd', 'c/other.xsd']);
  expect(findInSet('http://example.org/2001/types.xsd', paths)).toBe('a/types.xsd');
  expect(findInSet(addressOf('b/other.xsd'), paths)).toBe('b/other.xsd');
  expect(findInSet('http://example.org/other.xsd', paths)).toBeUndefined();
});

test('a decoded schema file no longer claims its old charset', () => {
  const bytes = encodeSchemaFile('<?xml version="1.0" encoding="Windows-1250" standalone="yes"?><a>č</a>');
  expect(new TextDecoder().decode(bytes)).toBe('<?xml version="1.0" standalone="yes"?><a>č</a>');
});

test('a faulty schema says so with its file', async () => {
  const verdict = await checker.check(text('<a/>'), schema('<xs:element name="a" type="nowhere"/>'));
  expect(verdict).toMatchObject({ valid: false, faults: [{ file: 'main.xsd' }] });
  expect(messages(await checker.check(text('<a/>'), { main: 'absent.xsd', files: {} }))).toEqual([
    'The schema has no file absent.xsd.',
  ]);
});

describe('a check that does not end', () => {
  const costly = schema(
    '<xs:element name="a"><xs:complexType><xs:sequence><xs:element name="b" maxOccurs="unbounded"><xs:simpleType>' +
      '<xs:restriction base="xs:string"><xs:pattern value="(a|aa|a*b?)*c"/></xs:restriction></xs:simpleType></xs:element></xs:sequence></xs:complexType></xs:element>',
  );
  // Each is costly, and none so costly that libxml2 gives it up.
  const endless = text(`<a>${`<b>${'a'.repeat(16)}</b>`.repeat(2000)}</a>`);

  test('is killed at its deadline; those behind it are checked by the next thread', async () => {
    // Long enough for the next thread to start and check on a busy machine.
    const impatient = startSchemaCheck({ deadlineMs: 1_500 });
    const [killed, after] = await Promise.all([
      impatient.check(endless, costly),
      impatient.check(text('<a>1</a>'), whole),
    ]);
    expect(messages(killed)).toEqual(['The check did not end within 1.5 s and was stopped.']);
    expect(after).toEqual({ valid: true });
    expect(impatient.statistics.threadsStarted).toBe(2);
    await impatient.close();
  });

  test('is answered when the process stops', async () => {
    const stopping = startSchemaCheck();
    const running = stopping.check(endless, costly);
    const queued = stopping.check(text('<a>1</a>'), whole);
    await stopping.close();
    expect(messages(await running)).toEqual(['The check was stopped.']);
    expect(messages(await queued)).toEqual(['The check was stopped.']);
  });
});

test('a thread that holds too much memory is replaced when idle', async () => {
  const frugal = startSchemaCheck({ mostMemoryBytes: 1 });
  await frugal.check(text('<a>1</a>'), whole);
  expect(await frugal.check(text('<a>1</a>'), whole)).toEqual({ valid: true });
  expect(frugal.statistics.threadsStarted).toBe(2);
  await frugal.close();
});

test('a message above the limit is refused without a check', async () => {
  const small = startSchemaCheck({ mostBytes: 10 });
  expect(messages(await small.check(text('<a>123456789</a>'), whole))[0]).toMatch(/at most 10 can be checked/);
  await small.close();
});
