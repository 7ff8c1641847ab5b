import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startBenchServer } from './support/bench-server.ts';
import { queueInvoices, seedCompany, template, trigger } from './support/invoices.ts';
import { percentile } from './support/measure.ts';

const connectionCount = 1_000;

/**
 * Milliseconds from due to answered, the 99th percentile over a thousand connections with a few deliveries each; with `trouble` one of them hangs for
 * 30 s on every call and one answers 503, and those two are not counted.
 */
export async function measureManyConnections(
  trouble: boolean,
): Promise<{ readonly p99: number; readonly seconds: number }> {
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
        body: { name, url: `${url}${path(index)}`, concurrency: 4, timeout: '30s' },
      })),
      { kind: 'templates', name: 'invoice', body: template },
      { kind: 'triggers', name: 'approved', body: trigger(names) },
    ]);
    const perConnection = 5;
    const count = connectionCount * perConnection;
    const waits: number[] = [];
    const expected = (connectionCount - 2) * perConnection;
    const { promise, resolve } = Promise.withResolvers<undefined>();
    let startedAt = 0;
    const engine = server.engine(({ delivery, attempt }) => {
      if (delivery.connection === 'c0' || delivery.connection === 'c1') return;
      waits.push(attempt.startedAtMs + attempt.durationMs - startedAt);
      if (waits.length === expected) resolve(undefined);
    });
    await queueInvoices(server.database, server.plans, 1_000, count, (index) => names[index % connectionCount] ?? '');
    await server.database.query({ text: 'vacuum analyze' });
    startedAt = Date.now();
    await engine.start();
    await promise;
    return { p99: percentile(waits, 0.99), seconds: (Date.now() - startedAt) / 1_000 };
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
  await once(receiver.listen(0, '127.0.0.1'), 'listening');
  return receiver;
}
