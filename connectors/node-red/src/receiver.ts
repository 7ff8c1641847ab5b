import type { IncomingMessage } from 'node:http';
import type { NodeAPI } from 'node-red';
import { type Notice, verifyWebhook, WebhookVerificationError } from '../../../sdk/src/index.ts';

/** A "gangway in" that is deployed. */
export interface Listener {
  readonly secret: string;
  /** A notice that is what it says. */
  take(notice: Notice): Promise<void>;
}

/** By the id of the node, which is the last part of its address. */
const listeners = new Map<string, Listener>();

export const listen = (nodeId: string, listener: Listener): void => void listeners.set(nodeId, listener);
export const stopListening = (nodeId: string): void => void listeners.delete(nodeId);

/** The part of a notice's address behind that of Node-RED's HTTP nodes. */
export const pathOf = (nodeId: string): string => `/gangway/${encodeURIComponent(nodeId)}`;

/** A thin notice has a kilobyte, a full one 256 KB at the most. */
const longestBytes = 1_000_000;

/** One address for all nodes, because an address of Express cannot be taken back. A node that is not deployed, or not yet, is 404, and Gangway comes again. */
export function receiveNotices(RED: NodeAPI): void {
  // There is none where httpNodeRoot is false; each node says so (in-node.ts).
  const app = RED.httpNode as NodeAPI['httpNode'] | undefined;
  app?.post('/gangway/:node', (request, response) => {
    const listener = listeners.get(request.params.node);
    if (listener === undefined) {
      response.status(404).json({ message: 'No node that is deployed listens here.' });
      return;
    }
    void take(listener, request).then(({ status, message }) => response.status(status).json({ message }));
  });
}

async function take(listener: Listener, request: IncomingMessage): Promise<{ status: number; message: string }> {
  try {
    const body = await read(request);
    if (body === undefined) return { status: 413, message: 'The notice is longer than any of Gangway.' };
    await listener.take(await verifyWebhook(body, request.headers, listener.secret));
    return { status: 200, message: 'Taken.' };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { status: error instanceof WebhookVerificationError ? 401 : 500, message };
  }
}

async function read(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    chunks.push(chunk as Buffer);
    bytes += (chunk as Buffer).length;
    if (bytes > longestBytes) return undefined;
  }
  return Buffer.concat(chunks);
}
