import type pg from 'pg';
import { refuse } from '../errors.ts';
import { valueTypes } from './value-types.ts';

/** Where a database is, when it is not given as an address: for the embedded one, `host` is the folder of its socket. */
export interface Connection {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
}

export type Target = { readonly url: string } | { readonly connection: Connection };

/**
 * Settings of every session, sent with the start of the connection, so that they cost no round trip and hold whatever the
 * server's own defaults are.
 * - DateStyle, IntervalStyle, TimeZone: what value-types.ts reads.
 * - jit: compiling a statement takes longer than any statement here runs.
 * - idle_in_transaction_session_timeout: a process that is stopped in the middle of a transaction must not keep its locks.
 * - tcp_keepalives_*: a client whose machine is gone is noticed within a minute, and its locks with it.
 */
const sessionSettings = {
  DateStyle: 'ISO',
  IntervalStyle: 'postgres',
  TimeZone: 'UTC',
  jit: 'off',
  idle_in_transaction_session_timeout: '60s',
  tcp_keepalives_idle: '30',
  tcp_keepalives_interval: '10',
  tcp_keepalives_count: '3',
} as const;

/** What node-postgres needs to open one connection. Refuses an address that cannot be read. */
export function clientConfig(target: Target, applicationName: string): pg.ClientConfig {
  const options = Object.entries(sessionSettings)
    .map(([name, value]) => `-c ${name}=${value}`)
    .join(' ');
  const shared: pg.ClientConfig = {
    application_name: applicationName,
    types: valueTypes,
    // Statements that do not wait for each other may be sent together, on one connection too.
    pipeline: true,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
  };
  // ssl is named, because PGSSLMODE in the environment would otherwise ask for it on the private socket.
  if ('connection' in target) return { ...shared, ...target.connection, ssl: false, options };
  const url = readUrl(target.url);
  const own = url.searchParams.get('options');
  url.searchParams.delete('options');
  return { ...shared, connectionString: url.href, options: own === null ? options : `${options} ${own}` };
}

function readUrl(text: string): URL {
  const url = URL.parse(text);
  if (url !== null && (url.protocol === 'postgres:' || url.protocol === 'postgresql:')) return url;
  return refuse(
    'database-unavailable',
    'The address of the database cannot be read: write GANGWAY_DATABASE_URL=postgres://user:password@host:5432/database, with special characters of the password percent-encoded.',
  );
}
