import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Pool } from 'undici';
import { openOutbound } from '../../src/outbound/send-request.ts';
import type { Transport } from '../../src/outbound/outbound-request.ts';

/**
 * Requests a second of one thread beside a sink in another process: undici's bare `request`, its `dispatch`, and sendRequest, in turns.
 * `node server/test/receivers/measure-outbound.ts [seconds] [concurrency]`
 */
const seconds = Number(process.argv[2] ?? 3);
const concurrency = Number(process.argv[3] ?? 64);
const rounds = 3;

const sink = spawn(process.execPath, [new URL('./sink.ts', import.meta.url).pathname], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
const [line] = (await once(sink.stdout, 'data')) as [Buffer];
const origin = `http://127.0.0.1:${line.toString().trim()}`;
const body = Buffer.from(
  JSON.stringify({ lines: Array.from({ length: 10 }, (_, number) => ({ number, name: 'Paper A4', price: '120.50' })) }),
);
const headers = {
  'content-type': 'application/json',
  'idempotency-key': '0198c1f0-0000-7000-8000-000000000000',
  authorization: 'Basic x',
};

const pool = new Pool(origin, { connections: concurrency, pipelining: 1 });
const outbound = openOutbound({ allowRanges: ['127.0.0.1'] });
const transport: Transport = { key: 'measure', concurrency, allow: [] };

const contenders: Record<string, () => Promise<unknown>> = {
  'undici request': async () => {
    const answer = await pool.request({ path: '/xml', method: 'POST', headers, body });
    await answer.body.bytes();
  },
  'undici dispatch': () =>
    new Promise((resolve, reject) => {
      pool.dispatch(
        { path: '/xml', method: 'POST', headers, body },
        {
          onRequestStart: () => undefined,
          onResponseStart: () => undefined,
          onResponseData: () => undefined,
          onResponseEnd: resolve,
          onResponseError: (_, error) => reject(error),
        },
      );
    }),
  sendRequest: () =>
    outbound.sendRequest({ method: 'POST', url: `${origin}/xml`, headers, body, timeoutMs: 30_000 }, transport),
};

async function run(once: () => Promise<unknown>): Promise<number> {
  const endAt = performance.now() + seconds * 1_000;
  let count = 0;
  const worker = async (): Promise<void> => {
    while (performance.now() < endAt) {
      await once();
      count += 1;
    }
  };
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: concurrency }, worker));
  return count / ((performance.now() - startedAt) / 1_000);
}

const results: Record<string, number[]> = {};
for (let round = 0; round < rounds; round += 1) {
  for (const [name, once] of Object.entries(contenders)) (results[name] ??= []).push(await run(once));
}
for (const [name, figures] of Object.entries(results)) {
  const median = figures.toSorted((a, b) => a - b)[Math.floor(rounds / 2)] ?? 0;
  console.log(
    `${name.padEnd(16)} ${Math.round(median).toLocaleString('en').padStart(8)}/s   (${figures.map((each) => Math.round(each)).join(', ')})`,
  );
}
outbound.close();
await pool.destroy();
sink.kill();
