import type { IncomingMessage } from 'node:http';
import { gunzipSync, inflateSync } from 'node:zlib';
import type { CounterpartyRequest } from './program.ts';

/** A request that cannot be read; answered with its status. */
export class UnreadableRequest extends Error {
  override readonly name = 'UnreadableRequest';
  readonly status: number;

  constructor(status: number, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.status = status;
  }
}

const mostBytes = 50_000_000;

export async function readRequest(request: IncomingMessage): Promise<CounterpartyRequest> {
  const url = new URL(request.url ?? '/', 'http://counterparty');
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    length += piece.byteLength;
    if (length > mostBytes) throw new UnreadableRequest(413, `The body has more than ${mostBytes} bytes.`);
    pieces.push(piece);
  }
  return {
    method: request.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: request.headers,
    body: decompress(Buffer.concat(pieces), request.headers['content-encoding']),
  };
}

function decompress(body: Buffer, encoding: string | undefined): Uint8Array {
  const options = { maxOutputLength: mostBytes };
  try {
    if (encoding === 'gzip') return gunzipSync(body, options);
    if (encoding === 'deflate') return inflateSync(body, options);
  } catch (cause) {
    throw new UnreadableRequest(400, `The body is not ${encoding ?? ''} data.`, { cause });
  }
  if (encoding === undefined || encoding === 'identity') return body;
  throw new UnreadableRequest(415, `The content encoding ${encoding} is not known. Use gzip or deflate.`);
}
