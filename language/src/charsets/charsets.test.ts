import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { processorMsOf } from '../../test/cpu-time.ts';
import type { Charset } from '../types.ts';
import {
  charsetNamed,
  charsetOf,
  charsetOfFirstBytes,
  charsets,
  decodeText,
  decodeTextStrictly,
  encodeText,
  jsonEscape,
  xmlReference,
} from './index.ts';

const czech = 'Příliš žluťoučký kůň úpěl ďábelské ódy — PŘÍLIŠ';
const everyByte = Uint8Array.from({ length: 256 }, (_, byte) => byte);

function bytesOf(text: string, charset: Charset): Uint8Array {
  const outcome = encodeText(text, charset, 'refuse');
  if (!outcome.ok) throw new Error(outcome.problems[0]?.message);
  return outcome.value;
}

describe('names', () => {
  test.each([
    ['cp1250', 'windows-1250'],
    ['Windows-1250', 'windows-1250'],
    ['WINDOWS_1250', 'windows-1250'],
    ['latin2', 'iso-8859-2'],
    ['ISO-8859-2', 'iso-8859-2'],
    ['ISO_8859-2:1987', 'iso-8859-2'],
    ['UTF8', 'utf-8'],
    ['utf-16LE', 'utf-16'],
    ['IBM852', 'cp852'],
    ['CP852', 'cp852'],
  ])('%s is %s', (name, charset) => expect(charsetNamed(name)).toBe(charset));

  test.each(['', 'utf-7', 'constructor', '__proto__', 'koi8-r'])('"%s" is none of ours', (name) =>
    expect(charsetNamed(name)).toBeUndefined(),
  );

  test('every charset of ours goes by its own name', () => {
    for (const charset of charsets) expect(charsetNamed(charset)).toBe(charset);
  });
});

describe('where the name stands', () => {
  test.each([
    ['text/xml; charset=windows-1250', 'windows-1250'],
    ['application/json;charset="UTF-8"', 'utf-8'],
    ['text/xml; charset = latin2 ; x=y', 'iso-8859-2'],
    ['<?xml version="1.0" encoding="Windows-1250"?><a/>', 'windows-1250'],
    ["\uFEFF<?xml version='1.0' encoding='utf-16' standalone='yes'?><a/>", 'utf-16'],
    ['text/xml', undefined],
    ['<?xml version="1.0"?><a encoding="cp852"/>', undefined],
  ])('%s', (source, charset) => expect(charsetOf(source)).toBe(charset));

  test('a byte order mark gives the charset away, and so does UTF-16 without one', () => {
    expect(charsetOfFirstBytes(Uint8Array.of(0xef, 0xbb, 0xbf, 0x3c))).toBe('utf-8');
    expect(charsetOfFirstBytes(Uint8Array.of(0xff, 0xfe, 0x3c, 0))).toBe('utf-16');
    expect(charsetOfFirstBytes(Uint8Array.of(0x3c, 0, 0x3f, 0))).toBe('utf-16');
    expect(charsetOfFirstBytes(Uint8Array.of(0x3c, 0x3f))).toBeUndefined();
  });
});

describe('reading and writing', () => {
  test('Czech text comes back from every charset', () => {
    for (const charset of charsets) {
      const text = charset === 'cp852' || charset === 'iso-8859-2' ? czech.replace('—', '-') : czech;
      expect(decodeText(bytesOf(text, charset), charset)).toBe(text);
    }
  });

  test.each(['windows-1250', 'iso-8859-2', 'cp852'] as const)('all 256 bytes of %s survive both ways', (charset) =>
    expect(bytesOf(decodeText(everyByte, charset), charset)).toEqual(everyByte),
  );

  test('known bytes', () => {
    expect([...bytesOf('žŠ€', 'windows-1250')]).toEqual([0x9e, 0x8a, 0x80]);
    expect([...bytesOf('žŠ', 'iso-8859-2')]).toEqual([0xbe, 0xa9]);
    expect([...bytesOf('žŠŇ§', 'cp852')]).toEqual([0xa7, 0xe6, 0xd5, 0xf5]);
    expect([...bytesOf('ž', 'utf-16')]).toEqual([0xff, 0xfe, 0x7e, 0x01]);
  });

  test('UTF-16 is read in both byte orders, and its mark is dropped', () => {
    expect(decodeText(Uint8Array.of(0xfe, 0xff, 0x01, 0x7e), 'utf-16')).toBe('ž');
    expect(decodeText(Uint8Array.of(0xff, 0xfe, 0x7e, 0x01), 'utf-16')).toBe('ž');
    expect(decodeText(Uint8Array.of(0x7e, 0x01), 'utf-16')).toBe('ž');
  });

  test('bytes that are no UTF-8 are readable, but not strictly', () => {
    expect(decodeText(Uint8Array.of(0x41, 0x9e), 'utf-8')).toBe('A\uFFFD');
    expect(decodeTextStrictly(Uint8Array.of(0x41, 0x9e), 'utf-8')).toBeUndefined();
  });

  test('any well-formed text comes back from UTF-8 and UTF-16', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.constantFrom('utf-8' as const, 'utf-16' as const),
        (text, charset) => {
          // A leading U+FEFF is a byte order mark for every reader of UTF-8.
          const body = text.replace(/^\uFEFF/, '');
          expect(decodeText(bytesOf(body, charset), charset)).toBe(body);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('what a charset cannot hold', () => {
  test('is a problem that names the character and its place', () => {
    expect(encodeText('jedna\ndva ☂', 'windows-1250', 'refuse')).toEqual({
      ok: false,
      problems: [
        {
          code: 'not-in-charset',
          message: 'The character "☂" (U+2602) does not exist in windows-1250. Remove it from the data, or use UTF-8.',
          line: 2,
          column: 5,
        },
      ],
    });
  });

  test('becomes a reference in XML and an escape in JSON', () => {
    const xml = encodeText('ž☂😀', 'windows-1250', xmlReference);
    const json = encodeText('ž☂😀', 'windows-1250', jsonEscape);
    expect(xml.ok && decodeText(xml.value, 'windows-1250')).toBe('ž&#9730;&#128512;');
    expect(json.ok && decodeText(json.value, 'windows-1250')).toBe('ž\\u2602\\ud83d\\ude00');
  });

  test('a lone surrogate is in no charset at all', () => {
    for (const charset of charsets) expect(encodeText('a\ud800b', charset, 'refuse').ok).toBe(false);
  });

  test('a million such characters are replaced in time', () => {
    const spentMs = processorMsOf(() => {
      expect(encodeText('\ud800'.repeat(1_000_000), 'utf-8', jsonEscape).ok).toBe(true);
      expect(encodeText('☂'.repeat(1_000_000), 'windows-1250', xmlReference).ok).toBe(true);
    });
    expect(spentMs).toBeLessThan(3_000);
  });

  test('a replacement that does not fit either is a problem', () => {
    expect(encodeText('☂', 'cp852', () => '☔').ok).toBe(false);
  });
});
