import { expect, test } from 'vitest';
import { complete, type CompletionSource } from '../../src/editor/completion/complete.ts';
import { cursorPlace } from '../../src/editor/completion/expression-at.ts';
import { namesAround } from '../../src/editor/completion/names-around.ts';
import type { MessageFormat } from '../../src/editor/preview/message-draft.ts';
import { dictionaries, invoice, runOf, scope } from './real-record.ts';

const source = (format: MessageFormat): CompletionSource => ({
  format,
  scope,
  run: runOf(invoice),
  dictionaries,
  secrets: ['pohoda'],
});

/** `|` in the text is the cursor; the pipe of the language is written `¦` here. */
function at(format: MessageFormat, marked: string) {
  const cursor = marked.indexOf('|');
  const text = marked.replace('|', '').replaceAll('¦', '|');
  return { text, cursor, found: complete(source(format), text, cursor) };
}

const labels = (format: MessageFormat, marked: string) =>
  at(format, marked).found?.choices.map(({ label }) => label) ?? [];

test('fields of the entity with the values of the real record', () => {
  const { found } = at('json', '{"a": "${input.company.|"}');
  const name = found?.choices.find(({ label }) => label === 'name');
  expect(name).toMatchObject({ kind: 'field', detail: expect.stringMatching(/./) as string });
  expect(found?.choices.find(({ label }) => label === 'addresses')).toMatchObject({ kind: 'list', detail: '[1]' });
});

test('the part of a name that is typed already is replaced', () => {
  const { found, cursor } = at('json', '{"a": "${input.comp|"}');
  expect(found?.from).toBe(cursor - 4);
  expect(found?.choices.map(({ label }) => label)).toContain('company');
});

test.each([
  ['json', '{"l": [{"$for": "line, n in input.lines", "a": "${line.|}"}]}'],
  ['json', '{"l": [{"a": "${line.|}", "$for": "line in input.lines"}]}'],
  ['xml', '<a><b t:for="line in input.lines" t:if="line.|"/></a>'],
  ['xml', '<a><b t:for="line in input.lines"><c>${line.|</c></b></a>'],
  ['csv', '{"$for": "line in input.lines", "columns": [{"name": "x", "value": "${line.|"}]}'],
  ['json', '{"$let": "big = filter(input.lines, item.quantity > 1)", "a": "${first(big) ¦ 0}${big[1].|}"}'],
  ['text', '${sum(input.lines, item.|'],
  ['text', '${input.lines ¦ map(item.|'],
] as const)('names of loops and entries are known: %s %s', (format, marked) => {
  expect(labels(format, marked)).toEqual(expect.arrayContaining(['name', 'quantity', 'unitPrice']));
});

test('a loop ends with its element', () =>
  expect(namesAround('xml', '<a><b t:for="x in input.lines"><c/></b><d/></a>', 40)).toEqual([]));

test('dictionaries, their words, formats, secrets', () => {
  expect(labels('json', '{"a": "${input.type ¦ dict(\'|')).toEqual(['pohoda-vat', 'pohoda-type']);
  expect(labels('text', "${dict(input.type, '|")).toEqual(['pohoda-vat', 'pohoda-type']);
  expect(labels('text', "${input.vatRate ¦ dict('pohoda-vat', '|")).toEqual(['none', 'low', 'high']);
  expect(labels('text', "${input.issuedOn ¦ date('|")).toContain('dd.MM.yyyy');
  expect(labels('json', '{"a": "{{secret:|"}')).toEqual(['pohoda']);
  expect(labels('text', "${input.type = '|")).toContain('INVOICE.SALES');
});

test('functions behind a pipe lack their first value', () => {
  const left = at('text', '${input.number ¦ le|').found?.choices.find(({ label }) => label === 'left');
  expect(left).toMatchObject({ insert: 'left(#)', detail: '(text, length)' });
  expect(labels('text', '${input.number ¦ |')).not.toContain('input');
  expect(labels('text', '${|')).toEqual(expect.arrayContaining(['input', 'constants', 'dict', 'not']));
});

test('nothing where no expression is written', () => {
  expect(at('json', '{"a|": 1}').found).toBeUndefined();
  expect(at('xml', '<a>te|xt ${input.number}</a>').found).toBeUndefined();
  expect(at('text', '${input.number} |').found).toBeUndefined();
  expect(at('text', '${input.number |').found).toBeUndefined();
});

test.each([
  ['json', '{"a": |}', { kind: 'text', bare: true }],
  ['json', '{"a": "x|"}', { kind: 'text', bare: false }],
  ['json', '{"$if": "inp|"}', { kind: 'expression', directive: 'if', before: 'inp' }],
  ['xml', '<a t:let="x = in|"/>', { kind: 'expression', directive: 'let', before: 'x = in' }],
  ['xml', '<a t:if="x > 1 and in|"/>', { kind: 'expression', directive: 'if' }],
  ['xml', '<a b="in|"/>', { kind: 'text', bare: false }],
  ['text', "${'}' & in|", { kind: 'expression', before: "'}' & in" }],
] as const)('where the cursor stands: %s %s', (format, marked, expected) =>
  expect(cursorPlace(format, marked.replace('|', ''), marked.indexOf('|'))).toMatchObject(expected),
);
