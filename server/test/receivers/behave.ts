import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { accepted, type Behaviour } from './behaviour.ts';

/** Carries a behaviour out on a request that has been read. `isReused`: its connection carried another one before. */
export function behave(
  behaviour: Behaviour,
  request: IncomingMessage,
  response: ServerResponse,
  isReused: boolean,
): void {
  const { socket } = request;
  switch (behaviour.kind) {
    case 'answer':
      reply(behaviour, response);
      return;
    case 'hang':
      return;
    case 'hang-after-headers':
      response.writeHead(200, { 'content-length': '10' });
      response.flushHeaders();
      return;
    case 'reset':
      socket.resetAndDestroy();
      return;
    case 'close':
      socket.end();
      return;
    case 'close-when-reused':
      if (isReused) socket.destroy();
      else behave(accepted, request, response, isReused);
      return;
    case 'drip':
      drip(response, behaviour.everyMs ?? 1_000);
      return;
    case 'large':
      large(response, behaviour.bytes ?? 100_000_000, behaviour.compressed === true);
      return;
    case 'gzip-bomb':
      response.writeHead(200, { 'content-encoding': 'gzip', 'content-type': 'application/json' });
      response.end(bomb());
      return;
    case 'close-mid-body':
      response.writeHead(behaviour.status ?? 200, { 'content-length': '1000' });
      response.write('{"id":', () => socket.destroySoon());
      return;
    case 'early-hints':
      response.writeEarlyHints({ link: '</style.css>; rel=preload' });
      behave(accepted, request, response, isReused);
      return;
    case 'not-http':
      socket.end('220 mail.example ESMTP ready\r\n');
      return;
    case 'huge-headers':
      response.writeHead(200, { 'x-padding': 'x'.repeat(100_000) });
      response.end();
  }
}

function reply(behaviour: Extract<Behaviour, { kind: 'answer' }>, response: ServerResponse): void {
  const send = (): void => {
    response.writeHead(behaviour.status ?? 200, behaviour.headers);
    response.end(behaviour.body ?? '');
  };
  if (behaviour.delayMs === undefined) send();
  else setTimeout(send, behaviour.delayMs);
}

function drip(response: ServerResponse, everyMs: number): void {
  response.writeHead(200, { 'content-type': 'text/plain' });
  response.write('x');
  const timer = setInterval(() => response.write('x'), everyMs);
  response.on('close', () => clearInterval(timer));
}

function large(response: ServerResponse, bytes: number, compressed: boolean): void {
  // What says gzip here is none, but noise: a reader that trusts the header has to find out.
  response.writeHead(200, compressed ? { 'content-encoding': 'gzip' } : { 'content-type': 'text/plain' });
  const chunk = Buffer.alloc(65_536, 'x');
  const chunks = function* (): Generator<Buffer> {
    for (let left = bytes; left > 0; left -= chunk.byteLength)
      yield left < chunk.byteLength ? chunk.subarray(0, left) : chunk;
  };
  Readable.from(chunks()).on('error', ignore).pipe(response);
}

let bombBytes: Buffer | undefined;

/** gzip allows several members one after the other: 10 MB of zeros are 10 KB, a hundred times. */
function bomb(): Buffer {
  if (bombBytes === undefined) {
    const member = gzipSync(Buffer.alloc(10_000_000), { level: 9 });
    bombBytes = Buffer.concat(Array.from({ length: 100 }, () => member));
  }
  return bombBytes;
}

function ignore(): void {
  // The reader went away, as it should.
}
