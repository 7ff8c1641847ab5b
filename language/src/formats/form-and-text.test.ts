import { describe, expect, test } from 'vitest';
import { Decimal } from '../decimal.ts';
import { compileTemplate } from './compile-template.ts';
import { anyScope, problemsOf, renderText, runOn } from './test-rendering.ts';

const form = (body: string, input: Parameters<typeof renderText>[1] = {}) =>
  renderText({ format: 'form', body }, input);
const text = (body: string, input: Parameters<typeof renderText>[1] = {}) =>
  renderText({ format: 'text', body }, input);

describe('form fields', () => {
  test('are encoded, lists repeat, null is empty, optional is left out', () =>
    expect(
      form(
        '{"a b": "${input.x}", "tags": ${input.tags}, "no": "${input.no}", "not": "${input.no | optional}", "n": ${input.n}, "${input.k}": true, "c": 1.50}',
        {
          x: 'ž & =+~*-._',
          tags: ['x', 'y'],
          n: Decimal.of('10.00'),
          k: 'free',
        },
      ),
    ).toBe('a+b=%C5%BE+%26+%3D%2B%7E*-._&tags=x&tags=y&no=&n=10.00&free=true&c=1.50'));

  test('the bytes are those of the charset', () =>
    expect(renderText({ format: 'form', body: '{"a": "žŠ"}', charset: 'windows-1250' })).toBe('a=%9E%8A'));

  test('a loop makes the values of one field, names come from $let', () =>
    expect(
      form('{"$let": "x = 2", "id": [{"$for": "i in input.l", "$if": "i <> 2", "$value": "${i * x}"}]}', {
        l: [1, 2, 3],
      }),
    ).toBe('id=2&id=6'));

  test('an object in a field is a problem at its place', () => {
    expect(form('{"a": 1,\n"b": ${input.o}}', { o: { x: 1, y: 2 } })).toMatchObject([{ code: 'not-a-text', line: 2 }]);
    expect(form('{"a": 1,\n"b": {"c": "${input.x}"}}')).toMatchObject([{ code: 'not-a-text', line: 2 }]);
  });

  test('what the charset lacks is a problem', () =>
    expect(
      renderText({ format: 'form', body: '{"a":\n"${input.x}"}', charset: 'windows-1250' }, { x: '☂' }),
    ).toMatchObject([{ code: 'not-in-charset', line: 2 }]));

  test('utf-16 is refused', () =>
    expect(problemsOf({ format: 'form', body: '{"a": 1}', charset: 'utf-16' })).toMatchObject([
      { code: 'wrong-charset' },
    ]));

  test.each(['[1]', '"x"', '{"$if": "true", "a": 1}'])('%s is no form', (body) =>
    expect(problemsOf({ format: 'form', body })).toMatchObject([{ code: 'wrong-setting' }]),
  );
});

describe('plain text', () => {
  test('is the text with its values', () =>
    expect(
      text('Invoice ${input.n}\r\n${input.t} {{secret:k}} $5 {x}\n', { n: '00123', t: 'a\nb ${input.n} {{secret:k}}' }),
    ).toBe('Invoice 00123\r\na\nb ${input.n} {{secret:k}} {{secret:k}} $5 {x}\n'));

  test('optional leaves its line out', () =>
    expect(text('a\nVAT ${input.no | optional}\n${input.no}\nb')).toBe('a\n\nb'));

  test('problems have their places', () => {
    expect(
      problemsOf({ format: 'text', body: 'a\n${nope} ${input.x +}' }).map(({ code, line }) => [code, line]),
    ).toEqual([
      ['unknown-field', 2],
      ['syntax', 2],
    ]);
    expect(problemsOf({ format: 'text', body: 'a\n${input.x' })).toMatchObject([
      { code: 'unclosed-placeholder', line: 2 },
    ]);
    expect(problemsOf({ format: 'text', body: 'a\n☂', charset: 'cp852' })).toMatchObject([
      { code: 'not-in-charset', line: 2 },
    ]);
    expect(renderText({ format: 'text', body: 'a\n${input.x}', charset: 'cp852' }, { x: '☂' })).toMatchObject([
      { code: 'not-in-charset', line: 2 },
    ]);
  });

  test('the media type names the charset', () => {
    const template = compileTemplate({ format: 'text', body: 'x', charset: 'cp852' }, anyScope);
    const outcome = template.ok ? template.value.render(runOn({})) : template;
    expect(outcome).toMatchObject({ ok: true, value: { contentType: 'text/plain; charset=IBM852' } });
  });
});
