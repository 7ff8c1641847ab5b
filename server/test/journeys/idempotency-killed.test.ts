import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { GangwayFolder, type StartedServer } from '../support/gangway-process.ts';

const token = 'an-administrator-token-of-the-tests';
let own: TestDatabase;
let folder: GangwayFolder;
let server: StartedServer;
let ownerId: number;

const start = (): Promise<StartedServer> =>
  folder.start({ GANGWAY_DATABASE_URL: own.url, GANGWAY_ADMIN_TOKEN: token, GANGWAY_LOG_LEVEL: 'info' });

beforeAll(async () => {
  own = await testDatabase();
  folder = await GangwayFolder.create();
  server = await start();
  const [admin] = await own.database.query<{ id: number }>({ text: `select id from records where entity = 'users'` });
  ownerId = admin?.id ?? 0;
});
afterAll(async () => {
  await folder.remove();
  await own.close();
});

const headersFor = (key: string) => ({
  authorization: `Bearer ${token}`,
  'content-type': 'application/json',
  'idempotency-key': key,
});
const bodyFor = (name: string): string => JSON.stringify({ name, ownerId });

/** The id of the task that was made for this key, and whether it was there already; undefined: no answer came. */
async function create(key: string): Promise<{ readonly id: number; readonly replayed: boolean } | undefined> {
  try {
    const answer = await fetch(`${server.url}/rest/v1/1/tasks`, {
      method: 'POST',
      headers: headersFor(key),
      body: bodyFor(key),
    });
    expect(answer.status).toBe(201);
    const { id } = (await answer.json()) as { id: number };
    return { id, replayed: answer.headers.get('idempotent-replayed') === 'true' };
  } catch (error) {
    // fetch throws a TypeError where the connection breaks; everything else is a finding.
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

const made = (): Promise<{ id: number; name: string }[]> =>
  own.database.query({ text: `select id, data ->> 'name' as name from records where entity = 'tasks' order by id` });

test('a server that is killed under load does every request once: the repeats get the answers that were lost', async () => {
  const answered = new Map<string, number>();
  let lost: string[] = [];
  let count = 0;
  for (let kill = 0; kill < 4; kill += 1) {
    const enough = answered.size + 20 + kill * 7;
    const load = Array.from({ length: 8 }, async () => {
      for (;;) {
        const key = `key-${++count}`;
        const answer = await create(key);
        if (answer === undefined) return lost.push(key);
        answered.set(key, answer.id);
        if (answered.size >= enough) server.kill('SIGKILL');
      }
    });
    await Promise.all(load);
    await server.end;
    server = await start();
    for (const key of lost) {
      const answer = await create(key);
      expect(answer).toBeDefined();
      answered.set(key, answer?.id ?? 0);
    }
    lost = [];
  }
  expect(await made()).toEqual(
    [...answered].map(([name, id]) => ({ id, name })).toSorted((one, other) => one.id - other.id),
  );
  // And much later, every one of them is still answered with its own record.
  const [key, id] = [...answered].at(0) ?? ['', 0];
  expect(await create(key)).toEqual({ id, replayed: true });
});

test('a caller who hangs up before the answer comes gets it with the repeat', async () => {
  const { hostname, port } = new URL(server.url);
  const body = bodyFor('hung-up');
  const lines = Object.entries({ host: hostname, ...headersFor('hung-up'), 'content-length': String(body.length) });
  const text = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  const socket = connect(Number(port), hostname);
  socket.write(`POST /rest/v1/1/tasks HTTP/1.1\r\n${text}\r\n${body}`);
  const there = async () => (await made()).find(({ name }) => name === 'hung-up');
  while ((await there()) === undefined);
  socket.destroy();
  expect(await create('hung-up')).toEqual({ id: (await there())?.id, replayed: true });
});
