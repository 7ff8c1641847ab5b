import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { bridge, Gangway, type Handled, type Told } from '@gangway/sdk';
import { archiveFile } from './archive/archive-client.ts';
import { renderIsdoc } from './isdoc/render-isdoc.ts';
import { openJournal, writeDurably } from './journal.ts';

export interface BridgeSettings {
  /** Where Gangway is. */
  readonly url: string;
  readonly token: string;
  readonly unit: number;
  /** Of the hooks: `whsec_...`. */
  readonly secret: string;
  /** Where the files go; what was taken and not done is kept in `journal` below it. */
  readonly folder: string;
  /** `host:port` of the archive. */
  readonly archive: string;
  readonly port: number;
}

export interface RunningBridge {
  readonly port: number;
  /** Lets end what is under way. */
  stop(): Promise<void>;
}

interface Invoice {
  readonly id: number;
  readonly registration: string;
  readonly number?: string;
}

/** Approved invoices become files; those that somebody asks for go to the archive. What came of it is reported, and stands on the invoice. */
export async function startBridge(settings: BridgeSettings): Promise<RunningBridge> {
  const { url, token, unit, secret, folder, archive } = settings;
  const gangway = new Gangway({ url, token, unit });
  const journal = await openJournal(join(folder, 'journal'));

  const handle = async ({ notice, record }: Told<Invoice>): Promise<Handled> => {
    if (record === undefined) return refused('The invoice was deleted.');
    const name = `${(record.number ?? record.registration).replaceAll(/[^\w-]+/g, '_')}.isdoc`;
    const text = await renderIsdoc(gangway, record.id);
    await writeDurably(folder, name, text);
    if (notice.type !== 'documents.exportRequested') return accepted({ isdocFile: name });
    const archived = await archiveFile(archive, name, Buffer.from(text));
    return 'refused' in archived
      ? refused(`The archive said: ${archived.refused}.`)
      : accepted({ archiveMark: archived.mark });
  };

  const invoices = bridge<Invoice>({
    ...{ gangway, secrets: secret, hook: 'later', handle, seen: journal },
    keep: (notice) => journal.keep(notice),
    onError: (error, notice) => console.error(`${notice?.deliveryId ?? 'A webhook'}: ${String(error)}`),
  });
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      void invoices.receive({ body: Buffer.concat(chunks), headers: request.headers }).then(({ status, body }) => {
        response.writeHead(status, { 'content-type': 'application/json' }).end(body);
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(settings.port, '127.0.0.1', resolve));
  // What an earlier process had taken and not done.
  for (const notice of await journal.open()) void invoices.resume(notice);
  return {
    port: (server.address() as AddressInfo).port,
    stop: async () => {
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeIdleConnections();
      });
      await invoices.idle();
    },
  };
}

const accepted = (properties: Readonly<Record<string, string>>): Handled => ({
  outcome: 'accepted',
  write: { properties },
});
const refused = (text: string): Handled => ({ outcome: 'refused', messages: [{ level: 'error', text }] });
