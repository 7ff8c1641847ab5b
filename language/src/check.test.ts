import { describe, expect, it } from 'vitest';
import { evaluate, problemOf, problemsOf } from '../test/evaluate.ts';
import { compileExpression } from './compile-expression.ts';
import type { Scope } from './types.ts';

const scope: Scope = {
  fields: {
    input: {
      kind: 'object',
      fields: {
        id: { kind: 'number' },
        number: { kind: 'text' },
        paid: { kind: 'boolean' },
        issuedOn: { kind: 'date' },
        company: {
          kind: 'object',
          fields: {
            name: { kind: 'text' },
            ico: { kind: 'text' },
            properties: { kind: 'object', fields: {}, open: true },
          },
        },
        tags: { kind: 'list', item: { kind: 'text' } },
        lines: {
          kind: 'list',
          item: { kind: 'object', fields: { quantity: { kind: 'number' }, name: { kind: 'text' } } },
        },
        status: { kind: 'text' },
        properties: { kind: 'object', fields: { extStatus: { kind: 'text' } } },
        answer: { kind: 'any' },
      },
    },
    before: { kind: 'any' },
  },
  dictionaries: ['vat', 'invoiceType'],
  change: true,
};

const messages = (source: string): string[] => problemsOf(source, {}, {}, scope).map((problem) => problem.message);
const uses = (source: string) => {
  const compiled = compileExpression(source, scope);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
  return compiled.value.uses;
};

describe('names, when an expression is saved', () => {
  it.each([
    ['input.company.icoo', 'There is no field "icoo" here. Did you mean "ico"?'],
    ['input.company.Name', 'There is no field "Name" here. Did you mean "name"?'],
    ['input.comapny.name', 'There is no field "comapny" here. Did you mean "company"?'],
    ['inptu.id', 'There is no field "inptu" here. Did you mean "input"?'],
    ['input.zzzzzz', 'There is no field "zzzzzz" here.'],
    ['input.lines.quantiti', 'There is no field "quantiti" here. Did you mean "quantity"?'],
    ['input.lines[1].quantiti', 'There is no field "quantiti" here. Did you mean "quantity"?'],
    ['input.number.length', 'There is no field "length" here: input.number is a text.'],
    ['input.constructor', 'There is no field "constructor" here.'],
    ['input.__proto__', 'There is no field "__proto__" here.'],
    ['constructor', 'There is no field "constructor" here.'],
    ['uper(input.number)', 'There is no function "uper". Did you mean "upper"?'],
    ['input.number | trimm', 'There is no function "trimm". Did you mean "trim"?'],
    ['constructor(1)', 'There is no function "constructor".'],
    ["input.number | dict('vatt')", 'There is no dictionary "vatt". Did you mean "vat"?'],
    ['input.number | dict(input.status)', "Name the dictionary as a text in quotes: dict('vat')."],
    ['left(input.number)', 'left(text, length) needs 2 values, but here is 1.'],
    ['input.number | upper(1)', 'upper(text) needs 1 value, but here are 2 (the value before | is the first).'],
    ['today(1)', 'today() takes no value, but here is 1.'],
    ["changed('statuss')", 'There is no field "statuss" here. Did you mean "status"?'],
    ["was('properties.extStatu')", 'There is no field "extStatu" here. Did you mean "extStatus"?'],
    ['changed(1)', "changed() takes a field of the record: changed(input.status), or changed('status')."],
    [
      'changed(upper(input.status))',
      "changed() takes a field of the record: changed(input.status), or changed('status').",
    ],
  ])('%s', (source, message) => expect(messages(source)).toEqual([message]));

  it('are not checked below any and in open objects', () => {
    expect(messages('input.nothing')).toHaveLength(1);
    expect(evaluate('input.answer.whatever.it.is', { input: {} }, {}, scope)).toBe(null);
    expect(evaluate('before.whatever', {}, {}, scope)).toBe(null);
    expect(evaluate('input.company.properties.free', { input: {} }, {}, scope)).toBe(null);
  });

  it('are all reported at once, each at its place in the source', () => {
    const source = "input.icoo = 1 and\n  uper(inptu.x) = 'x'\r\n  or input.a | dict('b')";
    expect(
      problemsOf(source, {}, {}, scope).map(({ code, line, column, length }) => [code, line, column, length]),
    ).toEqual([
      ['unknown-field', 1, 7, 4],
      ['unknown-function', 2, 3, 4],
      ['unknown-field', 2, 8, 5],
      ['unknown-field', 3, 12, 1],
      ['unknown-dictionary', 3, 21, 3],
    ]);
  });
});

describe('types, when an expression is saved', () => {
  it.each([
    ["input.number ? 'a' : 'b'", 'not-a-condition'],
    ['not input.tags', 'not-a-condition'],
    ['input.paid and input.number', 'not-a-condition'],
    ['input.issuedOn + 14', 'not-a-number'],
    ['input.paid + 1', 'not-a-number'],
    ['-input.company', 'not-a-number'],
    ['input.lines.quantity * 2', 'not-a-number'],
    ['round(input.tags, 2)', 'not-a-number'],
    ["input.tags & 'x'", 'not-a-text'],
    ['upper(input.company)', 'not-a-text'],
    ["input.tags = 'x'", 'not-comparable'],
    ["'x' <> input.tags", 'not-comparable'],
  ])('%s is %s', (source, code) =>
    expect(problemsOf(source, {}, {}, scope).map((problem) => problem.code)).toEqual([code]),
  );

  it.each([
    "input.answer + 1 & 'x'",
    'input.number + 1',
    'input.tags = null',
    'input.tags = input.tags',
    "input.company.properties & ''",
  ])('%s may be right', (source) => expect(compileExpression(source, scope).ok).toBe(true));
});

describe('changed and was', () => {
  const context = {
    input: { status: 'APPROVED', total: 1, properties: { extStatus: 'EXT.READY' }, lines: [{ quantity: 2 }] },
    before: { status: 'OPEN', total: '1.00', properties: {}, lines: [{ quantity: 1 }] },
  };
  const open: Scope = { fields: { input: { kind: 'any' }, before: { kind: 'any' } }, change: true };

  it.each([
    ["changed('status')", true],
    ['changed(input.status)', true],
    ["changed('input.status')", true],
    ["changed('properties.extStatus')", true],
    ["changed(input['properties'].extStatus)", true],
    ['changed(currentObject:properties.extStatus)', true],
    ['changed(input.lines[1].quantity)', true],
    ['changed(input.lines)', true],
    ["changed('total')", false],
    ["changed('missing')", false],
    ["was('status')", 'OPEN'],
    ['was(input.status)', 'OPEN'],
    ["was('properties.extStatus')", null],
    ["changed('status') and was('status') = 'OPEN' and input.status = 'APPROVED'", true],
  ])('%s is %s', (source, expected) => expect(evaluate(source, context, {}, open)).toBe(expected));

  it('compares a record that was just created with nothing', () => {
    expect(evaluate("changed('status')", { ...context, before: null }, {}, open)).toBe(true);
    expect(evaluate("changed('missing')", { ...context, before: null }, {}, open)).toBe(false);
  });

  it('is refused where no change is known', () => {
    const still: Scope = { fields: { input: { kind: 'any' } } };
    expect(problemOf("changed('status')", {}, {}, still)).toMatchObject({
      code: 'change-not-allowed',
      line: 1,
      column: 1,
      length: 17,
    });
    expect(problemOf('was(input.status)', {}, {}, still).message).toContain('was() works only where a change is known');
  });
});

describe('dict', () => {
  const dictionaries = { vat: { '21': 'high', '12': 'low', '': 'none', true: 'yes' }, proto: {} };
  const run = { dictionaries };

  it.each([
    ["21.00 | dict('vat')", 'high'],
    ["21 | dict('vat')", 'high'],
    ["'21' | dict('vat')", 'high'],
    ["dict(12.0, 'vat')", 'low'],
    ["true | dict('vat')", 'yes'],
    ["'' | dict('vat')", 'none'],
    ["15 | dict('vat', 'other')", 'other'],
    ["null | dict('vat', 'other')", 'other'],
    ["null | dict('vat', null)", null],
    ["'constructor' | dict('vat', 'other')", 'other'],
    ["'__proto__' | dict('proto', 'other')", 'other'],
  ])('%s is %s', (source, expected) => expect(evaluate(source, {}, run)).toBe(expected));

  it('names the key and the dictionary where an entry is missing', () => {
    expect(problemOf("15.00 | dict('vat')", {}, run)).toEqual({
      code: 'missing-translation',
      message: 'The dictionary "vat" has no entry for "15". Add it there, or give a default: dict(\'vat\', \'...\').',
      line: 1,
      column: 1,
      length: 5,
    });
    expect(problemOf("'21.00' | dict('vat')", {}, run).code).toBe('missing-translation');
    expect(problemOf("'toString' | dict('vat')", {}, run).code).toBe('missing-translation');
  });

  it('stops for a missing value too, unless told otherwise', () => {
    expect(problemOf("input.vatRate | dict('vat')", {}, run).message).toContain('input.vatRate is empty');
  });

  it('says which dictionary is not there at all', () => {
    expect(problemOf("1 | dict('other')", {}, run)).toMatchObject({ code: 'unknown-dictionary' });
    expect(problemOf("1 | dict('toString')", {}, run)).toMatchObject({ code: 'unknown-dictionary' });
    expect(problemOf("1 | dict('other')").code).toBe('unknown-dictionary');
  });
});

describe('what an expression uses', () => {
  it('are its paths, whole and without indexes, its dictionaries and its secrets', () => {
    const source =
      "sum(input.lines, item.quantity) & input.lines[1].name & input['company'].name & (input.status | dict('vat')) & '{{secret:key}}'";
    expect(uses(source)).toEqual({
      paths: ['input.lines', 'input.lines.quantity', 'input.lines.name', 'input.company.name', 'input.status'],
      dictionaries: ['vat'],
      secrets: ['key'],
    });
    expect(uses("changed('status')").paths).toEqual(['input.status', 'before.status']);
    expect(uses('filter(input.lines, item.quantity > 1) | map(item.name)').paths).toEqual([
      'input.lines',
      'input.lines.quantity',
      'input.lines.name',
    ]);
  });
});
