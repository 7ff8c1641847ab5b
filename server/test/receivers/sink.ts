import { createServer, type AddressInfo } from 'node:net';

/**
 * The cheapest HTTP server that is still honest: it reads whole requests (by Content-Length) and answers each with a few bytes of JSON. A process of
 * its own for measurements: `node sink.ts` prints its port.
 */
const body = '{"accepted":true,"number":"FV-00001"}';
const answer = Buffer.from(
  `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${String(body.length)}\r\n\r\n${body}`,
);

const server = createServer((socket) => {
  let pending = Buffer.alloc(0);
  socket.setNoDelay(true);
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk) => {
    pending = pending.byteLength === 0 ? chunk : Buffer.concat([pending, chunk]);
    for (;;) {
      const headEnd = pending.indexOf('\r\n\r\n');
      if (headEnd === -1) return;
      const length = Number(/\r\ncontent-length: (\d+)/i.exec(pending.toString('latin1', 0, headEnd))?.[1] ?? 0);
      if (pending.byteLength < headEnd + 4 + length) return;
      pending = pending.subarray(headEnd + 4 + length);
      socket.write(answer);
    }
  });
});

server.listen(Number(process.argv[2] ?? 0), '127.0.0.1', () => {
  console.log(String((server.address() as AddressInfo).port));
});
