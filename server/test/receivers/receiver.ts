import { once } from 'node:events';
import { createServer as createHttpServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { createServer as createTcpServer, type AddressInfo, type Server as TcpServer, type Socket } from 'node:net';
import type { TlsOptions } from 'node:tls';
import { behave } from './behave.ts';
import type { Behaviour } from './behaviour.ts';

export interface ReceivedRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: IncomingMessage['headers'];
  /** As they came, names and values in turn. */
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
  /** The body as UTF-8. */
  readonly text: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Counts the receiver's connections from 1: two requests with the same number shared one. */
  readonly connection: number;
}

/** One behaviour for all requests, or a choice for each, numbered from 0. */
export type Behaving = Behaviour | ((request: ReceivedRequest, index: number) => Behaviour);

export interface ReceiverOptions {
  /** Makes it an HTTPS server. */
  readonly tls?: TlsOptions;
  /** Lets every connection wait before the TLS handshake begins. */
  readonly tlsDelayMs?: number;
  readonly port?: number;
  /** The name in `url`; 127.0.0.1 unless given. */
  readonly host?: string;
}

export interface Receiver {
  /** Without a slash at the end: `http://127.0.0.1:41234`. */
  readonly url: string;
  readonly port: number;
  readonly requests: readonly ReceivedRequest[];
  /** Connections accepted so far. */
  readonly connections: number;
  /** Bytes handed to the operating system for connections that are closed by now. */
  readonly bytesSent: number;
  /** Waits until no connection is open. */
  quiet(): Promise<void>;
  /** Behaves differently from now on: an outage, or its end. */
  behave(behaving: Behaving): void;
  /** Waits until so many requests have come in all, and answers them. */
  received(count: number): Promise<readonly ReceivedRequest[]>;
  /** Closes the connections on which nothing is under way; done when the operating system has told the peers. */
  closeIdleConnections(): Promise<void>;
  /** Ends at once, whatever is under way. */
  close(): Promise<void>;
}

/** A real HTTP server on loopback that records every request with its full bytes and then behaves as told. */
export async function startReceiver(behaving: Behaving, options: ReceiverOptions = {}): Promise<Receiver> {
  const requests: ReceivedRequest[] = [];
  const waiters = new Set<() => void>();
  const sockets = new Map<Socket, number>();
  const busy = new Set<Socket>();
  let opened = 0;
  let bytesSent = 0;
  let present = behaving;
  const listener: RequestListener = (request, response) => {
    void record(request, sockets.get(request.socket) ?? opened).then((received) => {
      const isReused = requests.some(({ connection }) => connection === received.connection);
      requests.push(received);
      for (const wake of waiters) wake();
      response.on('error', ignore);
      const behaviour = typeof present === 'function' ? present(received, requests.length - 1) : present;
      busy.add(request.socket);
      response.once('finish', () => busy.delete(request.socket));
      behave(behaviour, request, response, isReused);
    }, ignore);
  };
  const server: Server =
    options.tls === undefined ? createHttpServer(listener) : createHttpsServer(options.tls, listener);
  server.keepAliveTimeout = 60_000;
  server.on('clientError', (_error, socket) => socket.destroy());
  server.on(options.tls === undefined ? 'connection' : 'secureConnection', (socket: Socket) => {
    sockets.set(socket, ++opened);
    socket.on('error', ignore);
    socket.on('close', () => {
      bytesSent += socket.bytesWritten;
      sockets.delete(socket);
      for (const wake of waiters) wake();
    });
  });
  const door = options.tlsDelayMs === undefined ? server : delayedDoor(server, options.tlsDelayMs);
  const port = await listen(door, options.port ?? 0);
  return {
    url: `${options.tls === undefined ? 'http' : 'https'}://${options.host ?? '127.0.0.1'}:${String(port)}`,
    port,
    requests,
    get connections() {
      return opened;
    },
    get bytesSent() {
      return bytesSent;
    },
    quiet: () => until(() => sockets.size === 0, waiters),
    behave: (next) => {
      present = next;
    },
    received: async (count) => {
      await until(() => requests.length >= count, waiters);
      return requests;
    },
    closeIdleConnections: async () => {
      const idle = [...sockets.keys()].filter((socket) => !busy.has(socket));
      const closed = idle.map((socket) => once(socket, 'close'));
      for (const socket of idle) socket.destroy();
      await Promise.all(closed);
    },
    close: async () => {
      const closed = once(door, 'close');
      door.close();
      for (const socket of sockets.keys()) socket.destroy();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function record(request: IncomingMessage, connection: number): Promise<ReceivedRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  return {
    method: request.method ?? '',
    path: request.url ?? '',
    headers: request.headers,
    rawHeaders: request.rawHeaders,
    body,
    text: body.toString('utf8'),
    at: Date.now(),
    connection,
  };
}

function until(isSo: () => boolean, waiters: Set<() => void>): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (!isSo()) return;
      waiters.delete(look);
      resolve();
    };
    waiters.add(look);
    look();
  });
}

/** Accepts connections and hands them to the server after a while, so that the handshake stalls. */
function delayedDoor(server: Server, delayMs: number): TcpServer {
  return createTcpServer({ pauseOnConnect: true }, (socket) => {
    socket.on('error', ignore);
    setTimeout(() => server.emit('connection', socket), delayMs).unref();
  });
}

async function listen(server: TcpServer, port: number): Promise<number> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** A port that accepts connections and never says a word: neither TLS nor HTTP. */
export async function startSilentServer(): Promise<{ readonly port: number; close(): Promise<void> }> {
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on('error', ignore);
  });
  const port = await listen(server, 0);
  return {
    port,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** A port on which nothing listens. */
export async function closedPort(): Promise<number> {
  const server = createTcpServer();
  const port = await listen(server, 0);
  const closed = once(server, 'close');
  server.close();
  await closed;
  return port;
}

function ignore(): void {
  // Peers that break connections are what these servers are for.
}
