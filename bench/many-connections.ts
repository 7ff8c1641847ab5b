import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Engine } from '../server/src/deliveries/engine.ts';
import { type BenchServer, startBenchServer } from './support/bench-server.ts';
import { queueInvoices, seedCompany, template, trigger } from './support/invoices.ts';
import { percentile } from './support/measure.ts';

const connectionCount = 1_000;
/** The deliveries fall due evenly over this time: 500 a second. */
const spreadSeconds = 10;
/** Connections are opened and templates compiled in the first seconds. */
const warmUpShare = 0.4;

/**
 * Milliseconds from due to answered, the 99th percentile over a thousand connections with a few deliveries each; with `trouble` one of them hangs for
 * 30 s on every call and one answers 503, and those two are not counted.
 */
export async function measureManyConnections(trouble: boolean): Promise<{ readonly p99: number }> {
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
    await server.database.query({ text: `update deliveries set due_at = now() + interval '1 hour'` });
    await engine.start();
    await fallDue(server, engine, count);
    await promise;
    return { p99: percentile(waits.slice(waits.length * warmUpShare), 0.99) };
  } finally {
    receiver.closeAllConnections();
    receiver.close();
    await server.close();
  }
}

/** Lets the deliveries fall due one after the other, each with its wake-up, as so many changes a second would. */
async function fallDue(server: BenchServer, engine: Engine, count: number): Promise<void> {
  const rows = await server.database.query<{ id: string; laneId: number }>({
    text: 'select id, lane_id as "laneId" from deliveries order by id',
  });
  const perTick = 10;
  const tickMs = (spreadSeconds * 1_000 * perTick) / count;
  const startedAt = performance.now();
  for (let first = 0; first < rows.length; first += perTick) {
    const some = rows.slice(first, first + perTick);
    const values = [some.map(({ id }) => id)];
    await server.database.query({
      name: 'fall-due',
      text: 'update deliveries set due_at = now() where unit_id = 1 and id = any($1)',
      values,
    });
    engine.wake(
      1,
      some.map(({ laneId }) => laneId),
    );
    const waitMs = startedAt + (first / perTick + 1) * tickMs - performance.now();
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
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
