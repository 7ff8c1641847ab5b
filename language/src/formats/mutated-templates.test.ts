import fc from 'fast-check';
import { parse as parseCsv } from 'csv-parse/sync';
import { XmlDocument } from 'libxml2-wasm';
import { expect, test } from 'vitest';
import type { FieldType, Format, Rendered, Scope, TemplateSource } from '../types.ts';
import { compileTemplate } from './compile-template.ts';
import { invoiceAsJson, invoiceAsPohodaXml, invoiceWith, runWith } from './worked-examples.ts';

/*
 * Templates as authors break them: pieces deleted, doubled, moved, strange characters put in. Saving never throws, every problem stands
 * inside the source, and whatever can still be saved renders a message that an independent parser reads, or a problem.
 */

/** Names are not checked, so that more of the broken templates can be saved. */
const any: FieldType = { kind: 'any' };
const openScope: Scope = { fields: { input: any, connection: any, message: any } };

const csvTemplate = `{ "delimiter": ";", "header": false, "rows": [
  { "columns": [ { "name": "number", "value": "\${input.registration}" }, { "name": "b", "value": "x\${input.note | optional}" } ] },
  { "$for": "line, n in input.lines", "$if": "line.quantity <> 0", "$let": "all = count(input.lines)",
    "columns": [ { "name": "text", "value": "\${line.name}" }, { "name": "price", "value": \${line.unitPrice} } ] } ] }`;
const formTemplate = `{ "$let": "a = 1", "number": "\${input.registration}", "text": [ { "$for": "line in input.lines", "$value": "\${line.name}" } ] }`;
const sources: readonly TemplateSource[] = [
  { format: 'json', body: invoiceAsJson },
  { format: 'xml', body: invoiceAsPohodaXml },
  { format: 'csv', body: csvTemplate },
  { format: 'form', body: formTemplate },
];

const strange = [
  '"', "'", '<', '>', '&', '{', '}', '[', ']', '${', '${input.note}', '{{secret:x}}', '\\', '\n', '\u0000', '\ud800', '☂', ']]>', '<![CDATA[',
  '<!--', '-->', '<?x', '?>', '<!DOCTYPE a>', '<a/>', 't:if="true"', 't:else=""', 't:for="x in input.lines"', '"$if": "true",', '"$for": "x in input.lines",',
  '"$else": 1,', '"$value": 1,', '${x | optional}', "${null | optional}", ',', ':', '1', 'null', ' ', 'xmlns="urn:x"', '&amp;', '&lt;', '\t', '\r\n',
]; // prettier-ignore

const mutation = fc.record({
  at: fc.nat({ max: 9_999 }),
  length: fc.nat({ max: 6 }),
  kind: fc.constantFrom('delete', 'double', 'insert', 'move'),
  text: fc.constantFrom(...strange),
});

function mutate(
  body: string,
  mutations: readonly { at: number; length: number; kind: string; text: string }[],
): string {
  return mutations.reduce((text, { at, length, kind, text: inserted }) => {
    const start = Math.floor((at / 10_000) * text.length);
    const piece = text.slice(start, start + length);
    const before = text.slice(0, start);
    const after = text.slice(start + length);
    if (kind === 'delete') return before + after;
    if (kind === 'double') return before + piece + piece + after;
    if (kind === 'move') return after + before + piece;
    return before + inserted + piece + after;
  }, body);
}

function readIndependently(format: Format, { bytes, text }: Rendered): void {
  switch (format) {
    case 'json':
      JSON.parse(text);
      break;
    case 'xml':
      readXmlIndependently(bytes);
      break;
    case 'csv':
      parseCsv(Buffer.from(bytes), { delimiter: ';', relax_column_count: true });
      break;
    case 'form':
    case 'fixed':
    case 'text':
      break;
  }
}

function readXmlIndependently(bytes: Uint8Array): void {
  try {
    XmlDocument.fromBuffer(bytes).dispose();
  } catch (fault) {
    // The document is well-formed; that a namespace should be a URI is a rule of another specification.
    if (!(fault instanceof Error) || !fault.message.includes('is not a valid URI')) throw fault;
  }
}

test.each(sources)('$format', { timeout: 120_000 }, ({ format, body }) => {
  const run = runWith({ ...invoiceWith(3), note: 'note & "note"' });
  let saved = 0;
  let rendered = 0;
  fc.assert(
    fc.property(fc.array(mutation, { minLength: 1, maxLength: 2 }), (mutations) => {
      const source = mutate(body, mutations);
      const template = compileTemplate({ format, body: source }, openScope);
      if (!template.ok) {
        const lines = source.split(/\r\n|\n|\r/);
        for (const { line, column, message } of template.problems) {
          if (
            line < 1 ||
            line > lines.length ||
            column < 1 ||
            column > (lines[line - 1]?.length ?? 0) + 2 ||
            message === ''
          ) {
            throw new Error(`${message} at ${line}:${column}`);
          }
        }
        return;
      }
      saved++;
      const outcome = template.value.render(run);
      if (!outcome.ok) return;
      rendered++;
      readIndependently(format, outcome.value);
    }),
    { numRuns: 3_000, seed: 20_261_123 },
  );
  // Otherwise the test would say nothing about messages.
  expect(saved).toBeGreaterThan(100);
  expect(rendered).toBeGreaterThan(50);
});
