import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, connect, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../src/database/open-database.ts';
import type { TestDatabase } from './database.ts';

export interface DatabaseDoor extends TestDatabase {
  /** The database is stopped: connections break, new ones are refused. */
  shut(): Promise<void>;
  /** It falls silent: connections stay, new ones are taken, and nothing is ever answered. */
  silence(): void;
  /** It is there again. */
  reopen(): Promise<void>;
}

/** The way to a test's database, through a door that can be shut. */
export async function databaseDoor(own: TestDatabase): Promise<DatabaseDoor> {
  const folder = await mkdtemp(join(tmpdir(), 'gangway-door-'));
  const { port } = own.connection;
  const target = join(own.connection.host, `.s.PGSQL.${port}`);
  const open = new Set<Socket>();
  let silent = false;
  let server: Server | undefined;
  const come = (inside: Socket): void => {
    const outside = connect(target);
    for (const socket of [inside, outside]) {
      open.add(socket);
      socket.on('error', () => undefined).once('close', () => open.delete(socket));
    }
    inside.on('data', (chunk) => silent || outside.write(chunk)).once('close', () => outside.destroy());
    outside.on('data', (chunk) => silent || inside.write(chunk)).once('close', () => silent || inside.destroy());
  };
  const listen = (): Promise<void> => {
    server = createServer(come);
    return new Promise((resolve) => server?.listen(join(folder, `.s.PGSQL.${port}`), resolve));
  };
  const breakAll = (): void => {
    for (const socket of open) socket.destroy();
  };
  const shut = async (): Promise<void> => {
    const closed = new Promise((resolve) => server?.close(resolve));
    breakAll();
    await closed;
  };
  await listen();
  const connection = { ...own.connection, host: folder };
  const database = await openDatabase({ connection, poolSize: 8, applicationName: 'tests' });
  return {
    ...{ database, connection, url: own.url, shut },
    silence: () => (silent = true),
    reopen: async () => {
      if (silent) breakAll();
      else await listen();
      silent = false;
    },
    close: async () => {
      await database.close();
      await shut();
      await rm(folder, { recursive: true });
      await own.close();
    },
  };
}
