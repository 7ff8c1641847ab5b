import { acceptedEncodings } from './decompress.ts';
import type { OutboundHeaders } from './outbound-request.ts';

/** Headers that belong to the connection and the message's framing (RFC 9110 7.6.1, RFC 9112): Gangway sets them itself. */
const ownHeaders = new Set([
  'host',
  'connection',
  'content-length',
  'expect',
  'keep-alive',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

const tokenPattern = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
// Visible Latin-1, space and tab: what a header can carry on the wire.
const valuePattern = /^[\t\x20-\x7e\x80-\xff]*$/;

/** What is wrong with a header's name, without a full stop. For the moment of sending and, earlier, of saving a connection or template. */
export function headerNameFault(name: string): string | undefined {
  if (!tokenPattern.test(name)) return `"${name.slice(0, 60)}" cannot be the name of a header`;
  return ownHeaders.has(name.toLowerCase()) ? `"${name}" is a header that Gangway sets itself: take it out` : undefined;
}

/** The same of a header that is to be sent. */
export function headerFault(name: string, value: string): string | undefined {
  const fault = headerNameFault(name);
  if (fault !== undefined) return fault;
  if (!valuePattern.test(value)) {
    return `the value of the header ${name} holds a line break or a character beyond Latin-1, which headers cannot carry`;
  }
  return undefined;
}

/** Names and values in turn, as undici wants them, with what every request says of itself; or the fault as a sentence. */
export function headerList(headers: OutboundHeaders, gzip: boolean): string[] | string {
  const list: string[] = [];
  let hasUserAgent = false;
  let hasAccept = false;
  for (const name in headers) {
    const value = headers[name] ?? '';
    const fault = headerFault(name, value);
    if (fault !== undefined) return fault;
    const lower = name.toLowerCase();
    if (lower === 'user-agent') hasUserAgent = true;
    else if (lower === 'accept-encoding') hasAccept = true;
    list.push(name, value);
  }
  if (!hasUserAgent) list.push('user-agent', 'Gangway');
  if (!hasAccept) list.push('accept-encoding', acceptedEncodings);
  if (gzip) list.push('content-encoding', 'gzip');
  return list;
}
