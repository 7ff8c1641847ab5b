import { commonTexts } from '../texts/common.ts';
import { textsNow } from '../texts/language.ts';
import { Problem, readProblem } from './problem.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
type Parameter = string | number | boolean | null | undefined;
export type Query = Readonly<Record<string, Parameter | readonly Parameter[]>>;

export interface RequestOptions {
  readonly query?: Query | undefined;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What belongs to the session of this browser; session.ts keeps it. */
export const sessionFacts: { csrf: string; ended: () => void } = { csrf: '', ended: () => undefined };

/** One request of this server's API. Throws a Problem for every answer that is not a success, and when none comes. */
export async function request(method: Method, path: string, options: RequestOptions = {}): Promise<unknown> {
  const response = await answered(method, path, options);
  if (response.status === 204) return undefined;
  const type = response.headers.get('content-type') ?? '';
  return type.includes('json') ? ((await response.json()) as unknown) : response.text();
}

/** The same, with the answer as its text: JSON whose numbers have to keep their digits. */
export async function requestText(method: Method, path: string, options: RequestOptions = {}): Promise<string> {
  return (await answered(method, path, options)).text();
}

async function answered(method: Method, path: string, options: RequestOptions): Promise<Response> {
  const response = await send(method, path, options);
  if (!response.ok) {
    const problem = await readProblem(response);
    // Whoever is asked for the password again goes on where they were: the page stays as it is underneath.
    if (response.status === 401 && !path.startsWith('/api/v1/session')) sessionFacts.ended();
    throw problem;
  }
  return response;
}

async function send(method: Method, path: string, { query, body, headers, signal }: RequestOptions): Promise<Response> {
  try {
    return await fetch(path + queryText(query), {
      method,
      headers: {
        accept: 'application/json',
        ...(method === 'GET' ? {} : { 'gangway-csrf': sessionFacts.csrf }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (cause) {
    if (signal?.aborted === true) throw cause;
    const { unreachable } = textsNow(commonTexts);
    throw new Problem({
      code: 'unreachable',
      status: 0,
      title: unreachable.title,
      detail: unreachable.detail,
      cause,
    });
  }
}

/** `?state=failed&state=refused&limit=50`; what is undefined, null or empty is left out. */
export function queryText(query: Query = {}): string {
  const pairs = new URLSearchParams();
  for (const [name, given] of Object.entries(query))
    for (const value of Array.isArray(given) ? (given as readonly Parameter[]) : [given as Parameter])
      if (value !== undefined && value !== null && value !== '') pairs.append(name, String(value));
  const text = pairs.toString();
  return text === '' ? '' : `?${text}`;
}
