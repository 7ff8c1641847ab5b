import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { verifyWebhook, WebhookVerificationError } from '@gangway/sdk';

// Both during a rotation: one that fits is enough. whpk_... works as well, and cannot forge.
const secrets = (process.env['HOOK_SECRETS'] ?? '').split(',');

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  try {
    // The bytes as they came: a body that was parsed and written again has another signature.
    const notice = await verifyWebhook(Buffer.concat(chunks), request.headers, secrets, { toleranceSeconds: 300 });
    console.log(notice.type, notice.recordId);
    response.writeHead(204).end();
  } catch (error) {
    response.writeHead(error instanceof WebhookVerificationError ? 401 : 500).end();
  }
}

createServer((request, response) => void answer(request, response)).listen(
  Number(process.env['PORT'] ?? 3000),
  '127.0.0.1',
  () => console.log('listening'),
);
