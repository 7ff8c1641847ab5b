/** How a receiver treats a request. Every one is something that real counterparties do. */
export type Behaviour =
  /** Answers as it should. */
  | {
      readonly kind: 'answer';
      readonly status?: number;
      readonly headers?: Readonly<Record<string, string | string[]>>;
      readonly body?: string | Uint8Array;
      readonly delayMs?: number;
    }
  /** Reads the request and never answers. */
  | { readonly kind: 'hang' }
  /** Sends status and headers and then nothing. */
  | { readonly kind: 'hang-after-headers' }
  /** Resets the connection (RST) when the request has been read. */
  | { readonly kind: 'reset' }
  /** Closes the connection (FIN) when the request has been read. */
  | { readonly kind: 'close' }
  /** Answers the first request of each connection and closes it at the second: a kept connection that the server had given up. */
  | { readonly kind: 'close-when-reused' }
  /** One byte of the body every `everyMs` (a second unless given), without end. */
  | { readonly kind: 'drip'; readonly everyMs?: number }
  /** A body of so many bytes (100 MB unless given), as fast as it is read. */
  | { readonly kind: 'large'; readonly bytes?: number; readonly compressed?: boolean }
  /** A gzip of a megabyte that unfolds to a gigabyte. */
  | { readonly kind: 'gzip-bomb' }
  /** Announces more bytes than it sends, then closes. */
  | { readonly kind: 'close-mid-body'; readonly status?: number }
  /** Announces an early hint (103) and then answers. */
  | { readonly kind: 'early-hints' }
  /** Writes something that is not HTTP. */
  | { readonly kind: 'not-http' }
  /** Answers with headers of 100 KB. */
  | { readonly kind: 'huge-headers' };

const xml = { 'content-type': 'application/xml' };
const json = { 'content-type': 'application/json' };

export const answer = (
  status: number,
  body: string | Uint8Array = '',
  headers: Readonly<Record<string, string | string[]>> = {},
): Behaviour => ({ kind: 'answer', status, body, headers });

const acceptance = '{"id":"4711","number":"FV-2026-0042"}';
export const accepted: Behaviour = answer(200, acceptance, json);
export const acceptedAfter = (delayMs: number): Behaviour => ({
  ...{ kind: 'answer', status: 200, headers: json, body: acceptance, delayMs },
});
export const noContent: Behaviour = answer(204);
export const brokenJson: Behaviour = answer(200, '{"id": "4711", ', json);
export const brokenXml: Behaviour = answer(200, '<?xml version="1.0"?><answer><id>4711</answer>', xml);
export const doctypeXml: Behaviour = answer(
  200,
  '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;"><!ENTITY f SYSTEM "file:///etc/passwd">]><a>&c;&f;</a>',
  xml,
);
export const redirectTo = (location: string, status = 302): Behaviour => answer(status, '', { location });
export const tooMany = (retryAfter: string): Behaviour => answer(429, 'slower', { 'retry-after': retryAfter });
export const unavailable = (retryAfter?: string): Behaviour =>
  answer(503, 'down', retryAfter === undefined ? {} : { 'retry-after': retryAfter });
