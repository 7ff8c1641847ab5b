import { startBenchServer } from './support/bench-server.ts';
import { queueInvoices, seedCompany, template, trigger } from './support/invoices.ts';
import { startSink } from './support/sink.ts';

/** Dead and living rows of the hot tables each minute, while so many deliveries a second go through. Flat is right; rising is a leak. */
export async function soak(perSecond: number, minutes: number, print: (line: string) => void): Promise<void> {
  const sink = await startSink();
  const server = await startBenchServer();
  try {
    await seedCompany(server.database);
    await server.configure([
      { kind: 'connections', name: 'sink', body: { name: 'sink', url: sink.url, concurrency: 32 } },
      { kind: 'templates', name: 'invoice', body: template },
      { kind: 'triggers', name: 'approved', body: trigger(['sink']) },
    ]);
    let done = 0;
    const engine = server.engine(() => (done += 1));
    await engine.start();
    const plan = await server.database.transaction((transaction) => server.plans.current(transaction, 1));
    const lane = plan.lanes.get('sink')?.[0] ?? 0;
    print(
      '| minute | delivered | dead in deliveries | dead in records | deliveries MB | memory MB |\n|---|---|---|---|---|---|',
    );
    const startedAt = performance.now();
    let next = 1_000;
    for (let second = 1; second <= minutes * 60; second += 1) {
      await queueInvoices(server.database, server.plans, next, perSecond, () => 'sink');
      next += perSecond;
      engine.wake(1, [lane]);
      const waitMs = startedAt + second * 1_000 - performance.now();
      if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
      if (second % 60 === 0) print(await line(second / 60, done));
    }
  } finally {
    await server.close();
    sink.stop();
  }

  async function line(minute: number, delivered: number): Promise<string> {
    const [row] = await server.database.query<{ deliveries: number; records: number; mb: number }>({
      text: `select (select sum(n_dead_tup)::int from pg_stat_user_tables where relname like 'deliveries\\_2%') as deliveries,
               (select n_dead_tup::int from pg_stat_user_tables where relname = 'records') as records,
               (select (sum(pg_total_relation_size(relid)) / 1048576)::int from pg_stat_user_tables where relname like 'deliveries\\_2%') as mb`,
    });
    const memory = Math.round(process.memoryUsage().rss / 1_048_576);
    return `| ${minute} | ${delivered} | ${row?.deliveries ?? 0} | ${row?.records ?? 0} | ${row?.mb ?? 0} | ${memory} |`;
  }
}
