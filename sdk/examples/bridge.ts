import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { bridge, Gangway } from '@gangway/sdk';

const { GANGWAY_URL: url = '', GANGWAY_TOKEN: token = '', PORT: port = '3000' } = process.env;
const gangway = new Gangway({ url, token, unit: 1 });

const { secret = '' } = await gangway.hooks.create({
  targetUrl: `http://127.0.0.1:${port}/`,
  event: 'documents.approved',
  answer: { later: true, within: '4h' },
});

const invoices = bridge<{ readonly id: number; readonly number?: string }>({
  gangway,
  secrets: secret,
  hook: 'later',
  handle: ({ record }) => {
    if (record === undefined) {
      return { outcome: 'refused', messages: [{ level: 'error', text: 'It is not there any more.' }] };
    }
    // Here is your work. What is written comes onto the invoice.
    return { outcome: 'accepted', write: { properties: { accountingNumber: `B-${record.number ?? record.id}` } } };
  },
});

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { status, body } = await invoices.receive({ headers: request.headers, body: Buffer.concat(chunks) });
  response.writeHead(status, { 'content-type': 'application/json' }).end(body);
}

createServer((request, response) => void answer(request, response)).listen(Number(port), '127.0.0.1', () =>
  console.log('listening'),
);
