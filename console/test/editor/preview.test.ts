import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { writeJson } from '@gangway/language';
import { prettyJson } from '../../src/editor/layout/pretty-json.ts';
import { renderDraft } from '../../src/editor/preview/render-draft.ts';
import { readSamples, textOf } from '../../src/editor/preview/samples.ts';
import { summarise } from '../../src/editor/preview/summarise.ts';
import { Lines, spanAt, spansOfPath, spansOfSource, templateLineOf } from '../../src/editor/trace/follow.ts';
import { dictionaries, fields, invoice, sampleSet } from './real-record.ts';

const body =
  '{\n  "number": "${input.number}",\n  "lines": [{ "$for": "line in input.lines", "text": "${line.name}", "qty": ${line.quantity} }]\n}';
const draft = { name: 'x', format: 'json' as const, body };

test('all records at once, and the one that is looked at with its stretches', () => {
  const { problems, records, shown } = renderDraft(draft, sampleSet, 2);
  expect(problems).toEqual([]);
  expect(records).toHaveLength(20);
  expect(records.every(({ length }) => length > 10)).toBe(true);
  expect(shown).toMatchObject({ index: 2, problems: [], request: { method: 'POST' } });
  expect(shown?.spans.length).toBeGreaterThan(3);
});

test('a template that cannot be compiled renders nothing and says why, with the part', () => {
  const { problems, records } = renderDraft(
    { ...draft, body: '{"a": ${input.nubmer}}', request: { url: '/${x}' } },
    sampleSet,
    0,
  );
  expect(records).toEqual([]);
  expect(problems.map(({ part, code }) => [part, code])).toEqual([
    ['body', 'unknown-field'],
    ['url', 'unknown-field'],
  ]);
});

test('records with the same trouble are one group', () => {
  const faulty = `{"vat": "\${input.corrects.number | required('It corrects nothing')}", "l": [{"$for": "line in input.lines", "r": "\${line.vatRate | dict('pohoda-type')}"}]}`;
  const { ok, groups } = summarise(renderDraft({ ...draft, body: faulty }, sampleSet, 0).records);
  expect(ok + groups.reduce((sum, { records }) => sum + records.length, 0)).toBe(20);
  expect(groups.map(({ code }) => code)).toContain('required');
  expect(groups.find(({ code }) => code === 'required')?.message).toBe('It corrects nothing');
});

test('the answer of the server keeps its digits', () => {
  const total = invoice['total'];
  const text = writeJson({
    entity: 'documents',
    fields: JSON.parse(JSON.stringify(fields)) as never,
    dictionaries,
    data: [
      {
        recordId: 7,
        registration: 'R7',
        run: { context: { input: invoice }, now: 'n', seed: 's', zone: 'UTC', locale: 'en' },
      },
    ],
  });
  const set = readSamples(text);
  expect(set.samples[0]).toMatchObject({ id: 7, label: invoice['number'] });
  const { shown } = renderDraft({ ...draft, body: '{"t": ${input.total}}' }, set, 0);
  expect(shown?.text).toBe(`{"t":${textOf(total)}}`);
});

test('from the message to the template and back', () => {
  const { shown } = renderDraft(draft, sampleSet, 0);
  const { text, spans } = prettyJson(shown?.text ?? '', shown?.spans ?? []);
  const template = new Lines(body);
  const quantity = text.indexOf('"qty": ') + 7;
  const span = spanAt(spans, quantity);
  expect(span).toMatchObject({ kind: 'value', paths: ['input.lines[1].quantity'] });
  expect(span && body.slice(template.stretchOf(span.place).start, template.stretchOf(span.place).end)).toBe(
    'line.quantity',
  );
  const back = spansOfSource(spans, template, body.indexOf('line.quantity') + 3);
  expect(back.map(({ paths }) => paths[0])).toContain('input.lines[1].quantity');
  expect(back.every(({ kind }) => kind === 'value')).toBe(true);
  expect(spansOfPath(spans, 'input.lines[1]')).toHaveLength(2);
  expect(spansOfPath(spans, 'input.number')).toHaveLength(1);
});

test('every line of an XML message has its line of the template', () => {
  const xml = readFileSync(new URL('../../../packs/pohoda/invoice.xml', import.meta.url), 'utf8');
  const { shown } = renderDraft({ name: 'x', format: 'xml', body: xml, charset: 'windows-1250' }, sampleSet, 0);
  const text = shown?.text ?? '';
  const message = new Lines(text);
  const source = xml.split('\n');
  const tag = (line: string) => /<([\w:]+)/.exec(line)?.[1];
  let compared = 0;
  text.split('\n').forEach((line, index) => {
    if (tag(line) === undefined || line.startsWith('<?')) return;
    const at = templateLineOf(shown?.spans ?? [], message, index + 1);
    expect(tag(source[(at ?? 0) - 1] ?? '')).toBe(tag(line));
    compared++;
  });
  expect(compared).toBeGreaterThan(30);
});

test('laid-out JSON is the same JSON, and every stretch holds the same characters', () => {
  fc.assert(
    fc.property(fc.json(), fc.nat(), (json, at) => {
      const compact = JSON.stringify(JSON.parse(json));
      const start = at % compact.length;
      const spans = [
        { start, end: start + 1, kind: 'value' as const, place: { line: 1, column: 1, length: 1 }, paths: [] },
      ];
      const laid = prettyJson(compact, spans);
      expect(JSON.stringify(JSON.parse(laid.text))).toBe(compact);
      const [span] = laid.spans;
      expect(laid.text.slice(span?.start, span?.end)).toBe(compact.charAt(start));
    }),
  );
});
