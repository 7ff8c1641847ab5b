import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { clearEndedHooks } from '../../src/deliveries/hook-upkeep.ts';
import { createLog } from '../../src/log.ts';
import { answer } from '../receivers/behaviour.ts';
import { startReceiver } from '../receivers/receiver.ts';
import { testApp, type TestApp } from '../support/app.ts';
import { approveInvoice, hookDeliveries } from '../support/hooks.ts';

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
let app: TestApp;
let url: string;

beforeAll(async () => {
  app = await testApp();
  url = await app.app.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(() => app.close());

interface Listening {
  readonly child: ChildProcess;
  readonly out: () => string;
  readonly err: () => string;
  readonly ended: Promise<number | null>;
}

function listen(...words: readonly string[]): Listening {
  const env = { ...process.env, GANGWAY_URL: url, GANGWAY_TOKEN: app.token };
  const child = spawn(process.execPath, [main, 'listen', ...words], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  return { child, out: () => out, err: () => err, ended };
}

test('gangway listen forwards signed notices to this machine, shows what became of each, and removes its hook at the end', async () => {
  const receiver = await startReceiver((_request, index) => answer(index === 0 ? 200 : 500));
  onTestFinished(() => receiver.close());
  const listening = listen('--forward', `${receiver.url}/hook`, '--event', 'documents.approved', '--payload', 'full');
  const secret = await app.until(() => /whsec_\S+/.exec(listening.err())?.[0].replace(/\.$/, ''));
  const { body } = await app.call('GET', '/api/v1/1/hooks');
  const [hook] = (body as { data: { id: string; event: string }[] }).data;
  expect(hook).toMatchObject({ event: 'documents.approved', title: 'gangway listen' });

  const first = await approveInvoice(app);
  const [request] = await receiver.received(1);
  expect(() =>
    new Webhook(secret).verify(request?.text ?? '', request?.headers as Record<string, string>),
  ).not.toThrow();
  expect(JSON.parse(request?.text ?? '')).toMatchObject({ type: 'documents.approved', record: { id: first } });
  await approveInvoice(app);
  await app.until(() => /documents\.approved {2}documents\/\d+ \S+ {2}500 in \d+ ms/.test(listening.out()));
  expect(listening.out()).toMatch(new RegExp(`documents/${first} \\S+ {2}200 in \\d+ ms`));
  await app.until(async () => {
    const states = (await hookDeliveries(app, hook?.id ?? '')).map(({ state }) => state);
    return states.join() === 'failed,delivered';
  });

  listening.child.kill('SIGINT');
  expect(await listening.ended).toBe(0);
  expect((await app.call('GET', `/api/v1/1/hooks/${hook?.id ?? ''}`)).body).toMatchObject({ status: 'ended' });
});

test('an event that there is not is refused before anything is made', async () => {
  const listening = listen('--event', 'documents.aproved');
  expect(await listening.ended).toBe(1);
  expect(listening.err()).toContain('Did you mean "documents.approved"?');
});

test('the hook of a listener that was killed ends by itself', async () => {
  const listening = listen('--event', 'companies.created');
  await app.until(() => listening.err().includes('Listening'));
  listening.child.kill('SIGKILL');
  await listening.ended;
  const [hook] = ((await app.call('GET', '/api/v1/1/hooks')).body as { data: { id: string }[] }).data;
  await app.database.query({ text: 'update hooks set expires_at = now() where id = $1', values: [hook?.id] });

  await clearEndedHooks({ database: app.database, log: createLog('silent'), changed: app.engine.changed });
  expect((await app.call('GET', '/api/v1/1/hooks')).body).toMatchObject({ data: [] });
});
