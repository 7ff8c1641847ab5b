import { encodeText, type Charset } from '@gangway/language';
import { describe, expect, test } from 'vitest';
import { Refusal } from '../errors.ts';
import { bodyFormat } from './body-format.ts';
import type { BodyFormat } from './definition.ts';
import { readBody } from './read-body.ts';

function bytes(text: string, charset: Charset = 'utf-8'): Uint8Array {
  const outcome = encodeText(text, charset, 'refuse');
  if (!outcome.ok) throw new Error(outcome.problems[0]?.message);
  return outcome.value;
}

const read = (
  body: Uint8Array | string,
  format: BodyFormat,
  contentType?: string,
  settings: Parameters<typeof readBody>[2] = {},
) => {
  const outcome = readBody(body, format, settings, contentType);
  return outcome instanceof Refusal ? `${outcome.code}: ${outcome.message}` : outcome.value;
};

describe('in which format a body is read', () => {
  const xml = { formats: ['xml'] } as const;
  const both = { formats: ['json', 'xml'] as BodyFormat[] };
  test.each([
    ['application/json; charset=utf-8', both, 'json'],
    ['application/vnd.gate.v2+json', both, 'json'],
    ['TEXT/XML', both, 'xml'],
    ['application/soap+xml', both, 'xml'],
    ['text/csv', { formats: ['csv'] as BodyFormat[] }, 'csv'],
    ['application/x-www-form-urlencoded', { formats: ['form'] as BodyFormat[] }, 'form'],
    ['text/plain', { formats: [...xml.formats] }, 'xml'],
    [undefined, { formats: [...xml.formats] }, 'xml'],
    ['application/x-gate', { ...both, contentTypes: { 'application/x-gate': 'xml' as const } }, 'xml'],
    [undefined, {}, 'json'],
  ])('%s', (contentType, settings, format) => {
    expect(bodyFormat(settings, contentType)).toEqual({ ok: true, format });
  });

  test.each([
    ['text/plain', both, 'The Content-Type text/plain is not taken here. Send application/json or application/xml.'],
    [undefined, both, 'The request has no Content-Type. Send application/json or application/xml.'],
    ['application/xml', {}, 'The Content-Type application/xml is not taken here. Send application/json.'],
    ['multipart/form-data', {}, 'The Content-Type multipart/form-data is not taken here. Send application/json.'],
    [
      'text/html',
      { formats: ['xml'] as BodyFormat[] },
      'The Content-Type text/html is not taken here. Send application/xml.',
    ],
  ])('%s is refused where it is not among them', (contentType, settings, sentence) => {
    expect(bodyFormat(settings, contentType)).toEqual({ ok: false, sentence });
  });
});

describe('what is read', () => {
  test.each([
    ['json', '{"a":["00123",null]}', { a: ['00123', null] }],
    ['xml', '\r\n<?xml version="1.0"?><a b="1"><c>x</c></a>', { a: { '@b': '1', c: 'x' } }],
    ['csv', 'badge;at\n00123;8:00\n', [{ badge: '00123', at: '8:00' }]],
    ['form', 'badge=00123&note=a+b%26c', { badge: '00123', note: 'a b&c' }],
  ] as const)('%s', (format, text, value) => expect(read(bytes(text), format)).toEqual(value));

  test('a table without a header and with another delimiter', () => {
    expect(read('1|2', 'csv', undefined, { csv: { delimiter: '|', header: false } })).toEqual([['1', '2']]);
  });

  test.each([
    ['by its declaration', '<?xml version="1.0" encoding="Windows-1250"?><a>žluť</a>', 'text/xml', undefined],
    ['by the Content-Type', '<a>žluť</a>', 'text/xml; charset=cp1250', undefined],
    ['by the definition', '<a>žluť</a>', 'text/xml', 'windows-1250'],
  ])('windows-1250 %s', (_name, text, contentType, charset) => {
    const settings = charset === undefined ? {} : { charset };
    expect(read(bytes(text, 'windows-1250'), 'xml', contentType, settings)).toEqual({ a: 'žluť' });
  });

  test('UTF-8 in spite of the definition where the bytes begin with its mark', () => {
    const body = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes('{"a":"ž"}')]);
    expect(read(body, 'json', undefined, { charset: 'windows-1250' })).toEqual({ a: 'ž' });
  });

  test('a form in another charset', () => {
    expect(read('a=%9Elu%9D', 'form', 'application/x-www-form-urlencoded; charset=windows-1250')).toEqual({
      a: 'žluť',
    });
  });
});

describe('what cannot be read is refused with its place', () => {
  test.each([
    ['json', '{"a":\n 1,}', 'invalid-json: The body cannot be read as JSON: line 2, column 4: '],
    ['xml', '<a>\n<b></a>', 'unreadable-body: The body cannot be read as XML: line 2, column '],
    [
      'xml',
      '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
      'unreadable-body: The body cannot be read as XML: line 1, column ',
    ],
    ['csv', 'a;b\n1;2;3', 'unreadable-body: The body cannot be read as CSV: line 2, column 1: '],
    ['json', '  \n', 'unreadable-body: The body is empty. Send JSON.'],
    ['json', '['.repeat(200_000), 'invalid-json: The body cannot be read as JSON: line 1, column 65: '],
    ['xml', '<a>'.repeat(200_000), 'unreadable-body: The body cannot be read as XML: line 1, column '],
  ] as const)('%s %#', (format, text, sentence) => {
    const outcome = read(bytes(text), format);
    expect(outcome).toSatisfy((told: unknown) => typeof told === 'string' && told.startsWith(sentence));
  });

  test('bytes that are no text in their charset', () => {
    expect(read(bytes('<a>žluť</a>', 'windows-1250'), 'xml', 'text/xml')).toBe(
      'unreadable-body: The bytes of the body are no text in utf-8. Say which charset it has: Content-Type: ...; charset=windows-1250, or the declaration of the XML.',
    );
  });
});
