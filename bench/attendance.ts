import { openConfiguredDatabase } from '../server/src/database/configured-database.ts';
import { GangwayFolder } from '../server/test/support/gangway-process.ts';
import { postTo, withBareProgram } from './support/bare-program.ts';
import { type LoadResult, measureLoad } from './support/load.ts';

const callers = 32;
const people = 500;
const adminToken = 'an-administrator-of-the-benchmark';

/** What the gate sends: people come and go every ten minutes, so that each pass begins or ends an interval. */
function passOf(index: number, begin: number): string {
  const round = Math.floor(index / people);
  return JSON.stringify({
    type: 'ATTENDANCE',
    badge: `B-${index % people}`,
    direction: round % 2 === 0 ? 'IN' : 'OUT',
    at: new Date(begin + round * 600_000 + (index % people) * 1_000).toISOString(),
    device: `gate-${index % 8}`,
    eventId: `event-${index}`,
  });
}

export interface AttendanceRate {
  readonly gangway: LoadResult;
  /** A bare Fastify handler with one insert per call, in the same run. */
  readonly bare: LoadResult;
}

/** Passes per second from 32 callers, each on the disk before its answer: the server as it is started, in a process of its own. */
export async function measureAttendance(count: number): Promise<AttendanceRate> {
  const begin = Date.now() - Math.ceil(count / people) * 600_000 - 3_600_000;
  const request = (path: string) => (index: number) => ({ method: 'POST' as const, path, body: passOf(index, begin) });
  const bare = await withBareProgram('bare-handler.ts', [], (url) =>
    measureLoad({ url, callers, count, request: request('/time') }),
  );
  const gangway = await withServer((url, token) =>
    measureLoad({ url, token, callers, count, request: request('/rest/v1/1/time') }),
  );
  return { gangway, bare };
}

/** What autovacuum does within a minute of a new database: the measurement is not of a planner that knows nothing yet. */
async function analyze(dataFolder: string): Promise<void> {
  const opened = await openConfiguredDatabase(
    { databaseUrl: undefined, dataFolder, databaseConnections: 1 },
    { purpose: 'the benchmark', whenTaken: 'join' },
  );
  await opened.database.query({ text: 'vacuum analyze' }).finally(() => opened.close());
}

async function withServer<T>(work: (url: string, token: string) => Promise<T>): Promise<T> {
  const folder = await GangwayFolder.create();
  try {
    const { url } = await folder.start({ GANGWAY_ADMIN_TOKEN: adminToken });
    const call = (path: string, body: object) => postTo(url, adminToken, path, body);
    for (let index = 0; index < people; index += 1) {
      await call('/rest/v1/1/users', { login: `person-${index}`, badge: `B-${index}` });
    }
    const gate = await call('/rest/v1/1/users', { login: 'gate', groups: ['Devices'] });
    const { token } = await call('/api/v1/1/tokens', { name: 'gate', userId: gate['id'], ipRanges: ['127.0.0.1'] });
    await analyze(folder.data);
    return await work(url, String(token));
  } finally {
    await folder.remove();
  }
}
