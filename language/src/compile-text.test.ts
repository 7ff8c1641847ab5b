import { describe, expect, it } from 'vitest';
import { decimal, openScope, plainRun } from '../test/evaluate.ts';
import type { TextEncoding } from './compile-text.ts';
import { compileText } from './compile-text.ts';
import type { Run } from './types.ts';

const input = {
  id: 7,
  name: 'A & B/č?',
  price: decimal('1250.50'),
  dots: '..',
  crlf: 'a\r\nSet-Cookie: x',
  list: ['a', 'b'],
};

function render(source: string, encode: TextEncoding = 'none', run: Partial<Run> = {}): unknown {
  const compiled = compileText(source, openScope, { encode });
  if (!compiled.ok) return compiled.problems;
  const rendered = compiled.value.render({ ...plainRun, context: { input }, ...run });
  return rendered.ok ? rendered.value : rendered.problems;
}

describe('texts with placeholders', () => {
  it.each<[string, TextEncoding, string]>([
    ['plain', 'none', 'plain'],
    ['', 'none', ''],
    ['No. ${input.id}: ${input.price}', 'none', 'No. 7: 1250.50'],
    ['${input.missing}', 'none', ''],
    ['${1 = 1}', 'none', 'true'],
    ['${input.name}', 'none', 'A & B/č?'],
    ['/documents/${input.id}', 'path', '/documents/7'],
    ['/a/${input.name}?b=${input.name}', 'path', '/a/A%20%26%20B%2F%C4%8D%3F?b=A%20%26%20B%2F%C4%8D%3F'],
    ['${input.name}', 'query', 'A%20%26%20B%2F%C4%8D%3F'],
    ['/a b/č?x=y z', 'path', '/a b/č?x=y z'],
    ["${'\\ud83d'}", 'path', '%EF%BF%BD'],
    ['Gangway ${input.id}', 'header', 'Gangway 7'],
    ['a\tb é', 'header', 'a\tb é'],
  ])('%s as %s', (source, encode, expected) => expect(render(source, encode)).toBe(expected));

  it('refuses a header that data would split in two, and characters that no header can carry', () => {
    expect(render('X ${input.crlf}', 'header')).toMatchObject([{ code: 'not-allowed-here' }]);
    expect(render('a\nb', 'header')).toMatchObject([{ code: 'not-allowed-here' }]);
    expect(render('${input.name}', 'header')).toMatchObject([
      { message: 'A header must not hold the character č. Send such a text in the body, or as base64().' },
    ]);
  });

  it('tells no character of a secret that a header cannot carry', () => {
    const message = 'A header must not hold a character beyond Latin-1. Send such a text in the body, or as base64().';
    for (const source of ['{{secret:key}}', "${'{{secret:key}}'}"]) {
      expect(render(source, 'header', { secret: () => 'heslo-ř' })).toMatchObject([{ message }]);
    }
  });

  it('refuses data that would climb out of the path', () => {
    expect(render('/documents/${input.dots}/delete', 'path')).toMatchObject([{ code: 'not-allowed-here' }]);
    expect(render("/documents/${'.'}${'.'}", 'path')).toMatchObject([{ code: 'not-allowed-here' }]);
    expect(render("/documents/.${'.'}", 'path')).toMatchObject([{ code: 'not-allowed-here' }]);
    expect(render('/documents?next=${input.dots}', 'path')).toBe('/documents?next=..');
    expect(render('/v1.0/${input.id}', 'path')).toBe('/v1.0/7');
  });

  it('names every problem at its place', () => {
    const scope = {
      fields: {
        input: { kind: 'object', fields: { id: { kind: 'number' }, tags: { kind: 'list', item: { kind: 'text' } } } },
      },
    } as const;
    const compiled = compileText('a ${input.ix} b\n${upper(}\n${input.tags}', scope);
    expect(compiled.ok ? [] : compiled.problems.map(({ code, line, column }) => [code, line, column])).toEqual([
      ['unknown-field', 1, 11],
      ['syntax', 2, 9],
      ['not-a-text', 3, 3],
    ]);
    expect(compileText('a ${b', scope)).toMatchObject({
      ok: false,
      problems: [{ code: 'unclosed-placeholder', column: 3 }],
    });
    expect(render('x ${input.list}')).toMatchObject([{ code: 'not-a-text', line: 1, column: 5 }]);
  });
});

describe('secrets', () => {
  const run = { secret: (name: string): string | undefined => (name === 'key' ? 's3cr&t' : undefined) };

  it('are put in when a message is sent, and stay placeholders in a preview', () => {
    expect(render('Bearer {{secret:key}}', 'header', run)).toBe('Bearer s3cr&t');
    expect(render('Bearer {{secret:key}}', 'header')).toBe('Bearer {{secret:key}}');
    expect(render("${'user:' & '{{secret:key}}'}", 'none', run)).toBe('user:s3cr&t');
    expect(render("${'user:' & '{{secret:key}}'}")).toBe('user:{{secret:key}}');
    expect(render("Basic ${base64('user:' & '{{secret:key}}')}", 'none', run)).toBe(`Basic ${btoa('user:s3cr&t')}`);
    expect(render('${ {{secret:key}} & "!" }', 'none', run)).toBe('s3cr&t!');
  });

  it('are encoded in an address like every value', () => {
    expect(render('/x?token={{secret:key}}', 'path', run)).toBe('/x?token=s3cr%26t');
    expect(render('/x?token={{secret:key}}', 'path')).toBe('/x?token={{secret:key}}');
  });

  it('are named when they are not set', () => {
    expect(render('{{secret:other}}', 'none', run)).toMatchObject([
      {
        code: 'unknown-secret',
        message: 'There is no secret "other". Set it with the connection, or correct the name.',
        column: 1,
        length: 16,
      },
    ]);
  });

  it('never stand in the sentence of a problem, however they were bent', () => {
    const long = { secret: () => 'S3CRET'.repeat(20), dictionaries: { x: {} } };
    for (const value of [
      "'{{secret:key}}'",
      "base64('user:' & '{{secret:key}}')",
      "lower('{{secret:key}}')",
      "left('{{secret:key}}', 50)",
    ]) {
      for (const source of [
        `number(${value})`,
        `dict(${value}, 'x')`,
        `date(${value})`,
        `${value} < 1`,
        `money(1, ${value})`,
      ]) {
        const sentences = JSON.stringify(render(`\${${source}}`, 'none', long));
        expect(sentences).toContain('***');
        expect(sentences).not.toMatch(/s3cret|UzNDUkVU/i);
      }
    }
  });

  it('become placeholders again in the author’s own sentence', () => {
    expect(render("${'' | required('No {{secret:key}}')}", 'none', run)).toMatchObject([
      { message: 'No {{secret:key}}' },
    ]);
    expect(render("${'' | required('No ' & base64('{{secret:key}}'))}", 'none', run)).toMatchObject([
      { message: 'No {{secret:key}}' },
    ]);
  });

  it('hide no data of other expressions', () => {
    expect(render("{{secret:key}} ${number('abc')}", 'none', run)).toMatchObject([
      { message: expect.stringContaining('"abc"') as string },
    ]);
    expect(render("${'{{secret:key}}'}${number('s3cr&t')}", 'none', run)).toMatchObject([
      { message: expect.stringContaining('"{{secret:key}}"') as string },
    ]);
  });

  it('are listed with what a text uses', () => {
    const compiled = compileText("{{secret:a}} ${input.id} ${'{{secret:b}}'}", openScope);
    expect(compiled.ok && compiled.value.uses).toEqual({ paths: ['input.id'], dictionaries: [], secrets: ['a', 'b'] });
  });
});
