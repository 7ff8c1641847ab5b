import {
  charsetLabelOfContentType,
  charsetNamed,
  charsetOfFirstBytes,
  decodeText,
  decodeTextStrictly,
  decodeWithLabel,
  encodingOfXmlDeclaration,
} from '../charsets/index.ts';

/**
 * Bytes from outside as text: a byte order mark decides, then the Content-Type, then the XML declaration, as RFC 7303 has it, but a name that does not
 * fit the bytes is passed over, and a declaration of UTF-8 that fits them wins over a Content-Type from a server's defaults. Without any name the
 * charsets of `otherwise` are tried in turn. undefined: the bytes are no text in any of these.
 */
export function decodeBody(
  bytes: Uint8Array,
  contentType: string | undefined,
  otherwise: readonly string[],
): string | undefined {
  const marked = charsetOfFirstBytes(bytes);
  if (marked !== undefined) return decodeText(bytes, marked);
  const start = decodeText(bytes.subarray(0, 400), 'utf-8');
  const declared = encodingOfXmlDeclaration(start.trimStart());
  const named = charsetLabelOfContentType(contentType ?? '');
  const labels = charsetNamed(declared ?? '') === 'utf-8' ? [declared, named] : [named, declared];
  for (const label of [...labels, ...otherwise]) {
    if (label === undefined) continue;
    const charset = charsetNamed(label);
    // Nothing marked it as UTF-16 and its first byte is not followed by a zero: the name is a mistake, common in XML made from .NET texts.
    if (charset === 'utf-16' && /^\s*[<{[]/.test(start)) continue;
    const text = charset === undefined ? decodeWithLabel(bytes, label) : decodeTextStrictly(bytes, charset);
    if (text !== undefined) return text;
  }
  return undefined;
}
