import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { agency } from '../demo/sample-company/agency.ts';
import { readIntegrationFiles } from '../../server/src/cli/integration-files.ts';
import { testApp, type TestApp } from '../../server/test/support/app.ts';
import { invoiceFields } from '../../server/test/support/company.ts';

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
let app: TestApp;
let url: string;
let folder: string;
let archive: Program;
let bridgePort = 0;

interface Program {
  readonly child: ChildProcess;
  /** `127.0.0.1:4711`, as it said when it had started. */
  readonly host: string;
  end(signal: NodeJS.Signals): Promise<void>;
}
const programs = new Set<Program>();

async function start(file: string, words: readonly string[]): Promise<Program> {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const env = { ...process.env, GANGWAY_TOKEN: app.token, GANGWAY_HOOK_SECRET: secret };
  const child = spawn(process.execPath, [path, ...words], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const exit = once(child, 'exit');
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    programs.delete(program);
    child.kill(signal);
    await exit;
  };
  const program = { child, host: new URL(/http:\S+$/.exec(line)?.[0] ?? '').host, end };
  programs.add(program);
  return program;
}

const startBridge = async (): Promise<Program> => {
  const words = ['--folder', folder, '--gangway', url, '--archive', archive.host];
  const running = await start('bridge.ts', [...words, '--port', String(bridgePort)]);
  bridgePort = Number(running.host.split(':')[1]);
  return running;
};

beforeAll(async () => {
  app = await testApp();
  url = await app.app.listen({ port: 0, host: '127.0.0.1' });
  folder = await mkdtemp(join(tmpdir(), 'gangway-bridge-'));
  archive = await start('archive.ts', ['--port', '0', '--filing-ms', '1500']);
});
afterAll(async () => {
  for (const program of programs) await program.end('SIGKILL');
  await app.close();
  await rm(folder, { recursive: true, force: true });
});

async function applyHooks(): Promise<void> {
  const path = fileURLToPath(new URL('integration.yaml', import.meta.url));
  const { file } = await readIntegrationFiles([path]);
  const text = JSON.stringify(file).replaceAll('127.0.0.1:8095', `127.0.0.1:${bridgePort}`);
  const applied = await app.call('POST', '/api/v1/1/apply', {
    file: JSON.parse(text) as object,
    secrets: { bridge: secret },
  });
  expect(applied.status, JSON.stringify(applied.body)).toBe(200);
}

async function approve(): Promise<number> {
  const created = await app.call('POST', '/rest/v1/1/documents', { ...invoiceFields, issuedOn: '2026-11-23' });
  const { id } = created.body as { id: number };
  expect((await app.call('PATCH', `/rest/v1/1/documents?id=${id}`, { status: 'APPROVED' })).status).toBe(200);
  return id;
}

const propertyOf = (id: number, name: string): Promise<string> =>
  app.until(async () => {
    const { body } = await app.call('GET', `/rest/v1/1/documents?id=${id}`);
    return (body as { properties: Record<string, string> }).properties[name];
  });

async function archived(): Promise<string[]> {
  const [host = '', port = ''] = archive.host.split(':');
  const socket = connect(Number(port), host);
  const lines = createInterface({ input: socket })[Symbol.asyncIterator]();
  await lines.next();
  socket.write('LIST\n');
  const line = await lines.next();
  socket.destroy();
  const names = line.done === true ? '' : line.value;
  return names.split(' ').filter((name) => name !== '');
}

test('approved invoices become files, requested ones are archived, and a bridge that is killed loses and doubles nothing', async () => {
  let running = await startBridge();
  await applyHooks();
  // The registration of a record stays.
  const { registration: _own, ...fields } = agency;
  expect((await app.call('PATCH', '/rest/v1/1/agencies?id=1', fields)).status).toBe(200);

  const first = await approve();
  const name = await propertyOf(first, 'isdocFile');
  expect(await readFile(join(folder, name), 'utf8')).toMatch(/<Invoice [^>]*isdoc/);

  // Killed while the archive is still filing what it was given.
  const ids = [first, await approve(), await approve()];
  for (const id of ids) await propertyOf(id, 'isdocFile');
  for (const id of ids) expect((await app.call('POST', `/rest/v1/1/documents/export?id=${id}`)).status).toBe(202);
  await app.until(async () => (await archived()).length === ids.length);
  await running.end('SIGKILL');
  // Approved while nobody is there.
  const missed = await approve();
  running = await startBridge();
  for (const id of ids) expect(await propertyOf(id, 'archiveMark')).toMatch(/^SHELF-7\/\d{4}$/);
  await app.database.query({ text: `update deliveries set due_at = now() where state = 'waiting'` });
  await propertyOf(missed, 'isdocFile');

  const files = (await readdir(folder)).filter((each) => each.endsWith('.isdoc'));
  expect(files).toHaveLength(4);
  const shelf = await archived();
  expect(new Set(shelf).size).toBe(3);
  expect(shelf).toHaveLength(3);
  expect(files).toEqual(expect.arrayContaining(shelf));
  const { body } = await app.call('GET', '/api/v1/1/deliveries?state=failed,refused,unknown');
  expect((body as { data: object[] }).data).toEqual([]);
  await running.end('SIGTERM');
  expect(running.child.exitCode).toBe(0);
});
