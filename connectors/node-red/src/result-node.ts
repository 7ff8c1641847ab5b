import type { Node, NodeAPI, NodeDef, NodeMessage } from 'node-red';
import type { DeliveryResult, DeliveryWithAttempts } from '../../../sdk/src/index.ts';
import { connectionTo } from './server-node.ts';
import { failureOf, isObject, settingOf } from './words.ts';

interface ResultDef extends NodeDef {
  readonly server: string;
  /** Empty: msg.outcome. */
  readonly outcome?: string;
  readonly text?: string;
}

/** "gangway result": says what became of a delivery whose result comes later. */
export function registerResultNode(RED: NodeAPI): void {
  function construct(this: Node, definition: ResultDef): void {
    RED.nodes.createNode(this, definition);
    this.on('input', (message, send, done) => {
      report(RED, definition, message).then(
        (delivery) => {
          this.status({ fill: 'green', shape: 'dot', text: delivery.state });
          message.payload = delivery;
          send(message);
          done();
        },
        (error: unknown) => {
          const failure = failureOf(error, message);
          this.status({ fill: 'red', shape: 'ring', text: failure.message.split('\n')[0] ?? '' });
          done(failure);
        },
      );
    });
  }
  RED.nodes.registerType('gangway result', construct);
}

async function report(RED: NodeAPI, definition: ResultDef, message: NodeMessage): Promise<DeliveryWithAttempts> {
  const { gangway } = connectionTo(RED, definition.server);
  const deliveryId = deliveryOf(message);
  const outcome = settingOf(definition.outcome, message, 'outcome') || 'accepted';
  const text = settingOf(definition.text, message, 'message');
  const result: DeliveryResult = {
    outcome,
    ...(text === '' ? {} : { messages: [{ level: outcome === 'accepted' ? 'info' : 'error', text }] }),
    ...(isObject(message['write']) ? { write: message['write'] } : {}),
  };
  return gangway.deliveries.result(deliveryId, result);
}

/** The notice that "gangway in" has put onto the message stays there as it goes through the flow. */
function deliveryOf(message: NodeMessage): string {
  const { gangway } = message;
  const id = isObject(gangway) ? gangway['deliveryId'] : undefined;
  if (typeof id === 'string') return id;
  throw new Error('Say which delivery: msg.gangway.deliveryId, which "gangway in" gives.');
}
