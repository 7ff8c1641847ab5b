import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestApp, testApp } from '../../test/support/app.ts';

const script = 'document.title = 1;';
const page = `<script nonce="GANGWAY-NONCE">${script}</script><meta property="csp-nonce" nonce="GANGWAY-NONCE"><div id="root">`;
const code = 'export const built = true;';

let server: TestApp;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gangway-console-'));
  server = await testApp({ start: false, app: { consoleFolder: pathToFileURL(`${folder}/`) } });
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

const get = (url: string, headers: Record<string, string> = {}) => server.app.inject({ method: 'GET', url, headers });

test('without a build the console says how to make it', async () => {
  const answer = await get('/');
  expect(answer.statusCode).toBe(503);
  expect(answer.body).toContain('npm run build');
  await mkdir(join(folder, 'assets'));
  await writeFile(join(folder, 'index.html'), page);
  await writeFile(join(folder, 'assets/index-abc.js'), code);
  await writeFile(join(folder, 'assets/index-abc.js.br'), brotliCompressSync(code));
  await writeFile(join(folder, 'assets/index-abc.js.gz'), gzipSync(code));
  await writeFile(join(folder, 'assets/plain-abc.css'), 'a {}');
  expect((await get('/')).statusCode).toBe(200);
});

test('every address of the console answers the page, and none of the API is hidden by it', async () => {
  for (const url of [
    '/',
    '/sign-in',
    '/set-up',
    '/welcome',
    '/1',
    '/1/',
    '/1/deliveries?state=failed',
    '/12/records/documents/3',
  ])
    expect([url, (await get(url)).headers['content-type']]).toEqual([url, 'text/html; charset=utf-8']);
  for (const url of ['/nowhere', '/1x/deliveries', '/api/v1/1/nothing', '/assets', '/rest/v1/1'])
    expect([url, (await get(url)).headers['content-type']]).toEqual([url, 'application/problem+json; charset=utf-8']);
  const posted = await server.app.inject({ method: 'POST', url: '/1/deliveries', payload: {} });
  expect(posted.statusCode).toBe(404);
});

test('the policy of the page allows its own files, the script in it by its hash, and one nonce for styles', async () => {
  const [first, second] = [await get('/'), await get('/')];
  const nonce = /nonce="([^"]+)"/.exec(first.body)?.[1] ?? '';
  const policy = String(first.headers['content-security-policy']);
  expect(policy).toContain(`style-src 'self' 'nonce-${nonce}'`);
  expect(policy).toContain(`script-src 'self' 'sha256-${createHash('sha256').update(script).digest('base64')}';`);
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toContain('unsafe');
  expect(first.body).not.toContain('GANGWAY-NONCE');
  expect(nonce).toMatch(/^[\w+/]{22}==$/);
  expect(second.body).not.toContain(nonce);
  expect(first.headers['cache-control']).toBe('no-store');
});

test('assets go out compressed as the browser can take them, and are kept for ever', async () => {
  const br = await get('/assets/index-abc.js', { 'accept-encoding': 'gzip, deflate, br' });
  expect(br.headers).toMatchObject({
    'content-encoding': 'br',
    'content-type': 'text/javascript; charset=utf-8',
    'cache-control': 'public, max-age=31536000, immutable',
    vary: 'accept-encoding',
  });
  expect(brotliDecompressSync(br.rawPayload).toString()).toBe(code);
  const gz = await get('/assets/index-abc.js', { 'accept-encoding': 'br;q=0, gzip' });
  expect(gunzipSync(gz.rawPayload).toString()).toBe(code);
  const plain = await get('/assets/index-abc.js');
  expect([plain.headers['content-encoding'], plain.body]).toEqual([undefined, code]);
  const css = await get('/assets/plain-abc.css', { 'accept-encoding': 'br' });
  expect([css.headers['content-encoding'], css.body]).toEqual([undefined, 'a {}']);
});

test('nothing beside the assets is given out', async () => {
  for (const name of [
    'nothing.js',
    'index-abc.js.br',
    '..%2Findex.html',
    '..%2F..%2Fpackage.json',
    '.vite',
    'index-abc',
  ])
    expect([name, (await get(`/assets/${name}`)).statusCode]).toEqual([name, 404]);
});
