import { lineAndColumn } from '../line-and-column.ts';
import type { Charset, Outcome } from '../types.ts';
import { charsetLabel } from './charset-names.ts';
import { decodeText } from './decode-text.ts';

type SingleByteCharset = 'windows-1250' | 'iso-8859-2' | 'cp852';

/** What to write for a character that the charset cannot hold: `refuse` makes it a problem; a function answers a text that it can hold. */
export type OnMissing = 'refuse' | ((character: string) => string);

/** `&#9730;`: the way out in XML text and attributes. */
export function xmlReference(character: string): string {
  return `&#${character.codePointAt(0) ?? 0};`;
}

/** `☂`, two of them for a character beyond the first 65,536: the way out inside JSON strings. */
export function jsonEscape(character: string): string {
  let escapes = '';
  for (let index = 0; index < character.length; index++) {
    escapes += `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`;
  }
  return escapes;
}

/** The character with its code point, for a sentence: `"☂" (U+2602)`; invisible ones by code point alone. */
export function nameCharacter(character: string): string {
  const code = `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
  return /^[\p{L}\p{N}\p{P}\p{S}\p{Emoji}]$/u.test(character) ? `"${character}" (${code})` : code;
}

const encoder = new TextEncoder();
const writingTables = new Map<SingleByteCharset, Int16Array>();

/** UTF-16 unit -> byte, -1 where the charset has none; made once from the decoder, so that reading and writing agree by construction. */
function writingTable(charset: SingleByteCharset): Int16Array {
  let table = writingTables.get(charset);
  if (table === undefined) {
    table = new Int16Array(65_536).fill(-1);
    const characters = decodeText(
      Uint8Array.from({ length: 256 }, (_, byte) => byte),
      charset,
    );
    for (let byte = 0; byte < 256; byte++) {
      const code = characters.charCodeAt(byte);
      if (code !== 0xfffd) table[code] = byte;
    }
    writingTables.set(charset, table);
  }
  return table;
}

/**
 * Text as bytes. UTF-16 is written little-endian with its byte order mark, UTF-8 without one. A lone surrogate exists in no charset. What
 * the charset cannot hold is never replaced silently: see OnMissing. The problem's line and column are those in `text`.
 */
export function encodeText(text: string, charset: Charset, onMissing: OnMissing): Outcome<Uint8Array> {
  const bytes = encodeHeld(text, charset);
  if (bytes !== undefined) return { ok: true, value: bytes };
  if (onMissing !== 'refuse') {
    const replaced = encodeHeld(replaceMissing(text, charset, onMissing), charset);
    if (replaced !== undefined) return { ok: true, value: replaced };
  }
  const place = placeOfMissing(text, charset, 0);
  const character = nameCharacter(characterAt(text, place));
  const message = `The character ${character} does not exist in ${charsetLabel(charset)}. Remove it from the data, or use UTF-8.`;
  return { ok: false, problems: [{ code: 'not-in-charset', message, ...lineAndColumn(text, place) }] };
}

/** Where the first character stands that the charset cannot hold; -1 when there is none. */
export function placeOfMissing(text: string, charset: Charset, from: number): number {
  if (charset === 'utf-8' || charset === 'utf-16') return placeOfLoneSurrogate(text, from);
  const table = writingTable(charset);
  for (let index = from; index < text.length; index++) {
    if ((table[text.charCodeAt(index)] ?? -1) < 0) return index;
  }
  return -1;
}

/** The whole character at a place: one unit, or both of a surrogate pair. */
export function characterAt(text: string, place: number): string {
  return String.fromCodePoint(text.codePointAt(place) ?? 0);
}

function placeOfLoneSurrogate(text: string, from: number): number {
  if (from === 0 && text.isWellFormed()) return -1;
  for (let index = from; index < text.length; index++) {
    const code = text.codePointAt(index) ?? 0;
    if (code > 0xffff) index++;
    else if (code >= 0xd800 && code <= 0xdfff) return index;
  }
  return -1;
}

/** The text with everything replaced that the charset cannot hold. */
export function replaceMissing(text: string, charset: Charset, onMissing: (character: string) => string): string {
  let replaced = '';
  let written = 0;
  for (let place = placeOfMissing(text, charset, 0); place >= 0; place = placeOfMissing(text, charset, written)) {
    const character = characterAt(text, place);
    replaced += text.slice(written, place) + onMissing(character);
    written = place + character.length;
  }
  return written === 0 ? text : replaced + text.slice(written);
}

/**
 * The bytes, or undefined where a character is missing. One pass does both: looking for missing characters first took as long as the
 * encoding itself.
 */
function encodeHeld(text: string, charset: Charset): Uint8Array | undefined {
  if (charset === 'utf-8') return text.isWellFormed() ? encoder.encode(text) : undefined;
  if (charset === 'utf-16') return text.isWellFormed() ? encodeUtf16(text) : undefined;
  const table = writingTable(charset);
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    const byte = code < 0x80 ? code : (table[code] ?? -1);
    if (byte < 0) return undefined;
    bytes[index] = byte;
  }
  return bytes;
}

function encodeUtf16(text: string): Uint8Array {
  const bytes = new Uint8Array(2 + text.length * 2);
  bytes.set([0xff, 0xfe]);
  for (let index = 0, at = 2; index < text.length; index++, at += 2) {
    const code = text.charCodeAt(index);
    bytes[at] = code & 0xff;
    bytes[at + 1] = code >> 8;
  }
  return bytes;
}
