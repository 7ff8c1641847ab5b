import { decodeText } from '@gangway/language';
import { afterEach, expect, test } from 'vitest';
import { answer } from '../../server/test/receivers/behaviour.ts';
import { type Receiver, startReceiver } from '../../server/test/receivers/receiver.ts';
import { Terminal } from './terminal.ts';

let receiver: Receiver;
afterEach(() => receiver.close());

const ok = (batch: number) =>
  answer(200, `<POTVRZENI DAVKA="${batch}" STAV="OK"><PRUCHOD C="1" STAV="OK"/></POTVRZENI>`);

async function terminalAt(...answers: ReturnType<typeof answer>[]): Promise<Terminal> {
  receiver = await startReceiver((_request, index) => answers[index] ?? ok(index + 1));
  return new Terminal({ url: `${receiver.url}/in`, password: 'secret', device: 'T12-1' });
}

test('sends its buffer as one batch in windows-1250, and empties it when it is told OK', async () => {
  const terminal = await terminalAt();
  terminal.pass('B1', 'P', '23.11.2026', '08:00:00');
  terminal.pass('Ž2', '?', '23.11.2026', '08:01:00');
  expect(await terminal.deliver()).toEqual({ batch: 1, state: 'OK', text: '', passes: ['OK'] });
  expect(terminal.waiting).toEqual([]);
  expect(await terminal.deliver()).toBeUndefined();
  const [request] = receiver.requests;
  expect(request?.headers['authorization']).toBe(`Basic ${btoa('terminal:secret')}`);
  expect(decodeText(request?.body ?? Buffer.alloc(0), 'windows-1250')).toContain(
    '<PRUCHOD C="2" SMER="?" DATUM="23.11.2026" CAS="08:01:00"><KARTA>Ž2</KARTA></PRUCHOD>',
  );
});

test('keeps a batch that was not answered or not accepted, and sends the same one again', async () => {
  const refusal = answer(200, '<POTVRZENI STAV="CHYBA"><TEXT>Neznámý</TEXT></POTVRZENI>', {
    'content-type': 'text/xml',
  });
  const terminal = await terminalAt(answer(503, '{}'), refusal);
  terminal.pass('B1', 'P', '23.11.2026', '08:00:00');
  expect(await terminal.deliver()).toBeUndefined();
  expect(await terminal.deliver()).toMatchObject({ state: 'CHYBA' });
  terminal.deaf = 1;
  expect(await terminal.deliver()).toBeUndefined();
  terminal.pass('B2', 'P', '23.11.2026', '08:05:00');
  expect(await terminal.deliver()).toMatchObject({ state: 'OK' });
  expect(new Set(receiver.requests.map(({ text }) => text)).size).toBe(1);
  expect(terminal.waiting).toMatchObject([{ card: 'B2' }]);
});

test('that has lost its memory sends the same passes in another batch', async () => {
  const terminal = await terminalAt();
  terminal.pass('B1', 'P', '23.11.2026', '08:00:00');
  await terminal.deliver();
  terminal.forget();
  await terminal.deliver();
  expect(receiver.requests.map(({ text }) => /DAVKA="(\d)"[^]*C="(\d)"/.exec(text)?.slice(1))).toEqual([
    ['1', '1'],
    ['2', '1'],
  ]);
});
