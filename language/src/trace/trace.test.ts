import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileTemplate, compileTracedTemplate } from '../formats/compile-template.ts';
import { anyScope, runOn } from '../formats/test-rendering.ts';
import { invoiceAsJson, invoiceAsPohodaXml, invoiceWith, runWith, invoiceScope } from '../formats/worked-examples.ts';
import { compileExpression } from '../compile-expression.ts';
import { SourceText } from '../source-text.ts';
import type { Format, Run, Scope, Traced, TracedTemplate, TraceSpan, Value } from '../types.ts';

const input: Value = {
  number: '2026/001',
  paid: false,
  company: { name: 'A & B "s.r.o."', 'odd-name': 'x<y' },
  tags: ['vip', 'export'],
  lines: [
    { name: 'Paper', quantity: 2, vatRate: 21, notes: ['a', 'b'] },
    { name: 'Book', quantity: 1, vatRate: 12, notes: [] },
    { name: 'Pens', quantity: 3, vatRate: 21, notes: ['c'] },
  ],
};

const workedRun = runWith(invoiceWith(5));

function tracedTemplate(format: Format, body: string, scope: Scope = anyScope): TracedTemplate {
  const compiled = compileTracedTemplate({ format, body }, scope);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
  return compiled.value;
}

function trace(format: Format, body: string, run: Run = runOn(input)): Traced {
  return tracedTemplate(format, body).trace(run);
}

/** `written <- expression <- fields` of every value. */
function values(format: Format, body: string): string[] {
  const { text = '', spans } = trace(format, body);
  return spans
    .filter((span) => span.kind === 'value')
    .map((span) => `${text.slice(span.start, span.end)} <- ${sourceOf(body, span)} <- ${span.paths.join(' ')}`);
}

function sourceOf(body: string, { place }: TraceSpan): string {
  const lines = body.split('\n');
  const start = lines.slice(0, place.line - 1).reduce((length, line) => length + line.length + 1, 0);
  return body.slice(start + place.column - 1, start + place.column - 1 + place.length);
}

describe('a value leads back to its expression and its field', () => {
  test('in JSON, with its quotes, in loops with the number of the round', () =>
    expect(
      values(
        'json',
        '{"n": "${input.number}", "t": "No. ${input.number} of ${input.company.name}", "l": [{"$for": "line in input.lines", "q": ${line.quantity}}]}',
      ),
    ).toEqual([
      '"2026/001" <- input.number <- input.number',
      '2026/001 <- input.number <- input.number',
      'A & B \\"s.r.o.\\" <- input.company.name <- input.company.name',
      '2 <- line.quantity <- input.lines[1].quantity',
      '1 <- line.quantity <- input.lines[2].quantity',
      '3 <- line.quantity <- input.lines[3].quantity',
    ]));

  test('in XML: texts, attributes, CDATA', () =>
    expect(
      values(
        'xml',
        '<a b="x ${input.company[\'odd-name\']}"><c>${input.company.name}</c><d><![CDATA[${input.number} ${input.tags[2]}]]></d></a>',
      ),
    ).toEqual([
      "x&lt;y <- input.company['odd-name'] <- input.company['odd-name']",
      'A &amp; B "s.r.o." <- input.company.name <- input.company.name',
      '<![CDATA[2026/001 export]]> <- <![CDATA[${input.number} ${input.tags[2]}]]> <- input.number input.tags[2]',
    ]));

  test('in tables, forms and plain text', () => {
    expect(
      values('csv', '{"$for": "l in input.lines", "header": false, "columns": [{"name": "n", "value": "${l.name}"}]}'),
    ).toEqual([
      'Paper <- "${l.name}" <- input.lines[1].name',
      'Book <- "${l.name}" <- input.lines[2].name',
      'Pens <- "${l.name}" <- input.lines[3].name',
    ]);
    expect(values('form', '{"n": "${input.number}"}')).toEqual(['n=2026%2F001 <- "${input.number}" <- input.number']);
    expect(values('text', 'No. ${input.number}\n${input.tags | join}')).toEqual([
      '2026/001 <- input.number <- input.number',
      'vip, export <- input.tags | join <- input.tags',
    ]);
  });

  test('through filter, sort, first, names and loops inside loops', () =>
    expect(
      values(
        'json',
        `[{"$let": "big = filter(input.lines, item.quantity > 1); last = last(sort(input.lines, item.name))",
          "a": "\${big[2].name}", "b": "\${last.name}", "c": [{"$for": "line in big", "n": [{"$for": "note in line.notes", "$value": "\${note}"}]}]}]`,
      ),
    ).toEqual([
      '"Pens" <- big[2].name <- input.lines[3].name',
      '"Pens" <- last.name <- input.lines[3].name',
      '"a" <- note <- input.lines[1].notes[1]',
      '"b" <- note <- input.lines[1].notes[2]',
      '"c" <- note <- input.lines[3].notes[1]',
    ]));

  test('a value that was worked out leads to everything that it was worked out from', () =>
    expect(values('text', '${input.number & input.lines.name[2]}${sum(input.lines, item.quantity)}')).toEqual([
      '2026/001Book <- input.number & input.lines.name[2] <- input.number input.lines[2].name',
      '6 <- sum(input.lines, item.quantity) <- input.lines[1].quantity input.lines[2].quantity input.lines[3].quantity',
    ]));
});

test('an element leads to its tag, so that every line of the message has a line of the template', () => {
  const body =
    '<a xmlns:t="urn:gangway:template">\n  <!-- two -->\n  <b t:for="l in input.lines">\n    <c>${l.name}</c>\n  </b>\n</a>';
  const { text = '', spans } = trace('xml', body);
  const lines = new SourceText(text);
  const parts = spans.filter((span) => span.kind === 'part');
  expect(parts.map((span) => [lines.placeOf(span.start).line, span.place.line])).toEqual([
    [1, 1],
    ...[2, 5, 8].flatMap((line) => [
      [line, 3],
      [line + 1, 4],
    ]),
  ]);
});

test('what has a problem is missing in the message, and the rest is there', () => {
  const { text, problems, spans } = trace(
    'xml',
    "<a><b>${input.number}</b><c>${input.none | required('Fill it in')}</c></a>",
  );
  expect(text).toBe('<a><b>2026/001</b><c></c></a>');
  expect(problems.map(({ message }) => message)).toEqual(['Fill it in']);
  expect(spans.map(({ kind }) => kind)).toEqual(['part', 'part', 'value', 'part']);
});

test('a limit leaves no message', () => {
  const run = runOn(input, { limits: { outputLength: 5 } });
  expect(trace('text', '${input.number}', run)).toMatchObject({
    text: undefined,
    problems: [{ code: 'output-too-long' }],
  });
});

test('the worked examples: the same message, and every value leads to a field that holds it', () => {
  for (const [format, body] of [
    ['json', invoiceAsJson],
    ['xml', invoiceAsPohodaXml],
  ] as const) {
    const template = tracedTemplate(format, body, invoiceScope);
    const traced = template.trace(workedRun);
    const rendered = template.render(workedRun);
    expect(rendered.ok && rendered.value.text).toBe(traced.text);
    expect(traced.spans.length).toBeGreaterThan(20);
    for (const span of traced.spans) for (const path of span.paths) expect(read(path, workedRun)).toBe(true);
  }
});

/** Whether there is something at the path. */
function read(path: string, run: Run): boolean {
  const expression = compileExpression(path, { ...invoiceScope, fields: { ...anyFields(run) } });
  return expression.ok && expression.value.evaluate(run).ok;
}

function anyFields(run: Run): Scope['fields'] {
  return Object.fromEntries(Object.keys(run.context).map((name) => [name, { kind: 'any' }]));
}

const hostile = fc.oneof(
  fc.constantFrom(
    '',
    '"',
    '<',
    '&',
    '😀',
    '🐐',
    '\ud800',
    '\udc00',
    '\udc20\udc01x\udc21',
    '\udc21',
    '\n',
    ']]>',
    ';',
    'null',
    'x',
  ),
  fc.string({ unit: 'binary', maxLength: 6 }),
  fc.array(fc.integer({ min: 0xd7f0, max: 0xe010 }), { maxLength: 6 }).map((codes) => String.fromCharCode(...codes)),
);
const record = fc.record({ a: hostile, b: hostile, list: fc.array(fc.record({ a: hostile }), { maxLength: 3 }) });

const templates: readonly (readonly [Format, string])[] = [
  [
    'json',
    '{"a": "${input.a}", "ab": "${input.a}${input.b}", "${input.a}": 1, "l": [{"$for": "x in input.list", "a": "${x.a | optional}"}]}',
  ],
  [
    'xml',
    '<m a="${input.a}${input.b}"><n>${input.b}</n><o xmlns:t="urn:gangway:template" t:for="x in input.list">${x.a} 🐐 ${input.a | optional}</o></m>',
  ],
  [
    'csv',
    '{"$for": "x in input.list", "columns": [{"name": "a", "value": "${x.a}"}, {"name": "b", "value": "${input.a}-${input.b}"}]}',
  ],
  ['csv', '{"header": false, "columns": [{"name": "a", "value": "${input.a}"}]}'],
  ['fixed', '{"$for": "x in input.list", "columns": [{"name": "a", "value": "${x.a | left(4)}", "width": 4}]}'],
  ['form', '{"a": "${input.a}", "l": ${input.list.a}, "c": "${input.b | optional}"}'],
  ['text', '${input.a} 🐐 ${input.b}\n${input.b | optional}x'],
];

describe.each(templates)('%s %s', (format, body) => {
  const plain = compileTemplate({ format, body }, anyScope);
  const template = tracedTemplate(format, body);

  test('whatever the data: the message is that of the ordinary template, and its stretches nest and lie within it', () => {
    fc.assert(
      fc.property(record, (data) => {
        const run = runOn(data);
        const rendered = plain.ok ? plain.value.render({ ...run, everyProblem: true }) : plain;
        const traced = template.trace(run);
        if (rendered.ok) expect(traced).toMatchObject({ text: rendered.value.text, problems: [] });
        else
          expect(traced.problems.map(({ message }) => message)).toEqual(
            rendered.problems.map(({ message }) => message),
          );
        expect(wrongSpans(traced)).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });
});

/** Stretches outside the message, empty, or half inside another. */
function wrongSpans({ text = '', spans }: Traced): readonly TraceSpan[] {
  const around: TraceSpan[] = [];
  return spans.filter((span) => {
    for (let outer = around.at(-1); outer !== undefined && outer.end <= span.start; outer = around.at(-1)) around.pop();
    const outer = around.at(-1);
    around.push(span);
    return (
      span.start < 0 ||
      span.start >= span.end ||
      span.end > text.length ||
      (outer !== undefined && span.end > outer.end)
    );
  });
}
