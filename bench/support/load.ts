import { Pool } from 'undici';
import { percentile } from './measure.ts';

export interface LoadRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: string;
}

export interface Load {
  readonly url: string;
  readonly token?: string;
  readonly callers: number;
  readonly count: number;
  readonly request: (index: number) => LoadRequest;
}

export interface LoadResult {
  readonly perSecond: number;
  /** Milliseconds from the request to the end of its answer. */
  readonly p50: number;
  readonly p99: number;
}

/** So many callers, each with a connection of its own and one request at a time. The first tenth warms up and is not counted. Fails at the first answer that is no 2xx. */
export async function measureLoad({ url, token, callers, count, request }: Load): Promise<LoadResult> {
  const pool = new Pool(url, { connections: callers, pipelining: 1 });
  const headers = {
    'content-type': 'application/json',
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  };
  const warmUp = Math.floor(count / 10);
  const waits: number[] = [];
  let next = 0;
  let countedFrom = 0;
  const call = async (): Promise<void> => {
    for (let index = next++; index < count; index = next++) {
      if (index === warmUp) countedFrom = performance.now();
      const { method, path, body } = request(index);
      const startedAt = performance.now();
      const answer = await pool.request({ method, path, headers, ...(body === undefined ? {} : { body }) });
      const text = await answer.body.text();
      if (answer.statusCode >= 300) throw new Error(`${method} ${path} was answered ${answer.statusCode}: ${text}`);
      if (index >= warmUp) waits.push(performance.now() - startedAt);
    }
  };
  try {
    await Promise.all(Array.from({ length: callers }, call));
    const perSecond = (waits.length / (performance.now() - countedFrom)) * 1_000;
    return { perSecond, p50: percentile(waits, 0.5), p99: percentile(waits, 0.99) };
  } finally {
    await pool.close();
  }
}
