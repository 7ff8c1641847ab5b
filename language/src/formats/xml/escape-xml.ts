import { characterAt, nameCharacter, placeOfMissing, replaceMissing, xmlReference } from '../../charsets/index.ts';
import { quoted } from '../../quoted-data.ts';
import type { Place } from '../../source-text.ts';
import { Stop } from '../../stop.ts';
import type { Charset } from '../../types.ts';

/*
 * Characters that XML 1.0 cannot hold in any notation (control characters, lone surrogates, U+FFFE and U+FFFF) stop the message with their
 * place. They were not dropped silently: what the counterparty books would then differ from what the record says, and nobody would know.
 */

/* eslint-disable no-control-regex -- these are the very characters that XML forbids or changes */
const specialInText = /[&<>\r\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF\uD800-\uDFFF]/;
const specialInAttribute = /[&<>"\t\n\r\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF\uD800-\uDFFF]/;
const forbidden = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/;
/* eslint-enable no-control-regex */

const references: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  // As plain characters a parser would turn these into line feeds (in texts) and spaces (in attributes).
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/** A text between tags; `\r` becomes a reference, so that it comes back as it was. */
export function escapeXmlText(text: string, place: Place): string {
  if (!specialInText.test(text)) return text;
  checkXmlCharacters(text, place);
  return text.replaceAll(/[&<>\r]/g, (character) => references[character] ?? character);
}

/** The value of an attribute in double quotes. */
export function escapeXmlAttribute(text: string, place: Place): string {
  if (!specialInAttribute.test(text)) return text;
  checkXmlCharacters(text, place);
  return text.replaceAll(/[&<>"\t\n\r]/g, (character) => references[character] ?? character);
}

/** A whole CDATA section. What cannot stand in one (`]]>`, `\r`, characters that the charset lacks) is written between two of them. */
export function writeCdata(text: string, charset: Charset): string {
  const split = text.replaceAll(']]>', ']]]]><![CDATA[>').replaceAll('\r', ']]>&#13;<![CDATA[');
  return `<![CDATA[${replaceMissing(split, charset, (character) => `]]>${xmlReference(character)}<![CDATA[`)}]]>`;
}

/** Stops at the first character that no XML document can hold. */
export function checkXmlCharacters(text: string, place: Place): void {
  const at = text.isWellFormed() ? text.search(forbidden) : placeOfMissing(text, 'utf-8', 0);
  if (at < 0) return;
  const message = `The character ${quoted(nameCharacter(characterAt(text, at)))} at position ${quoted(String(at + 1))} of this value cannot stand in XML. Remove it from the data, or take it out with replace().`;
  throw new Stop('not-in-format', message, place);
}
