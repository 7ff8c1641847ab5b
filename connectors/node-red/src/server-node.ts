import type { Node, NodeAPI, NodeDef } from 'node-red';
import { Gangway } from '../../../sdk/src/index.ts';

interface ServerDef extends NodeDef {
  readonly url: string;
  readonly unit: string | number;
  /** Where Gangway reaches the HTTP nodes of this Node-RED; empty: on the same machine. */
  readonly callbackUrl?: string;
}

interface Credentials {
  readonly token?: string;
  /** Where Node-RED asks for a password itself (httpNodeAuth). */
  readonly user?: string;
  readonly password?: string;
}

/** The configuration node: one Gangway, one unit, one token. */
export interface ServerNode extends Node<Credentials> {
  /** undefined: it has no address or no token yet. */
  readonly connection: Connection | undefined;
}

export interface Connection {
  readonly gangway: Gangway;
  readonly token: string;
  /** With what the addresses begin that are given to Gangway for its notices. */
  readonly callbackUrl: string;
  /** What Node-RED itself wants to see in a notice. */
  readonly noticeHeaders: Readonly<Record<string, string>>;
}

export function registerServerNode(RED: NodeAPI): void {
  function construct(this: Node<Credentials>, definition: ServerDef): void {
    RED.nodes.createNode(this, definition);
    Object.assign(this, { connection: connectionOf(RED, definition, this.credentials) });
  }
  RED.nodes.registerType<Node<Credentials>, ServerDef, object, Credentials>('gangway-server', construct, {
    credentials: { token: { type: 'password' }, user: { type: 'text' }, password: { type: 'password' } },
  });
}

function connectionOf(RED: NodeAPI, definition: ServerDef, credentials: Credentials): Connection | undefined {
  const { token = '', user = '', password = '' } = credentials;
  const { url, unit, callbackUrl = '' } = definition;
  if (url === '' || token === '') return undefined;
  const basic = Buffer.from(`${user}:${password}`).toString('base64');
  return {
    token,
    gangway: new Gangway({ url, token, unit: Number(unit) }),
    callbackUrl: (callbackUrl === '' ? ownAddress(RED) : callbackUrl).replace(/\/+$/, ''),
    noticeHeaders: user === '' ? {} : { authorization: `Basic ${basic}` },
  };
}

/** Where the HTTP nodes of this Node-RED are, seen from the same machine. */
function ownAddress({ settings }: NodeAPI): string {
  const { uiPort, httpNodeRoot, https } = settings;
  const scheme = https === undefined ? 'http' : 'https';
  return new URL(typeof httpNodeRoot === 'string' ? httpNodeRoot : '/', `${scheme}://127.0.0.1:${String(uiPort)}`).href;
}

/** The Gangway that a node works with. Throws where none is chosen, or the one that is has no address or token. */
export function connectionTo(RED: NodeAPI, serverId: string): Connection {
  const server = RED.nodes.getNode(serverId) as ServerNode | null;
  if (server?.connection !== undefined) return server.connection;
  throw new Error(
    server === null
      ? 'Choose a Gangway server in this node.'
      : 'The Gangway server of this node has no address or no token.',
  );
}
