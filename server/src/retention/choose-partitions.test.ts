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
