import type { Transport } from './outbound-request.ts';
import type { Outbound } from './send-request.ts';

export interface FetchOptions {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** What a library that wants `fetch` is given: the one way out, with its guard, deadline and cap, and no redirects. Rejects with a sentence where no answer came. */
export function outboundFetch(
  outbound: Outbound,
  transport: Transport,
  timeoutMs: number,
): (url: string, options: FetchOptions) => Promise<Response> {
  return async (url, { method, headers, body }) => {
    const result = await outbound.sendRequest({ method, url, headers, body: bodyOf(body), timeoutMs }, transport);
    if (result.kind === 'failed') throw new Error(result.sentence);
    const answered = Object.entries(result.headers).flatMap(([name, value]): [string, string][] =>
      (typeof value === 'string' ? [value] : (value ?? [])).map((each) => [name, each]),
    );
    // Decompressed already, so these two are no longer true.
    const kept = answered.filter(([name]) => name !== 'content-encoding' && name !== 'content-length');
    const bodiless = [204, 205, 304].includes(result.status);
    return new Response(bodiless ? null : Buffer.from(result.body), { status: result.status, headers: kept });
  };
}

function bodyOf(body: unknown): string | Uint8Array | undefined {
  if (body === undefined || body === null) return undefined;
  if (typeof body === 'string' || body instanceof Uint8Array) return body;
  if (body instanceof URLSearchParams) return body.toString();
  throw new Error('a body of this kind is not sent');
}
