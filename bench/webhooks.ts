import { createHmac, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Pool } from 'undici';
import { allRights } from '../server/src/access/rights.ts';
import { secretKeys } from '../server/src/configuration/seal.ts';
import { newId } from '../server/src/database/uuid.ts';
import type { Engine } from '../server/src/deliveries/engine.ts';
import { AddressRanges } from '../server/src/outbound/address-ranges.ts';
import { saveRecord } from '../server/src/records/save-record.ts';
import { recordEnvironment } from '../server/src/triggers/record-environment.ts';
import { eventKinds } from '../server/src/webhooks/event-kinds.ts';
import type { HookFields } from '../server/src/webhooks/hook.ts';
import { createHook } from '../server/src/webhooks/manage-hooks.ts';
import { type BenchServer, startBenchServer } from './support/bench-server.ts';
import { seedCompany } from './support/invoices.ts';
import { type Measure, percentile } from './support/measure.ts';
import { startSink } from './support/sink.ts';

const hookCount = 1_000;
const administrator = { userId: 2, name: 'Bench', groups: ['Administrators'], administrator: true };

/** Makes hooks as the API does, all by one token. */
async function makeHooks(server: BenchServer, hooks: readonly HookFields[]): Promise<void> {
  const { database, plans } = server;
  const tokenId = newId();
  await database.query({
    text: `insert into tokens (unit_id, id, name, user_id, hash, ip_ranges, created_by) values (1, $1, 'bench', 2, $2, '{127.0.0.1}', 'bench')`,
    values: [tokenId, randomBytes(32)],
  });
  await database.query({
    text: `update records set data = data || '{"groups": ["Administrators"]}' where entity = 'users'`,
  });
  const keys = secretKeys(['a key for measurements, long enough']);
  const caller = { ...administrator, unitId: 1, tokenId, rights: allRights };
  for (const fields of hooks) {
    await database.transaction(async (transaction) => {
      const plan = await plans.current(transaction, 1);
      const checks = {
        ...{ definitions: plan.definitions, dictionaries: [], egressRanges: new AddressRanges(['127.0.0.0/8']) },
        kinds: eventKinds(plan.definitions, []),
      };
      await createHook(transaction, { caller, keys, checks, now: new Date(), random: randomBytes(32) }, fields);
    });
  }
}

/** One change that hooks hear of; resolves to how long it took, in milliseconds. */
async function change({ database, plans }: BenchServer, engine: Engine | undefined, note: string): Promise<number> {
  const startedAt = performance.now();
  await database.transaction(async (transaction) => {
    const wake = engine?.wake ?? (() => undefined);
    const environment = await recordEnvironment(transaction, 1, { plans, wake, now: () => new Date() });
    const fields = { note };
    await saveRecord(transaction, environment, {
      ...{ kind: 'change', entity: 'companies', key: { id: 3 }, fields, actor: administrator, origin: 'api' },
    });
  });
  return performance.now() - startedAt;
}

/** Bare undici that signs what it sends: the limit of what a sender of webhooks in Node can reach. */
async function bareSender(url: string, count: number, concurrency: number): Promise<number> {
  const pool = new Pool(url, { connections: concurrency, pipelining: 1 });
  const body = 'x'.repeat(420);
  const key = randomBytes(32);
  let left = count;
  const startedAt = performance.now();
  const work = async (): Promise<void> => {
    while (left-- > 0) {
      const signature = createHmac('sha256', key).update(`id.1.${body}`).digest('base64');
      const headers = { 'content-type': 'application/json', 'webhook-signature': `v1,${signature}` };
      const answer = await pool.request({ path: '/', method: 'POST', headers, body });
      await answer.body.text();
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  const perSecond = (count / (performance.now() - startedAt)) * 1_000;
  await pool.close();
  return perSecond;
}

/** Notices per second: 16 hooks hear of each of 500 changes that are there when the engine starts. */
async function measureThroughput(): Promise<Measure> {
  const sink = await startSink();
  const server = await startBenchServer();
  try {
    await seedCompany(server.database);
    const hooks = Array.from({ length: 16 }, (_, index): HookFields => ({
      ...{ targetUrl: `${sink.url}/h${index}`, event: 'companies.updated', ratePerSecond: 1_000, concurrency: 8 },
    }));
    await makeHooks(server, hooks);
    const changes = 500;
    for (let index = 0; index < changes; index += 1) await change(server, undefined, `note ${index}`);
    await server.database.query({ text: 'vacuum analyze' });
    await bareSender(sink.url, 5_000, 64);
    const limit = await bareSender(sink.url, 10_000, 64);
    const total = changes * hooks.length;
    let ended = 0;
    let startedAt = 0;
    const done = Promise.withResolvers<number>();
    const engine = server.engine(({ verdict }) => {
      if (verdict.outcome !== 'accepted') done.reject(new Error(verdict.reason));
      ended += 1;
      // The first tenth warms up.
      if (ended === total / 10) startedAt = performance.now();
      if (ended === total) done.resolve(((total * 0.9) / (performance.now() - startedAt)) * 1_000);
    });
    await engine.start();
    const value = await done.promise;
    return {
      ...{ measure: 'notices, 16 hooks, signed HMAC and ed25519', value, unit: '/s' },
      limit: { name: 'bare undici with HMAC', value: limit },
      target: { text: '0.2 of the limit', met: value / limit >= 0.2 },
    };
  } finally {
    await server.close();
    sink.stop();
  }
}

/** Milliseconds from a change to the answer of a receiver, the 99th percentile over a thousand hooks that hear of it; of which so many hang. */
async function measureManyHooks(hanging: number): Promise<number> {
  const receiver = await startReceiver();
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
  const server = await startBenchServer();
  try {
    await seedCompany(server.database);
    const path = (index: number): string => (index < hanging ? 'hang' : 'ok');
    await makeHooks(
      server,
      Array.from({ length: hookCount }, (_, index) => ({
        ...{ targetUrl: `${url}/${path(index)}/${index}`, event: 'companies.updated', timeout: '15s' },
      })),
    );
    const rounds = 6;
    const warmUp = 3;
    const waits: number[] = [];
    let awaited = Promise.withResolvers<undefined>();
    let changedAt = 0;
    let answered = 0;
    const engine = server.engine(({ attempt, verdict }) => {
      if (verdict.outcome !== 'accepted') return;
      waits.push(attempt.startedAtMs + attempt.durationMs - changedAt);
      answered += 1;
      if (answered % (hookCount - hanging) === 0) awaited.resolve(undefined);
    });
    await engine.start();
    for (let round = 0; round < rounds; round += 1) {
      if (round === warmUp) waits.length = 0;
      awaited = Promise.withResolvers();
      changedAt = Date.now();
      await change(server, engine, `round ${round}`);
      await awaited.promise;
    }
    receiver.closeAllConnections();
    return percentile(waits, 0.99);
  } finally {
    receiver.closeAllConnections();
    receiver.close();
    await server.close();
  }
}

async function startReceiver(): Promise<Server> {
  const receiver = createServer((request, response) => {
    request.resume().on('end', () => {
      if (request.url?.startsWith('/hang') !== true) response.end('ok');
    });
  });
  await once(receiver.listen({ port: 0, host: '127.0.0.1', backlog: 4_096 }), 'listening');
  return receiver;
}

/** What hooks that do not hear of a change cost it: milliseconds, the median of many. */
async function measureDeafHooks(): Promise<{ readonly none: number; readonly filtered: number }> {
  const server = await startBenchServer();
  try {
    await seedCompany(server.database);
    const times = async (): Promise<number> => {
      const all: number[] = [];
      for (let index = 0; index < 300; index += 1) all.push(await change(server, undefined, `note ${newId()}`));
      return percentile(all.slice(100), 0.5);
    };
    const none = await times();
    await makeHooks(
      server,
      Array.from({ length: hookCount }, (_, index) => ({
        ...{
          targetUrl: `http://127.0.0.1:9/${index}`,
          event: 'companies.updated',
          filter: `input.name = 'Nobody ${index}'`,
        },
      })),
    );
    return { none, filtered: await times() };
  } finally {
    await server.close();
  }
}

/** The figures of webhooks. */
export async function measureWebhooks(progress: (text: string) => void): Promise<Measure[]> {
  progress('notices per second');
  const throughput = await measureThroughput();
  progress('1,000 hooks, all well');
  const well = await measureManyHooks(0);
  progress('1,000 hooks, 10 hanging');
  const troubled = await measureManyHooks(10);
  progress('changes that 1,000 hooks filter out');
  const { none, filtered } = await measureDeafHooks();
  return [
    throughput,
    {
      ...{ measure: 'a change told to 1,000 hooks, 10 of them hang: p99 of the others', value: troubled, unit: 'ms' },
      limit: { name: 'all well', value: well },
      target: { text: 'under 2x', met: troubled < 2 * well },
    },
    {
      ...{ measure: 'a change that 1,000 hooks filter out, p50', value: filtered, unit: 'ms' },
      limit: { name: 'no hooks', value: none },
      target: { text: 'at most 20 ms more', met: filtered < none + 20 },
    },
  ];
}
