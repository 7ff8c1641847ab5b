import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startBenchServer } from './support/bench-server.ts';
import { queueInvoices, seedCompany, template, trigger } from './support/invoices.ts';
import { percentile } from './support/measure.ts';

const connectionCount = 1_000;
/** The deliveries fall due evenly over this time: 500 a second. */
const spreadSeconds = 10;

/**
 * Milliseconds from due to answered, the 99th percentile over a thousand connections with a few deliveries each; with `trouble` one of them hangs for
 * 30 s on every call and one answers 503, and those two are not counted.
 */
export async function measureManyConnections(
  trouble: boolean,
): Promise<{ readonly p99: number }> {
  const receiver = await startReceiver();
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
  const server = await startBenchServer();
  try {
    await seedCompany(server.database);
    const names = Array.from({ length: connectionCount }, (_, index) => `c${index}`);
    const path = (index: number): string =>
      trouble && index === 0 ? '/hang' : trouble && index === 1 ? '/down' : '/ok';
    await server.configure([
      ...names.map((name, index) => ({
        kind: 'connections' as const,
        name,
        body: { name, url: `${url}${path(index)}`, concurrency: 2, timeout: '30s' },
      })),
      { kind: 'templates', name: 'invoice', body: template },
      { kind: 'triggers', name: 'approved', body: trigger(names) },
    ]);
    const perConnection = 5;
    const count = connectionCount * perConnection;
    const waits: number[] = [];
    const expected = (connectionCount - 2) * perConnection;
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const engine = server.engine(({ delivery, attempt }) => {
      if (delivery.connection === 'c0' || delivery.connection === 'c1') return;
      waits.push(attempt.startedAtMs + attempt.durationMs - delivery.dueAtMs);
      if (waits.length === expected) resolve(undefined);
    });
    await queueInvoices(server.database, server.plans, 1_000, count, (index) => names[index % connectionCount] ?? '');
    await server.database.query({ text: 'vacuum analyze' });
    // Two seconds to take the lanes, then evenly.
    await server.database.query({
      text: `update deliveries d set due_at = now() + interval '2 seconds' + n.number * interval '1 second' * $1 / $2
             from (select id, row_number() over (order by id) as number from deliveries) n where n.id = d.id`,
      values: [spreadSeconds, count],
    });
    await engine.start();
    await promise;
    return { p99: percentile(waits, 0.99) };
  } finally {
    receiver.closeAllConnections();
    receiver.close();
    await server.close();
  }
}

async function startReceiver(): Promise<Server> {
  const receiver = createServer((request, response) => {
    request.resume().on('end', () => {
      if (request.url?.startsWith('/hang') === true) return;
      response.statusCode = request.url?.startsWith('/down') === true ? 503 : 200;
      response.setHeader('content-type', 'application/json').end('{"accepted":true,"number":"1"}');
    });
  });
  await once(receiver.listen({ port: 0, host: '127.0.0.1', backlog: 4_096 }), 'listening');
  return receiver;
}
