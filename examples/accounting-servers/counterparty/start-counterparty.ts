import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerControl } from './answer-control.ts';
import { Outage } from './outage.ts';
import type { CounterpartyAnswer, CounterpartyProgram } from './program.ts';
import { readRequest, UnreadableRequest } from './read-request.ts';
import { ReceivedRequests } from './received.ts';

export interface Counterparty {
  /** `http://127.0.0.1:41234` */
  readonly url: string;
  /** Ends every connection, also those of an outage that hangs. */
  close(): Promise<void>;
}

export interface CounterpartyAddress {
  /** 0 or absent: any free port. */
  readonly port?: number;
  readonly host?: string;
}

/** Starts a counterparty on HTTP, with its orders for demonstrations and tests under /control. */
export async function startCounterparty(
  program: CounterpartyProgram,
  { port = 0, host = '127.0.0.1' }: CounterpartyAddress = {},
): Promise<Counterparty> {
  const outage = new Outage();
  const received = new ReceivedRequests();
  const hanging = new Set<ServerResponse>();
  const endHanging = (): void => {
    for (const response of hanging) response.destroy();
    hanging.clear();
  };

  const hang = (response: ServerResponse): void => {
    hanging.add(response);
    response.once('close', () => hanging.delete(response));
  };

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const read = await readRequest(request);
    if (read.path === '/control' || read.path.startsWith('/control/')) {
      send(response, answerControl(read, { program, outage, received, endHanging }));
      return;
    }
    const entry = received.add(read);
    const order = outage.take();
    if (order.mode === 'hang') {
      hang(response);
      return;
    }
    if (order.mode === 'close') {
      response.destroy();
      return;
    }
    const answer = order.mode === 'refuse' ? unavailable(order.retryAfterSeconds) : await program.handle(read);
    if (order.mode === 'lose') {
      response.destroy();
      return;
    }
    if (order.mode === 'stall') {
      hang(response);
      return;
    }
    entry.status = answer.status;
    send(response, order.mode === 'garble' ? garbled : answer);
  }

  const server = createServer((request, response) => {
    respond(request, response).catch((error: unknown) => {
      if (error instanceof UnreadableRequest) send(response, text(error.status, error.message));
      else if (response.destroyed) return;
      else send(response, text(500, error instanceof Error ? error.message : 'Unknown fault'));
    });
  });
  await listen(server, port, host);
  const { port: actual } = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${actual}`,
    close: () =>
      new Promise((resolve) => {
        endHanging();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const garbled: CounterpartyAnswer = { status: 200, contentType: 'text/html', body: '<html><body><p>Proxy error' };

function unavailable(retryAfterSeconds: number | undefined): CounterpartyAnswer {
  const answer = text(503, 'The service is not available.');
  return retryAfterSeconds === undefined
    ? answer
    : { ...answer, headers: { 'Retry-After': String(retryAfterSeconds) } };
}

function text(status: number, body: string): CounterpartyAnswer {
  return { status, contentType: 'text/plain; charset=utf-8', body: `${body}\n` };
}

function send(response: ServerResponse, answer: CounterpartyAnswer): void {
  const body = Buffer.from(answer.body);
  response.writeHead(answer.status, {
    'Content-Type': answer.contentType,
    'Content-Length': body.byteLength,
    ...answer.headers,
  });
  response.end(body);
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
