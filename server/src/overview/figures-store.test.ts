import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../test/support/database.ts';
import { newId } from '../database/uuid.ts';
import { addFigures, forgetOldFigures, readDays, readDurations, readMarks, readSeries } from './figures-store.ts';

let own: TestDatabase;
const since = new Date(Date.now() - 3_600_000);

beforeAll(async () => {
  own = await testDatabase();
});
afterAll(() => own.close());

/** Attempts of one delivery through a connection, all written at once, now. */
async function attempts(connection: string, rows: readonly { outcome: string; ms?: number; sent?: boolean }[]) {
  const id = newId();
  const { database } = own;
  await database.query({
    text: `insert into deliveries (unit_id, id, lane_id, connection, entity, event_id, state, due_at, first_due_at, deadline_at)
           values (1, $1, 1, $2, 'documents', $1, 'delivered', now(), now(), now())`,
    values: [id, connection],
  });
  for (const [number, { outcome, ms = 100, sent = true }] of rows.entries()) {
    await database.query({
      text: `insert into attempts (unit_id, id, delivery_id, number, counted, started_at, duration_ms, outcome, reason, request)
             values (1, $1, $2, $3, true, now(), $4, $5, '', $6)`,
      values: [newId(), id, number, ms, outcome, sent ? '{}' : null],
    });
  }
}

const count = (from: Date, to: Date) =>
  own.database.transaction((transaction) => addFigures(transaction, 1, { from, to }));

test('every attempt is counted once by what became of it, and a message with a later answer when it was taken', async () => {
  await attempts('books', [{ outcome: 'retry' }, { outcome: 'refused', ms: 20 }]);
  await attempts('books', [{ outcome: 'interrupted' }, { outcome: 'late' }, { outcome: 'accepted', ms: 2_000 }]);
  await attempts('later', [{ outcome: 'accepted' }, { outcome: 'accepted', ms: 0, sent: false }]);
  await attempts('ours', [{ outcome: 'failed', ms: 0, sent: false }]);
  const to = new Date(Date.now() + 1_000);
  await count(since, to);
  // Nothing lies in the next window.
  await count(to, new Date(to.getTime() + 60_000));
  const series = await readSeries(own.database, 1, since, 30, null);
  expect(series.map(({ at: _at, ...counts }) => counts)).toEqual([
    { connection: 'books', delivered: 1, refused: 1, failed: 1 },
    { connection: 'later', delivered: 1, refused: 0, failed: 0 },
    { connection: 'ours', delivered: 0, refused: 0, failed: 1 },
  ]);
  const durations = await readDurations(own.database, 1, since, 'books');
  expect(durations.map(({ msClass }) => msClass)).toEqual([
    Math.round(5 * Math.log(20)),
    Math.round(5 * Math.log(2_000)),
  ]);
  expect(await readDurations(own.database, 1, since, 'later')).toHaveLength(1);
  const marks = new Map((await readMarks(own.database, 1)).map((mark) => [mark.connection, mark]));
  expect(marks.get('books')?.lastSuccessAt).toBeInstanceOf(Date);
  expect(marks.get('ours')).toMatchObject({ lastSuccessAt: null, lastFailureAt: expect.any(Date) as unknown });
});

test('days are those of the calendar of the unit, up to the present time of day', async () => {
  const row = (at: string, delivered: number) =>
    own.database.query({
      text: `insert into connection_figures (unit_id, at, connection, delivered) values (2, ${at}, 'books', $1)`,
      values: [delivered],
    });
  const midnight = `date_trunc('day', now() at time zone 'Europe/Prague')`;
  await row(`${midnight} at time zone 'Europe/Prague'`, 1);
  await row(`(${midnight} - interval '1 second') at time zone 'Europe/Prague'`, 100);
  await row(`(${midnight} - interval '7 days') at time zone 'Europe/Prague'`, 20);
  await row(`now() - interval '7 days' + interval '20 minutes'`, 500);
  const days = await readDays(own.database, 2, 'Europe/Prague', [0, 7, 14]);
  expect(days).toEqual([
    { daysAgo: 0, delivered: 1, began: true },
    { daysAgo: 7, delivered: 20, began: true },
    { daysAgo: 14, delivered: 0, began: false },
  ]);
});

test('figures that no range asks for are forgotten', async () => {
  await own.database.query({
    text: `insert into connection_figures (unit_id, at, connection) values (3, now() - interval '37 days', 'a'), (3, now() - interval '35 days', 'b')`,
  });
  await forgetOldFigures(own.database);
  const left = await own.database.query({ text: 'select connection from connection_figures where unit_id = 3' });
  expect(left).toEqual([{ connection: 'b' }]);
});
