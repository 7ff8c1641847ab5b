import { expect, test } from 'vitest';
import { firstIdAt } from '../database/uuid.ts';
import { choosePartitions } from './choose-partitions.ts';

const month = (table: string, year: number, index: number) => ({
  table,
  name: `${table}_${year}_${index}`,
  to: firstIdAt(Date.UTC(year, index)),
});
const keep = { retentionMonths: 3, historyMonths: 12 };
const now = new Date('2026-11-23T00:00:00Z');
const partitions = [
  month('attempts', 2026, 6),
  month('attempts', 2026, 9),
  month('calls', 2026, 6),
  month('calls', 2026, 9),
  month('events', 2026, 6),
  month('events', 2025, 8),
];
const names = (oldestNeeded?: string) =>
  choosePartitions(partitions, keep, now, oldestNeeded, firstIdAt).map(({ name }) => name);

test('months that ended longer ago than they are kept are dropped; history stays longer', () => {
  expect(names()).toEqual(['attempts_2026_6', 'calls_2026_6', 'events_2025_8']);
});

test('a month that an open delivery needs stays, and so do all later ones; calls that came in are none of its business', () => {
  expect(names(firstIdAt(Date.UTC(2026, 4, 10)))).toEqual(['calls_2026_6', 'events_2025_8']);
});

test('sessions go three months after theirs, however long anything else is kept', () => {
  const sessions = [6, 7, 8, 10].map((index) => month('sessions', 2026, index));
  const chosen = choosePartitions(sessions, { retentionMonths: 1200, historyMonths: 1200 }, now, undefined, firstIdAt);
  expect(chosen.map(({ name }) => name)).toEqual(['sessions_2026_6', 'sessions_2026_7']);
});
