import { describe, expect, test } from 'vitest';
import { decodeText } from '../../charsets/index.ts';
import { Decimal } from '../../decimal.ts';
import { compileTemplate } from '../compile-template.ts';
import { anyScope, problemsOf, renderBytes, renderText, runOn } from '../test-rendering.ts';

const json = (body: string, input: Parameters<typeof renderText>[1] = {}) =>
  renderText({ format: 'json', body }, input);
const lines = { lines: [{ name: 'a', tags: ['x', 'y'] }, { name: 'b', tags: [] }, { name: 'c' }] };

describe('leaves', () => {
  test('alone, an expression keeps its type', () =>
    expect(
      json(
        '{"a": "${input.n}", "b": ${input.n}, "c": "${input.t}", "d": "${input.no}", "e": "${input.o}", "f": ${input.l}}',
        {
          n: Decimal.of('1250.50'),
          t: true,
          o: { x: 1, __proto__x: null },
          l: [1, 'b'],
        },
      ),
    ).toBe('{"a":1250.50,"b":1250.50,"c":true,"d":null,"e":{"x":1,"__proto__x":null},"f":[1,"b"]}'));

  test('mixed with text it is text', () =>
    expect(json('["No. ${input.n}!", "${input.a}${input.no}"]', { n: Decimal.of('7.10'), a: 'x' })).toBe(
      '["No. 7.10!","x"]',
    ));

  test('quotes, braces and line breaks inside an expression need no escaping', () => {
    expect(json('{"a": "${input.x | default("{"y"}")}"}'.replace('{"y"}', 'y}'))).toBe('{"a":"y}"}');
    expect(json('{"a": "${\n  input.x\n  ?? "b"}"}')).toBe('{"a":"b"}');
    expect(json('{"a": ${ "}" & \'${x}\' }}')).toBe('{"a":"}${x}"}');
  });

  test('escapes of the author and literals stay what they are', () =>
    expect(
      json('{"a\\u010d": "\\"\\n\\u00e1${input.x}\\\\", "n": [1.50, 1e3, -0.10, true, null], "${input.k}": 1}', {
        x: 'y',
        k: 'free',
      }),
    ).toBe('{"ač":"\\"\\ná' + 'y\\\\","n":[1.50,1000,-0.10,true,null],"free":1}'));

  test('optional leaves the key or the item out, in mixed text too', () =>
    expect(
      json(
        '{"a": "${input.x | optional}", "b": ["${input.x | optional}", 1], "c": "No. ${input.x | optional}", "${input.x | optional}": 1}',
        {},
      ),
    ).toBe('{"b":[1]}'));

  test('a secret is kept as its placeholder in a preview and is its value when sent', () => {
    const source = { format: 'json', body: '{"k": "Bearer {{secret:key}}", "d": "${input.d}"}' } as const;
    const data = { d: '{{secret:key}} ${input.x}' };
    expect(renderText(source, data)).toBe('{"k":"Bearer {{secret:key}}","d":"{{secret:key}} ${input.x}"}');
    expect(renderText(source, data, { secret: () => 'a"b' })).toBe(
      '{"k":"Bearer a\\"b","d":"{{secret:key}} ${input.x}"}',
    );
  });
});

describe('directives', () => {
  test('$for repeats, counts from 1, and takes null and a single value', () => {
    expect(json('[{"$for": "l, n in input.lines", "n": ${n}, "a": "${l.name}"}, "end"]', lines)).toBe(
      '[{"n":1,"a":"a"},{"n":2,"a":"b"},{"n":3,"a":"c"},"end"]',
    );
    expect(json('[{"$for": "l in input.no", "a": 1}]')).toBe('[]');
    expect(json('[{"$for": "l in input.one", "a": "${l.x}"}]', { one: { x: '1' } })).toBe('[{"a":"1"}]');
  });

  test('$value is a list of bare values', () => {
    expect(json('[{"$for": "l in input.lines", "$value": "${l.name}"}]', lines)).toBe('["a","b","c"]');
    expect(json('[{"$for": "l in input.lines", "$value": [{"$for": "t in l.tags", "$value": "${t}"}]}]', lines)).toBe(
      '[["x","y"],[],[]]',
    );
  });

  test('$if and $else, in a list and as a value', () => {
    const body = '[{"$for": "l in input.lines", "$if": "l.name <> \'b\'", "a": "${l.name}", "$else": {"other": true}}]';
    expect(json(body, lines)).toBe('[{"a":"a"},{"other":true},{"a":"c"}]');
    expect(json('{"a": {"$if": "input.x", "b": 1}, "c": {"$if": true, "$value": "yes", "$else": "no"}}')).toBe(
      '{"c":"yes"}',
    );
    expect(
      json('{"a": {"$if": "input.x = 1", "$value": 1, "$else": {"$if": "input.x = 2", "$value": 2, "$else": 3}}}', {
        x: 2,
      }),
    ).toBe('{"a":2}');
    expect(json('{"$if": "false", "a": 1}')).toBe('null');
  });

  test('the order on one node is let, for, if', () =>
    expect(
      json(
        `[{"$if": "l.price > least", "$for": "l in input.lines", "$let": "least = input.least * 2", "p": "\${l.price}", "min": "\${least}"}]`,
        {
          least: 5,
          lines: [{ price: 9 }, { price: 11 }],
        },
      ),
    ).toBe('[{"p":11,"min":10}]'));

  test('$let as text or as an object, later names see earlier ones', () => {
    expect(json('{"$let": "a = 1; b = a + 1", "x": "${a}${b}"}')).toBe('{"x":"12"}');
    expect(json('{"$let": {"a": "1", "b": "${a + 1}"}, "x": ${a + b}}')).toBe('{"x":3}');
  });

  test('expressions with or without ${ }, quotes escaped or not', () => {
    expect(json('[{"$for": "${l in input.lines}", "$if": "${l.name = \'a\'}", "n": "${l.name}"}]', lines)).toBe(
      '[{"n":"a"}]',
    );
    expect(json('[{"$for": "l in ${input.lines}", "$if": "l.name = \\"a\\"", "n": 1}]', lines)).toBe('[{"n":1}]');
  });

  test('an inner loop may use the outer one', () =>
    expect(json('[{"$for": "l in input.lines", "t": [{"$for": "t in l.tags", "v": "${l.name & t}"}]}]', lines)).toBe(
      '[{"t":[{"v":"ax"},{"v":"ay"}]},{"t":[]},{"t":[]}]',
    ));
});

describe('problems, all at once, at the place of the author', () => {
  const place = (body: string) =>
    problemsOf({ format: 'json', body }).map(({ code, line, column }) => [code, line, column]);

  test('of expressions', () =>
    expect(place('{\n  "a": "${nope}",\n  "b": "x ${input.a | uper} ${input.b +}",\n "c": ${1 +}}')).toEqual([
      ['unknown-field', 2, 11],
      ['unknown-function', 3, 23],
      ['syntax', 3, 40],
      ['syntax', 4, 12],
    ]));

  test.each([
    ['', 'json-syntax', 1],
    ['{"a": 1,}', 'json-syntax', 1],
    ['{\n// no\n"a": 1}', 'json-syntax', 2],
    ['{"a": 1}\nx', 'json-syntax', 2],
    ['{"a": 1 "b": 2}', 'json-syntax', 1],
    ['{"a": "x\n"}', 'json-syntax', 1],
    ["{'a': 1}", 'json-syntax', 1],
    ['{"a": 01}', 'json-syntax', 1],
    ['{"a": "\\q"}', 'json-syntax', 1],
    ['{${input.x}: 1}', 'json-syntax', 1],
    ['{"a":\n "${input.x"}', 'unclosed-placeholder', 2],
    ['{"a": 1, "a": 2}', 'repeated-key', 1],
    ['{"$if": "true", "$if": "true"}', 'repeated-key', 1],
    ['{"a": {"$for": "x in input.l", "b": 1}}', 'misplaced-directive', 1],
    ['{"$for": "x in input.l"}', 'misplaced-directive', 1],
    ['[{"$else": 1, "a": 1}]', 'misplaced-directive', 1],
    ['[{"$value": 1, "a": 1}]', 'misplaced-directive', 1],
    ['[{"$if": {"a": 1}}]', 'misplaced-directive', 1],
    ['[{"$for": "x of input.l", "a": 1}]', 'syntax', 1],
    ['[{"$fro": "x in input.l", "a": 1}]', 'unknown-directive', 1],
    ['{"$let": "1 = a"}', 'syntax', 1],
  ])('%j', (body, code, line) => expect(problemsOf({ format: 'json', body })).toMatchObject([{ code, line }]));

  test('"$schema" and its kind are ordinary keys', () =>
    expect(json('{"$schema": "urn:x", "$ref": 1, "$id": 2, "$values": 3}')).toBe(
      '{"$schema":"urn:x","$ref":1,"$id":2,"$values":3}',
    ));

  test('while rendering', () => {
    expect(json('{"a":\n "x ${input.l}"}', { l: [1] })).toMatchObject([{ code: 'not-a-text', line: 2 }]);
    expect(json('{"a": 1,\n "${input.k}": 2}', { k: 'a' })).toMatchObject([{ code: 'repeated-key', line: 2 }]);
    expect(
      json('[{"$for": "a in input.l",\n "x": [{"$for": "b in a.l", "y": "${b | dict(\'sizes\')}"}]}]', {
        l: [{}, { l: ['S', 'M'] }],
      }),
    ).toMatchObject([
      {
        code: 'missing-translation',
        line: 2,
        message: expect.stringMatching(/\(Round 2 of "b in a.l".\) \(Round 2 of "a in input.l".\)$/) as string,
      },
    ]);
  });
});

describe('the value instead of the text', () => {
  test('is what the text says', () => {
    const template = compileTemplate(
      {
        format: 'json',
        body: '{"a": ${input.n}, "__proto__": {"x": "${input.no | optional}"}, "l": [{"$for": "v in input.l", "$value": "${v}"}]}',
      },
      anyScope,
    );
    const value = template.ok ? template.value.renderValue(runOn({ n: Decimal.of('1.50'), l: [1, 'a'] })) : template;
    expect(value).toEqual({ ok: true, value: expect.anything() as unknown });
    const built = value.ok ? (value.value as Record<string, unknown>) : {};
    expect(Object.keys(built)).toEqual(['a', '__proto__', 'l']);
    expect(Object.getPrototypeOf(built)).toBe(Object.prototype);
    expect(String(built.a)).toBe('1.50');
    expect(built.l).toEqual([1, 'a']);
  });

  test('other formats have none', () => {
    const template = compileTemplate({ format: 'text', body: 'x' }, anyScope);
    expect(template.ok && template.value.renderValue(runOn({}))).toMatchObject({
      ok: false,
      problems: [{ code: 'wrong-setting' }],
    });
  });
});

test('in windows-1250 what is missing is escaped', () => {
  const bytes = renderBytes({ format: 'json', body: '{"a": "ž☂${input.x}"}', charset: 'windows-1250' }, { x: 'š😀' });
  expect(decodeText(bytes, 'windows-1250')).toBe('{"a":"ž\\u2602š\\ud83d\\ude00"}');
});
