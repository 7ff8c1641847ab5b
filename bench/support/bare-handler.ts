import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fastify from 'fastify';
import { startEmbeddedPostgres } from '../../server/src/database/embedded/embedded-postgres.ts';
import { openDatabase } from '../../server/src/database/open-database.ts';

/**
 * The least that stores a pass durably: a Fastify handler with one insert per call, without tokens, rights, users, intervals, repeats. A process of its
 * own, with a PostgreSQL of its own with fsync on. Writes the port on which it listens; stops when its standard input ends.
 */
const folder = await mkdtemp(join(tmpdir(), 'gangway-bench-'));
const postgres = await startEmbeddedPostgres({ dataFolder: folder, purpose: 'the benchmark' });
const database = await openDatabase({ connection: postgres.connection, poolSize: 10, applicationName: 'bare' });
await database.query({
  text: `create table bare (id bigint generated always as identity primary key, badge text, at timestamptz, direction text, event_id text unique)`,
});
const app = fastify();
app.post<{ Body: { badge: string; at: string; direction: string; eventId: string } }>(
  '/time',
  async (request, reply) => {
    const { badge, at, direction, eventId } = request.body;
    const [row] = await database.query<{ id: number }>({
      name: 'insert',
      text: 'insert into bare (badge, at, direction, event_id) values ($1, $2, $3, $4) returning id',
      values: [badge, at, direction, eventId],
    });
    return reply.code(201).send({ ...request.body, id: row?.id });
  },
);
const address = await app.listen({ port: 0, host: '127.0.0.1' });
process.stdout.write(`${new URL(address).port}\n`);
process.stdin.resume().on('end', () => void stop());

async function stop(): Promise<void> {
  await app.close();
  await database.close();
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
}
