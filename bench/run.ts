import { cpus } from 'node:os';
import { measureAttendance } from './attendance.ts';
import { type Beside, measureDataApi } from './data-api.ts';
import { type DeliveryRate, measureDeliveries } from './deliveries.ts';
import { measureLatency } from './latency.ts';
import { measureManyConnections } from './many-connections.ts';
import { measureMemory } from './memory.ts';
import { measureRender } from './render.ts';
import { soak } from './soak.ts';
import type { Where } from './support/bench-postgres.ts';
import { type Measure, medianOf, table } from './support/measure.ts';
import { measureWebhooks } from './webhooks.ts';

/** `npm run bench`: everything, under ten minutes. `-- quick`: less of it, under one. `-- soak`: ten minutes of steady load. */
interface Size {
  readonly deliveries: number;
  readonly runs: number;
  readonly backlog: number;
  readonly latencySeconds: number;
  readonly memory: number;
  readonly passes: number;
  readonly documents: number;
  readonly reads: number;
  readonly pages: number;
}
const full: Size = {
  deliveries: 40_000,
  runs: 3,
  backlog: 1_000_000,
  latencySeconds: 10,
  memory: 100_000,
  passes: 30_000,
  documents: 1_000_000,
  reads: 60_000,
  pages: 1_500,
};
const quick: Size = {
  deliveries: 10_000,
  runs: 1,
  backlog: 50_000,
  latencySeconds: 3,
  memory: 0,
  passes: 15_000,
  documents: 20_000,
  reads: 20_000,
  pages: 300,
};

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const progress = (text: string): void => void process.stderr.write(`... ${text}\n`);

async function deliveries(size: Size): Promise<Measure[]> {
  const run = (name: string, backlog: number, where: Where = 'embedded'): Promise<DeliveryRate> => {
    progress(`deliveries per second, ${name}`);
    return medianOf(
      size.runs,
      ({ perSecond }) => perSecond,
      () => measureDeliveries({ count: size.deliveries, backlog, where }),
    );
  };
  const external = await run('external PostgreSQL', 0, 'external');
  const embedded = await run('embedded PostgreSQL', 0);
  const backlog = await run(`${size.backlog} more in the queue`, size.backlog);
  const unit = '/s';
  return [
    {
      ...{ measure: 'deliveries, external PostgreSQL', value: external.perSecond, unit },
      limit: { name: 'bare undici', value: external.limit },
      target: {
        text: '0.30 of the limit, 5,000/s',
        met: external.perSecond >= 5_000 && external.perSecond / external.limit >= 0.3,
      },
    },
    {
      ...{ measure: 'deliveries, embedded PostgreSQL', value: embedded.perSecond, unit },
      limit: { name: 'external', value: external.perSecond },
      target: { text: '0.9 of that', met: embedded.perSecond >= 0.9 * external.perSecond },
    },
    {
      ...{
        measure: `deliveries, ${size.backlog.toLocaleString('en-US')} more in the queue`,
        value: backlog.perSecond,
        unit,
      },
      limit: { name: 'empty queue', value: embedded.perSecond },
      target: { text: '0.9 of that', met: backlog.perSecond >= 0.9 * embedded.perSecond },
    },
  ];
}

async function latency(size: Size): Promise<Measure[]> {
  progress('commit to first byte, 100 changes a second');
  const { p50, p99 } = await measureLatency(100, size.latencySeconds);
  return [
    { measure: 'commit to first byte, p50', value: p50, unit: 'ms', target: { text: 'at most 4 ms', met: p50 <= 4 } },
    { measure: 'commit to first byte, p99', value: p99, unit: 'ms', target: { text: 'at most 20 ms', met: p99 <= 20 } },
  ];
}

async function lanes(): Promise<Measure> {
  progress('1,000 connections, all well');
  const well = await measureManyConnections(false);
  progress('1,000 connections, one hanging, one answering 503');
  const troubled = await measureManyConnections(true);
  return {
    ...{ measure: '1,000 connections, two in trouble: p99 of the others', value: troubled.p99, unit: 'ms' },
    limit: { name: 'all well', value: well.p99 },
    target: { text: 'under 2x', met: troubled.p99 < 2 * well.p99 },
  };
}

async function renders(): Promise<Measure[]> {
  progress('renders per second');
  const results = await measureRender();
  return results.map(({ measure, value, target }) => ({
    ...{ measure, value, unit: '/s' },
    target: { text: `at least ${target.toLocaleString('en-US')}`, met: value >= target },
  }));
}

async function attendance(size: Size): Promise<Measure[]> {
  progress('passes per second, 32 callers, each durable before its answer');
  const { gangway, bare } = await medianOf(
    size.runs,
    (rate) => rate.gangway.perSecond,
    () => measureAttendance(size.passes),
  );
  return [
    {
      ...{ measure: 'passes, 32 callers', value: gangway.perSecond, unit: '/s' },
      limit: { name: 'bare Fastify, one insert a call', value: bare.perSecond },
      target: { text: '5,000/s', met: gangway.perSecond >= 5_000 },
    },
    {
      ...{ measure: 'a pass, p99', value: gangway.p99, unit: 'ms' },
      limit: { name: 'bare Fastify', value: bare.p99 },
      target: { text: 'under 25 ms', met: gangway.p99 < 25 },
    },
  ];
}

async function dataApi({ documents, reads, pages }: Size): Promise<Measure[]> {
  const many = documents.toLocaleString('en-US');
  progress(`reading records and views of ${many} documents`);
  const { record, page, wholePage, firstPages } = await measureDataApi(documents, reads, pages);
  const beside = (measure: string, { gangway, bare }: Beside, least: number): Measure => ({
    ...{ measure, value: gangway.perSecond, unit: '/s' },
    limit: { name: 'bare Fastify + pg', value: bare.perSecond },
    target: {
      text: `0.6 of that, ${least.toLocaleString('en-US')}/s`,
      met: gangway.perSecond >= least && gangway.perSecond >= 0.6 * bare.perSecond,
    },
  });
  const [slowest] = firstPages.toSorted((one, other) => other.ms - one.ms);
  return [
    beside('GET of one record, 32 callers', record, 7_000),
    beside('view, 1,000 rows, 12 columns, 32 callers', page, 100),
    {
      ...{ measure: 'view, 1,000 rows as built in, 32 callers', value: wholePage.perSecond, unit: '/s' },
      target: { text: 'at least 100/s', met: wholePage.perSecond >= 100 },
    },
    {
      ...{ measure: `first page of ${many}, slowest of ${firstPages.length} (${slowest?.query ?? ''})` },
      ...{ value: slowest?.ms ?? Number.NaN, unit: 'ms' },
      target: { text: 'under 50 ms', met: slowest !== undefined && slowest.ms < 50 },
    },
  ];
}

async function memory(size: Size): Promise<Measure[]> {
  if (size.memory === 0) return [];
  progress(`memory after ${size.memory} deliveries`);
  const megabytes = await measureMemory(size.memory);
  const target = { text: 'under 300 MB', met: megabytes < 300 };
  return [
    { measure: `memory after ${size.memory.toLocaleString('en-US')} deliveries`, value: megabytes, unit: 'MB', target },
  ];
}

const [mode = 'full'] = process.argv.slice(2);
if (mode === 'soak') {
  await soak(500, Number(process.argv[3] ?? 10), say);
} else if (mode === 'webhooks') {
  say(table(await measureWebhooks(progress)));
} else if (mode === 'full' || mode === 'quick') {
  const size = mode === 'full' ? full : quick;
  const measures = [
    ...(await renders()),
    ...(await latency(size)),
    ...(await attendance(size)),
    ...(await deliveries(size)),
    ...(mode === 'full' ? [await lanes(), ...(await measureWebhooks(progress))] : []),
    ...(await dataApi(size)),
    ...(await memory(size)),
  ];
  say(`${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores, Node ${process.version}\n`);
  say(table(measures));
} else {
  say('npm run bench [-- quick | webhooks | soak [minutes]]');
  process.exitCode = 2;
}
