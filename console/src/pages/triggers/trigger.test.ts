import { expect, test } from 'vitest';
import { nextTimes } from './next-times.ts';
import { readValue, sayWhen, toggleEvent } from './trigger.ts';

const words = {
  ...{ created: 'created', updated: 'changed', deleted: 'deleted', requested: 'asked for', interval: 'interval' },
  status: (status: string) => `status ${status}`,
  property: (property: string, is: string) => (is === '' ? `${property} is set` : `${property} becomes ${is}`),
  cron: (cron: string) => `by the clock: ${cron}`,
  usual: 'created or changed',
};

test('a trigger says when it fires, in the words of people', () => {
  const deliver = [{ connection: 'accounting' }];
  const say = (part: object): string => sayWhen({ name: 'x', deliver, ...part }, words);
  expect(say({})).toBe('created or changed');
  expect(say({ on: ['created', { status: 'APPROVED' }, { property: 'extStatus', is: 'EXT.READY' }] })).toBe(
    'created, status APPROVED, extStatus becomes EXT.READY',
  );
  expect(say({ schedule: { cron: '0 6 * * 1-5' } })).toBe('by the clock: 0 6 * * 1-5');
});

test('an event is added once and taken away again; without one they are the usual ones', () => {
  const added = toggleEvent(['created'], { status: 'APPROVED' });
  expect(added).toEqual(['created', { status: 'APPROVED' }]);
  expect(toggleEvent(added ?? [], { status: 'APPROVED' })).toEqual(['created']);
  expect(toggleEvent(['created'], 'created')).toBeUndefined();
});

test('the next five times of a schedule are those in its zone, over the change of the clocks too', () => {
  const times = nextTimes('30 6 * * 1-5', 'Europe/Prague', new Date('2026-10-23T12:00:00Z'));
  expect(times?.map((time) => time.toISOString())).toEqual([
    '2026-10-26T05:30:00.000Z',
    '2026-10-27T05:30:00.000Z',
    '2026-10-28T05:30:00.000Z',
    '2026-10-29T05:30:00.000Z',
    '2026-10-30T05:30:00.000Z',
  ]);
  expect(nextTimes('every morning', undefined, new Date())).toBeUndefined();
  expect(nextTimes('99 6 * * *', undefined, new Date())).toBeUndefined();
});

test('what is typed for a value is a text, unless it is a number, true, false or null', () => {
  expect(['EXT.READY', '12', 'true', 'null', ' '].map(readValue)).toEqual(['EXT.READY', 12, true, null, undefined]);
});
