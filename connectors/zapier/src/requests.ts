import type { AfterResponseMiddleware, BeforeRequestMiddleware, Bundle, ZObject } from 'zapier-platform-core';
import { codeOf, readProblem, sentenceOf } from './problem.ts';

/** The bundle of any function here: the input is what a person has filled in, of every shape. */
export type AnyBundle = Bundle;

/** `gangway.example.com/` -> `https://gangway.example.com` */
export function baseOf(url: string): string {
  const trimmed = url.trim().replace(/\/+$/, '');
  return /^https?:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`;
}

/** Every request names a path; the server and the token are added here alone, so that the token goes nowhere else. */
export const addServerAndToken: BeforeRequestMiddleware = (request, z, bundle) => {
  if (!request.url.startsWith('/')) throw new z.errors.Error(`${request.url} is no path on the Gangway server.`);
  const { url = '', token = '' } = bundle.authData;
  return {
    ...request,
    url: baseOf(url) + request.url,
    headers: { ...request.headers, Accept: 'application/json', Authorization: `Bearer ${token}` },
  };
};

/** 401 asks the person to connect again, 429 (and 503 with a time) lets Zapier wait and repeat, everything else is one sentence. */
export const judgeResponse: AfterResponseMiddleware = (response, z) => {
  const { status } = response;
  if (status < 400 || response.skipThrowForStatus) return response;
  const problem = readProblem(response.content);
  const sentence = sentenceOf(problem, status);
  if (status === 401) throw new z.errors.ExpiredAuthError(sentence);
  const seconds = Number(response.getHeader('retry-after') ?? Number.NaN);
  if (status === 429 || (status === 503 && Number.isFinite(seconds))) {
    throw new z.errors.ThrottledError(sentence, Number.isFinite(seconds) ? seconds : 60);
  }
  throw new z.errors.Error(sentence, codeOf(problem), status);
};

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface Asked {
  readonly params?: Record<string, string | number | undefined>;
  readonly body?: Record<string, unknown>;
}

/** One call of the API; what comes back was checked for its status, its shape is the API's promise. */
export async function call<Answer>(
  z: ZObject,
  method: Method,
  path: string,
  { params = {}, body }: Asked = {},
): Promise<Answer> {
  const known = Object.entries(params).filter(([, value]) => value !== undefined && value !== '');
  const response = await z.request<Answer>({
    url: path,
    method,
    params: Object.fromEntries(known),
    ...(body === undefined ? {} : { body }),
  });
  return response.data;
}

export const manage = (bundle: AnyBundle, path: string): string =>
  `/api/v1/${encodeURIComponent(unitOf(bundle))}/${path}`;
export const records = (bundle: AnyBundle, path: string): string =>
  `/rest/v1/${encodeURIComponent(unitOf(bundle))}/${path}`;

const unitOf = ({ authData }: AnyBundle): string => authData['unit'] ?? '1';

/** A text that a person has filled in or mapped; '' where there is none. */
export function textOf({ inputData }: AnyBundle, key: string): string {
  const value = inputData[key];
  return typeof value === 'string'
    ? value.trim()
    : typeof value === 'number' || typeof value === 'boolean'
      ? String(value)
      : '';
}
