import { afterAll, beforeAll, expect, test } from 'vitest';
import { accepted, answer } from '../../test/receivers/behaviour.ts';
import { type Receiver, startReceiver } from '../../test/receivers/receiver.ts';
import { testEngine, type TestEngine } from '../../test/support/engine.ts';
import { openOutbound } from '../outbound/send-request.ts';
import { tryConnection } from './try-connection.ts';

let engine: TestEngine;
let receiver: Receiver;
const outbound = openOutbound({ allowRanges: ['127.0.0.1'] });
beforeAll(async () => {
  engine = await testEngine({ start: false });
  receiver = await startReceiver((request) => (request.path === '/xml' ? accepted : answer(404)));
});
afterAll(async () => {
  outbound.close();
  await engine.close();
  await receiver.close();
});

const last = async (name: string): Promise<string> => {
  const { ok, steps } = await tryConnection(outbound, engine.engine.live, 1, name);
  return `${String(ok)}: ${steps.at(-1)?.sentence ?? ''}`;
};

test('a server that answers at the path of its templates only is reachable', async () => {
  await engine.counterparty('mserver', receiver.url, { template: { request: { url: '/xml' } } });
  expect(await last('mserver')).toMatch(
    /^true: The server is there \(404 in \d+ ms\): .* messages go to \/xml below it\./,
  );
});

test('one that knows nothing of the address that messages go to is not', async () => {
  await engine.counterparty('lost', `${receiver.url}/lost`);
  expect(await last('lost')).toBe(
    "false: The server answered 404: there is nothing at the path /lost. Check the path of the connection's URL.",
  );
  await expect(last('nobody')).rejects.toThrow('There is no connection "nobody".');
});
