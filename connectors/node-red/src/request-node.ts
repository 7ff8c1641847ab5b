import type { Node, NodeAPI, NodeDef, NodeMessage, NodeMessageInFlow } from 'node-red';
import type { Fields, Gangway, RecordKey } from '../../../sdk/src/index.ts';
import { connectionTo } from './server-node.ts';
import { failureOf, isObject, settingOf } from './words.ts';
import { type ViewPage, viewPages } from './view-pages.ts';

interface RequestDef extends NodeDef {
  readonly server: string;
  readonly action: string;
  readonly entity?: string;
  readonly view?: string;
  readonly columns?: string;
  readonly filter?: string;
  readonly sort?: string;
  readonly limit?: string;
  /** One message with all rows, or one for each page. */
  readonly pages?: 'merged' | 'each';
}

type Send = (message: NodeMessage) => void;

/** "gangway request": reads and writes records of any entity, reads any view. */
export function registerRequestNode(RED: NodeAPI): void {
  function construct(this: Node, definition: RequestDef): void {
    RED.nodes.createNode(this, definition);
    const stopping = new AbortController();
    this.on('input', (message, send, done) => {
      this.status({ fill: 'blue', shape: 'dot', text: 'asking' });
      carryOut(RED, definition, message, send, stopping.signal).then(
        () => {
          this.status({});
          done();
        },
        (error: unknown) => {
          const failure = failureOf(error, message);
          this.status({ fill: 'red', shape: 'ring', text: failure.message.split('\n')[0] ?? '' });
          done(failure);
        },
      );
    });
    this.on('close', (done: () => void) => {
      stopping.abort();
      done();
    });
  }
  RED.nodes.registerType('gangway request', construct);
}

async function carryOut(
  RED: NodeAPI,
  definition: RequestDef,
  message: NodeMessageInFlow,
  send: Send,
  signal: AbortSignal,
): Promise<void> {
  const { gangway } = connectionTo(RED, definition.server);
  const action = settingOf(definition.action, message, 'action');
  if (action === 'view') {
    const pages = viewPages(gangway, viewOf(definition, message), signal);
    return definition.pages === 'each' ? sendPages(pages, message, send) : sendMerged(pages, message, send);
  }
  const entity = settingOf(definition.entity, message, 'entity');
  if (entity === '') throw new Error('Choose an entity, or give it in msg.entity.');
  message.payload = await recordCall(gangway, action, entity, message, signal);
  send(message);
}

/** What the message says beside the settings of the node goes before them: `msg.query = { externalFilter: ... }`. */
function viewOf(definition: RequestDef, message: NodeMessage) {
  const view = settingOf(definition.view, message, 'view');
  if (view === '') throw new Error('Choose a view, or give it in msg.view.');
  const { columns = '', filter: externalFilter = '', sort = '', limit = '' } = definition;
  const own = Object.entries({ columns, externalFilter, sort, limit }).filter(([, value]) => value !== '');
  return { view, query: { ...Object.fromEntries(own), ...(isObject(message['query']) ? message['query'] : {}) } };
}

async function sendMerged(pages: AsyncIterable<ViewPage>, message: NodeMessageInFlow, send: Send): Promise<void> {
  const rows: unknown[] = [];
  for await (const page of pages) rows.push(...page.rows);
  send({ ...message, payload: rows });
}

/** Each message says which page it is in `parts`, so that a "join" node puts them together; the last one says how many there were. */
async function sendPages(pages: AsyncIterable<ViewPage>, message: NodeMessageInFlow, send: Send): Promise<void> {
  let index = 0;
  for await (const { rows, isLast } of pages) {
    const parts = {
      id: message._msgid,
      index,
      type: 'array',
      len: rows.length,
      ...(isLast ? { count: index + 1 } : {}),
    };
    send({ ...message, payload: rows, parts });
    index += 1;
  }
}

async function recordCall(
  gangway: Gangway,
  action: string,
  entity: string,
  message: NodeMessage,
  signal: AbortSignal,
): Promise<unknown> {
  const records = gangway.records(entity);
  const idempotencyKey = settingOf(undefined, message, 'idempotencyKey');
  const call = { signal, ...(idempotencyKey === '' ? {} : { idempotencyKey }) };
  switch (action) {
    case 'get':
      return records.get(keyOf(message), call);
    case 'create':
      // Several at once are each answered in their place.
      if (Array.isArray(message.payload)) {
        return gangway.request('POST', `/rest/v1/${gangway.unit}/${encodeURIComponent(entity)}`, {
          ...call,
          body: message.payload,
        });
      }
      return records.create(fieldsOf(message), call);
    case 'change':
      return records.change(keyOf(message), fieldsOf(message), call);
    case 'put': {
      const registration = settingOf(undefined, message, 'registration');
      if (registration === '') throw new Error('Give your own number of the record in msg.registration.');
      return records.put(registration, fieldsOf(message), call);
    }
    case 'delete':
      return records.delete(keyOf(message), call);
    default:
      throw new Error(`There is no action ${JSON.stringify(action)}: get, create, change, put, delete or view.`);
  }
}

function keyOf(message: NodeMessage): RecordKey {
  const id = settingOf(undefined, message, 'id');
  if (/^\d+$/.test(id)) return Number(id);
  const registration = settingOf(undefined, message, 'registration');
  if (registration !== '') return { registration };
  throw new Error('Say which record: msg.id, or msg.registration.');
}

function fieldsOf({ payload }: NodeMessage): Fields {
  if (isObject(payload)) return payload;
  throw new Error('Give the fields of the record in msg.payload, as an object.');
}
