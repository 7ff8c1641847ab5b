import { afterEach, expect, test } from 'vitest';
import { answer, type Behaviour } from '../../server/test/receivers/behaviour.ts';
import { type Receiver, startReceiver } from '../../server/test/receivers/receiver.ts';
import { Gate, type GatePass } from './gate.ts';

let receiver: Receiver;
afterEach(() => receiver.close());

const accepted = (text: string): Behaviour =>
  answer(200, JSON.stringify((JSON.parse(text) as unknown[]).map(() => ({ status: 201 }))));
const sent = (): string[][] =>
  receiver.requests.map(({ text }) => (JSON.parse(text) as GatePass[]).map(({ eventId }) => eventId));

async function gateAt(behave: (text: string, index: number) => Behaviour = accepted): Promise<Gate> {
  receiver = await startReceiver(({ text }, index) => behave(text, index));
  return new Gate({ url: receiver.url, token: 'token', device: 'gate', unit: 1, now: () => new Date() });
}

test('sends each pass as it comes', async () => {
  const gate = await gateAt();
  expect(await gate.pass('B1', 'IN')).toEqual({ status: 201 });
  await gate.pass('B2');
  expect(sent()).toEqual([['1'], ['2']]);
  expect(gate.waiting).toEqual([]);
});

test('keeps what comes while the cable is pulled, with its own time, and delivers it in one request', async () => {
  const gate = await gateAt();
  gate.cut = true;
  expect(await gate.pass('B1', 'IN', '2026-11-23T08:00:00+01:00')).toBeUndefined();
  await gate.pass('B2');
  expect(gate.waiting.map(({ eventId }) => eventId)).toEqual(['1', '2']);
  gate.cut = false;
  expect(await gate.deliver()).toHaveLength(2);
  expect(sent()).toEqual([['1', '2']]);
  await gate.deliverAgain();
  expect(sent()).toEqual([
    ['1', '2'],
    ['1', '2'],
  ]);
});

test('sends again, under the same number, what was not answered', async () => {
  const gate = await gateAt((text, index) => (index === 0 ? answer(503, '{}') : accepted(text)));
  expect(await gate.pass('B1')).toBeUndefined();
  await gate.pass('B2');
  expect(sent()).toEqual([['1'], ['1', '2']]);
  expect(gate.waiting).toEqual([]);
});
