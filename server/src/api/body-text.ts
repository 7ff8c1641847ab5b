import { decodeWithLabel } from '@gangway/language';

export interface ShownBody {
  readonly body: string | null;
  readonly bodyEncoding?: 'base64';
}

/** Kept bytes as text in the charset that the headers, or the XML, name; what is no text stands as base64 with a note of that. */
export function shownBody(bytes: Buffer | null, headers: unknown): ShownBody {
  if (bytes === null) return { body: null };
  const type =
    typeof headers === 'object' && headers !== null && 'content-type' in headers ? String(headers['content-type']) : '';
  const label = /;\s*charset\s*=\s*"?([\w.:-]+)/i.exec(type)?.[1];
  const declared = /^\s*<\?xml[^>]*\sencoding\s*=\s*["']([\w.-]+)["']/.exec(bytes.toString('latin1', 0, 200))?.[1];
  // A long body is kept in part, and a character may have been cut at its end.
  for (const cut of [0, 1, 2, 3]) {
    const text = decodeWithLabel(bytes.subarray(0, bytes.length - cut), label ?? declared ?? 'utf-8');
    if (text !== undefined) return { body: text };
  }
  return { body: bytes.toString('base64'), bodyEncoding: 'base64' };
}
