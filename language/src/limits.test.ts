import { describe, expect, it } from 'vitest';
import { decimal, evaluate, problemOf } from '../test/evaluate.ts';
import type { Value, ValueObject } from './types.ts';

const list = (length: number): Value[] => Array.from({ length }, (_, index) => ({ n: index, text: `line ${index}` }));

function within(ms: number, work: () => void): void {
  const started = performance.now();
  work();
  expect(performance.now() - started).toBeLessThan(ms);
}

describe('no JavaScript object can be reached', () => {
  const input = JSON.parse('{"a":{"b":1},"list":[1],"text":"x","__proto__":{"polluted":true}}') as ValueObject;
  const names = [
    'constructor',
    '__proto__',
    'prototype',
    'toString',
    'valueOf',
    'hasOwnProperty',
    '__defineGetter__',
    'length',
  ];

  it.each(names)('%s is a missing field of everything', (name) => {
    // What a computed value is, is known when it is saved, and then it is said there.
    for (const source of ["('x')", '(1.5)', '(1 = 1)', 'groupBy(input.list, item)[1]', 'uuid()']) {
      expect(problemOf(`${source}.${name}`)).toMatchObject({ code: 'unknown-field' });
    }
    const money = decimal('1.50');
    for (const source of [
      'input.a',
      'input.list',
      'input.text',
      'input.money',
      'input.a.b',
      'first(input.list)',
      'default(input.x, input.a)',
    ]) {
      const value = evaluate(`${source}.${name}`, { input: { ...input, money } });
      if (source === 'input.list') expect(value).toEqual([null]);
      else expect(value).toBe(null);
      expect(evaluate(`${source}['${name}'].x`, { input: { ...input, money } })).toEqual(
        source === 'input.list' ? [null] : null,
      );
    }
  });

  it('sees an own field named __proto__ as a field like any other', () => {
    expect(evaluate('input.__proto__.polluted', { input })).toBe(true);
    expect(evaluate('input.a.__proto__', { input })).toBe(null);
    expect(evaluate('input.polluted', { input })).toBe(null);
    expect(evaluate('json(input)', { input })).toContain('"__proto__":{"polluted":true}');
  });

  it('sees nothing of a Decimal, and no function in the data', () => {
    const context = { input: { money: decimal('1.50'), call: (() => 1) as unknown as Value } };
    for (const name of ['units', 'scale', 'large', 'digits', 'sign', 'coefficient', 'add']) {
      expect(evaluate(`input.money.${name}`, context)).toBe(null);
      expect(evaluate(`input.money['${name}']`, context)).toBe(null);
    }
    expect(evaluate('input.call', context)).toBe(null);
  });

  it('does not read what a context inherits', () => {
    expect(evaluate('input.x', { input: Object.create({ x: 1 }) as ValueObject })).toBe(null);
    expect(evaluate('input', Object.create({ input: 1 }) as ValueObject)).toBe(null);
  });
});

describe('what comes from data is never evaluated', () => {
  it('neither placeholders nor secrets nor field names', () => {
    const input = { a: '${1 + 1}', b: '{{secret:key}}', c: "' & input.a & '" };
    const run = { secret: () => 'hidden' };
    expect(evaluate('input.a & input.b & input.c', { input }, run)).toBe("${1 + 1}{{secret:key}}' & input.a & '");
    expect(evaluate("upper('${1 + 1}')", {}, run)).toBe('${1 + 1}');
    expect(evaluate("'{{sec' & 'ret:key}}'", {}, run)).toBe('{{secret:key}}');
    expect(evaluate("replace('{{x:key}}', 'x', 'secret')", {}, run)).toBe('{{secret:key}}');
  });
});

describe('steps', () => {
  it('end a loop inside a loop over a large list', () => {
    within(3_000, () => {
      const problem = problemOf(
        'sum(input, item.n + sum(input, item.n + sum(input, 1 + item.n)))'.replaceAll('input', 'input.list'),
        {
          input: { list: list(3_000) },
        },
      );
      expect(problem).toMatchObject({ code: 'too-many-steps', line: 1 });
    });
  });

  it('grow with the record: a simple loop over every large list gets through', () => {
    expect(evaluate('sum(input.list, item.n * 2 + 1)', { input: { list: list(10_000) } })).toBe(100_000_000);
    expect(evaluate('count(filter(input.list, contains(item.text, "7")))', { input: { list: list(5_000) } })).toBe(
      1_355,
    );
  });

  it('are never more than five million', () => {
    within(5_000, () => {
      const quadratic = 'count(filter(input.list, count(filter(input.list, true)) > 0))';
      expect(problemOf(quadratic, { input: { list: list(20_000) } }).code).toBe('too-many-steps');
    });
  });

  it('are as many as the run says', () => {
    expect(evaluate('1 + 2', {}, { limits: { steps: 3 } })).toBe(3);
    expect(problemOf('1 + 2 + 3', {}, { limits: { steps: 3 } })).toMatchObject({
      code: 'too-many-steps',
      column: 1,
      length: 9,
    });
    expect(problemOf('map(list(input.x), item)', { input: { x: list(100) } }, { limits: { steps: 50 } }).code).toBe(
      'too-many-steps',
    );
  });

  it('count the fields of the elements of a list', () => {
    within(3_000, () => {
      const source = 'sum(input.list, item.n + count(input.list.n))';
      expect(problemOf(source, { input: { list: list(20_000) } }).code).toBe('too-many-steps');
    });
  });

  it('count the length of texts that are looked through, in the worst case too', () => {
    const text = 'a'.repeat(1_000_000);
    const part = `${'a'.repeat(500_000)}b`;
    within(3_000, () => {
      for (const name of ['contains', 'before', 'after', 'replace']) {
        expect(problemOf(`${name}(input.text, input.part)`, { input: { text, part } }).code).toBe('too-many-steps');
      }
      const many = 'count(filter(input.list, contains(input.text, "x")))';
      expect(problemOf(many, { input: { text, list: list(2_000) } }).code).toBe('too-many-steps');
      const equal = 'count(filter(input.list, input.text = input.twin))';
      const twin = 'a'.repeat(999_999) + 'b';
      expect(problemOf(equal, { input: { text, twin, list: list(20_000) } }).code).toBe('too-many-steps');
      expect(
        problemOf('count(filter(input.list, sha256(input.text) = ""))', { input: { text, list: list(2_000) } }).code,
      ).toBe('too-many-steps');
    });
  });
});

describe('long texts in a loop', () => {
  const long = { blank: '\n'.repeat(1_000_000), emoji: '😀'.repeat(500_000), ones: '1'.repeat(1_000_000) };

  // With a million steps each of these took up to 40 seconds while its step was too cheap.
  it.each([
    'dict(input.emoji, "x", "")',
    'right(input.emoji, 5)',
    'right(input.emoji, 400000)',
    'left(input.emoji, 400000)',
    'pad(input.emoji, 5)',
    'pad("x", 5, input.emoji)',
    'endsWith(input.emoji, input.emoji)',
    'number(input.ones) ?? 1',
    'round(input.blank, 2)',
    'input.blank + 1',
    'date(input.blank)',
    'input[input.emoji]',
    '(input.emoji < input.emoji)',
  ])('%s comes to an end', (source) => {
    within(3_000, () => {
      const context = { input: { ...long, list: list(20_000) } };
      const run = { dictionaries: { x: {} }, limits: { steps: 1_000_000 } };
      const problem = problemOf(`count(filter(input.list, ${source} = item.text))`, context, run);
      expect(problem.code).toMatch(/^(too-many-steps|not-a-number|not-a-date)$/);
    });
  });
});

describe('texts', () => {
  it.each([
    "pad('x', 2000000)",
    "pad('x', 9007199254740991, 'ab')",
    "replace(pad('x', 2000, 'x'), 'x', pad('y', 2000, 'y'))",
    'join(map(input.list, pad("x", 600000)), ",")',
    'input.long & input.long',
    'text(input.long & input.long)',
    'json(map(input.list, input.long))',
    'base64(input.long)',
  ])('%s is too long', (source) => {
    within(2_000, () => {
      const input = { list: list(50), long: 'x'.repeat(900_000) };
      expect(problemOf(source, { input }).code).toMatch(/^(text-too-long|too-many-steps)$/);
    });
  });

  it('are limited altogether, so that many long ones do not fill the memory', () => {
    const problem = problemOf("count(map(input.list, pad('x', 900000)))", { input: { list: list(2_000) } });
    expect(problem.code).toBe('text-too-long');
    expect(problem.message).toContain('altogether');
  });

  it('may be as long as the run says', () => {
    expect(evaluate("pad('x', 10)", {}, { limits: { textLength: 10 } })).toHaveLength(10);
    expect(problemOf("pad('x', 11)", {}, { limits: { textLength: 10 } })).toMatchObject({
      code: 'text-too-long',
      column: 1,
    });
    expect(problemOf("'abcdef' & 'ghijkl'", {}, { limits: { textLength: 10 } }).message).toBe(
      'This text would have 12 characters; at most 10 are allowed.',
    );
  });
});

describe('digits', () => {
  it('do not grow without end', () => {
    const square = (source: string): string => `(${source}) * (${source})`;
    const source = square(square(square('12345678901234567890')));
    expect(problemOf(source)).toMatchObject({ code: 'too-many-digits' });
    expect(problemOf('0.0000000001 * '.repeat(15) + '1').code).toBe('too-many-digits');
    expect(problemOf('9007199254740991 * 10000', {}, { limits: { digits: 18 } }).code).toBe('too-many-digits');
    expect(problemOf('number(input.x)', { input: { x: '1'.repeat(101) } }).code).toBe('too-many-digits');
    expect(problemOf('number(input.x)', { input: { x: '1'.repeat(100_000) } }).code).toBe('not-a-number');
    expect(problemOf("number('1e999999999')").code).toBe('not-a-number');
    expect(problemOf('round(input.x, 100)', { input: { x: decimal('1e99') } }).code).toBe('too-many-digits');
  });
});

describe('depth', () => {
  const deep = (levels: number): ValueObject => {
    let value: ValueObject = {};
    for (let level = 1; level < levels; level++) value = { a: value };
    return value;
  };

  it('of data is limited where it is walked through', () => {
    expect(problemOf('json(input)', { input: deep(65) }).code).toBe('too-deep');
    expect(evaluate('json(input)', { input: deep(64) })).toContain('{"a":');
    expect(problemOf('input = before', { input: deep(70), before: deep(70) }).code).toBe('too-deep');
    expect(problemOf('changed(input.a)', { input: deep(100_000), before: deep(100_000) }).code).toBe('too-deep');
    expect(problemOf('distinct(list(input))', { input: deep(100_000) }).code).toBe('too-deep');
  });

  it('of data does not matter to the counting of steps', () => {
    const input = { list: Array.from({ length: 1_000 }, () => 1), deep: deep(100_000) };
    expect(evaluate('sum(input.list, item + sum(input.list, 1 + item))', { input })).toBe(2_001_000);
  });
});
