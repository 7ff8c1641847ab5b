import type { NodeAPI } from 'node-red';
import { offerChoices } from './choices.ts';
import { registerInNode } from './in-node.ts';
import { receiveNotices } from './receiver.ts';
import { registerRequestNode } from './request-node.ts';
import { registerResultNode } from './result-node.ts';
import { registerServerNode } from './server-node.ts';

/** What Node-RED calls when it loads the package. */
export default function gangway(RED: NodeAPI): void {
  registerServerNode(RED);
  registerInNode(RED);
  registerRequestNode(RED);
  registerResultNode(RED);
  receiveNotices(RED);
  offerChoices(RED);
}
