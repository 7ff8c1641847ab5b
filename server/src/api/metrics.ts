import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { Database } from '../database/database.ts';
import { countByState, readLagMs } from '../deliveries/delivery-store.ts';
import type { Settlement } from '../deliveries/settle.ts';
import { isSubscription } from '../webhooks/hook.ts';

export interface Metrics {
  /** Counts an ended attempt. */
  attempted(settlement: Settlement): void;
  /** Everything in the text format of Prometheus; the queue is counted when it is asked for. */
  text(): Promise<string>;
}

export interface MetricsOptions {
  readonly database: Database;
  readonly load: () => {
    readonly inFlight: number;
    readonly lanes: number;
    readonly unsettled: number;
    readonly inThreads: number;
  };
}

/** A thousand subscriptions are one label: whoever wants to know of one asks the API. */
const labelOf = (connection: string): string => (isSubscription(connection) ? 'hooks' : connection);

/** Seconds; the default time-out is 30 s, and an accounting package that books an invoice often takes several. */
const durationBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/**
 * The figures of one process. Labels are names of connections and outcomes, never of records: their number stays small. Attempts are counted as they
 * end; the queue is counted in the database, when somebody asks, by partial indexes that hold open deliveries only.
 */
export function createMetrics({ database, load }: MetricsOptions): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'gangway_' });
  const registers = [registry];
  const attempts = new Counter({
    name: 'gangway_attempts_total',
    help: 'Ended attempts by connection and outcome.',
    labelNames: ['connection', 'outcome'],
    registers,
  });
  const durations = new Histogram({
    name: 'gangway_attempt_duration_seconds',
    help: 'How long attempts took, from the claimed delivery to the judged answer.',
    labelNames: ['connection'],
    buckets: durationBuckets,
    registers,
  });
  const gauge = (name: string, help: string, collect: (this: Gauge) => void | Promise<void>): Gauge =>
    new Gauge({ name, help, registers, collect });
  gauge('gangway_lag_seconds', 'Now less the time at which the oldest unsent delivery fell due.', async function () {
    this.set((await readLagMs(database)) / 1000);
  });
  gauge('gangway_requests_in_flight', 'Requests of this process that are under way.', function () {
    this.set(load().inFlight);
  });
  gauge('gangway_lanes_held', 'Lanes that this process holds.', function () {
    this.set(load().lanes);
  });
  gauge('gangway_results_unsettled', 'Ended attempts of this process that are not written yet.', function () {
    this.set(load().unsettled);
  });
  new Counter({
    name: 'gangway_thread_messages_total',
    help: 'Messages made and answers read by threads, because they are large or costly.',
    registers,
    collect() {
      this.reset();
      this.inc(load().inThreads);
    },
  });
  new Gauge({
    name: 'gangway_deliveries_open',
    help: 'Open deliveries by connection and state.',
    labelNames: ['connection', 'state'],
    registers,
    async collect() {
      const rows = await countByState(database);
      this.reset();
      for (const { connection, state, count } of rows) this.inc({ connection: labelOf(connection), state }, count);
    },
  });
  return {
    attempted: ({ delivery: { connection }, verdict, attempt }) => {
      attempts.inc({ connection, outcome: verdict.outcome });
      durations.observe({ connection }, attempt.durationMs / 1000);
    },
    text: () => registry.metrics(),
  };
}
