import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { saveRecord } from '../server/src/records/save-record.ts';
import { recordEnvironment } from '../server/src/triggers/record-environment.ts';
import { startBenchServer } from './support/bench-server.ts';
import { queueInvoices, seedCompany, template, trigger } from './support/invoices.ts';
import { percentile } from './support/measure.ts';

const actor = { userId: 2, name: 'Bench', groups: ['Administrators'], administrator: true };

/** Milliseconds from the commit of a change to the first byte of its message at the receiver, at so many changes a second. */
export async function measureLatency(
  changesPerSecond: number,
  seconds: number,
): Promise<{ readonly p50: number; readonly p99: number }> {
  const arrivals = new Map<string, number>();
  const receiver = createServer((request, response) => {
    const at = performance.now();
    arrivals.set(String(request.headers['x-number']), at);
    request
      .resume()
      .on('end', () => response.setHeader('content-type', 'application/json').end('{"accepted":true,"number":"1"}'));
  });
  await once(receiver.listen(0, '127.0.0.1'), 'listening');
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
  const server = await startBenchServer();
  try {
    await seedCompany(server.database);
    const withNumber = { ...template, request: { headers: { 'X-Number': '${input.id}' } } };
    await server.configure([
      { kind: 'connections', name: 'sink', body: { name: 'sink', url, concurrency: 16 } },
      { kind: 'templates', name: 'invoice', body: withNumber },
      { kind: 'triggers', name: 'approved', body: trigger(['sink']) },
    ]);
    const count = changesPerSecond * (seconds + 1);
    await queueInvoices(server.database, server.plans, 1_000, count, () => 'sink');
    await server.database.query({ text: `delete from deliveries` });
    await server.database.query({
      text: `update records set status = 'OPEN', data = data || '{"status":"OPEN"}' where entity = 'documents'`,
    });
    const engine = server.engine();
    await engine.start();
    const commits = new Map<string, number>();
    const approve = async (id: number): Promise<void> => {
      await server.database.transaction(async (transaction) => {
        const environment = await recordEnvironment(transaction, 1, {
          plans: server.plans,
          wake: engine.wake,
          now: () => new Date(),
        });
        transaction.afterCommit(() => commits.set(String(id), performance.now()));
        await saveRecord(transaction, environment, {
          kind: 'change',
          entity: 'documents',
          key: { id },
          fields: { status: 'APPROVED' },
          actor,
          origin: 'api',
        });
      });
    };
    const startedAt = performance.now();
    const approvals: Promise<void>[] = [];
    for (let index = 0; index < count; index += 1) {
      const waitMs = startedAt + (index * 1_000) / changesPerSecond - performance.now();
      if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
      approvals.push(approve(1_000 + index));
    }
    await Promise.all(approvals);
    while (arrivals.size < count) await new Promise((resolve) => setTimeout(resolve, 10));
    // The first second warms up.
    const ids = [...commits.keys()].slice(changesPerSecond);
    const waits = ids.map((id) => Math.max(0, (arrivals.get(id) ?? Infinity) - (commits.get(id) ?? 0)));
    return { p50: percentile(waits, 0.5), p99: percentile(waits, 0.99) };
  } finally {
    await server.close();
    receiver.closeAllConnections();
    receiver.close();
  }
}
