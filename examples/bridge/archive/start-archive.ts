import { createHash } from 'node:crypto';
import { createServer, type AddressInfo, type Socket } from 'node:net';

export interface ArchiveOptions {
  readonly port: number;
  /** How long it takes until a file stands on the shelf. */
  readonly filingMs: number;
}

export interface Archive {
  readonly port: number;
  close(): Promise<void>;
}

interface Filed {
  readonly ticket: string;
  readonly name: string;
  readonly sha256: string;
  readonly atMs: number;
}

/** The simulated archive: ARK/1 (protocol.md). `LIST` is its back door for tests: the names of all files, one line. */
export async function startArchive({ port, filingMs }: ArchiveOptions): Promise<Archive> {
  const files = new Map<string, Filed>();
  const sockets = new Set<Socket>();

  const put = (name: string, sha256: string, bytes: Buffer): string => {
    if (createHash('sha256').update(bytes).digest('hex') !== sha256) return 'NO the checksum is wrong';
    if (!name.endsWith('.isdoc')) return 'NO only .isdoc files are kept here';
    const known = [...files.values()].find((file) => file.name === name && file.sha256 === sha256);
    if (known !== undefined) return `KNOWN ${known.ticket}`;
    const ticket = `T${String(files.size + 1).padStart(4, '0')}`;
    files.set(ticket, { ticket, name, sha256, atMs: Date.now() });
    return `TAKEN ${ticket}`;
  };
  const ask = (ticket: string): string => {
    const file = files.get(ticket);
    if (file === undefined) return 'NO there is no such ticket';
    return Date.now() - file.atMs < filingMs ? 'WAIT' : `FILED SHELF-7/${file.ticket.slice(1)}`;
  };

  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.write('ARK/1 READY\n');
    let kept = Buffer.alloc(0);
    let wanted: { readonly name: string; readonly bytes: number; readonly sha256: string } | undefined;
    socket.on('data', (chunk) => {
      kept = Buffer.concat([kept, typeof chunk === 'string' ? Buffer.from(chunk) : chunk]);
      for (;;) {
        if (wanted !== undefined) {
          if (kept.length < wanted.bytes) return;
          socket.write(`${put(wanted.name, wanted.sha256, kept.subarray(0, wanted.bytes))}\n`);
          kept = kept.subarray(wanted.bytes);
          wanted = undefined;
          continue;
        }
        const end = kept.indexOf('\n');
        if (end < 0) return;
        const [word, ...rest] = kept.subarray(0, end).toString('utf8').trim().split(' ');
        kept = kept.subarray(end + 1);
        if (word === 'PUT') wanted = { name: rest[0] ?? '', bytes: Number(rest[1]), sha256: rest[2] ?? '' };
        else if (word === 'ASK') socket.write(`${ask(rest[0] ?? '')}\n`);
        else if (word === 'LIST') socket.write(`${[...files.values()].map(({ name }) => name).join(' ')}\n`);
        else socket.write('NO speak ARK/1\n');
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
