import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '../../support/company.ts';

const root = join(import.meta.dirname, '..');
const owner = { email: 'owner@example.com', firstName: 'Olga', lastName: 'Owner', password: 'A-password-for-tests-1' };

/** n8n itself, as it is installed in a folder, with the package as npm would publish it where n8n has its community nodes. */
export class N8n {
  readonly home = mkdtempSync(join(tmpdir(), 'n8n-'));
  readonly port: number;
  readonly #program: string;
  #child: ChildProcess | undefined;
  #cookie = '';
  log = '';

  private constructor(program: string, port: number) {
    this.#program = program;
    this.port = port;
  }

  /** `folder`: where `npm install n8n` was run. */
  static async create(folder: string): Promise<N8n> {
    const program = join(folder, 'node_modules/n8n/bin/n8n');
    assert.ok(existsSync(program), `There is no n8n in ${folder}. README.md says how to install it.`);
    const n8n = new N8n(program, await freePort());
    n8n.#install();
    return n8n;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }
  get owner(): { readonly email: string; readonly password: string } {
    return owner;
  }

  #install(): void {
    const packed = spawnSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
      cwd: root,
      encoding: 'utf8',
    });
    const [first] = Object.values(JSON.parse(packed.stdout) as Record<string, { files: { path: string }[] }>);
    assert.ok(first);
    const nodes = join(this.home, '.n8n/nodes');
    const place = join(nodes, 'node_modules/n8n-nodes-gangway');
    mkdirSync(place, { recursive: true });
    for (const { path } of first.files) cpSync(join(root, path), join(place, path));
    const dependencies = { 'n8n-nodes-gangway': '*' };
    writeFileSync(
      join(nodes, 'package.json'),
      JSON.stringify({ name: 'installed-nodes', private: true, dependencies }),
    );
  }

  async start(): Promise<void> {
    const { PATH = '' } = process.env;
    const child = spawn(process.execPath, [this.#program, 'start'], {
      cwd: this.home,
      env: {
        ...{ PATH, HOME: this.home, N8N_USER_FOLDER: this.home, N8N_PORT: String(this.port) },
        ...{ N8N_LISTEN_ADDRESS: '127.0.0.1', WEBHOOK_URL: `${this.url}/`, N8N_SECURE_COOKIE: 'false' },
        ...{ N8N_DIAGNOSTICS_ENABLED: 'false', N8N_VERSION_NOTIFICATIONS_ENABLED: 'false' },
        ...{ N8N_TEMPLATES_ENABLED: 'false', N8N_PERSONALIZATION_ENABLED: 'false', N8N_HIRING_BANNER_ENABLED: 'false' },
        ...{ N8N_RUNNERS_BROKER_PORT: String(await freePort()), N8N_ENFORCE_SETTINGS_FILE_PERMISSIONS: 'true' },
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    this.log = '';
    const keep = (chunk: Buffer): void => void (this.log += chunk.toString());
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    await until(() => {
      assert.equal(child.exitCode, null, this.log);
      return this.log.includes('Editor is now accessible') ? true : undefined;
    }, 300);
  }

  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const closed = once(child, 'close');
    child.kill(signal);
    await closed;
  }

  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.home, { recursive: true, force: true });
  }

  /** The first start of an installation: its owner. */
  async setUp(): Promise<void> {
    await this.call('POST', '/rest/owner/setup', owner);
  }

  /** A call of the API that n8n's own editor uses; answers its `data`. */
  async call<Data>(method: string, path: string, body?: unknown): Promise<Data> {
    const response = await fetch(this.url + path, {
      method,
      headers: { cookie: this.#cookie, 'browser-id': 'end-to-end', 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    assert.ok(response.ok, `${method} ${path}: ${response.status} ${text}`);
    const [cookie] = response.headers.getSetCookie();
    if (cookie !== undefined) this.#cookie = cookie.split(';')[0] ?? '';
    return (JSON.parse(text) as { data: Data }).data;
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
