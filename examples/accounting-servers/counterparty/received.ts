import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { charsetOf, decodeText } from '@gangway/language';
import type { CounterpartyRequest } from './program.ts';

/** A request as it is shown at /control/received. */
export interface ReceivedRequest {
  /** Counts from 1, also over what is no longer kept. */
  readonly number: number;
  readonly at: string;
  readonly method: string;
  readonly path: string;
  /** Credentials are replaced by `***`. */
  readonly headers: IncomingHttpHeaders;
  /** Decoded, at most 100,000 characters. */
  readonly body: string;
  readonly bodyBytes: number;
  /** Of the bytes as they came: equal in a true repeat. */
  readonly bodySha256: string;
  /** The status that was answered; null while it is open and for good when the connection was cut. */
  status: number | null;
}

const mostKept = 1000;
const longestBody = 100_000;
const secretHeaders = ['authorization', 'stw-authorization', 'proxy-authorization', 'cookie'];

/** The last thousand requests, oldest first. */
export class ReceivedRequests {
  #kept: ReceivedRequest[] = [];
  #count = 0;

  get count(): number {
    return this.#count;
  }

  since(number: number): readonly ReceivedRequest[] {
    return this.#kept.filter((request) => request.number > number);
  }

  forget(): void {
    this.#kept = [];
    this.#count = 0;
  }

  add(request: CounterpartyRequest): ReceivedRequest {
    this.#count += 1;
    const headers = { ...request.headers };
    for (const name of secretHeaders) if (headers[name] !== undefined) headers[name] = '***';
    const received: ReceivedRequest = {
      number: this.#count,
      at: new Date().toISOString(),
      method: request.method,
      path: request.path,
      headers,
      body: decodeBody(request).slice(0, longestBody),
      bodyBytes: request.body.byteLength,
      bodySha256: createHash('sha256').update(request.body).digest('hex'),
      status: null,
    };
    this.#kept.push(received);
    if (this.#kept.length > mostKept) this.#kept.shift();
    return received;
  }
}

/** The XML declaration counts before the header, as in the programs that are played here. */
function decodeBody(request: CounterpartyRequest): string {
  const head = new TextDecoder('latin1').decode(request.body.subarray(0, 400));
  const charset = charsetOf(head) ?? charsetOf(request.headers['content-type'] ?? '') ?? 'utf-8';
  return decodeText(request.body, charset);
}
