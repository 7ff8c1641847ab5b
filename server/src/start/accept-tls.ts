import type { Server as HttpServer } from 'node:http';
import type { Server, Socket } from 'node:net';
import { createServer, type Server as TlsServer } from 'node:tls';
import type { Certificate } from './certificate.ts';

/** The first byte of every TLS connection (a record of the kind "handshake", RFC 8446, 5.1), and of no request of HTTP. */
const handshakeByte = 22;
/** How long a caller may keep silent, or shake hands. */
const patienceMs = 30_000;

export interface TlsFront {
  readonly server: TlsServer;
  /** Closes those who have not come as far as a request: nothing of theirs is under way. */
  closeUnready(): void;
}

/**
 * Makes HTTPS connections of the HTTP server: TLS is ended here, and what comes out is handed to the one HTTP server, which so counts, times and closes
 * every connection in the same way.
 */
export function tlsFor(http: HttpServer, { cert, key }: Certificate): TlsFront {
  const shaking = new Map<string, Socket>();
  // Without ALPN some callers assume HTTP/2.
  const server = createServer({ cert, key, ALPNProtocols: ['http/1.1'], handshakeTimeout: patienceMs });
  server.on('connection', (socket: Socket) => {
    const name = nameOf(socket);
    shaking.set(name, socket);
    socket.once('close', () => {
      if (shaking.get(name) === socket) shaking.delete(name);
    });
  });
  server.on('secureConnection', (socket) => {
    shaking.delete(nameOf(socket));
    http.emit('connection', socket);
  });
  // Port scanners, old protocols, callers who do not trust the certificate: theirs to mend, and nothing to answer to.
  server.on('tlsClientError', (_error, socket) => socket.destroy());
  return { server, closeUnready: () => closeAll(shaking.values()) };
}

/** Lets the port of the HTTP server speak both: the first byte decides. */
export function shareWithTls(http: HttpServer, tls: TlsFront): TlsFront {
  const silent = new Set<Socket>();
  const plain = http.listeners('connection');
  http.removeAllListeners('connection');
  http.on('connection', (socket: Socket) => {
    // What came through TLS is decided.
    if ('encrypted' in socket) {
      hand(http, plain, socket);
      return;
    }
    silent.add(socket);
    const giveUp = (): void => void socket.destroy();
    const forget = (): void => void silent.delete(socket);
    socket.setTimeout(patienceMs, giveUp);
    socket.on('error', giveUp).on('close', forget);
    socket.once('readable', () => {
      const first: unknown = socket.read(1);
      // The other side has closed without a word.
      if (!(first instanceof Buffer)) {
        giveUp();
        return;
      }
      silent.delete(socket);
      socket.setTimeout(0).off('timeout', giveUp).off('error', giveUp).off('close', forget);
      socket.unshift(first);
      if (first[0] === handshakeByte) tls.server.emit('connection', socket);
      else hand(http, plain, socket);
    });
  });
  return {
    server: tls.server,
    closeUnready() {
      closeAll(silent);
      tls.closeUnready();
    },
  };
}

/** What a connection and the TLS on it have in common. */
function nameOf({ remoteAddress = '', remotePort = 0 }: Pick<Socket, 'remoteAddress' | 'remotePort'>): string {
  return `${remoteAddress} ${remotePort}`;
}

function closeAll(sockets: Iterable<Socket>): void {
  for (const socket of sockets) socket.destroy();
}

function hand(http: Server, listeners: readonly unknown[], socket: Socket): void {
  for (const listener of listeners) (listener as (this: Server, socket: Socket) => void).call(http, socket);
}
