import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { processorMsOf } from '../../test/cpu-time.ts';
import { Decimal } from '../decimal.ts';
import { readJson } from './read-json.ts';
import { writeJson } from './write-json.ts';

function read(text: string): unknown {
  const outcome = readJson(text);
  return outcome.ok ? outcome.value : outcome.problems;
}

function rewrite(text: string): string {
  const outcome = readJson(text);
  return outcome.ok ? writeJson(outcome.value) : JSON.stringify(outcome.problems);
}

describe('what is read', () => {
  test('numbers keep their digits and their scale', () => {
    expect(rewrite('[1250.50, 12345678901234567890.10, -0.05, 1.5e3, 100]')).toBe(
      '[1250.50,12345678901234567890.10,-0.05,1500,100]',
    );
    expect(read('21.00')).toEqual(Decimal.of('21.00'));
  });

  test('escapes, surrogates and every kind of value', () =>
    expect(
      read(' {"a\\n\\u010d\\"": [true, false, null, "\\ud83d\\ude00", "\\ud800", ""], "b": {}, "c": []} '),
    ).toEqual({
      'a\nč"': [true, false, null, '😀', '\ud800', ''],
      b: {},
      c: [],
    }));

  test('of a repeated key the last one counts', () => expect(read('{"a": "1", "a": "2"}')).toEqual({ a: '2' }));

  test('__proto__ is a key like any other', () => {
    const data = read('{"__proto__": {"admin": true}, "constructor": "x"}') as Record<string, unknown>;
    expect(Object.getPrototypeOf(data)).toBe(Object.prototype);
    expect(data.admin).toBeUndefined();
    expect(Object.keys(data)).toEqual(['__proto__', 'constructor']);
    expect(rewrite('{"__proto__":{"a":"1"}}')).toBe('{"__proto__":{"a":"1"}}');
  });

  test('a byte order mark is skipped', () => expect(read('\uFEFF"x"')).toBe('x'));

  test('whatever JSON.stringify writes comes back', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5, noUnicodeString: false }), (value) => {
        const outcome = readJson(JSON.stringify(value));
        if (!outcome.ok) throw new Error(outcome.problems[0]?.message);
        expect(JSON.parse(writeJson(outcome.value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
      { numRuns: 150 },
    );
  });
});

describe('what is refused, with its place', () => {
  test.each([
    ['', 1, 1],
    ['  ', 1, 3],
    ['{"a": 1,}', 1, 9],
    ['[1, 2\n 3]', 2, 2],
    ['{"a" 1}', 1, 6],
    ["{'a': 1}", 1, 2],
    ['{"a": 01}', 1, 8],
    ['{"a": .5}', 1, 7],
    ['{"a": 1} x', 1, 10],
    ['["a\nb"]', 1, 4],
    ['["\\x"]', 1, 3],
    ['["\\u12"]', 1, 3],
    ['"open', 1, 6],
    ['nul', 1, 1],
    ['[1, // no\n2]', 1, 5],
    ['NaN', 1, 1],
    ['<html>', 1, 1],
  ])('%j', (text, line, column) => expect(read(text)).toMatchObject([{ code: 'json-syntax', line, column }]));
});

describe('attacks end at once', () => {
  test.each([
    ['100,000 nested lists', '['.repeat(100_000), 'too-deep'],
    ['100,000 nested objects', '{"a":'.repeat(100_000), 'too-deep'],
    ['3,000,000 values', `[${'1,'.repeat(3_000_000)}1]`, 'too-large'],
    ['20 MB', `"${'x'.repeat(20_000_000)}"`, 'too-large'],
    ['a number with a huge exponent', '1e999999999', 'number-too-long'],
    ['a number with a tiny exponent', '1e-999999999', 'number-too-long'],
    ['a number of a million digits', '9'.repeat(1_000_000), 'number-too-long'],
    ['backslashes without an end', `"${'\\\\'.repeat(1_000_000)}`, 'json-syntax'],
  ])('%s', (_, text, code) => {
    const spentMs = processorMsOf(() => {
      expect(read(text)).toMatchObject([{ code }]);
    });
    expect(spentMs).toBeLessThan(2_000);
  });
});

test('a repeated key is the last one of its kind, or a fault with its place for who asks for that', () => {
  const text = '{"a": 1,\n "b": {"a": 2},\n "\\u0061": 3}';
  expect(readJson(text)).toMatchObject({ ok: true, value: { b: {} } });
  expect(readJson(text, undefined, { repeatedKeys: 'refuse' })).toMatchObject({
    problems: [{ code: 'repeated-key', line: 3, column: 2, message: expect.stringContaining('"a"') as string }],
  });
  expect(readJson('{"__proto__": 1, "__proto__": 2}', undefined, { repeatedKeys: 'refuse' })).toMatchObject({
    ok: false,
  });
});

describe('writeJson', () => {
  test('never writes an exponent, leaves missing values out', () =>
    expect(writeJson({ a: 1e21, b: undefined, c: [undefined, 0.1, -5], d: Decimal.of('10.00') })).toBe(
      '{"a":1000000000000000000000,"c":[null,0.1,-5],"d":10.00}',
    ));
});
