import type { FastifyRequest } from 'fastify';
import { Refusal } from '../errors.ts';

/** Path and query, in characters. Room for a filter that names a thousand ids; what is longer belongs into several requests. */
export const addressLimit = 16_384;
/** The address and all headers, in bytes: what Node reads before it gives up. */
export const headerLimitBytes = 2 * addressLimit;
/** Names in a query. The longest that an operation knows has about ten. */
const queryLimit = 100;

/** What is wrong with a request before its address is looked up; undefined: nothing. */
export function requestFault({ raw, url }: Pick<FastifyRequest, 'raw' | 'url'>): Refusal | undefined {
  if (url.length > addressLimit) {
    return new Refusal(
      'address-too-long',
      `The address has ${url.length} characters, and ${addressLimit} are the most. Ask with a shorter filter, or in several requests.`,
    );
  }
  if (url.length > queryLimit && countNames(url) > queryLimit) {
    return new Refusal(
      'invalid-parameter',
      `The query has more than ${queryLimit} parameters. No address knows so many.`,
    );
  }
  return hostFault(raw.rawHeaders);
}

function countNames(url: string): number {
  const start = url.indexOf('?');
  return start < 0 ? 0 : url.slice(start + 1).split('&').length;
}

/** Exactly one Host (RFC 9112, 3.2): two programs on the way could otherwise take the request for two different servers. */
function hostFault(rawHeaders: readonly string[]): Refusal | undefined {
  let hosts = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    if (rawHeaders[index]?.length === 4 && rawHeaders[index]?.toLowerCase() === 'host') hosts += 1;
  }
  if (hosts === 1) return undefined;
  return new Refusal('malformed-request', `A request has the header Host once; this one has it ${hosts} times.`);
}

/** What is wrong with how a body is sent; undefined: nothing. It is asked only where there is a body of JSON. */
export function encodingFault(headers: FastifyRequest['headers']): Refusal | undefined {
  const coding = headers['content-encoding']?.trim().toLowerCase();
  if (coding !== undefined && coding !== '' && coding !== 'identity') {
    return new Refusal(
      'unsupported-media-type',
      `The body is compressed (Content-Encoding: ${coding.slice(0, 50)}), which is not read here. Send it as it is; split it where it is large.`,
    );
  }
  const charset = /;\s*charset\s*=\s*"?([^";\s]*)/i.exec(headers['content-type'] ?? '')?.[1];
  if (charset === undefined || /^(?:utf-?8|us-ascii)$/i.test(charset)) return undefined;
  return new Refusal(
    'unsupported-media-type',
    `The body is declared as ${charset.slice(0, 50)}. JSON is always sent in UTF-8 (RFC 8259): encode it so, and leave the charset away.`,
  );
}
