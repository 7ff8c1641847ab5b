import { parse as parseCsv } from 'csv-parse/sync';
import fc from 'fast-check';
import { XmlDocument, XmlElement } from 'libxml2-wasm';
import { describe, expect, test } from 'vitest';
import { decodeText } from '../charsets/index.ts';
import { readJson } from '../readers/read-json.ts';
import { readXml } from '../readers/read-xml.ts';
import type { Outcome, Rendered, Template, TemplateSource, Value, ValueObject } from '../types.ts';
import { compileTemplate } from './compile-template.ts';
import { anyScope, runOn } from './test-rendering.ts';

/*
 * 24,000 generated records with hostile texts: every message is read by a parser that is not ours, and every value comes back unchanged.
 * What a format cannot hold (control characters in XML, lone surrogates everywhere but in JSON) must be a problem, and nothing else may be.
 */

const RECORDS_PER_FORMAT = 6_000;

interface HostileRecord {
  readonly number: string;
  readonly name: string;
  readonly lines: readonly { readonly text: string; readonly note: string }[];
}

const nasty = [
  '',
  ' ',
  '"',
  "'",
  '<',
  '>',
  '&',
  '&amp;',
  '&#0;',
  ']]>',
  '<![CDATA[',
  '-->',
  '<!-- ',
  '?>',
  '</a>',
  '\\',
  '\\u0000',
  '\\"',
  '\n',
  '\r',
  '\r\n',
  '\t',
  '\u0000',
  '\u0001',
  '\u000B',
  '\u001B[31m',
  '\u007F',
  '\u0085',
  '\u2028',
  '\uFEFF',
  '\uFFFE',
  '\uFFFF',
  '\ud800',
  '\udc00',
  '😀',
  '👨‍👩‍👧‍👦',
  'שלום',
  '\u202Eabc',
  'é',
  'é',
  'ﬁ',
  '${input.number}',
  '{{secret:x}}',
  '${evaluate: 1}',
  '{{',
  '}}',
  '${',
  '00123',
  '1e5',
  '-12,50',
  '=1+1',
  '@SUM(A1)',
  ',',
  ';',
  '""',
  '%',
  '%00',
  '+',
  '=',
  '?a=b',
  'null',
  'true',
  '__proto__',
  'constructor',
  'toString',
  'Příliš žluťoučký kůň',
  '☂',
  '…',
  'x'.repeat(5_000),
  '"<&'.repeat(500),
];

const hostileText = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...nasty) },
  { weight: 3, arbitrary: fc.array(fc.constantFrom(...nasty), { maxLength: 4 }).map((parts) => parts.join('')) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }) },
  {
    weight: 1,
    arbitrary: fc
      .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 8 })
      .map((codes) => String.fromCharCode(...codes)),
  },
);

const hostileRecord: fc.Arbitrary<HostileRecord> = fc.record({
  number: hostileText,
  name: hostileText,
  lines: fc.array(fc.record({ text: hostileText, note: hostileText }), { maxLength: 3 }),
});

function compiled(source: TemplateSource): Template {
  const outcome = compileTemplate(source, anyScope);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problems));
  return outcome.value;
}

function textsOf(record: HostileRecord): string[] {
  return [record.number, record.name, ...record.lines.flatMap(({ text, note }) => [text, note])];
}

/** The message, or undefined where it had to be refused, with that problem and for that reason. */
function messageOf(outcome: Outcome<Rendered>, mustRefuse: boolean, code: string): Rendered | undefined {
  if (outcome.ok !== !mustRefuse) throw new Error(`refused: ${!outcome.ok}, expected: ${mustRefuse}`);
  if (outcome.ok) return outcome.value;
  if (outcome.problems.length !== 1 || outcome.problems[0]?.code !== code)
    throw new Error(JSON.stringify(outcome.problems));
  return undefined;
}

/** Faster than expect() for thousands of records; the sentence holds what fast-check needs to be read. */
function same(actual: unknown, expected: unknown): void {
  const [left, right] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (left !== right) throw new Error(`read back ${left.slice(0, 300)}, expected ${right.slice(0, 300)}`);
}

function forRecords(check: (record: HostileRecord) => void): void {
  fc.assert(fc.property(hostileRecord, check), { numRuns: RECORDS_PER_FORMAT, seed: 20_261_123 });
}

const timeout = 120_000;

describe('hostile data', () => {
  test('come back from JSON, in two charsets', { timeout }, () => {
    const body = `{ "number": "\${input.number}", "mixed": "No. \${input.name}!", "free": { "k\${input.name}": 1 },
      "lines": [ { "$for": "line in input.lines", "text": \${line.text}, "note": "\${line.note}" } ], "whole": \${input} }`;
    const templates = (['utf-8', 'windows-1250'] as const).map((charset) =>
      compiled({ format: 'json', body, charset }),
    );
    forRecords((record) => {
      for (const template of templates) {
        const message = messageOf(template.render(runOn({ ...record })), false, '');
        const text = decodeText(message?.bytes ?? new Uint8Array(), template.charset);
        const expected = {
          number: record.number,
          mixed: `No. ${record.name}!`,
          free: { [`k${record.name}`]: 1 },
          lines: record.lines,
          whole: record,
        };
        same(JSON.parse(text), expected);
        const own = readJson(text);
        same(own.ok && { ...(own.value as object), free: null }, { ...expected, free: null });
      }
    });
  });

  test('come back from XML, in two charsets', { timeout }, () => {
    const body = `<invoice number="\${input.number}" mixed="No. \${input.name}!" xmlns:t="urn:gangway:template">
      <name>\${input.name}</name>
      <line t:for="line in input.lines" note="\${line.note}"><text>[\${line.text}]</text><data><![CDATA[\${line.text}]]></data></line>
    </invoice>`;
    // The characters of the production Char in XML 1.0, fifth edition.
    const allowed = /^[\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]*$/u;
    const templates = (['utf-8', 'windows-1250'] as const).map((charset) => compiled({ format: 'xml', body, charset }));
    forRecords((record) => {
      const mustRefuse = !textsOf(record).every((text) => allowed.test(text));
      for (const template of templates) {
        const message = messageOf(template.render(runOn({ ...record })), mustRefuse, 'not-in-format');
        if (message === undefined) continue;
        const expected = {
          number: withoutMark(record.number),
          mixed: `No. ${record.name}!`,
          name: withoutMark(record.name),
          lines: record.lines.map(({ text, note }) => [withoutMark(note), `[${text}]`, withoutMark(text)]),
        };
        same(readWithLibxml2(message.bytes), expected);
        same(readWithOurs(decodeText(message.bytes, template.charset)), {
          number: record.number,
          mixed: expected.mixed,
          lines: record.lines.map(({ text, note }) => [note, `[${text}]`]),
        });
      }
    });
  });

  test('come back from CSV', { timeout }, () => {
    const body = `{ "header": true, "delimiter": ";", "$for": "line in input.lines", "columns": [
      { "name": "number", "value": "\${input.number}" }, { "name": "text", "value": "\${line.text}" }, { "name": "note", "value": "x\${line.note}" } ] }`;
    const template = compiled({ format: 'csv', body });
    forRecords((record) => {
      const texts =
        record.lines.length === 0 ? [] : [record.number, ...record.lines.flatMap(({ text, note }) => [text, note])];
      const message = messageOf(
        template.render(runOn({ ...record })),
        !texts.every((text) => text.isWellFormed()),
        'not-in-charset',
      );
      if (message === undefined) return;
      const rows: unknown = parseCsv(Buffer.from(message.bytes), { delimiter: ';', record_delimiter: '\r\n' });
      same(rows, [
        ['number', 'text', 'note'],
        ...record.lines.map(({ text, note }) => [record.number, text, `x${note}`]),
      ]);
    });
  });

  test('come back from form fields', { timeout }, () => {
    const body = `{ "number": "\${input.number}", "k\${input.name}": "No. \${input.name}",
      "text": [ { "$for": "line in input.lines", "$value": "\${line.text}" } ] }`;
    const template = compiled({ format: 'form', body });
    forRecords((record) => {
      const texts = [record.number, record.name, ...record.lines.map((line) => line.text)];
      const message = messageOf(
        template.render(runOn({ ...record })),
        !texts.every((text) => text.isWellFormed()),
        'not-in-charset',
      );
      if (message === undefined) return;
      same(
        [...new URLSearchParams(new TextDecoder().decode(message.bytes))],
        [
          ['number', record.number],
          [`k${record.name}`, `No. ${record.name}`],
          ...record.lines.map(({ text }) => ['text', text]),
        ],
      );
    });
  });
});

function readWithLibxml2(bytes: Uint8Array): unknown {
  using document = XmlDocument.fromBuffer(bytes);
  const { root } = document;
  const line = (node: XmlElement): string[] => [
    withoutMark(node.attr('note')?.value ?? ''),
    contentOf(node, 'text'),
    contentOf(node, 'data'),
  ];
  return {
    number: withoutMark(root.attr('number')?.value ?? ''),
    mixed: root.attr('mixed')?.value,
    name: contentOf(root, 'name'),
    lines: root.find('line').flatMap((node) => (node instanceof XmlElement ? [line(node)] : [])),
  };
}

/** The binding of libxml2 takes a U+FEFF at the beginning of a longer text for a byte order mark and drops it. */
function withoutMark(text: string): string {
  return text.replace(/^\uFEFF/, '');
}

function readWithOurs(xml: string): unknown {
  const outcome = readXml(xml);
  if (!outcome.ok) throw new Error(outcome.problems[0]?.message);
  const { invoice } = outcome.value as { invoice: Record<string, Value> };
  const line = invoice.line as ValueObject | readonly ValueObject[] | undefined;
  const lines =
    line === undefined ? [] : Array.isArray(line) ? (line as readonly ValueObject[]) : [line as ValueObject];
  return {
    number: invoice['@number'],
    mixed: invoice['@mixed'],
    lines: lines.map((one) => [one['@note'], one.text]),
  };
}

function contentOf(node: XmlElement, name: string): string {
  return withoutMark(node.get(name)?.content ?? '');
}

test('the records are hostile enough: many are refused by XML, more are not', () => {
  const records = fc.sample(hostileRecord, { numRuns: 500, seed: 1 });
  const refused = records.filter((record) => textsOf(record).some((text) => /[\u0000\u0001\ud800]/.test(text))).length; // eslint-disable-line no-control-regex -- it counts them
  expect(refused).toBeGreaterThan(50);
  expect(refused).toBeLessThan(400);
});
