import { acceptedEncodings } from './decompress.ts';
import { headerNameFault } from './header-names.ts';
import type { OutboundHeaders } from './outbound-request.ts';

// Visible Latin-1, space and tab: what a header can carry on the wire.
const valuePattern = /^[\t\x20-\x7e\x80-\xff]*$/;

/** What is wrong with a header that is to be sent, without a full stop. */
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
