import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { answer } from '../receivers/behaviour.ts';
import { type Receiver, startReceiver } from '../receivers/receiver.ts';
import { startEngineProcess } from '../support/engine-process.ts';
import { testEngine, type TestEngine } from '../support/engine.ts';

const hook = (name: string, url: string, body: object = {}) => ({
  kind: 'hooks' as const,
  name,
  body: { name, targetUrl: url, event: 'documents.created', filter: `input.note = '${name}'`, ...body },
});

describe('two processes', () => {
  /** This one makes the changes and never sends. */
  let engine: TestEngine;
  let receiver: Receiver;

  beforeAll(async () => {
    engine = await testEngine({ sends: false });
    receiver = await startReceiver(answer(200));
  });
  afterAll(async () => {
    await engine.close();
    await receiver.close();
  });
  beforeEach(async () => {
    await engine.database.query({ text: 'update lanes set holder = null' });
    await engine.database.query({ text: 'delete from processes' });
  });

  test('tell each notice once between them', async () => {
    await engine.apply(Array.from({ length: 6 }, (_, index) => hook(`shared-${index}`, `${receiver.url}/shared`)));
    await startEngineProcess({ url: engine.url, alone: false });
    await startEngineProcess({ url: engine.url, alone: false });
    const count = 30;
    for (let index = 0; index < count; index += 1) await engine.invoice({ note: `shared-${index % 6}` });
    await engine.until(() => receiver.requests.length >= count);
    await engine.until(async () => (await engine.deliveries()).every(({ state }) => state === 'delivered'));
    const ids = receiver.requests.map(({ headers }) => headers['webhook-id']);
    expect(new Set(ids).size).toBe(count);
    expect(ids).toHaveLength(count);
  });

  test('the other takes over a notice of one that was killed while it sent it: the same id and bytes', async () => {
    await engine.apply([hook('taken-over', `${receiver.url}/taken-over`)]);
    const own = () => receiver.requests.filter(({ path }) => path === '/taken-over');
    receiver.behave((request) =>
      request.path === '/taken-over' && own().length === 1 ? { kind: 'hang' } : answer(200),
    );
    const first = await startEngineProcess({ url: engine.url, alone: false });
    await engine.invoice({ note: 'taken-over' });
    await engine.until(() => own().length === 1);
    await startEngineProcess({ url: engine.url, alone: false });
    await first.kill();
    await engine.database.query({
      text: 'update processes set lease_until = now() where pid = $1',
      values: [first.child.pid],
    });
    await engine.until(() => own().length === 2);
    const [one, two] = own();
    expect(two?.headers['webhook-id']).toBe(one?.headers['webhook-id']);
    expect(two?.text).toBe(one?.text);
  });
});

describe('names that point to private addresses', () => {
  let engine: TestEngine;
  let receiver: Receiver;
  let addresses: string[];

  beforeAll(async () => {
    receiver = await startReceiver(answer(200));
    engine = await testEngine({
      allowRanges: ['127.0.0.1'],
      resolveName: () =>
        Promise.resolve(addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))),
    });
  });
  afterAll(async () => {
    await engine.close();
    await receiver.close();
  });

  const told = async (name: string): Promise<{ id: string; reason: string }> => {
    await engine.apply([hook(name, `http://hooks.example:${receiver.port}/${name}`, { retry: { at: ['0s', '1h'] } })]);
    await engine.invoice({ note: name });
    return engine.until(async () => {
      const [delivery] = await engine.deliveries({ connection: `hook:${name}` });
      return delivery?.state === 'waiting' && { id: delivery.id, reason: delivery.reason ?? '' };
    });
  };

  test.each([
    ['private', ['10.0.0.7']],
    ['mixed', ['93.184.215.14', '10.0.0.7']],
    ['mapped', ['::ffff:10.0.0.7']],
    ['metadata', ['169.254.169.254']],
  ])('a hook whose name gives a %s answer is not called, and the sentence says why', async (name, answers) => {
    addresses = answers;
    const { reason } = await told(name);
    expect(reason).toMatch(/^hooks\.example is \S+, which is .*\./);
    expect(receiver.requests).toHaveLength(0);
  });

  test('a name that points to a private address by the second attempt is not called then', async () => {
    addresses = ['127.0.0.1'];
    receiver.behave((_request, index) => (index === 0 ? { kind: 'close' } : answer(500)));
    const { id } = await told('moved');
    const before = receiver.requests.length;
    await receiver.closeIdleConnections();
    addresses = ['10.0.0.7'];
    await engine.fallDue(id);
    const reason = await engine.until(async () => {
      const [delivery] = await engine.deliveries({ connection: 'hook:moved' });
      return delivery?.reason?.includes('10.0.0.7') === true && delivery.reason;
    });
    expect(reason).toContain('private address');
    expect(receiver.requests).toHaveLength(before);
  });
});
