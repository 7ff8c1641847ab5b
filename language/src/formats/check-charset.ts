import { characterAt, charsetLabel, nameCharacter, placeOfMissing } from '../charsets/index.ts';
import type { Compilation } from '../compile.ts';
import { stop } from '../frame.ts';
import { quoted } from '../quoted-data.ts';
import type { Place } from '../source-text.ts';
import type { Charset } from '../types.ts';

/*
 * JSON and XML have a notation for characters that the charset of the message lacks; CSV, fixed width, form fields and plain text have
 * none. There such a character is a problem, with its place, and never a silent question mark.
 */

/** Stops where a value has a character that the charset does not have. */
export function checkCharset(text: string, charset: Charset, place: Place): void {
  const at = placeOfMissing(text, charset, 0);
  if (at < 0) return;
  const character = quoted(nameCharacter(characterAt(text, at)));
  const remedy =
    charset === 'utf-8' ? 'Remove it from the data.' : 'Remove it from the data, or send the message in utf-8.';
  stop(
    'not-in-charset',
    `The character ${character} at position ${quoted(String(at + 1))} of this value does not exist in ${charsetLabel(charset)}. ${remedy}`,
    place,
  );
}

/** The same for what the author wrote, when the template is saved. */
export function checkLiteralCharset(compilation: Compilation, text: string, charset: Charset, place: Place): void {
  const at = placeOfMissing(text, charset, 0);
  if (at < 0) return;
  const character = nameCharacter(characterAt(text, at));
  compilation.report(
    'not-in-charset',
    `The character ${character} does not exist in ${charsetLabel(charset)}. Remove it, or use utf-8.`,
    place,
  );
}
