import type { Method, Operation, Route } from './operation.ts';
import { health } from './health.ts';
import { readOpenapi, readProblem } from './documents.ts';
import { readMe } from './me.ts';
import type { Need } from '../access/caller.ts';

/** Every address, who may call it, and what it does. There is no other. */
export const routes: readonly Route[] = [
  route('GET', '/healthz', 'nobody', health),
  route(
    'GET',
    '/openapi.json',
    'nobody',
    readOpenapi(() => routes),
  ),
  route('GET', '/problems/:code', 'nobody', readProblem),
  route('GET', '/api/v1/me', 'anyone', readMe),
];

function route(method: Method, path: string, need: Need, operation: Operation): Route {
  return { method, path, need, operation };
}
