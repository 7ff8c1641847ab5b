import { DemoFailure } from '../failure.ts';

/** An HTTP call with JSON in and out; fails with the sentence that the server answers. */
export type Call = <T>(method: 'GET' | 'POST' | 'PUT' | 'PATCH', path: string, body?: unknown) => Promise<T>;

/** Calls as any client makes them, with a token where there is one. */
export function callsTo(url: string, token?: string): Call {
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
  return async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { ...authorization, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok)
      throw new DemoFailure(`${method} ${url}${path} was answered ${response.status}: ${sentenceOf(text)}`);
    return JSON.parse(text) as T;
  };
}

/** The detail of a problem document with the faults that it does not name itself, or the text as it is. */
function sentenceOf(text: string): string {
  try {
    const { detail = '', errors = [] } = JSON.parse(text) as Problem;
    const further = errors.filter(({ message }) => !detail.includes(message));
    return [detail, ...further.map(({ path = '', message }) => `${path}: ${message}`)].join(' ');
  } catch {
    return text;
  }
}

interface Problem {
  readonly detail?: string;
  readonly errors?: readonly { readonly path?: string; readonly message: string }[];
}
