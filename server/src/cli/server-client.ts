import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { adminTokenFile, type Config, publicUrl, readConfig, settings } from '../config.ts';
import type { Fault } from '../errors.ts';
import { CommandFailure, exitCodes } from './exit-codes.ts';

/** Options that every command which speaks to a running server has. */
export interface ServerOptions {
  readonly url?: string;
  readonly token?: string;
  readonly unit?: number;
}

/** A problem document as the server sent it. */
export class ProblemAnswer extends CommandFailure {
  readonly status: number;
  readonly detail: string;
  readonly faults: readonly Fault[];

  constructor(status: number, detail: string, faults: readonly Fault[]) {
    const repeated = faults.length === 1 && detail.includes(faults[0]?.message ?? '');
    super([detail, ...(repeated ? [] : faults.map(describeFault))], exitCodes.refused.code);
    this.status = status;
    this.detail = detail;
    this.faults = faults;
  }
}

/** `  triggers[0].when, line 1, column 5: sentence` */
export function describeFault({ path, line, column, message }: Fault): string {
  const place = [
    path,
    line === undefined ? undefined : `line ${line}`,
    column === undefined ? undefined : `column ${column}`,
  ];
  const shown = place.filter((part) => part !== undefined).join(', ');
  return shown === '' ? `  ${message}` : `  ${shown}: ${message}`;
}

export interface ServerClient {
  readonly url: string;
  readonly unit: number;
  /** Calls `/api/v1/{unit}` + path; resolves to the JSON of a 2xx answer. */
  call<T>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<T>;
}

/** Finds the server and a token: options first, then the environment, then what this folder's own server has left for this machine. */
export async function openServerClient(options: ServerOptions): Promise<ServerClient> {
  const { config } = readConfig();
  if (options.url !== undefined) checkAddress(options.url);
  const url = (options.url ?? config.url ?? ownUrl(config)).replace(/\/+$/, '');
  const token = options.token ?? config.token ?? (await ownToken(config));
  const unit = options.unit ?? config.unit;
  return {
    url,
    unit,
    call: (method, path, body) => callServer(`${url}/api/v1/${unit}${path}`, { method, token, body }),
  };
}

function checkAddress(text: string): void {
  const reading = settings.url.read(text);
  if ('fault' in reading) throw new CommandFailure([`--url ${reading.fault}.`], exitCodes.usage.code);
}

/** Plain HTTP is spoken on this port whether there is a certificate or not, and the certificate is hardly one for 127.0.0.1. */
function ownUrl(config: Config): string {
  return publicUrl(
    {
      ...config,
      publicUrl: undefined,
      tlsCertificate: undefined,
      host: config.host === '0.0.0.0' || config.host === '::' ? '127.0.0.1' : config.host,
    },
    config.port,
  );
}

async function ownToken(config: Config): Promise<string> {
  if (config.adminToken !== undefined) return config.adminToken;
  const file = join(config.dataFolder, adminTokenFile);
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    throw new CommandFailure([
      `There is no token: set GANGWAY_TOKEN, give one with --token, or set GANGWAY_DATA to the data folder of the server. (${file} cannot be read: ${messageOf(error)})`,
    ]);
  }
}

interface Sending {
  readonly method: string;
  readonly token: string;
  readonly body?: unknown;
}

async function callServer<T>(url: string, { method, token, body }: Sending): Promise<T> {
  const headers = {
    authorization: `Bearer ${token}`,
    accept: 'application/json',
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
  };
  let response: Response;
  let text: string;
  try {
    response = await fetch(url, {
      method,
      headers,
      redirect: 'error',
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    text = await response.text();
  } catch (error) {
    throw unreachable(url, error);
  }
  const answer = parse(text);
  if (response.ok && answer !== undefined) return answer as T;
  const { detail, errors } = (answer ?? {}) as { detail?: unknown; errors?: unknown };
  if (typeof detail === 'string')
    throw new ProblemAnswer(response.status, detail, Array.isArray(errors) ? (errors as Fault[]) : []);
  throw new CommandFailure([
    `${new URL(url).origin} answered ${response.status}, but not as Gangway does. Check the address (--url, GANGWAY_URL).`,
  ]);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON: some other program answers there.
    return undefined;
  }
}

function unreachable(url: string, error: unknown): CommandFailure {
  const { origin } = new URL(url);
  return new CommandFailure(
    [
      `No server answers at ${origin} (${messageOf(error)}). Start it with \`gangway start\`, or name another with --url or GANGWAY_URL.`,
    ],
    exitCodes.unreachable.code,
  );
}

/** fetch says only "fetch failed"; what happened is the cause. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const { cause } = error;
  if (cause instanceof AggregateError && cause.errors[0] instanceof Error) return cause.errors[0].message;
  return cause instanceof Error ? cause.message : error.message;
}
