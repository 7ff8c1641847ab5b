import { describe, expect, test } from 'vitest';
import { readCsv } from './read-csv.ts';
import { readForm } from './read-form.ts';

describe('readCsv', () => {
  test('rows by the names of the header, all texts', () =>
    expect(readCsv('number;total\r\n00123;-12,50\r\n"a;""b""\r\nc";\r\n')).toEqual({
      ok: true,
      value: [
        { number: '00123', total: '-12,50' },
        { number: 'a;"b"\r\nc', total: '' },
      ],
    }));

  test('without a header, with a tab, without a last line break', () =>
    expect(readCsv('\uFEFFa\tb\n\nc\td', { header: false })).toEqual({
      ok: true,
      value: [
        ['a', 'b'],
        ['c', 'd'],
      ],
    }));

  test.each([
    ['a field too many', 'a,b\n1,2\n1,2,3', 'csv-fields', 3],
    ['an open quote', 'a,b\n"1,2', 'csv-syntax', 2],
    ['text after a quote', 'a,b\n"1"x,2', 'csv-syntax', 2],
    ['a column twice', 'a,a\n1,2', 'csv-header', 1],
  ])('%s is a problem with its place', (_, text, code, line) =>
    expect(readCsv(text)).toMatchObject({ ok: false, problems: [{ code, line }] }),
  );
});

describe('readForm', () => {
  test('fields, repeats and plus signs', () =>
    expect(readForm('a=1&b=x+y%26&a=2&empty&__proto__=p')).toEqual({
      ok: true,
      value: JSON.parse('{"a":["1","2"],"b":"x y&","empty":"","__proto__":"p"}') as unknown,
    }));

  test('the bytes are those of the charset', () =>
    expect(readForm('a=%9E%8A', 'windows-1250')).toEqual({ ok: true, value: { a: 'žŠ' } }));

  test('a stray % is kept', () =>
    expect(readForm('a=100%&b=%zz')).toEqual({ ok: true, value: { a: '100%', b: '%zz' } }));
});
