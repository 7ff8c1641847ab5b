import { describe, expect, test } from 'vitest';
import { decodeText } from '../../charsets/index.ts';
import { Decimal } from '../../decimal.ts';
import { problemsOf, renderBytes, renderText } from '../test-rendering.ts';

const csv = (body: string, input: Parameters<typeof renderText>[1] = {}) => renderText({ format: 'csv', body }, input);
const fixed = (body: string, input: Parameters<typeof renderText>[1] = {}) =>
  renderText({ format: 'fixed', body }, input);
const decimal = (text: string) => Decimal.of(text) ?? Decimal.zero;
const invoice = {
  number: '00123',
  lines: [
    { name: 'Chléb; "bílý"', price: decimal('-12.50'), note: null },
    { name: 'Rohlík\nčerstvý', price: decimal('1234.00'), note: '=1+1' },
  ],
};

describe('CSV', () => {
  test('columns, header, delimiter, decimal comma, and quotes only where they are needed', () =>
    expect(
      csv(
        `{
  "$for": "line in input.lines",
  "delimiter": ";",
  "decimalSeparator": ",",
  "columns": [
    { "name": "Number", "value": "\${input.number}" },
    { "name": "Name", "value": "\${line.name}" },
    { "name": "Price", "value": \${line.price} },
    { "name": "Note", "value": "\${line.note | optional}" },
    { "name": "Source", "value": "Gangway" }
  ]
}`,
        invoice,
      ),
    ).toBe(
      'Number;Name;Price;Note;Source\r\n' +
        '00123;"Chléb; ""bílý""";-12,50;;Gangway\r\n' +
        '00123;"Rohlík\nčerstvý";1234,00;=1+1;Gangway\r\n',
    ));

  test('$if leaves rows out, $let gives names, "quote": "always" quotes everything', () =>
    expect(
      csv(
        '{"$for": "l, n in input.lines", "$let": "least = 0", "$if": "l.price > least", "quote": "always", "newline": "\\n", "columns": [{"name": "n", "value": ${n}}, {"name": "p", "value": "${l.price}"}]}',
        invoice,
      ),
    ).toBe('"n","p"\n"2","1234.00"\n'));

  test('without $for it is one row; a row of one empty cell is still a row', () =>
    expect(csv('{"header": false, "columns": [{"name": "x", "value": "${input.no}"}]}')).toBe('""\r\n'));

  test('rows of several kinds follow each other and nest', () =>
    expect(
      csv(
        `{ "header": false, "newline": "\\n", "rows": [
          { "columns": [ { "name": "kind", "value": "H" }, { "name": "number", "value": "\${input.number}" } ] },
          { "$for": "line in input.lines", "rows": [
            { "columns": [ { "name": "kind", "value": "L" }, { "name": "price", "value": "\${line.price}" } ] },
            { "$if": "not empty(line.note)", "columns": [ { "name": "kind", "value": "N" }, { "name": "note", "value": "\${line.note}" } ] } ] },
          { "columns": [ { "name": "kind", "value": "S" }, { "name": "sum", "value": "\${sum(input.lines, item.price)}" } ] } ] }`,
        invoice,
      ),
    ).toBe('H,00123\nL,-12.50\nL,1234.00\nN,=1+1\nS,1221.50\n'));

  test('a mark for Excel, and other charsets', () => {
    const body = '{"byteOrderMark": true, "header": false, "columns": [{"name": "x", "value": "ž"}]}';
    expect([...renderBytes({ format: 'csv', body }).subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect(decodeText(renderBytes({ format: 'csv', body, charset: 'cp852' }), 'cp852')).toBe('ž\r\n');
  });

  test('what the charset lacks is a problem with its place, never a question mark', () => {
    const body = '{"$for": "l in input.l", "columns": [\n{"name": "x", "value": "${l}"}]}';
    expect(renderText({ format: 'csv', body, charset: 'windows-1250' }, { l: ['ok', 'déšť ☂'] })).toMatchObject([
      {
        code: 'not-in-charset',
        line: 2,
        message: expect.stringMatching(/"☂" \(U\+2602\) at position 6 .*\(Round 2/) as string,
      },
    ]);
    expect(csv(body, { l: ['\ud800'] })).toMatchObject([{ code: 'not-in-charset' }]);
  });

  test('a list or an object in a cell is a problem', () =>
    expect(csv('{"columns": [{"name": "x", "value": "${input.l}"}]}', { l: [1] })).toMatchObject([
      { code: 'not-a-text' },
    ]));
});

describe('fixed width', () => {
  const columns = `[
    { "name": "code", "value": "\${input.code}", "width": 6 },
    { "name": "sum", "value": "\${input.sum}", "width": 9, "pad": "0" },
    { "name": "name", "value": "\${input.name}", "width": 5, "align": "right", "pad": "." } ]`;
  const body = `{ "newline": "\\n", "decimalSeparator": "", "columns": ${columns} }`;

  test('fills up, keeps the sign in front of zeros, counts characters', () =>
    expect(fixed(body, { code: 'A1', sum: decimal('-12.50'), name: 'ž😀' })).toBe('A1    -00001250...ž😀\n'));

  test('a value that is too long is a problem, not a cut', () =>
    expect(fixed(body, { code: 'A123456', sum: 1, name: 'x' })).toMatchObject([
      {
        code: 'field-too-long',
        line: 2,
        message: expect.stringContaining('has 7 characters, but the column "code" is 6 wide') as string,
      },
    ]));

  test('a line break in a value is a problem', () =>
    expect(fixed(body, { code: 'a\nb', sum: 1, name: 'x' })).toMatchObject([{ code: 'not-in-format', line: 2 }]));
});

describe('problems when it is saved', () => {
  test.each([
    ['csv', '[]'],
    ['csv', '{}'],
    ['csv', '{"columns": []}'],
    ['csv', '{"columns": [1]}'],
    ['csv', '{"columns": [{"value": "x"}]}'],
    ['csv', '{"columns": [{"name": "x"}]}'],
    ['csv', '{"columns": [{"name": "x", "value": [1]}]}'],
    ['csv', '{"columns": [{"name": "x", "value": "y", "width": 3}]}'],
    ['csv', '{"columns": [{"name": "x", "value": "y"}], "rows": []}'],
    ['csv', '{"columns": [{"name": "x", "value": "y"}], "delimitr": ";"}'],
    ['csv', '{"columns": [{"name": "x", "value": "y"}], "delimiter": ";;"}'],
    ['csv', '{"columns": [{"name": "x", "value": "y"}], "newline": "x"}'],
    ['csv', '{"columns": [{"name": "x", "value": "y"}], "header": "yes"}'],
    ['csv', '{"columns": [{"name": "x", "value": "y"}], "$for": [1]}'],
    ['fixed', '{"columns": [{"name": "x", "value": "y"}]}'],
    ['fixed', '{"columns": [{"name": "x", "value": "y", "width": 0}]}'],
    ['fixed', '{"columns": [{"name": "x", "value": "y", "width": 3, "align": "middle"}]}'],
    ['fixed', '{"header": true, "columns": [{"name": "x", "value": "y", "width": 3}]}'],
  ] as const)('%s %s', (format, body) =>
    expect(problemsOf({ format, body })).toMatchObject([{ code: 'wrong-setting', line: 1 }]),
  );

  test('all at once, those of expressions too', () =>
    expect(
      problemsOf({
        format: 'csv',
        body: '{"delimitr": ";",\n"$for": "x of y",\n"columns": [{"name": "ж",\n"value": "${nope}"}]}',
        charset: 'cp852',
      }).map(({ code, line }) => [code, line]),
    ).toEqual([
      ['wrong-setting', 1],
      ['syntax', 2],
      ['not-in-charset', 3],
      ['unknown-field', 4],
    ]));
});
