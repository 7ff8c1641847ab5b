import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { closedPort } from '../../server/test/receivers/receiver.ts';
import { testApp, type TestApp } from '../../server/test/support/app.ts';
import { approveInvoice } from '../../server/test/support/hooks.ts';

const folder = fileURLToPath(new URL('../examples/', import.meta.url));
const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');

let app: TestApp;
let url: string;

beforeAll(async () => {
  app = await testApp();
  url = await app.app.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(() => app.close());

function run(name: string, environment: Readonly<Record<string, string>> = {}) {
  const env = { ...process.env, GANGWAY_URL: url, GANGWAY_TOKEN: app.token, ...environment };
  const child = spawn(process.execPath, [folder + name], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const lines: string[] = [];
  const reader = createInterface({ input: child.stdout });
  reader.on('line', (line) => lines.push(line));
  const exit = once(child, 'exit') as Promise<[number | null]>;
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await exit;
  });
  return { lines, ended: exit.then(([code]) => code), said: (line: string) => app.until(() => lines.includes(line)) };
}

test('the programs in docs/sdk.md are those of sdk/examples, every one', () => {
  const shown = Array.from(
    read('../../docs/sdk.md').matchAll(/<!-- sdk\/examples\/([\w.]+) -->\n```ts\n([^]*?)```/g),
    ([, name = '', code = '']) => [name, code],
  );
  expect(Object.fromEntries(shown)).toEqual(
    Object.fromEntries(readdirSync(folder).map((name) => [name, read(`../examples/${name}`)])),
  );
});

test('records.ts keeps a company by its own number and finds it in a view', async () => {
  const { lines, ended } = run('records.ts');
  expect(await ended).toBe(0);
  expect(lines).toEqual(['Example Limited', 'Example Limited']);
});

test('errors.ts shows every fault with its place', async () => {
  const { lines, ended } = run('errors.ts');
  expect(await ended).toBe(0);
  expect(lines.join('\n')).toMatch(/^companyId: /m);
});

test('verify.ts takes a signed notice and refuses a forged one', async () => {
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
  const port = await closedPort();
  const { said } = run('verify.ts', { PORT: String(port), HOOK_SECRETS: secret });
  await said('listening');
  const body = '{"type":"documents.approved","recordId":7}';
  const now = new Date();
  const headers = {
    'webhook-id': 'd1',
    'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
    'webhook-signature': new Webhook(secret).sign('d1', now, body),
  };
  const send = (text: string) => fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: text, headers });
  expect((await send(body)).status).toBe(204);
  await said('documents.approved 7');
  expect((await send(body.replace('7', '8'))).status).toBe(401);
});

test('bridge.ts writes its number onto an approved invoice', async () => {
  const { said } = run('bridge.ts', { PORT: String(await closedPort()) });
  await said('listening');
  const id = await approveInvoice(app);
  await app.until(async () => {
    const { body } = await app.call('GET', `/rest/v1/1/documents?id=${id}`);
    return (body as { properties: Record<string, string> }).properties['accountingNumber']?.startsWith('B-');
  });
});
