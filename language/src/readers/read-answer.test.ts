import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeText } from '../charsets/index.ts';
import type { Charset } from '../types.ts';
import { readAnswer } from './read-answer.ts';

function bytes(text: string, charset: Charset = 'utf-8'): Uint8Array {
  const outcome = encodeText(text, charset, 'refuse');
  if (!outcome.ok) throw new Error(outcome.problems[0]?.message);
  return outcome.value;
}

describe('what kind of answer it is', () => {
  test.each([
    ['application/json', '{"a":"1"}', 'json', { a: '1' }],
    ['application/problem+json', '{"a":"1"}', 'json', { a: '1' }],
    ['text/html', '{"a":"1"}', 'json', { a: '1' }],
    [undefined, '[]', 'json', []],
    ['application/json', '"OK"', 'json', 'OK'],
    ['text/xml', '<a>1</a>', 'xml', { a: '1' }],
    ['text/plain', '\r\n<?xml version="1.0"?><a>1</a>', 'xml', { a: '1' }],
    ['application/json', '<a>1</a>', 'xml', { a: '1' }],
    ['application/x-www-form-urlencoded', 'a=1&b=2', 'form', { a: '1', b: '2' }],
    ['text/plain', 'OK 00123', 'text', 'OK 00123'],
    ['application/json', '', 'empty', null],
    ['text/html', '<html><br></html>', 'text', '<html><br></html>'],
  ])('%s: %s', (type, text, kind, value) =>
    expect(readAnswer(bytes(text), type)).toMatchObject({ kind, value, text, problems: [] }),
  );

  test('broken JSON is text, and the problem says where', () =>
    expect(readAnswer(bytes('{"a":\n'), 'application/json')).toMatchObject({
      kind: 'text',
      problems: [{ code: 'json-syntax', line: 2 }],
    }));

  test('a DOCTYPE in XML is text, and the problem says why', () =>
    expect(readAnswer(bytes('<!DOCTYPE a><a/>'), 'text/xml')).toMatchObject({
      kind: 'text',
      problems: [{ code: 'doctype' }],
    }));
});

describe('in which charset', () => {
  const xml = '<?xml version="1.0" encoding="Windows-1250"?><a>žluť</a>';
  test.each([
    ['by the declaration', bytes(xml, 'windows-1250'), 'text/xml'],
    ['by the Content-Type', bytes('<a>žluť</a>', 'windows-1250'), 'text/xml; charset=cp1250'],
    ['by the bytes where the Content-Type lies', bytes(xml, 'windows-1250'), 'text/xml; charset=utf-8'],
    [
      'by a fitting declaration of UTF-8',
      bytes(xml.replace('Windows-1250', 'UTF-8')),
      'text/xml; charset=windows-1250',
    ],
    ['by the mark of UTF-16', bytes('<a>žluť</a>', 'utf-16'), 'text/xml'],
    ['by UTF-16 without a mark', bytes('<a>žluť</a>', 'utf-16').subarray(2), 'text/xml'],
    ['although it is not UTF-16', bytes('<?xml version="1.0" encoding="utf-16"?><a>žluť</a>'), 'text/xml'],
    ['windows-1250 where nothing says and it is no UTF-8', bytes('<a>žluť</a>', 'windows-1250'), undefined],
  ])('%s', (_, body, type) => expect(readAnswer(body, type).value).toEqual({ a: 'žluť' }));

  test('one that only the platform knows', () =>
    expect(readAnswer(Uint8Array.of(0x22, 0xd6, 0x22), 'application/json; charset=koi8-r').value).toBe('ж'));
});

test('no bytes make it throw', () => {
  const types = ['application/json', 'text/xml', 'text/xml; charset=utf-16', 'text/plain; charset=%%', undefined, ''];
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.constantFrom(...types), (body, type) => {
      expect(typeof readAnswer(body, type).text).toBe('string');
    }),
    { numRuns: 1_000 },
  );
});

const samples = new URL('../../../../shared/schemas/pohoda/samples/', import.meta.url);

describe.skipIf(!existsSync(samples))('real answers (skipped where ../shared is absent)', () => {
  test('a denial in windows-1250', () =>
    expect(readAnswer(readFileSync(new URL('response-xml-denied.xml', samples)), 'text/xml').value).toMatchObject({
      responsePack: { '@state': 'error', '@note': 'Uživatel není oprávnen importovat XML soubory.' },
    }));

  test('one item is an object, of many there is a list', () => {
    const { value } = readAnswer(readFileSync(new URL('response-bank-one-record.xml', samples)), 'text/xml');
    expect(value).toMatchObject({
      responsePack: { responsePackItem: { listBank: { bank: { bankHeader: { account: { ids: 'RAF' } } } } } },
    });
  });
});
