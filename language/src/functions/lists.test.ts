import { describe, expect, it } from 'vitest';
import { decimal, evaluate, problemOf, problemsOf } from '../../test/evaluate.ts';

const input = {
  lines: [
    { name: 'Paper', price: decimal('10.50'), vatRate: decimal('21.00'), tags: ['a', 'b'] },
    { name: 'Books', price: decimal('2.00'), vatRate: decimal('12'), tags: [] },
    { name: 'Pens', price: null, vatRate: decimal('21'), tags: ['b', 'c'] },
  ],
  codes: ['b', 'a', null, 'b', 'C'],
  numbers: [3, decimal('1.5'), '2'],
  company: { name: 'ACME' },
};

describe('functions of lists', () => {
  it.each([
    ['list(null)', []],
    ['list(input.codes)', ['b', 'a', null, 'b', 'C']],
    ["list('x')", ['x']],
    ['count(list(input.company))', 1],
    ['first(input.codes)', 'b'],
    ['last(input.codes)', 'C'],
    ['first(null)', null],
    ['last(list(null))', null],
    ['first(input.company).name', 'ACME'],
    ['count(input.lines)', 3],
    ['count(null)', 0],
    ['count(5)', 1],
    ['sum(input.lines, item.price)', '12.50'],
    ['sum(input.lines.price)', '12.50'],
    ['sum(input.numbers)', '6.5'],
    ['sum(null)', 0],
    ['input.lines | sum(item.price * 2)', '25.00'],
    ["join(input.codes, '-')", 'b-a-b-C'],
    ['join(input.codes)', 'b, a, b, C'],
    ["join(input.lines.name, '; ')", 'Paper; Books; Pens'],
    ["join('x')", 'x'],
    ['join(null)', ''],
    ['map(input.lines, item.name & item.vatRate)', ['Paper21.00', 'Books12', 'Pens21']],
    ['map(input.lines, item.price | optional)', ['10.50', '2.00']],
    ['filter(input.lines, item.vatRate = 21) | map(item.name)', ['Paper', 'Pens']],
    ['filter(input.lines, item.price > 5).name', ['Paper']],
    ['sort(input.codes)', ['C', 'a', 'b', 'b', null]],
    ["sort(input.codes, item, 'desc')", ['b', 'b', 'a', 'C', null]],
    ['sort(input.lines, item.price).name', ['Books', 'Paper', 'Pens']],
    ["sort(input.lines, item.name, 'DESC').name", ['Pens', 'Paper', 'Books']],
    ['distinct(input.codes)', ['b', 'a', null, 'C']],
    ['distinct(input.lines, item.vatRate).name', ['Paper', 'Books']],
    ['distinct(map(input.lines, item.tags))', [['a', 'b'], [], ['b', 'c']]],
    ['min(input.numbers)', '1.5'],
    ['max(input.numbers)', 3],
    ['min(3, null, 2)', 2],
    ["max('2026-01-01', '2026-02-01')", '2026-02-01'],
    ['max(input.lines.price, 11)', 11],
    ['min(null)', null],
    ['map(input.lines, join(map(item.tags, upper(item))))', ['A, B', '', 'B, C']],
    ['map(input.lines, max(item.price, 5))', ['10.50', 5, 5]],
    ['contains(input.codes, null)', true],
  ])('%s', (source, expected) => expect(evaluate(source, { input })).toEqual(expected));

  it('groups for a VAT recapitulation, equal rates together, in the order of their first line', () => {
    const recapitulation = 'groupBy(input.lines, item.vatRate) | map(item.key & ": " & sum(item.items, item.price))';
    expect(evaluate(recapitulation, { input })).toEqual(['21.00: 10.50', '12: 2.00']);
    expect(evaluate('count(groupBy(null, item.x))')).toBe(0);
    expect(evaluate('groupBy(input.codes, item).key', { input })).toEqual(['b', 'a', null, 'C']);
  });

  it('knows item only inside', () => {
    expect(problemOf('map(input.lines, item.name) & item', { input }).message).toBe('There is no field "item" here.');
  });

  it('tells a sum of two numbers from a sum over a list', () => {
    expect(problemOf('sum(1, 2)')).toMatchObject({ code: 'wrong-arguments', column: 8 });
    expect(problemOf("sort(input.codes, 'desc')").code).toBe('wrong-arguments');
  });

  it('refuses what cannot be summed, joined, filtered or sorted', () => {
    expect(problemOf('sum(input.codes)', { input }).code).toBe('not-a-number');
    expect(problemOf('join(input.lines)', { input }).code).toBe('not-a-text');
    expect(problemOf('filter(input.lines, item.name)', { input })).toMatchObject({
      code: 'not-a-condition',
      column: 21,
    });
    expect(problemOf('sort(list(input.mixed))', { input: { mixed: ['a', 1] } }).code).toBe('not-comparable');
  });

  it('checks the fields of elements and groups when the expression is saved', () => {
    const scope = {
      fields: {
        input: {
          kind: 'object',
          fields: {
            lines: {
              kind: 'list',
              item: { kind: 'object', fields: { price: { kind: 'number' }, name: { kind: 'text' } } },
            },
          },
        },
      },
    } as const;
    const messages = (source: string): string[] => problemsOf(source, {}, {}, scope).map((problem) => problem.message);
    expect(messages('sum(input.lines, item.prise)')).toEqual(['There is no field "prise" here. Did you mean "price"?']);
    expect(messages('groupBy(input.lines, item.price) | map(item.item.name)')).toEqual([
      'There is no field "item" here. Did you mean "items"?',
    ]);
    expect(messages('first(sort(filter(distinct(input.lines), true))).nam')).toEqual([
      'There is no field "nam" here. Did you mean "name"?',
    ]);
    expect(messages('groupBy(input.lines, item.price) | map(sum(item.items, item.name2))')).toHaveLength(1);
    expect(messages("input.lines.price & 'x'")).toEqual([
      'input.lines.price is a list, but a text is needed here. Take one with [1] or first(), or put them together with join().',
    ]);
  });
});
