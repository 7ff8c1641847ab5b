/** Real HTTP, as any client would do it. */
export interface Called {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Uint8Array;
  readonly text: string;
}

export async function call(url: string, init: RequestInit = {}): Promise<Called> {
  const response = await fetch(url, init);
  const bytes = new Uint8Array(await response.arrayBuffer());
  const declared = /encoding="([^"]+)"/.exec(Buffer.from(bytes.subarray(0, 100)).toString('latin1'))?.[1];
  return {
    status: response.status,
    headers: response.headers,
    bytes,
    text: new TextDecoder(declared ?? 'utf-8').decode(bytes),
  };
}

export async function control<T>(url: string, path: string, order?: unknown): Promise<T> {
  const init = order === undefined ? {} : { method: 'POST', body: JSON.stringify(order) };
  return JSON.parse((await call(`${url}/control/${path}`, init)).text) as T;
}
