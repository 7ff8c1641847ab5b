import type { IncomingHttpHeaders } from 'node:http';

export interface CounterpartyRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** Decompressed. */
  readonly body: Uint8Array;
}

export interface CounterpartyAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: Uint8Array | string;
}

/** A program that plays a counterparty. What is common to all of them (HTTP, outages, records of requests) is around it. */
export interface CounterpartyProgram {
  handle(request: CounterpartyRequest): Promise<CounterpartyAnswer>;
  /** What it has booked, for /control/documents. */
  documents(): readonly unknown[];
  /** Back to the state of a first start. */
  reset(): void;
  /** Further orders at /control/{name}: the new state, or a sentence that says what is wrong. Undefined: there is no such order. */
  control?(name: string, body: unknown): { readonly state: unknown } | string | undefined;
}
