import { Decimal, readJson } from '@gangway/language';
import { describe, expect, it } from 'vitest';
import type { Fault } from '../errors.ts';
import { readValue } from './read-input.ts';
import type { FieldSchema } from './types.ts';

function read(schema: FieldSchema, value: unknown, lenient = false) {
  const faults: Fault[] = [];
  const result = readValue({ faults, lenient }, schema, value, 'x');
  return faults.length > 0 ? faults.map(({ path, message }) => `${path ?? ''}: ${message}`) : result;
}

const amount: FieldSchema = { type: 'string', format: 'decimal' };
const anything: FieldSchema = { type: 'object', additionalProperties: true };

describe('amounts', () => {
  it.each([
    ['1210.00', '1210.00'],
    [' 007.50 ', '7.50'],
    ['+3', '3'],
    ['.5', '0.5'],
    ['-0.00', '0.00'],
    [1210, '1210'],
    [0.1, '0.1'],
    [1e-7, '0.0000001'],
    [Decimal.of('12345678901234567890.10'), '12345678901234567890.10'],
  ])('takes %s', (value, text) => {
    expect(read(amount, value)).toBe(text);
  });

  it.each(['1 210', '1,5', '1e5', 'NaN', '', '1.', '0x1F', '١٢', NaN, Infinity, 2 ** 60, true, {}, [], '9'.repeat(41)])(
    'refuses %s',
    (value) => {
      expect(read(amount, value)).toEqual([expect.stringMatching(/^x: "x" must be an amount such as 1210\.00/)]);
    },
  );
});

describe('other kinds', () => {
  it('takes whole numbers only where they are whole and exact', () => {
    const integer: FieldSchema = { type: 'integer' };
    expect(read(integer, Decimal.of('5.0'))).toBe(5);
    for (const value of [1.5, '5', 2 ** 53, Decimal.of('1e20')]) expect(read(integer, value)).toHaveLength(1);
    expect(read({ type: 'number' }, Decimal.of('1.25'))).toBe(1.25);
    expect(read({ type: 'number' }, Decimal.of('0.12345678901234567'))).toHaveLength(1);
  });

  it('takes no number for a text, except from an answer', () => {
    expect(read({ type: 'string' }, 5)).toEqual(['x: "x" must be a text (in quotation marks); 5 is not.']);
    expect(read({ type: 'string' }, Decimal.of('00123.50'), true)).toBe('123.50');
    expect(read({ type: 'integer' }, '12', true)).toBe(12);
    expect(read({ type: 'boolean' }, 'false', true)).toBe(false);
    expect(read({ type: 'boolean' }, 'yes', true)).toHaveLength(1);
  });

  it('refuses what no database can store', () => {
    expect(read({ type: 'string' }, 'a\u0000')).toHaveLength(1);
    expect(read({ type: 'string' }, '\ud800')).toHaveLength(1);
    expect(read(anything, { 'a\u0000': 1 })).toHaveLength(1);
    expect(read(anything, { a: [{ b: '\udc00' }] })).toEqual([expect.stringMatching(/^x\.a\[0\]\.b: /)]);
  });

  it('takes null as cleared, and none inside of lists', () => {
    const list: FieldSchema = { type: 'array', items: { type: 'object', properties: { a: { type: 'string' } } } };
    expect(read(list, null)).toBeNull();
    expect(read(list, [{ a: null }, { a: 'x' }])).toEqual([{}, { a: 'x' }]);
    expect(read(list, [null])).toEqual(['x[0]: "x[0]" is null; leave it out of the list.']);
  });
});

describe('an object without a schema', () => {
  it('keeps plain JSON, every digit of it', () => {
    const json = readJson('{"a": {"b": [1, 2.50, true, "x", null]}, "big": 12345678901234567890, "gone": null}');
    if (!json.ok) throw new Error('not read');
    expect(read(anything, json.value)).toEqual({
      a: { b: [1, '2.50', true, 'x', null] },
      big: '12345678901234567890',
      gone: null,
    });
  });

  it('refuses __proto__, and what is nested without end', () => {
    expect(read(anything, JSON.parse('{"__proto__": {"a": 1}}'))).toHaveLength(1);
    expect(read(anything, JSON.parse('{"a": {"__proto__": 1}}'))).toHaveLength(1);
    expect(read(anything, JSON.parse(`${'{"a":'.repeat(50)}1${'}'.repeat(50)}`))).toEqual([
      expect.stringContaining('nested more than 32 deep'),
    ]);
  });
});
