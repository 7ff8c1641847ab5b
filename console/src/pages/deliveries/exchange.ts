/** One side of an attempt, as the API gives it: free fields beside body and headers. */
export interface Exchange {
  /** `POST https://...` or `503`. */
  readonly line: string;
  readonly status: number | undefined;
  readonly body: string | null;
  readonly headers: Readonly<Record<string, unknown>> | null;
  /** A sentence about the body: that it was cut, that it is no text. */
  readonly note: string | undefined;
  /** Why nothing is shown. */
  readonly withheld: string | undefined;
}

const textIn = (side: Readonly<Record<string, unknown>>, name: string): string | undefined => {
  const value = side[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
};

export function readExchange(side: Readonly<Record<string, unknown>> | null): Exchange | undefined {
  if (side === null) return undefined;
  const status = typeof side['status'] === 'number' ? side['status'] : undefined;
  const headers = side['headers'];
  return {
    line: status === undefined ? `${textIn(side, 'method') ?? ''} ${textIn(side, 'url') ?? ''}`.trim() : String(status),
    status,
    body: textIn(side, 'body') ?? null,
    // An object of names and values, by delivery-wire.ts.
    headers: typeof headers === 'object' && headers !== null ? (headers as Record<string, unknown>) : null,
    note: textIn(side, 'bodyNote'),
    withheld: textIn(side, 'withheld'),
  };
}
