import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { codeBlocks } from './markdown.ts';

/**
 * Does the quick start of README.md, then docs/getting-started.md, as they stand there, and fails when a command does. Two ports and the data folder differ
 * from what a reader types, so that nothing else on this machine is disturbed. Where a reader looks at the screen, this waits until nothing is on its way.
 */
const root = fileURLToPath(new URL('..', import.meta.url));
const patienceMs = 60_000;

const [port, accountingPort] = [await freePort(), await freePort()];
const folder = await mkdtemp(join(tmpdir(), 'gangway-quick-start-'));
// PostgreSQL never runs as root: its user has to pass through.
if (process.getuid?.() === 0) await chmod(folder, 0o711);
const data = join(folder, 'data');
const started: ChildProcess[] = [];
try {
  const [server, ...first] = await quickStart();
  if (server !== 'npm ci\nnpm start\n') throw new Error('The quick start must begin with "npm ci" and "npm start".');
  await moveAccounting();
  // Whoever runs this has done npm ci.
  const gangway = run('npm start');
  await until('Gangway answers', async () => {
    if (gangway.exitCode !== null) throw new Error('Gangway has ended by itself.');
    return (await get('/readyz')) !== undefined;
  });
  for (const block of [...first, ...(await blocksOf('docs/getting-started.md'))]) {
    await done(run(script(block)), block);
    await until('nothing is on its way', nothingOnItsWay);
  }
  for (const registration of ['FIRST', 'SECOND']) {
    if (!(await hasNumber(registration))) throw new Error(`No number from accounting stands on ${registration}.`);
  }
  console.log('\nThe quick start and docs/getting-started.md work as they are written.');
} finally {
  for (const child of started.reverse()) await stop(child);
  await rm(folder, { recursive: true, force: true });
}

/** The blocks of README.md between `<!-- quick start: server -->` and `<!-- quick start: end -->`. */
async function quickStart(): Promise<string[]> {
  const text = await readFile(join(root, 'README.md'), 'utf8');
  const part = /<!-- quick start: server -->([^]*)<!-- quick start: end -->/.exec(text)?.[1];
  if (part === undefined) throw new Error('README.md has no quick start between its two marks.');
  return blocksIn(part);
}

async function blocksOf(file: string): Promise<string[]> {
  return blocksIn(await readFile(join(root, file), 'utf8'));
}

function blocksIn(text: string): string[] {
  return codeBlocks(text)
    .filter(({ language }) => language === 'sh')
    .map((block) => block.text);
}

/** The integration file names the accounting server's port. */
async function moveAccounting(): Promise<void> {
  const text = await readFile(join(root, 'examples/quick-start/integration.yaml'), 'utf8');
  await writeFile(join(folder, 'integration.yaml'), inTestPlaces(text));
}

function inTestPlaces(text: string): string {
  return text
    .replaceAll('localhost:8080', `localhost:${port}`)
    .replaceAll('8091', String(accountingPort))
    .replaceAll('examples/quick-start/integration.yaml', join(folder, 'integration.yaml'))
    .replaceAll(/\bdata\//g, `${data}/`);
}

/** With curl failing where the server refuses, and with the function that the quick start has made in its terminal. */
function script(block: string): string {
  const failing = 'curl() { command curl --fail-with-body "$@"; }';
  const call = `call() { curl -sS -H "Authorization: Bearer $(cat data/admin-token)" -H "Content-Type: application/json" "$@"; echo; }`;
  return inTestPlaces(`set -e\n${failing}\n${call}\n${block}`);
}

function run(commands: string): ChildProcess {
  const env = { ...process.env, GANGWAY_DATA: data, GANGWAY_PORT: String(port) };
  // A group of its own, so that what it leaves in the background can be stopped with it.
  const child = spawn('sh', ['-c', commands], {
    cwd: root,
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: true,
  });
  started.push(child);
  return child;
}

async function done(shell: ChildProcess, block: string): Promise<void> {
  const [code] = (await once(shell, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`A command failed (exit code ${String(code)}) in this block:\n\n${block}`);
}

async function stop(child: ChildProcess): Promise<void> {
  const ended = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : undefined;
  try {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGTERM');
  } catch {
    // Nobody of the group is left.
  }
  await ended;
}

async function get<T>(path: string): Promise<T | undefined> {
  try {
    const token = (await readFile(join(data, 'admin-token'), 'utf8')).trim();
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers: { authorization: `Bearer ${token}` } });
    return answer.ok ? ((await answer.json()) as T) : undefined;
  } catch {
    // Not there yet.
    return undefined;
  }
}

async function nothingOnItsWay(): Promise<boolean> {
  return (await get<{ data: unknown[] }>('/api/v1/1/deliveries?state=queued,sending'))?.data.length === 0;
}

async function hasNumber(registration: string): Promise<boolean> {
  type Invoice = { readonly properties?: { readonly accountingNumber?: string } };
  const invoice = await get<Invoice>(`/rest/v1/1/documents?registration=${registration}`);
  return invoice?.properties?.accountingNumber !== undefined;
}

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + patienceMs;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`Waited ${patienceMs / 1000} s until ${what}.`);
    await pause(100);
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (typeof address !== 'object' || address === null) throw new Error('No port is free.');
  return address.port;
}
