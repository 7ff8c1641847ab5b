import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { story } from '../sample-company/index.ts';
import { adaptPack } from './adapt-pack.ts';
import { type Call, callsTo } from './call.ts';
import { type Counterparty, startCounterparty } from './counterparty.ts';
import { freePort } from './free-port.ts';
import { startGuard } from './guard.ts';
import type { Program } from './program.ts';
import { saveCompany } from './save-company.ts';
import { runCommand, startServer } from './server.ts';
import { makeTurnstileToken, startTurnstile, type Turnstile } from './turnstile.ts';
import { startWebhooks, type Webhooks } from './webhooks.ts';
import { applyTerminalPack, startXmlTerminal, type XmlTerminal } from './xml-terminal.ts';

/** Everything that the story needs: Gangway, two accounting servers, two turnstiles, a webhook receiver, a bridge, people. */
export interface Stage {
  readonly url: string;
  /** Of the administrator, from this machine. */
  readonly token: string;
  /** Of the login `admin`, for the console. */
  readonly password: string;
  /** Data, log and the copied packs; removed when the demonstration ends. */
  readonly folder: string;
  readonly pohoda: Counterparty;
  readonly flexi: Counterparty;
  readonly turnstile: Turnstile;
  readonly terminal: XmlTerminal;
  readonly webhooks: Webhooks;
  /** Calls of Gangway's API as the administrator. */
  readonly call: Call;
  /** Calls as one of the company's users, with a token of his own. */
  as(login: string): Promise<Call>;
  /** `gangway('resend', id)`: the command line. */
  gangway(...words: readonly string[]): Promise<string>;
  /** kill -9 of the server alone. */
  killServer(): Promise<void>;
  startServer(): Promise<void>;
  /** Aborted when the server has ended. */
  serverEnded(): AbortSignal;
}

export interface StageOptions {
  readonly port: number;
  /** Aborted: a person does not want to wait any longer. */
  readonly signal: AbortSignal;
  /** Told what was made, as soon as it is. */
  readonly made: (text: string) => void;
}

export interface RunningStage extends Stage {
  /** Stops all programs; `keepFolder` leaves log and data for a look. */
  stop(options?: { readonly keepFolder?: boolean }): Promise<void>;
}

/** Starts everything; whatever was started before something failed is stopped again. */
export async function startStage({ port: wanted, signal, made: tell }: StageOptions): Promise<RunningStage> {
  const folder = await mkdtemp(join(tmpdir(), 'gangway-demo-'));
  // PostgreSQL never runs as root: its user has to pass through this folder, which is closed to others by default.
  if (process.getuid?.() === 0) await chmod(folder, 0o711);
  const guard = startGuard();
  const made = (text: string): void => {
    signal.throwIfAborted();
    tell(text);
  };
  const running: Pick<Program, 'stop'>[] = [];
  const stop: RunningStage['stop'] = async ({ keepFolder = false } = {}) => {
    for (const program of running.splice(0).reverse()) await program.stop();
    await guard.close();
    if (!keepFolder) await rm(folder, { recursive: true, force: true });
  };
  const started = async <T extends Pick<Program, 'stop'>>(starting: Promise<T>): Promise<T> => {
    const program = await starting;
    running.push(program);
    return program;
  };
  try {
    const port = await freePort(wanted);
    const token = `demo-${randomBytes(24).toString('base64url')}`;
    const password = `demo-${randomBytes(9).toString('base64url')}`;
    const settings = { folder, port, token, password, guard };
    const [pohoda, flexi, first] = await all(
      started(startCounterparty('pohoda.ts', ['--vat-closed-until', story.vatClosedUntil], guard)),
      started(startCounterparty('abra-flexi.ts', [], guard)),
      started(startServer(settings)),
    );
    let server = first;
    const url = `http://127.0.0.1:${port}`;
    made(`Gangway, with a PostgreSQL of its own, at ${url}`);
    made(`Pohoda mServer, simulated, at ${pohoda.url}`);
    made(`ABRA Flexi, simulated, at ${flexi.url}`);
    const call = callsTo(url, token);
    const gangway: Stage['gangway'] = (...words) => runCommand(words, { url, token });
    await applyPacks(folder, { pohoda, flexi, gangway });
    made('The packs pohoda and abra-flexi, with these addresses (gangway apply)');
    await saveCompany(call);
    made('A company with 8 users, 15 customers and suppliers, 40 invoices (data API)');
    const turnstile = await started(startTurnstile(url, await makeTurnstileToken(call), guard));
    made(`A turnstile, simulated, at ${turnstile.url}`);
    const terminalPassword = await applyTerminalPack(folder, call, gangway);
    const terminal = await started(startXmlTerminal(url, terminalPassword, guard));
    made(`One that can only send its own XML, understood by the pack turnstile-xml, simulated, at ${terminal.url}`);
    const webhooks = await started(startWebhooks({ url, token, folder, call, gangway, guard }));
    made(`A webhook receiver at ${webhooks.receiver}`);
    made(`A bridge that makes ISDOC files, with an archive behind it, at ${webhooks.bridge}`);
    return {
      ...{ url, token, password, folder, pohoda, flexi, turnstile, terminal, webhooks, call, gangway, stop },
      as: async (login) => callsTo(url, await gangway('token', 'create', '--name', 'demonstration', '--user', login)),
      killServer: () => server.kill(),
      serverEnded: () => server.ended,
      startServer: async () => void (server = await started(startServer(settings))),
    };
  } catch (error) {
    await stop({ keepFolder: !signal.aborted });
    throw error;
  }
}

/** Like Promise.all, but waits until each has either started or failed, so that nothing is left that could still start. */
async function all<A, B, C>(first: Promise<A>, second: Promise<B>, third: Promise<C>): Promise<[A, B, C]> {
  await Promise.allSettled([first, second, third]);
  return Promise.all([first, second, third]);
}

async function applyPacks(
  folder: string,
  { pohoda, flexi, gangway }: Pick<Stage, 'pohoda' | 'flexi' | 'gangway'>,
): Promise<void> {
  const packs = join(folder, 'packs');
  const files = [
    await adaptPack('pohoda', packs, { url: pohoda.url, trigger: 'invoice-approved-to-pohoda' }),
    await adaptPack('abra-flexi', packs, { url: `${flexi.url}/c/demo`, trigger: 'invoice-export-ready-to-flexi' }),
  ];
  await gangway('apply', ...files, '--secret', 'pohoda=gangway', '--secret', 'flexi=gangway');
}
