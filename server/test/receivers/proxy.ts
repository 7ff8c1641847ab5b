import { once } from 'node:events';
import { createServer, STATUS_CODES } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';

export interface ProxyServer {
  readonly url: string;
  readonly port: number;
  /** `host:port` of each CONNECT, with the credentials that came along. */
  readonly tunnels: readonly { readonly authority: string; readonly authorization: string | undefined }[];
  close(): Promise<void>;
}

export interface ProxyOptions {
  /** `user:password` that it wants to hear. */
  readonly credentials?: string;
  /** A status with which it refuses every tunnel. */
  readonly refuseWith?: number;
  /** Where every tunnel ends, whatever was asked for: names that exist nowhere can be called through it. */
  readonly allLeadTo?: number;
}

/** A real HTTP proxy on loopback that makes tunnels (CONNECT). */
export async function startProxy(options: ProxyOptions = {}): Promise<ProxyServer> {
  const tunnels: { authority: string; authorization: string | undefined }[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((_request, response) => {
    response.writeHead(400).end();
  });
  server.on('connection', (socket) => sockets.add(socket));
  server.on('connect', (request, client: Socket, head: Buffer) => {
    const authorization = request.headers['proxy-authorization'];
    tunnels.push({ authority: request.url ?? '', authorization });
    const expected =
      options.credentials === undefined ? undefined : `Basic ${Buffer.from(options.credentials).toString('base64')}`;
    const status = authorization === expected ? options.refuseWith : 407;
    client.on('error', ignore);
    if (status !== undefined) {
      client.end(`HTTP/1.1 ${String(status)} ${STATUS_CODES[status] ?? ''}\r\ncontent-length: 0\r\n\r\n`);
      return;
    }
    const { hostname, port } = new URL(`http://${request.url ?? ''}`);
    const far = connect(options.allLeadTo ?? Number(port), options.allLeadTo === undefined ? hostname : '127.0.0.1');
    sockets.add(far);
    far.on('error', () => client.destroy());
    far.on('connect', () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      far.write(head);
      client.pipe(far).pipe(client);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(port)}`,
    port,
    tunnels,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

function ignore(): void {
  // The far end says what matters.
}
