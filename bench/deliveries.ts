import { Pool } from 'undici';
import { type BenchServer, startBenchServer } from './support/bench-server.ts';
import { queueBacklog, queueInvoices, seedCompany, template, trigger } from './support/invoices.ts';
import type { BenchPostgres, Where } from './support/bench-postgres.ts';
import { type EngineRun, runEngine } from './support/engine-process.ts';
import { startSink } from './support/sink.ts';

const concurrency = 64;
/** The size of the message that the template makes of a ten-line invoice. */
const bodyBytes = 1_150;

/** Requests per second of undici alone against the same sink: the limit of what a sender in Node can reach. */
async function bareRequests(url: string, count: number): Promise<number> {
  const pool = new Pool(url, { connections: concurrency, pipelining: 1 });
  const body = 'x'.repeat(bodyBytes);
  const headers = { 'content-type': 'application/json' };
  let left = count;
  const startedAt = performance.now();
  const work = async (): Promise<void> => {
    while (left-- > 0) {
      const answer = await pool.request({ path: '/invoices', method: 'POST', headers, body });
      await answer.body.text();
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  const perSecond = (count / (performance.now() - startedAt)) * 1_000;
  await pool.close();
  return perSecond;
}

export interface DeliveryRun {
  readonly count: number;
  /** Deliveries that stand in the same queue behind the measured ones. */
  readonly backlog: number;
  readonly where?: Where;
}

export interface DeliveryRate extends EngineRun {
  /** Bare undici requests per second, just before. */
  readonly limit: number;
}

/**
 * Whole deliveries per second of an engine in a process of its own: claim, compose, send, settle with attempt rows and write-back, fsync on. The
 * first tenth warms up and is not counted.
 */
export async function measureDeliveries({ count, backlog, where = 'embedded' }: DeliveryRun): Promise<DeliveryRate> {
  const sink = await startSink();
  const server = await startBenchServer(where);
  try {
    await prepare(server, sink.url, count, backlog);
    await bareRequests(sink.url, 10_000);
    const limit = await bareRequests(sink.url, 20_000);
    return { ...(await deliver(server, server.target, count)), limit };
  } finally {
    await server.close();
    sink.stop();
  }
}

async function prepare(server: BenchServer, url: string, count: number, backlog: number): Promise<void> {
  await seedCompany(server.database);
  await server.configure([
    { kind: 'connections', name: 'sink', body: { name: 'sink', url: `${url}/invoices`, concurrency } },
    { kind: 'templates', name: 'invoice', body: template },
    { kind: 'triggers', name: 'approved', body: trigger(['sink']) },
  ]);
  await queueInvoices(server.database, server.plans, 1_000, count, () => 'sink');
  if (backlog > 0) await queueBacklog(server.database, backlog);
  await server.database.query({ text: 'vacuum analyze' });
}

async function deliver(server: BenchServer, target: BenchPostgres['target'], count: number): Promise<EngineRun> {
  const run = await runEngine(target, count);
  const [check] = await server.database.query<{ count: number }>({
    text: `select count(*) as count from records where id < $1 and data->'properties'->>'accountingNumber' = 'FV-00001'`,
    values: [1_000 + count],
  });
  if (check?.count !== count) throw new Error(`only ${check?.count ?? 0} of ${count} records have their number`);
  return run;
}
