import type { Charset } from '../types.ts';
import { charsetNamed } from './charset-names.ts';

/** The charset parameter of a Content-Type header as written, without quotes: `text/xml; charset="Windows-1250"` gives `Windows-1250`. */
export function charsetLabelOfContentType(contentType: string): string | undefined {
  const [, double, single, bare] = /;\s*charset\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s;"']+))/i.exec(contentType) ?? [];
  return double ?? single ?? bare;
}

/** The encoding that an XML declaration names as written; undefined without a declaration or without an encoding in it. */
export function encodingOfXmlDeclaration(text: string): string | undefined {
  const declaration = /^\uFEFF?<\?xml\s[^>]*?\?>/.exec(text.slice(0, 400))?.[0];
  return declaration === undefined ? undefined : /\sencoding\s*=\s*["']([^"']*)["']/.exec(declaration)?.[1];
}

/** The charset that a Content-Type header (`text/xml; charset=windows-1250`) or the start of an XML document names. */
export function charsetOf(source: string): Charset | undefined {
  const label = /^\uFEFF?\s*</.test(source) ? encodingOfXmlDeclaration(source) : charsetLabelOfContentType(source);
  return label === undefined ? undefined : charsetNamed(label);
}

/** The charset that a byte order mark gives away, or the zero bytes of `<` and `{` in UTF-16 without one. */
export function charsetOfFirstBytes(bytes: Uint8Array): Charset | undefined {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return 'utf-16';
  if ((first === 0x3c || first === 0x7b || first === 0x5b) && second === 0) return 'utf-16';
  return undefined;
}
