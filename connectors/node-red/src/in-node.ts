import type { Node, NodeAPI, NodeDef } from 'node-red';
import type { Notice } from '../../../sdk/src/index.ts';
import { listen, pathOf, stopListening } from './receiver.ts';
import { SeenNotices } from './seen.ts';
import { type Connection, connectionTo } from './server-node.ts';
import { hookSecretOf, Subscription } from './subscription.ts';
import { isWantedAgain } from './wanted-again.ts';

interface InDef extends NodeDef {
  readonly server: string;
  readonly event: string;
  readonly filter?: string;
  readonly record?: boolean;
  readonly writeBacks?: boolean;
  /** `4h`: the flow reports what became of it; empty: a notice is done when it is taken. */
  readonly within?: string;
  readonly whenStopped?: 'keep' | 'end';
}

/** Node-RED takes `application/json` apart before a node sees it (its admin API stands on the same address), and the bytes that were signed would be gone. */
const untouched = 'application/vnd.gangway.notice+json';

/** "gangway in": told of an event, for as long as it is deployed. */
export function registerInNode(RED: NodeAPI): void {
  function construct(this: Node, definition: InDef): void {
    RED.nodes.createNode(this, definition);
    try {
      start(RED, this, definition);
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      this.status({ fill: 'red', shape: 'ring', text: words });
      this.error(words);
    }
  }
  RED.nodes.registerType('gangway in', construct);
}

function start(RED: NodeAPI, node: Node, definition: InDef): void {
  const connection = connectionTo(RED, definition.server);
  if ((RED.httpNode as NodeAPI['httpNode'] | undefined) === undefined) {
    throw new Error('Node-RED takes no calls: httpNodeRoot is false in its settings.');
  }
  const targetUrl = connection.callbackUrl + pathOf(node.id);
  const seen = new SeenNotices(node.context());
  listen(node.id, {
    secret: hookSecretOf(connection.token, targetUrl),
    take: async (notice) => {
      const { deliveryId } = notice;
      const comesLater = (definition.within ?? '') !== '';
      if (seen.isKnown(deliveryId) && !(comesLater && (await isWantedAgain(connection.gangway, deliveryId)))) return;
      seen.take(deliveryId);
      node.send(messageOf(notice));
    },
  });
  const subscription = new Subscription(connection.gangway, node.id, hookOf(node, definition, connection, targetUrl), {
    subscribed: () => node.status({ fill: 'green', shape: 'dot', text: 'subscribed' }),
    failed: (words) => {
      node.status({ fill: 'red', shape: 'ring', text: words });
      node.warn(words);
    },
  });
  node.status({ fill: 'yellow', shape: 'ring', text: 'subscribing' });
  const subscribing = subscription.run();
  node.on('close', (removed: boolean, done: () => void) => {
    stopListening(node.id);
    subscription.stop();
    const ends = removed || definition.whenStopped === 'end';
    void subscribing
      .then(() => (ends ? subscription.end() : undefined))
      .catch((error: unknown) => node.warn(error instanceof Error ? error.message : String(error)))
      .finally(done);
  });
}

function hookOf(node: Node, definition: InDef, { noticeHeaders, token }: Connection, targetUrl: string) {
  const { event, filter = '', record = true, writeBacks = false, within = '' } = definition;
  if (event === '') throw new Error('Choose the event that this node waits for.');
  return {
    targetUrl,
    secret: hookSecretOf(token, targetUrl),
    event,
    title: `Node-RED: ${node.name ?? node.id}`.slice(0, 200),
    payload: record ? ('full' as const) : ('thin' as const),
    headers: { ...noticeHeaders, 'Content-Type': untouched },
    ...(filter === '' ? {} : { filter }),
    ...(writeBacks ? { writeBacks } : {}),
    ...(within === '' ? {} : { answer: { later: true as const, within } }),
  };
}

/** `payload` is the record where the notice brings it, else the notice itself. */
function messageOf(notice: Notice) {
  return { topic: notice.type, payload: notice.record ?? notice, gangway: notice };
}
