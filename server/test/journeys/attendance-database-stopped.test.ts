import { afterAll, beforeAll, expect, test } from 'vitest';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/database/embedded/embedded-postgres.ts';
import { addressOf } from '../support/database.ts';
import { type PreparedFolders, preparedFolders } from '../support/embedded-process.ts';
import { GangwayFolder, type StartedServer } from '../support/gangway-process.ts';

const token = 'an-administrator-token-of-the-tests';
let folders: PreparedFolders;
let postgres: EmbeddedPostgres;
let folder: GangwayFolder;
let server: StartedServer;

const startPostgres = (): Promise<EmbeddedPostgres> =>
  startEmbeddedPostgres({ dataFolder: folders.original, purpose: 'tests' });

beforeAll(async () => {
  folders = await preparedFolders();
  postgres = await startPostgres();
  folder = await GangwayFolder.create();
  server = await folder.start({
    GANGWAY_DATABASE_URL: addressOf(postgres.connection),
    GANGWAY_ADMIN_TOKEN: token,
  });
});
afterAll(async () => {
  await folder.remove();
  await postgres.stop();
  await folders.remove();
});

async function send(eventId: string): Promise<{ status: number; retryAfter: string | null; text: string; ms: number }> {
  const startedAt = performance.now();
  const answer = await fetch(`${server.url}/rest/v1/1/time`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      type: 'ATTENDANCE',
      badge: 'B-1',
      at: '2026-11-16T08:00:00+01:00',
      device: 'gate',
      eventId,
    }),
  });
  const text = await answer.text();
  return {
    status: answer.status,
    retryAfter: answer.headers.get('retry-after'),
    text,
    ms: performance.now() - startedAt,
  };
}

test('while PostgreSQL is away a pass is answered 503 at once with Retry-After, and when it is back it is taken, without a restart', async () => {
  const first = await send('before');
  expect(first.status).toBe(202);
  await postgres.stop();
  const refused = await Promise.all(Array.from({ length: 20 }, (_, index) => send(`meanwhile-${index}`)));
  for (const { status, retryAfter, text, ms } of refused) {
    expect(status).toBe(503);
    expect(Number(retryAfter)).toBeGreaterThan(0);
    expect(text).toContain('/problems/database-unavailable');
    expect(ms).toBeLessThan(5_000);
  }
  postgres = await startPostgres();
  await expect.poll(async () => (await send('meanwhile-0')).status, { timeout: 20_000 }).toBe(202);
  for (let index = 1; index < 20; index += 1) expect((await send(`meanwhile-${index}`)).status).toBe(202);
  expect((await send('before')).text).toBe(first.text);
}, 90_000);
