import { readFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestApp, testApp } from '../support/app.ts';
import { open, readAnswer, sayRaw } from '../support/raw-http.ts';

let server: TestApp;
let port: number;
beforeAll(async () => {
  server = await testApp({ start: false });
  await server.app.listen({ port: 0, host: '127.0.0.1', backlog: 4096 });
  port = (server.app.server.address() as { port: number }).port;
});
afterAll(() => server.close());

/** 10,000, or as many as this process may open: both ends of each are here. */
function most(): number {
  try {
    const [, limit = '0'] = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
    return Math.min(10_000, Math.floor((Number(limit) - 500) / 2));
  } catch {
    // Only Linux tells it there; others mostly allow a few thousand.
    return 1_000;
  }
}

test('thousands of idle connections keep nobody else from being answered, and end with the server', async () => {
  const count = most();
  const sockets: Socket[] = [];
  while (sockets.length < count) {
    sockets.push(
      ...(await Promise.all(Array.from({ length: Math.min(250, count - sockets.length) }, () => open(port)))),
    );
  }
  // Some of them have been served once and are kept open.
  const served = sockets.slice(0, 500);
  for (const socket of served) socket.write('GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n');
  expect(new Set((await Promise.all(served.map(readAnswer))).map(({ status }) => status))).toEqual(new Set([200]));

  const before = performance.now();
  const head = `Host: a\r\nAuthorization: Bearer ${server.token}\r\n\r\n`;
  for (let turn = 0; turn < 100; turn += 1) {
    expect((await sayRaw(port, `GET /api/v1/me HTTP/1.1\r\n${head}`)).status).toBe(200);
  }
  expect((performance.now() - before) / 100).toBeLessThan(100);
  const ended = Promise.all(sockets.map((socket) => new Promise((resolve) => socket.resume().once('close', resolve))));
  await server.app.close();
  await ended;
});
