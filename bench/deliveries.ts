import { Pool } from 'undici';
import { startBenchServer } from './support/bench-server.ts';
import { queueInvoices, seedCompany, template, trigger } from './support/invoices.ts';
import { startSink } from './support/sink.ts';

const concurrency = 64;

/** Requests per second of undici alone against the same sink, with a body of the same size: the limit of what any sender in Node can reach. */
export async function bareRequests(url: string, body: string, count: number): Promise<number> {
  const pool = new Pool(url, { connections: concurrency, pipelining: 1 });
  let left = count;
  const startedAt = performance.now();
  const work = async (): Promise<void> => {
    while (left-- > 0) {
      const answer = await pool.request({
        path: '/invoices',
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      });
      await answer.body.text();
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  const perSecond = (count / (performance.now() - startedAt)) * 1_000;
  await pool.close();
  return perSecond;
}

/** Deliveries per second: claim, compose, send, settle with attempt rows and write-back, fsync on. */
export async function measureDeliveries(
  count: number,
): Promise<{ readonly perSecond: number; readonly limit: number }> {
  const sink = await startSink();
  const server = await startBenchServer();
  try {
    await seedCompany(server.database);
    await server.configure([
      { kind: 'connections', name: 'sink', body: { name: 'sink', url: `${sink.url}/invoices`, concurrency } },
      { kind: 'templates', name: 'invoice', body: template },
      { kind: 'triggers', name: 'approved', body: trigger(['sink']) },
    ]);
    await queueInvoices(server.database, server.plans, 1_000, count, () => 'sink');
    await server.database.query({ text: 'vacuum analyze' });
    const limit = await bareRequests(sink.url, 'x'.repeat(1_500), count);
    let done = 0;
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const engine = server.engine(() => {
      done += 1;
      if (done === count) resolve(undefined);
    });
    const startedAt = performance.now();
    await engine.start();
    await promise;
    const perSecond = (count / (performance.now() - startedAt)) * 1_000;
    const [check] = await server.database.query<{ count: number }>({
      text: `select count(*) as count from records where data->'properties'->>'accountingNumber' = 'FV-00001'`,
    });
    if (check?.count !== count) throw new Error(`only ${check?.count ?? 0} of ${count} records have their number`);
    return { perSecond, limit };
  } finally {
    await server.close();
    sink.stop();
  }
}

if (import.meta.main) {
  const count = Number(process.argv[2] ?? 20_000);
  console.log(await measureDeliveries(count));
}
