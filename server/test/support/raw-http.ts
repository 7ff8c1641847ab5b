import { connect, type Socket } from 'node:net';

export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The server has ended the connection. */
  readonly ended: boolean;
}

/** Says bytes to a server as they are, and reads one answer; for what no client library would send. */
export async function sayRaw(port: number, text: string | Uint8Array): Promise<RawAnswer> {
  const socket = await open(port);
  socket.write(text);
  const answer = await readAnswer(socket);
  socket.destroy();
  return answer;
}

export function open(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => {
      // What breaks later ends the reading of the answer.
      socket.off('error', reject).on('error', () => undefined);
      resolve(socket);
    });
    socket.once('error', reject);
  });
}

/** The next answer on the connection. Rejects when it ends before one is whole. */
export function readAnswer(socket: Socket): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    let text = '';
    const look = (ended: boolean): void => {
      const answer = parse(text, ended);
      if (answer === undefined) return;
      socket.off('data', more).off('end', atEnd).off('close', atClose);
      resolve(answer);
    };
    const more = (chunk: Buffer): void => {
      text += chunk.toString('latin1');
      look(false);
    };
    const atEnd = (): void => look(true);
    const atClose = (): void => reject(new Error(`the connection closed after ${JSON.stringify(text.slice(0, 200))}`));
    socket.on('data', more).on('end', atEnd).on('close', atClose);
  });
}

function parse(text: string, ended: boolean): RawAnswer | undefined {
  const split = text.indexOf('\r\n\r\n');
  if (split < 0) return undefined;
  const [first = '', ...lines] = text.slice(0, split).split('\r\n');
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  );
  const bytes = Buffer.from(text.slice(split + 4), 'latin1');
  if (bytes.length < Number(headers['content-length'] ?? 0)) return undefined;
  return { status: Number(first.split(' ')[1]), headers, body: bytes.toString('utf8'), ended };
}
