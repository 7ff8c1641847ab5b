import { Refusal } from '../errors.ts';

/** What became of the connection: `lost` mends itself when the database is back, `refused` needs a person. */
export type ConnectionFault = { readonly kind: 'lost' | 'refused'; readonly sentence: string };

/**
 * Tells trouble with the connection from a fault in a statement; undefined for the latter.
 * Codes: https://www.postgresql.org/docs/current/errcodes-appendix.html, and those of Node's sockets.
 */
export function connectionFault(error: unknown): ConnectionFault | undefined {
  if (!(error instanceof Error)) return undefined;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const refused = code === undefined ? undefined : refusals.get(code);
  if (refused !== undefined) return { kind: 'refused', sentence: `${refused} (${error.message})` };
  const lost =
    (code !== undefined && (lostCodes.has(code) || code.startsWith('08'))) || lostMessage.test(error.message);
  if (!lost) return undefined;
  return {
    kind: 'lost',
    sentence: `The database cannot be reached: ${error.message || (code ?? 'no connection')}. Try again in a moment.`,
  };
}

/** The error as callers see it: a refusal when the connection is in trouble, otherwise unchanged. */
export function asRefusal(error: unknown): unknown {
  const fault = connectionFault(error);
  return fault === undefined ? error : new Refusal('database-unavailable', fault.sentence, [], { cause: error });
}

const refusals = new Map<string, string>([
  ['28P01', 'The database refuses the password: check GANGWAY_DATABASE_URL.'],
  ['28000', 'The database refuses this user: check GANGWAY_DATABASE_URL and the server’s pg_hba.conf.'],
  ['3D000', 'The database does not exist: create it, or check the name at the end of GANGWAY_DATABASE_URL.'],
  ['42501', 'The database user lacks a right: make it the owner of the database.'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'The certificate of the database is for another host: check GANGWAY_DATABASE_URL.'],
  [
    'SELF_SIGNED_CERT_IN_CHAIN',
    'The certificate of the database is not trusted: name its authority with sslrootcert= in GANGWAY_DATABASE_URL.',
  ],
  [
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'The certificate of the database is not trusted: name its authority with sslrootcert= in GANGWAY_DATABASE_URL.',
  ],
]);

const lostCodes = new Set([
  '57P01', // the server was told to stop
  '57P02', // another of its processes crashed
  '57P03', // it starts, stops or recovers
  '57P05', // idle for too long
  '25P03', // idle in a transaction for too long
  '53300', // too many connections
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ENOENT', // the socket's folder or file
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

/** Sentences of node-postgres, whose own errors carry no code. */
const lostMessage =
  /^(Connection terminated|Client has encountered a connection error|Client was closed|timeout exceeded when trying to connect|timeout expired)/;
