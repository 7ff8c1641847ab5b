import { afterAll, beforeAll, expect, test } from 'vitest';
import { attendanceRules } from '../../src/attendance/attendance-rules.ts';
import { computeIntervals, type Direction } from '../../src/attendance/compute-intervals.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { GangwayFolder, type StartedServer } from '../support/gangway-process.ts';

const token = 'an-administrator-token-of-the-tests';
const people = 25;
let own: TestDatabase;
let folder: GangwayFolder;
let server: StartedServer;

const start = (): Promise<StartedServer> => folder.start({ GANGWAY_DATABASE_URL: own.url, GANGWAY_ADMIN_TOKEN: token });

beforeAll(async () => {
  own = await testDatabase();
  folder = await GangwayFolder.create();
  server = await start();
  for (let index = 0; index < people; index += 1) {
    const made = await post('/rest/v1/1/users', { login: `person-${index}`, badge: `B-${index}` });
    expect(made?.status).toBe(201);
  }
});
afterAll(async () => {
  await folder.remove();
  await own.close();
});

interface Posted {
  readonly status: number;
  readonly text: string;
}

/** undefined: no answer came. */
async function post(path: string, body: unknown): Promise<Posted | undefined> {
  try {
    const answer = await fetch(`${server.url}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return { status: answer.status, text: await answer.text() };
  } catch (error) {
    // fetch throws a TypeError where the connection breaks; everything else is a finding.
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

const begin = Date.parse('2026-11-16T06:00:00Z');

/** Every few minutes somebody passes without a direction; a device that counts on in strides of seven sends them out of order. */
function pass(index: number): object {
  const moved = index - (index % 7) + ((index * 3) % 7);
  return {
    ...{ type: 'ATTENDANCE', badge: `B-${moved % people}`, device: 'gate', eventId: `event-${index}` },
    at: new Date(begin + moved * 61_000).toISOString(),
  };
}

test('killed at random under load: every accepted pass is there once, and a repeat is answered as the first was', async () => {
  const accepted = new Map<number, string>();
  const kills = 4;
  let count = 0;
  for (let kill = 0; kill < kills; kill += 1) {
    const enough = accepted.size + 60 + kill * 23;
    const lost: number[] = [];
    const load = Array.from({ length: 12 }, async () => {
      for (;;) {
        const index = count++;
        const answer = await post('/rest/v1/1/time', pass(index));
        if (answer === undefined) return lost.push(index);
        expect(answer.status).toBe(201);
        accepted.set(index, answer.text);
        if (accepted.size >= enough) server.kill('SIGKILL');
      }
    });
    await Promise.all(load);
    await server.end;
    server = await start();
    // The buffer of the gate: what was not answered, and, because it is not sure, some of what was.
    for (const index of [...lost, ...[...accepted.keys()].slice(-10)]) {
      const answer = await post('/rest/v1/1/time', pass(index));
      expect(answer?.status).toBe(201);
      expect(answer?.text).toBe(accepted.get(index) ?? answer?.text);
      accepted.set(index, answer?.text ?? '');
    }
  }
  const stored = await own.database.query<{ eventId: string; id: number; text: string }>({
    text: `select r.data ->> 'eventId' as "eventId", r.id, e.receipt as text from records r join time_entries e on e.unit_id = 1 and e.id = r.id
           where r.entity = 'time'`,
  });
  expect(new Set(stored.map(({ eventId }) => eventId)).size).toBe(stored.length);
  expect(stored.map(({ eventId }) => eventId).sort()).toEqual(
    [...accepted.keys()].map((index) => `event-${index}`).sort(),
  );
  for (const { id, text } of stored) expect((JSON.parse(text) as { id: number }).id).toBe(id);
  expect(await storedIntervals()).toEqual(await intervalsOfAll());
}, 120_000);

interface PassRow {
  readonly id: number;
  readonly userId: number;
  readonly at: Date;
  readonly direction: Direction | null;
  readonly device: string;
  readonly eventKey: string;
}

/** Computed from all passes at once, as if they had come in order. */
async function intervalsOfAll(): Promise<object[]> {
  const rows = await own.database.query<PassRow & object>({
    text: `select id, user_id as "userId", at, direction, device, event_key as "eventKey" from time_entries where type = 'ATTENDANCE'`,
  });
  const surroundings = { rules: attendanceRules(), zone: 'Europe/Prague', now: Date.now() };
  return [...Map.groupBy(rows, ({ userId }) => userId)]
    .flatMap(([userId, passes]) =>
      computeIntervals(
        passes.map((each) => ({ ...each, at: each.at.getTime() })),
        surroundings,
      ).map(({ id, from, to, state }) => ({ id, userId, from, to, state })),
    )
    .sort((left, right) => left.id - right.id);
}

function storedIntervals(): Promise<object[]> {
  return own.database.query({
    text: `select id, user_id as "userId", (extract(epoch from from_at) * 1000)::bigint as from,
             (extract(epoch from to_at) * 1000)::bigint as to, state from intervals order by id`,
  });
}
