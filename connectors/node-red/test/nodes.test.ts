import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { type RunningCompany, startCompany, until } from '../../support/company.ts';
import { example, type FlowNode, NodeRed, startService } from './node-red.ts';

type Service = Awaited<ReturnType<typeof startService>>;

let gangway: RunningCompany;
let nodeRed: NodeRed;
let service: Service;
let server: FlowNode;

before(async () => {
  [gangway, nodeRed] = await Promise.all([startCompany(), NodeRed.create()]);
  await nodeRed.start();
  server = { id: 'server', type: 'gangway-server', url: gangway.url, unit: '1', credentials: { token: gangway.token } };
});
after(async () => {
  await nodeRed.remove();
  await gangway.stop();
});
beforeEach(async () => {
  service = await startService();
});
afterEach(() => service.close());

interface Hook {
  readonly id: string;
  readonly status: string;
  readonly targetUrl: string;
  readonly event: string;
}
const hooks = async (): Promise<Hook[]> => (await gangway.call('GET', '/api/v1/1/hooks')).body['data'] as Hook[];
const subscribed = (event = 'documents.approved') =>
  until(async () => (await hooks()).find((hook) => hook.event === event));

/** A flow of one tab: "gangway in" tells the service of all that it gets. */
const telling = (changes: FlowNode = {}): FlowNode[] => [
  { id: 'tab', type: 'tab', label: 'Telling' },
  server,
  {
    ...{
      id: 'in',
      type: 'gangway in',
      z: 'tab',
      server: 'server',
      event: 'documents.approved',
      filter: '',
      record: true,
    },
    ...{ within: '', writeBacks: false, whenStopped: 'keep', wires: [['words']], x: 0, y: 0, ...changes },
  },
  {
    ...{ id: 'words', type: 'change', z: 'tab', wires: [['tell']], x: 0, y: 0 },
    rules: [
      {
        t: 'set',
        p: 'payload',
        pt: 'msg',
        tot: 'jsonata',
        to: '{"topic": topic, "payload": payload, "notice": gangway}',
      },
    ],
  },
  {
    ...{
      id: 'tell',
      type: 'http request',
      z: 'tab',
      method: 'POST',
      ret: 'txt',
      url: `${service.url}/told`,
      headers: [],
    },
    ...{ paytoqs: 'ignore', wires: [[]], x: 0, y: 0 },
  },
];

describe('the examples', () => {
  const changed = (name: string, changes: Record<string, FlowNode> = {}) => {
    const { id: _id, ...settings } = server;
    return example(name, settings, changes);
  };
  const post = async (path: string, body: object) => {
    const response = await fetch(nodeRed.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(10_000),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };

  test('tell an approved invoice in a chat, and Gangway what came of it; while the chat is away, it comes again', async () => {
    await nodeRed.deploy(changed('Approved invoice to a message', { 'http request': { url: `${service.url}/chat` } }));
    await subscribed();
    const delivery = async (recordId: number) => {
      const path = `/api/v1/1/deliveries?entity=documents&recordId=${recordId}`;
      const { body } = await gangway.call('GET', path);
      return (body['data'] as { id: string; state: string; reason: string }[])[0];
    };
    const first = await gangway.approvedInvoice();
    const told = await until(() => service.received[0]);
    assert.match(String(told.body['text']), /^Invoice \d+ is approved: 2420\.00 CZK$/);
    await until(async () => ((await delivery(first))?.state === 'delivered' ? true : undefined));

    service.status = 500;
    const second = await gangway.approvedInvoice();
    const waiting = await until(async () => {
      const found = await delivery(second);
      return found?.state === 'waiting' ? found : undefined;
    });
    assert.equal(waiting.reason, 'The chat answered 500.');
    service.status = 200;
    await gangway.call('POST', `/api/v1/1/deliveries/${waiting.id}/resend`, {});
    await until(async () => ((await delivery(second))?.state === 'delivered' ? true : undefined));
    assert.equal(service.received.length, 3);
  });

  test('make a record of a new person in HR, once however often it is told', async () => {
    await nodeRed.deploy(changed('New person in HR to a record'));
    const anna = { number: 77, givenName: 'Anna', familyName: 'Arrival', mail: 'anna@example.com' };
    const first = await post('/hr/persons', anna);
    assert.deepEqual([first.status, first.body['registration'], first.body['lastName']], [200, 'HR-77', 'Arrival']);
    assert.equal((await post('/hr/persons', anna)).body['id'], first.body['id']);
    const faulty = await post('/hr/persons', { number: 78, givenName: 1, familyName: 'X', mail: 'no' });
    assert.equal(faulty.status, 422);
    assert.match(String(faulty.body['message']), /email: /);
  });

  test('register what a turnstile says in its own words', async () => {
    await gangway.call('POST', '/rest/v1/1/users', { login: 'anna', lastName: 'Arrival', badge: 'B101' });
    await nodeRed.deploy(changed('Turnstile to attendance'));
    const pass = { card: 'B101', dir: 1, ts: 1_795_000_000, no: 4711 };
    const first = await post('/gate', pass);
    assert.deepEqual([first.status, first.body['state'], first.body['direction']], [200, 'accepted', 'IN']);
    assert.equal((await post('/gate', pass)).body['id'], first.body['id']);
    assert.equal((await post('/gate', { ...pass, no: 4712, ts: 'soon' })).status, 503);
  });
});

describe('gangway in', () => {
  test('subscribes when it is deployed, and ends the subscription when it is deleted', async () => {
    await nodeRed.deploy(telling());
    const hook = await subscribed();
    assert.equal(hook.targetUrl, `${nodeRed.url}/gangway/in`);
    const id = await gangway.approvedInvoice();
    const { body } = await until(() => service.received[0]);
    const { payload, notice, topic } = body as { payload: FlowNode; notice: FlowNode; topic: string };
    assert.deepEqual(
      [topic, payload['id'], payload['status'], notice['recordId']],
      ['documents.approved', id, 'APPROVED', id],
    );
    await nodeRed.deploy([]);
    assert.deepEqual(await hooks(), []);
  });

  test('that is deployed with another event ends the subscription that it had; with the same one keeps it', async () => {
    await nodeRed.deploy(telling());
    const { id } = await subscribed();
    await nodeRed.deploy(telling({ record: false }));
    await until(async () => ((await hooks()).length === 1 ? true : undefined));
    assert.equal((await subscribed()).id, id);
    await nodeRed.deploy(telling({ event: 'documents.rejected' }));
    await subscribed('documents.rejected');
    await until(async () => ((await hooks()).length === 1 ? true : undefined));
    await nodeRed.deploy([]);
  });

  test('takes what came while Node-RED was stopped, killed too, and each notice once', async () => {
    await nodeRed.deploy(telling());
    const { id: hookId } = await subscribed();
    for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
      await nodeRed.stop(signal);
      const id = await gangway.approvedInvoice();
      assert.equal((await hooks())[0]?.id, hookId);
      await nodeRed.start();
      await sendNow(hookId);
      const told = await until(() => service.received.find(({ body }) => (body['payload'] as FlowNode)['id'] === id));
      await repeat(hookId);
      await repeat(hookId);
      assert.equal(
        service.received.filter(({ body }) => (body['payload'] as FlowNode)['id'] === id).length,
        1,
        JSON.stringify(told),
      );
    }
    await nodeRed.deploy([]);
  });

  test('that shall not be kept ends its subscription when Node-RED stops', async () => {
    await nodeRed.deploy(telling({ whenStopped: 'end' }));
    await subscribed();
    await nodeRed.stop();
    assert.deepEqual(await hooks(), []);
    await nodeRed.start();
    await subscribed();
    await nodeRed.deploy([]);
  });

  test('refuses what is not from Gangway, and says 404 where no node listens', async () => {
    await nodeRed.deploy(telling());
    await subscribed();
    const forge = async (node: string) =>
      (await fetch(`${nodeRed.url}/gangway/${node}`, { method: 'POST', body: '{}' })).status;
    assert.deepEqual([await forge('in'), await forge('nobody')], [401, 404]);
    assert.deepEqual(service.received, []);
    await nodeRed.deploy([]);
  });

  /** What waits for its next attempt has it now. */
  async function sendNow(hookId: string): Promise<void> {
    const { body } = await gangway.call('GET', `/api/v1/1/hooks/${hookId}/deliveries`);
    const [newest] = body['data'] as { id: string; state: string }[];
    assert.equal(newest?.state, 'waiting');
    await gangway.call('POST', `/api/v1/1/deliveries/${newest.id}/resend`, {});
  }

  /** Sends the newest notice of a hook again, byte for byte, as Gangway would after an answer that was lost. */
  async function repeat(hookId: string): Promise<void> {
    const newest = await until(async () => {
      const { body } = await gangway.call('GET', `/api/v1/1/hooks/${hookId}/deliveries`);
      const [delivery] = body['data'] as { id: string; state: string }[];
      return delivery?.state === 'delivered' ? delivery : undefined;
    });
    const { body } = await gangway.call('GET', `/api/v1/1/deliveries/${newest.id}`);
    const attempt = (
      body['attempts'] as { request: { url: string; headers: Record<string, string>; body: string } }[]
    ).at(-1);
    assert.ok(attempt);
    const { url } = attempt.request;
    const headers = { ...attempt.request.headers, 'Content-Type': 'application/vnd.gangway.notice+json' };
    assert.equal((await fetch(url, { method: 'POST', headers, body: attempt.request.body })).status, 200);
  }
});

describe('gangway request', () => {
  /** What comes out of the node for a message, and what a "catch" node gets. */
  const ask = async (settings: FlowNode, message: object): Promise<FlowNode[]> => {
    const node = (id: string, type: string, more: FlowNode): FlowNode => ({ id, type, z: 'tab', x: 0, y: 0, ...more });
    await nodeRed.deploy([
      { id: 'tab', type: 'tab', label: 'Asking' },
      server,
      node('http', 'http in', { url: '/ask', method: 'post', wires: [['message']] }),
      node('message', 'function', {
        func: 'return {...msg.payload, _msgid: msg._msgid}',
        outputs: 1,
        wires: [['ask']],
      }),
      node('ask', 'gangway request', { server: 'server', ...settings, wires: [['tell']] }),
      node('catch', 'catch', { scope: null, wires: [['why']] }),
      node('why', 'function', {
        func: 'return {payload: {error: msg.error.message, problem: msg.problem}}',
        outputs: 1,
        wires: [['tell']],
      }),
      node('tell', 'function', {
        func: 'return {payload: {payload: msg.payload, parts: msg.parts}}',
        outputs: 1,
        wires: [['out']],
      }),
      node('out', 'http request', {
        method: 'POST',
        ret: 'txt',
        url: service.url,
        paytoqs: 'ignore',
        headers: [],
        wires: [[]],
      }),
    ]);
    service.received.length = 0;
    const headers = { 'content-type': 'application/json' };
    // Nobody answers this request: the flow has no "http response".
    fetch(`${nodeRed.url}/ask`, {
      method: 'POST',
      headers,
      body: JSON.stringify(message),
      signal: AbortSignal.timeout(500),
    }).catch(() => undefined);
    await until(() => service.received[0]);
    return service.received.map(({ body }) => body);
  };
  const answered = async (settings: FlowNode, message: object) =>
    (await ask(settings, message))[0]?.['payload'] as FlowNode;

  test('creates, reads, changes, puts and deletes a record', async () => {
    const companies = (action: string) => ({ action, entity: 'companies' });
    const made = await answered(companies('create'), { payload: { name: 'Made by Node-RED', type: 'COMPANY' } });
    const id = made['id'];
    assert.equal((await answered(companies('change'), { id, payload: { name: 'Changed' } }))['name'], 'Changed');
    const { registration } = made;
    assert.equal(
      (await answered({ action: '', entity: '' }, { action: 'get', entity: 'companies', registration }))['name'],
      'Changed',
    );
    assert.equal((await answered(companies('put'), { registration, payload: { name: 'Put' } }))['id'], id);
    const several = await answered(companies('create'), {
      payload: [{ name: 'One', type: 'COMPANY' }, { nane: 'Two' }],
    });
    assert.deepEqual(
      (several as unknown as { status: number }[]).map(({ status }) => status),
      [201, 422],
    );
    assert.equal((await answered(companies('delete'), { id }))['id'], id);
    const gone = await answered(companies('get'), { id });
    assert.match(String(gone['error']), /There is no/);
  });

  test('tells a catch node what Gangway refuses, and what the message lacks', async () => {
    const refused = await answered({ action: 'create', entity: 'companies' }, { payload: { nane: 'x' } });
    assert.match(String(refused['error']), /nane: /);
    assert.equal((refused['problem'] as FlowNode)['status'], 422);
    assert.match(String((await answered({ action: 'get', entity: 'companies' }, {}))['error']), /msg\.id/);
  });

  test('reads a view, its pages merged or one message each', async () => {
    const tasks = Array.from({ length: 5 }, (_, index) => ({ name: `Task ${index}`, ownerId: 2 }));
    await gangway.call('POST', '/rest/v1/1/tasks', tasks);
    const view = { action: 'view', view: 'tasks', columns: 'name', limit: '2', sort: 'name' };
    const merged = await ask({ ...view, pages: 'merged' }, {});
    assert.deepEqual(
      merged.map(({ payload }) => (payload as object[]).length),
      [5],
    );
    await ask({ ...view, pages: 'each' }, {});
    const pages = await until(() =>
      service.received.length === 3 ? service.received.map(({ body }) => body) : undefined,
    );
    const parts = pages.map((page) => page['parts'] as { index: number; count?: number });
    assert.deepEqual(parts.map(({ index, count }) => [index, count]).sort(), [
      [0, undefined],
      [1, undefined],
      [2, 3],
    ]);
    const filtered = await answered(view, { query: { externalFilter: "name='Task 3'", columns: ['id', 'name'] } });
    assert.equal((filtered as unknown as { name: string }[])[0]?.name, 'Task 3');
  });
});

describe('the editor', () => {
  const asked = async (path: string) => {
    const response = await fetch(`${nodeRed.url}/gangway/${path}`);
    return { status: response.status, body: (await response.json()) as unknown };
  };

  test('proposes events, entities and views, and says whose token it is', async () => {
    await nodeRed.deploy(telling());
    for (const [kind, value] of [
      ['events', 'documents.approved'],
      ['entities', 'documents'],
      ['views', 'invoices.sales'],
    ]) {
      const { body } = await asked(`server/${String(kind)}`);
      assert.ok(
        (body as { value: string }[]).some((choice) => choice.value === value),
        kind,
      );
    }
    assert.deepEqual((await asked('server')).body, { message: 'Connected to My company as admin.' });
    await nodeRed.deploy([]);
  });

  test('is told in a sentence what is wrong with a server', async () => {
    const flow = telling().map((node) => (node['id'] === 'server' ? { ...node, unit: '2' } : node));
    await nodeRed.deploy(flow);
    assert.deepEqual(await asked('server'), {
      status: 502,
      body: { message: 'This token is for unit 1, not for unit 2.' },
    });
    assert.equal((await asked('nobody/events')).status, 502);
    await nodeRed.deploy([]);
  });
});
