import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';

/** What the archive has to say: a mark on the shelf, or its reason not to take the file. */
export type Archived = { readonly mark: string } | { readonly refused: string };

const askEveryMs = 100;
const timeoutMs = 10_000;

/** Hands a file to the archive in its own protocol (protocol.md) and waits until it stands on the shelf. The same file again gets the same ticket. */
export async function archiveFile(address: string, name: string, bytes: Buffer): Promise<Archived> {
  const [host = '', port = ''] = address.split(':');
  const socket = connect(Number(port), host);
  socket.setTimeout(timeoutMs, () => socket.destroy(new Error('The archive does not answer.')));
  const lines = createInterface({ input: socket })[Symbol.asyncIterator]();
  const failed = new Promise<never>((_resolve, reject) => socket.once('error', reject));
  failed.catch(() => undefined);
  const next = async (): Promise<string[]> => {
    const line = await Promise.race([lines.next(), failed]);
    if (line.done === true) throw new Error('The archive hung up.');
    return line.value.split(' ');
  };
  try {
    if ((await next()).join(' ') !== 'ARK/1 READY') throw new Error('This is no archive.');
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    socket.write(`PUT ${name} ${bytes.length} ${sha256}\n`);
    socket.write(bytes);
    const [taken, ticket = '', ...why] = await next();
    if (taken === 'NO') return { refused: [ticket, ...why].join(' ') };
    for (;;) {
      socket.write(`ASK ${ticket}\n`);
      const [said, ...rest] = await next();
      if (said === 'FILED') return { mark: rest.join(' ') };
      if (said !== 'WAIT') return { refused: rest.join(' ') };
      await new Promise((resolve) => setTimeout(resolve, askEveryMs));
    }
  } finally {
    socket.destroy();
  }
}
