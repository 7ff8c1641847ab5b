import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';
import { Gangway, type Notice, verifyWebhook, WebhookVerificationError } from '@gangway/sdk';

/** The smallest honest receiver: verifies each notice, pulls its record, and keeps what it has learnt. GET /taken shows it. */
const { values } = parseArgs({
  options: { url: { type: 'string', default: 'http://localhost:8080' }, port: { type: 'string', default: '0' } },
});
const { GANGWAY_TOKEN: token = '', GANGWAY_HOOK_SECRET: secret = '' } = process.env;
const gangway = new Gangway({ url: values.url, token, unit: 1 });

/** What became of each webhook. The bytes and headers are kept for a look, so that somebody can try to forge one. */
interface Taken {
  readonly notice?: Notice;
  readonly record?: unknown;
  readonly refused?: string;
  readonly body: string;
  readonly headers: IncomingMessage['headers'];
}
const taken: Taken[] = [];

async function take(request: IncomingMessage): Promise<number> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  const came = { body: bytes.toString(), headers: request.headers };
  try {
    const notice = await verifyWebhook(bytes, request.headers, secret);
    const record = notice.recordId === null ? undefined : await gangway.records(notice.entity).find(notice.recordId);
    taken.push({ ...came, notice, record });
    return 204;
  } catch (error) {
    taken.push({ ...came, refused: error instanceof Error ? error.message : String(error) });
    return error instanceof WebhookVerificationError ? 401 : 500;
  }
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method === 'POST') {
    response.writeHead(await take(request)).end();
    return;
  }
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(taken));
}

const server = createServer((request, response) => void answer(request, response));
server.listen(Number(values.port), '127.0.0.1', () => {
  console.log(`The webhook receiver listens at http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(0));
