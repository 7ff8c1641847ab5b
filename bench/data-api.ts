import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { openDatabase } from '../server/src/database/open-database.ts';
import { addressOf } from '../server/test/support/database.ts';
import { GangwayFolder } from '../server/test/support/gangway-process.ts';
import { startBenchPostgres } from './support/bench-postgres.ts';
import { seedDocuments } from './support/documents.ts';
import { type LoadResult, measureLoad } from './support/load.ts';
import { median } from './support/measure.ts';

const callers = 32;
const adminToken = 'an-administrator-of-the-benchmark';
const firstId = 1_000_000;
/** The same fields as the bare handler's. */
const columns = 'id,registration,type,status,number,issuedOn,dueOn,companyId,ownerId,currency,total,paid';

export interface Beside {
  readonly gangway: LoadResult;
  /** A bare Fastify handler with one indexed query, on the same database, in the same run. */
  readonly bare: LoadResult;
}

export interface DataApiRates {
  readonly record: Beside;
  readonly page: Beside;
  /** A page of a built-in view as it is, 28 columns with tags and properties. */
  readonly wholePage: LoadResult;
  /** Milliseconds until the first page is there, by what is asked for: the median of five. */
  readonly firstPages: readonly { readonly query: string; readonly ms: number }[];
}

/** What the first page of a million records is asked for. */
const questions = [
  ['documents', ''],
  ['invoices.sales', ''],
  ['invoices.sales', "externalFilter=(type='INVOICE.SALES' AND status='APPROVED')"],
  ['documents', "externalFilter=type='BINDER'"],
  ['documents', 'externalFilter=companyId=1234'],
  ['documents', 'externalFilter=ownerId=120'],
  ['documents', 'externalFilter=ownerId=120&sort=-issuedOn'],
  ['documents', "externalFilter=registration='D-01000500'"],
  ['documents', "externalFilter=number='2401000500'"],
  ['documents', "externalFilter=issuedOn='2025-06-01'"],
  ['invoices.sales', "externalFilter=status='REJECTED'&sort=-issuedOn,number"],
  ['documents', 'updatedSince=2026-06-18T00:00:00Z'],
  ['documents', 'sort=-updatedAt'],
  ['documents', 'sort=-createdAt'],
  ['documents', 'sort=number'],
  ['documents', 'sort=-id'],
] as const;

/** Reads through the HTTP API of the server as it is started, in a process of its own, by a user with the rights of a bookkeeper. */
export async function measureDataApi(documents: number, reads: number, pages: number): Promise<DataApiRates> {
  const postgres = await startBenchPostgres('embedded');
  const folder = await GangwayFolder.create();
  try {
    const { connection } = postgres.target;
    if (connection === undefined) throw new Error('the embedded PostgreSQL has a connection');
    const address = addressOf(connection);
    const { url } = await folder.start({ GANGWAY_DATABASE_URL: address, GANGWAY_ADMIN_TOKEN: adminToken });
    const database = await openDatabase({ connection, poolSize: 1, applicationName: 'bench' });
    await seedDocuments(database, firstId, documents);
    await database.close();
    const token = await bookkeeper(url);
    const at = (index: number): number => firstId + ((index * 7_919) % (documents - 1_000));
    const load = (path: (index: number) => string, count: number) => (target: string, bearer?: string) =>
      measureLoad({
        ...{ url: target, callers, count, request: (index) => ({ method: 'GET', path: path(index) }) },
        ...(bearer === undefined ? {} : { token: bearer }),
      });
    const record = {
      bare: await withBareReader(
        address,
        load((index) => `/documents?id=${at(index)}`, reads),
      ),
      gangway: await load((index) => `/rest/v1/1/documents?id=${at(index)}`, reads)(url, token),
    };
    const page = {
      bare: await withBareReader(
        address,
        load((index) => `/page?after=${at(index)}`, pages),
      ),
      gangway: await load(
        (index) => `/rest/v1/1/views/documents?columns=${columns}&externalFilter=id>=${at(index)}`,
        pages,
      )(url, token),
    };
    const wholePage = await load((index) => `/rest/v1/1/views/invoices.sales?externalFilter=id>=${at(index)}`, pages)(
      url,
      token,
    );
    return { record, page, wholePage, firstPages: await measureFirstPages(url, token) };
  } finally {
    await folder.remove();
    await postgres.stop();
  }
}

async function measureFirstPages(url: string, token: string): Promise<DataApiRates['firstPages']> {
  const measured = [];
  for (const [view, query] of questions) {
    const waits = [];
    for (let run = 0; run < 5; run += 1) {
      const startedAt = performance.now();
      const answer = await fetch(`${url}/rest/v1/1/views/${view}?${query}`, {
        headers: { authorization: `Bearer ${token}` },
      });
      const body = (await answer.json()) as { data?: unknown[] };
      waits.push(performance.now() - startedAt);
      if (body.data === undefined) throw new Error(JSON.stringify(body));
    }
    measured.push({ query: `${view} ${query}`.trim(), ms: median(waits) });
  }
  return measured;
}

async function bookkeeper(url: string): Promise<string> {
  const call = async (path: string, body: object): Promise<Record<string, unknown>> => {
    const answer = await fetch(`${url}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(await answer.text());
    return (await answer.json()) as Record<string, unknown>;
  };
  const user = await call('/rest/v1/1/users', { login: 'reader', groups: ['Bookkeepers'] });
  const made = await call('/api/v1/1/tokens', { name: 'reader', userId: user['id'], ipRanges: ['127.0.0.1'] });
  return String(made['token']);
}

async function withBareReader<T>(address: string, work: (url: string) => Promise<T>): Promise<T> {
  const program = fileURLToPath(new URL('support/bare-reader.ts', import.meta.url));
  const child = spawn(process.execPath, [program, address], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  try {
    return await work(`http://127.0.0.1:${line.toString().trim()}`);
  } finally {
    const end = once(child, 'exit');
    child.stdin.end();
    await end;
  }
}
