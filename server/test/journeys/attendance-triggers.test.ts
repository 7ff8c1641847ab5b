import { afterAll, beforeAll, expect, test } from 'vitest';
import { answer } from '../receivers/behaviour.ts';
import { type Receiver, startReceiver } from '../receivers/receiver.ts';
import { testApp, type TestApp } from '../support/app.ts';
import { type Gate, openGate } from '../support/attendance.ts';

let app: TestApp;
let gate: Gate;
let receiver: Receiver;
let userId: number;

beforeAll(async () => {
  app = await testApp();
  gate = await openGate(app);
  receiver = await startReceiver(() => answer(200, '{}'));
  userId = await gate.user({ login: 'jana', badge: 'B-1' });
  const template = (name: string, body: string) => ({
    ...{ kind: 'templates' as const, name },
    body: { name, format: 'json', body, request: { url: `/${name}` } },
  });
  await app.apply([
    { kind: 'connections', name: 'hr', body: { name: 'hr', url: receiver.url } },
    template('passed', '{ "badge": "${input.badge}", "who": "${input.user.login | optional}" }'),
    template(
      'attended',
      '{ "id": ${input.interval.id}, "state": "${input.interval.state}", "hours": ${input.interval.hours}, "event": "${event.name}" }',
    ),
    {
      ...{ kind: 'triggers', name: 'passed' },
      body: { name: 'passed', entity: 'time', on: ['created'], deliver: [{ connection: 'hr', template: 'passed' }] },
    },
    {
      ...{ kind: 'triggers', name: 'attended' },
      body: {
        ...{ name: 'attended', entity: 'time', on: ['interval'], when: `input.interval.state = 'closed'` },
        deliver: [{ connection: 'hr', template: 'attended' }],
      },
    },
  ]);
});
afterAll(async () => {
  await app.close();
  await receiver.close();
});

const pass = (time: string, direction: string) => ({
  ...{ type: 'ATTENDANCE', badge: 'B-1', direction, device: 'gate', eventId: time },
  at: `2026-11-16T${time}:00+01:00`,
});
const received = (path: string): unknown[] =>
  receiver.requests.filter((request) => request.path === path).map(({ text }) => JSON.parse(text) as unknown);

test('a pass fires triggers over time, a closed interval those that listen to intervals, and a late pass tells it anew', async () => {
  const { body } = await gate.send(pass('08:00', 'IN'));
  const { id } = body as { id: number };
  await gate.send(pass('17:00', 'OUT'));
  await receiver.received(3);
  expect(received('/passed')).toEqual([
    { badge: 'B-1', who: 'jana' },
    { badge: 'B-1', who: 'jana' },
  ]);
  expect(received('/attended')).toEqual([{ id, state: 'closed', hours: 9, event: 'time.closed' }]);

  const answers = await gate.send([pass('12:00', 'OUT'), pass('13:00', 'IN')]);
  const second = (answers.body as { id: number }[])[1];
  await receiver.received(7);
  const told = received('/attended').slice(1) as { id: number }[];
  expect(told.sort((left, right) => left.id - right.id)).toEqual([
    { id, state: 'closed', hours: 4, event: 'time.closed' },
    { id: second?.id, state: 'closed', hours: 4, event: 'time.closed' },
  ]);
  // The record of the pass itself was not changed by its intervals.
  expect((await app.call('GET', `/rest/v1/1/time?id=${id}`)).body).toMatchObject({ revision: 1, userId });
});

test('a repeat fires nothing', async () => {
  const before = receiver.requests.length;
  await gate.send(pass('08:00', 'IN'));
  await gate.send({ ...pass('20:00', 'IN'), eventId: 'after' });
  await receiver.received(before + 1);
  expect(receiver.requests.length).toBe(before + 1);
});

test('a message that an Idempotency-Key lets through once goes out once', async () => {
  const before = received('/passed').length;
  const sent = { ...pass('21:00', 'OUT'), eventId: 'keyed' };
  for (let time = 0; time < 2; time += 1)
    expect((await gate.send(sent, { 'idempotency-key': 'once' })).status).toBe(201);
  await app.until(() => received('/passed').length === before + 1);
});
