import { randomBytes } from 'node:crypto';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Call, callsTo } from './call.ts';
import { readAddress } from './counterparty.ts';
import type { Guard } from './guard.ts';
import { type Program, startProgram } from './program.ts';

/** What the receiver has learnt of one webhook. */
export interface TakenWebhook {
  readonly notice?: { readonly type: string; readonly registration: string; readonly url: string };
  readonly record?: { readonly total: string; readonly currency: string };
  readonly refused?: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** A webhook receiver (examples/webhook-receiver), the bridge and its archive (examples/bridge): three processes. */
export interface Webhooks extends Pick<Program, 'stop'> {
  readonly receiver: string;
  readonly bridge: string;
  /** Where the bridge puts its files. */
  readonly files: string;
  /** Makes the hook to the receiver, and applies those to the bridge. */
  connect(): Promise<void>;
  taken(): Promise<readonly TakenWebhook[]>;
}

export interface WebhookParts {
  readonly url: string;
  readonly token: string;
  readonly folder: string;
  readonly call: Call;
  readonly gangway: (...words: readonly string[]) => Promise<string>;
  readonly guard: Guard;
}

const examples = fileURLToPath(new URL('../../', import.meta.url));
const newSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`;

export async function startWebhooks({ url, token, folder, call, gangway, guard }: WebhookParts): Promise<Webhooks> {
  const secrets = { receiver: newSecret(), bridge: newSecret() };
  const files = join(folder, 'isdoc');
  const start = async (file: string, words: readonly string[], secret = ''): Promise<[Program, string]> => {
    const environment = { GANGWAY_TOKEN: token, GANGWAY_HOOK_SECRET: secret };
    const program = await startProgram(examples + file, words, {
      guard,
      environment,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    return [program, await readAddress(program, file)];
  };
  const [receiverProgram, receiver] = await start(
    'webhook-receiver/webhook-receiver.ts',
    ['--url', url],
    secrets.receiver,
  );
  const [archiveProgram, archive] = await start('bridge/archive.ts', ['--port', '0']);
  const words = ['--port', '0', '--folder', files, '--gangway', url, '--archive', new URL(archive).host];
  const [bridgeProgram, bridge] = await start('bridge/bridge.ts', words, secrets.bridge);
  return {
    ...{ receiver, bridge, files },
    connect: async () => {
      const hook = { targetUrl: `${receiver}/`, event: 'documents.approved', secret: secrets.receiver };
      await call('POST', '/api/v1/1/hooks', hook);
      await gangway('apply', await adaptBridge(folder, bridge), '--secret', `bridge=${secrets.bridge}`);
    },
    taken: () => callsTo(receiver)('GET', '/taken'),
    stop: async () => {
      for (const program of [receiverProgram, bridgeProgram, archiveProgram]) await program.stop();
    },
  };
}

/** Does what examples/bridge/README.md tells a person to do: the file with his own address. */
async function adaptBridge(folder: string, bridge: string): Promise<string> {
  const own = join(folder, 'packs', 'bridge');
  await cp(join(examples, 'bridge/integration.yaml'), join(own, 'integration.yaml'), { recursive: true });
  await cp(join(examples, '../packs/isdoc/invoice.xml'), join(own, 'invoice.xml'));
  const file = join(own, 'integration.yaml');
  const text = await readFile(file, 'utf8');
  await writeFile(
    file,
    text.replaceAll('http://127.0.0.1:8095', bridge).replace('../../packs/isdoc/invoice.xml', 'invoice.xml'),
  );
  return file;
}
