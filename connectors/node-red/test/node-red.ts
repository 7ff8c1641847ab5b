import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '../../support/company.ts';

const root = join(import.meta.dirname, '..');
const program = createRequire(import.meta.url).resolve('node-red/red.js');

/** A node as a flow file has it. */
export type FlowNode = Record<string, unknown>;

/** Node-RED itself, without a browser, with the package as npm would publish it. */
export class NodeRed {
  readonly folder = mkdtempSync(join(tmpdir(), 'node-red-'));
  readonly port: number;
  #child: ChildProcess | undefined;
  #log = '';

  private constructor(port: number) {
    this.port = port;
  }

  static async create(): Promise<NodeRed> {
    const nodeRed = new NodeRed(await freePort());
    nodeRed.#install();
    return nodeRed;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }
  get log(): string {
    return this.#log;
  }

  /** What `npm pack` would put into the package, where Node-RED looks for packages. */
  #install(): void {
    const packed = spawnSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
      cwd: root,
      encoding: 'utf8',
    });
    const listed: unknown = JSON.parse(packed.stdout);
    // npm 11 gives a list, npm 12 an object by the name of the package.
    const [first] = Object.values(listed as Record<string, { files: { path: string }[] }>);
    assert.ok(first);
    const home = join(this.folder, 'node_modules/node-red-contrib-gangway');
    for (const { path } of first.files) cpSync(join(root, path), join(home, path));
    const dependencies = { 'node-red-contrib-gangway': '*' };
    writeFileSync(join(this.folder, 'package.json'), JSON.stringify({ name: 'flows', private: true, dependencies }));
    const editorTheme = { tours: false };
    const settings = { editorTheme, uiPort: this.port, uiHost: '127.0.0.1', logging: { console: { level: 'info' } } };
    const file = `module.exports = { ...${JSON.stringify(settings)}, credentialSecret: false, telemetry: { enabled: false } };`;
    mkdirSync(this.folder, { recursive: true });
    writeFileSync(join(this.folder, 'settings.js'), file);
  }

  /** Starts it, with the flows that it had; resolves when these run. */
  async start(): Promise<void> {
    const { PATH = '' } = process.env;
    this.#log = '';
    const child = spawn(
      process.execPath,
      [program, '--userDir', this.folder, '--settings', join(this.folder, 'settings.js')],
      {
        env: { PATH, HOME: this.folder },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    this.#child = child;
    await new Promise<void>((resolve, reject) => {
      const read = (chunk: Buffer): void => {
        this.#log += chunk.toString();
        if (this.#log.includes('Started flows') || this.#log.includes('Waiting for missing types')) resolve();
      };
      child.stdout.on('data', read);
      child.stderr.on('data', read);
      child.once('close', (code) => reject(new Error(`Node-RED has ended with ${String(code)}: ${this.#log}`)));
    });
  }

  /** SIGTERM, as a service manager stops it; SIGKILL, as it may be killed. */
  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const closed = once(child, 'close');
    child.kill(signal);
    await closed;
  }

  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Deploys, as the button of the editor does. Credentials go with their nodes. */
  async deploy(flows: readonly FlowNode[], kind: 'full' | 'nodes' = 'full'): Promise<void> {
    const started = this.#timesStarted();
    const response = await fetch(`${this.url}/flows`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'node-red-api-version': 'v2', 'node-red-deployment-type': kind },
      body: JSON.stringify({ flows }),
    });
    assert.equal(response.status, 200, await response.text());
    // It answers before the nodes are there.
    await until(() => (this.#timesStarted() > started ? true : undefined));
  }

  #timesStarted(): number {
    return this.#log.split('Started ').length;
  }
}

/** An example of the package, with its server as the test wants it and other changes by node id or type. */
export function example(name: string, server: FlowNode, changes: Record<string, FlowNode> = {}): FlowNode[] {
  const flows = JSON.parse(readFileSync(join(root, 'examples', `${name}.json`), 'utf8')) as FlowNode[];
  return flows.map((node) => ({
    ...node,
    ...(node['type'] === 'gangway-server' ? server : {}),
    ...changes[String(node['type'])],
  }));
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** A service of somebody else: keeps what it was sent, answers as it is told to. */
export async function startService() {
  const received: { path: string; body: Record<string, unknown> }[] = [];
  const service = { received, status: 200, url: '', close: (): void => undefined };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(chunks).toString() || 'null') as Record<string, unknown>;
      received.push({ path: request.url ?? '', body });
      response.writeHead(service.status).end('ok');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  service.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  service.close = () => {
    server.closeAllConnections();
    server.close();
  };
  return service;
}
