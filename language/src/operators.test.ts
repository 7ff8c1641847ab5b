import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimal, evaluate, problemOf } from '../test/evaluate.ts';

describe('precedence', () => {
  it.each([
    ['1 + 2 * 3', 7],
    ['(1 + 2) * 3', 9],
    ['10 - 2 - 3', 5],
    ['100 / 10 / 5', 2],
    ['7 % 4 * 2', 6],
    ['-2 * -3', 6],
    ['- - 2', 2],
    ["1 + 2 & 'x'", '3x'],
    ["'a' & 1 + 1 & 'b'", 'a2b'],
    ["'a' & 'b' = 'ab'", true],
    ['1 + 1 = 2 and 2 * 2 = 4', true],
    ['not 1 = 2', true],
    ['not true or true', true],
    ['true or false and false', true],
    ['null ?? 1 = 1', true],
    ['false or null ?? true', false],
    ['true ? 1 : 2 | decimals(1)', '1.0'],
    ['3 * 2 | decimals(2)', '6.00'],
    ["'a' & 'b' | upper", 'AB'],
    ['false ? 1 : false ? 2 : 3', 3],
    ['true ? false ? 1 : 2 : 3', 2],
    ['true ? 1.005 | decimals(2) : 3', '1.01'],
    ["null ?? 'a' & 'b'", 'ab'],
    ['1 = 1 ? 2 : 3', 2],
  ])('%s is %s', (source, expected) => expect(evaluate(source)).toEqual(expected));

  it('takes the operators of Excel, of SQL and of programs', () => {
    expect(evaluate('1 = 1 and 1 == 1 and 1 <> 2 and 1 != 2')).toBe(true);
    expect(evaluate('true && (false || true)')).toBe(true);
    expect(evaluate('!false')).toBe(true);
    expect(evaluate('TRUE AND Not FALSE')).toBe(true);
    expect(evaluate('AND(true; OR(false; true); NOT(false))')).toBe(true);
  });
});

describe('decimals', () => {
  it('never becomes a float', () => {
    expect(evaluate('0.1 + 0.2')).toBe('0.3');
    expect(evaluate('0.1 * 3 = 0.3')).toBe(true);
    expect(evaluate('9007199254740993 + 0')).toBe('9007199254740993');
    expect(evaluate('9007199254740991 + 9007199254740991')).toBe('18014398509481982');
    expect(evaluate('input.a * input.a', { input: { a: 9007199254740991 } })).toBe('81129638414606663681390495662081');
  });

  it('keeps the scale: sums the larger, products the sum, quotients 20 places', () => {
    const context = { price: decimal('1250.50'), quantity: decimal('2.0') };
    expect(evaluate('input.price', { input: context })).toBe('1250.50');
    expect(evaluate('input.price + 1', { input: context })).toBe('1251.50');
    expect(evaluate('input.price * input.quantity', { input: context })).toBe('2501.000');
    expect(evaluate('1 / 3')).toBe('0.33333333333333333333');
    expect(evaluate("'' & input.price", { input: context })).toBe('1250.50');
  });

  it('agrees with bigints on integers of any size', () => {
    const integers = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n });
    fc.assert(
      fc.property(integers, integers, integers, (a, b, c) => {
        expect(String(evaluate(`${a} + ${b} * ${c} - ${b}`))).toBe(String(a + b * c - b));
      }),
      { numRuns: 50 },
    );
  });

  it('stops at a division by zero, at its place', () => {
    expect(problemOf('1 + 2 / 0')).toMatchObject({ code: 'division-by-zero', line: 1, column: 5, length: 5 });
    expect(problemOf('1 % 0.0').code).toBe('division-by-zero');
  });

  it('calculates with texts that are numbers and refuses others at their place', () => {
    expect(evaluate("'12.50' * 2")).toBe('25.00');
    expect(evaluate("' 3 ' + 1")).toBe('4');
    expect(problemOf("1 + 'abc'")).toMatchObject({ code: 'not-a-number', column: 5, length: 5 });
    expect(problemOf("1 + '1E5'").code).toBe('not-a-number');
    expect(problemOf('1 + true').code).toBe('not-a-number');
    expect(problemOf('1 + list(1)').code).toBe('not-a-number');
  });

  it('takes a float that data brought along for the digits that it shows', () => {
    expect(evaluate('input.a + input.b', { input: { a: 0.1, b: 0.2 } })).toBe('0.3');
    expect(evaluate("'' & input.a", { input: { a: 1e21 } })).toBe('1000000000000000000000');
    expect(evaluate("'' & input.a", { input: { a: 1e-7 } })).toBe('0.0000001');
    expect(evaluate('input.a + 1', { input: { a: Number.NaN } })).toBe(null);
  });
});

describe('null', () => {
  it.each([
    ['null + 1', null],
    ['1 - null', null],
    ['-null', null],
    ['null * 0', null],
    ["'' + 1", null],
    ['input.missing.deeper.still', null],
    ["'a' & null & 'b'", 'ab'],
    ['null = null', true],
    ['null <> null', false],
    ['null = 0', false],
    ["null = ''", false],
    ['null <> 1', true],
    ['null < 1', false],
    ['null >= null', false],
    ['1 > null', false],
    ['null and true', false],
    ['null or true', true],
    ['not null', true],
    ['null ? 1 : 2', 2],
    ['null ?? null ?? 3', 3],
    ["'' ?? 3", ''],
    ['false ?? 3', false],
  ])('%s is %s', (source, expected) => expect(evaluate(source)).toEqual(expected));
});

describe('comparison', () => {
  const input = { text: '12.0', number: 12, money: decimal('12.00'), yes: true, list: [1, '2'], object: { a: 1 } };

  it.each([
    ['12 = 12.00', true],
    ['input.text = input.number', true],
    ['input.money = input.text', true],
    ["input.money = '12'", true],
    ["'12' = '12.0'", false],
    ["12 = 'twelve'", false],
    ["'a' < 'b'", true],
    ["'2026-01-31' < '2026-02-01'", true],
    ["'9' < 10", true],
    ["'9' < '10'", false],
    ['0.1 + 0.2 <= 0.3', true],
    ["input.yes = 'true'", true],
    ['input.yes = 1', false],
    ['input.list = input.list', true],
    ['list(input.list) = input.list', true],
    ['input.object = input.list', false],
    ['input.object = 1', false],
    ['input.list = map(input.list, item)', true],
    ['9007199254740993 > 9007199254740992', true],
  ])('%s is %s', (source, expected) => expect(evaluate(source, { input })).toBe(expected));

  it('refuses to order what has no order', () => {
    expect(problemOf("'abc' < 5")).toMatchObject({ code: 'not-comparable' });
    expect(problemOf('true < false').code).toBe('not-comparable');
    expect(problemOf('input.list < 1', { input }).code).toBe('not-comparable');
  });
});

describe('conditions', () => {
  it('take true, false and null, nothing else', () => {
    expect(problemOf("'yes' and true")).toMatchObject({ code: 'not-a-condition', column: 1, length: 5 });
    expect(problemOf('1 ? 2 : 3').code).toBe('not-a-condition');
    expect(problemOf('not input.x', { input: { x: 'true' } }).code).toBe('not-a-condition');
  });

  it('work out only what is needed', () => {
    expect(evaluate('false and 1 / 0 = 1')).toBe(false);
    expect(evaluate('true or 1 / 0 = 1')).toBe(true);
    expect(evaluate('true ? 1 : 1 / 0')).toBe(1);
    expect(evaluate('1 ?? 1 / 0')).toBe(1);
  });
});

describe('fields and lists', () => {
  const input = {
    company: { name: 'ACME', 'odd-name': 1, 'faktura-vydana': 'x', dotted: { 'a.b': 2 } },
    lines: [{ name: 'one' }, { name: 'two' }],
    answer: { '@state': 'ok', '#text': '42' },
    only: { '@id': '1' },
    tags: ['a', 'b'],
    košík: 3,
  };

  it.each([
    ['input.company.name', 'ACME'],
    ["input.company['odd-name']", 1],
    ["input['company']['faktura-vydana']", 'x'],
    ["input.company.dotted['a.b']", 2],
    ["input.company['na' & 'me']", 'ACME'],
    ['input.lines[1].name', 'one'],
    ['input.lines[2].name', 'two'],
    ["input.lines['1' + 1].name", 'two'],
    ['input.lines[0]', null],
    ['input.lines[3]', null],
    ['input.lines[-1]', null],
    ['input.lines[1.5]', null],
    ['input.lines[null]', null],
    ['input.lines.name', ['one', 'two']],
    ['input.lines[1][1].name', 'one'],
    ['input.company[1].name', 'ACME'],
    ['input.company[2]', null],
    ['list(input.company)[1].name', 'ACME'],
    ['first(list(input.company)).name', 'ACME'],
    ['input.answer.@state', 'ok'],
    ["input.answer = '42'", true],
    ['input.answer + 1', '43'],
    ["'' & input.answer", '42'],
    ["'<' & input.only & '>'", '<>'],
    ['input.answer.#text', '42'],
    ['input.company.name.length', null],
    ['input.tags.length', [null, null]],
    ['input.košík', 3],
    ['${input.company.name}', 'ACME'],
    ['${currentObject:input.company.name}', 'ACME'],
    ['${ evaluate: ${currentObject:input.company.name} & "!" }', 'ACME!'],
    ['(${currentObject:company.name})', 'ACME'],
  ])('%s', (source, expected) => expect(evaluate(source, { input })).toEqual(expected));

  it('takes the rule of the model as it is', () => {
    const rule = '${evaluate:(${currentObject:properties.extStatus}=="EXT.READY") ? true : false}';
    expect(evaluate(rule, { input: { properties: { extStatus: 'EXT.READY' } } })).toBe(true);
    expect(evaluate(rule, { input: { properties: {} } })).toBe(false);
    expect(evaluate(rule.replaceAll('"', '\\"'), { input: { properties: { extStatus: 'EXT.READY' } } })).toBe(true);
  });

  it('refuses a list or an object as a text and says what to do', () => {
    expect(problemOf("'' & input.tags", { input })).toMatchObject({ code: 'not-a-text', column: 6, length: 10 });
    expect(problemOf("'' & input.tags", { input }).message).toContain('join()');
    expect(problemOf("'' & input.company", { input }).code).toBe('not-a-text');
  });
});

describe('texts in quotes', () => {
  it.each([
    ["'it''s'", "it's"],
    ['"say ""yes"""', 'say "yes"'],
    ["'a\\nb\\tc\\\\d\\'e'", "a\nb\tc\\d'e"],
    ["'\\u010dau'", 'čau'],
    ["'}'", '}'],
    ["'${x}'", '${x}'],
    ["''", ''],
    ['\\"a\\\\nb\\"', 'a\nb'],
    ['\\"a\\\\\\\\b\\"', 'a\\b'],
  ])('%s', (source, expected) => expect(evaluate(source)).toBe(expected));

  it('separates values by comma or semicolon', () => {
    expect(evaluate("replace('abc'; 'b', 'x')")).toBe('axc');
  });

  it('never lets half of a character out', () => {
    expect(evaluate("'\\ud83d'")).toBe('\ufffd');
    expect(evaluate("'\\ud83d\\ude00'")).toBe('😀');
  });
});
