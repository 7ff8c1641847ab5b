import { decodeText } from '../charsets/decode-text.ts';
import type { Charset, Outcome, Value } from '../types.ts';
import { getOwn, setOwn } from './own-property.ts';
import { tableReadLimits } from './read-limits.ts';
import { ReadingFault, reading } from './reading-fault.ts';

/**
 * Reads form fields (application/x-www-form-urlencoded) as an object of texts; a field that repeats is a list. `%` sequences are bytes in
 * the given charset; a `%` that begins none is kept, as browsers do.
 */
export function readForm(text: string, charset: Charset = 'utf-8'): Outcome<Value> {
  return reading(text, () => {
    if (text.length > tableReadLimits.length) {
      throw new ReadingFault('too-large', `The form is longer than ${tableReadLimits.length} characters.`, 0);
    }
    const pieces = text.replace(/^[?\uFEFF]/, '').split('&');
    const form: Record<string, Value> = {};
    for (const piece of pieces) {
      if (piece === '') continue;
      const equals = piece.indexOf('=');
      const name = decodePercents(equals < 0 ? piece : piece.slice(0, equals), charset);
      const value = equals < 0 ? '' : decodePercents(piece.slice(equals + 1), charset);
      const before = getOwn(form, name);
      if (before === undefined) setOwn(form, name, value);
      else if (Array.isArray(before)) (before as Value[]).push(value);
      else setOwn(form, name, [before, value]);
    }
    return form;
  });
}

function decodePercents(text: string, charset: Charset): string {
  return text.replaceAll('+', ' ').replaceAll(/(?:%[0-9a-fA-F]{2})+/g, (run) =>
    decodeText(
      Uint8Array.from(run.match(/[0-9a-fA-F]{2}/g) ?? [], (digits) => Number.parseInt(digits, 16)),
      charset,
    ),
  );
}
