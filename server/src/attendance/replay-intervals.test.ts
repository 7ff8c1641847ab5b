import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { attendanceRules } from './attendance-rules.ts';
import { computeIntervals, type Interval, type Pass } from './compute-intervals.ts';
import { type ChangedTimes, replayIntervals, replayStart } from './replay-intervals.ts';

const begin = Date.parse('2026-10-23T06:00:00Z');
const surroundings = { rules: attendanceRules(), zone: 'Europe/Prague', now: begin + 8 * 86_400_000 };

/** Minutes on a coarse grid, so that repeats, equal times and long gaps all happen; over eight days. */
const passes = fc
  .uniqueArray(
    fc.record({
      minute: fc.oneof(
        fc.integer({ min: 0, max: 190 }).map((n) => n * 60),
        fc.integer({ min: 0, max: 11_500 }),
      ),
      second: fc.constantFrom(0, 0, 0, 7),
      direction: fc.constantFrom('IN', 'OUT', null),
      device: fc.constantFrom('gate', 'office'),
    }),
    { selector: (each) => JSON.stringify(each), maxLength: 40 },
  )
  .map((all) =>
    all.map(({ minute, second, direction, device }, index): Pass => {
      const eventKey = `${minute}.${second}.${direction ?? ''}`;
      return { id: index + 1, at: begin + minute * 60_000 + second * 1_000, direction, device, eventKey };
    }),
  );

/** Without ids, which are given by arrival. */
const contents = (intervals: readonly Interval[], all: readonly Pass[]) => {
  const keys = new Map(all.map(({ id, device, eventKey }) => [id, `${device} ${eventKey}`]));
  return intervals.map(({ id, exitPassId, ...rest }) => ({
    ...rest,
    first: keys.get(id),
    exit: keys.get(exitPassId ?? 0),
  }));
};

/** What the store does: keeps intervals, and computes them anew around a change, from the passes that it reads for it. */
class Stored {
  intervals: readonly Interval[] = [];
  passes: readonly Pass[] = [];
  /** How many passes the replays have looked at. */
  read = 0;

  change(passesNow: readonly Pass[], changed: ChangedTimes, windowMs: number): void {
    this.passes = passesNow;
    const start = replayStart(this.intervals, changed) ?? Number.NEGATIVE_INFINITY;
    const stored = this.intervals.filter(({ openedAt }) => openedAt >= start);
    const attempt = (until: number) => {
      const within = this.passes.filter(({ at }) => at >= start && at <= until);
      this.read += within.length;
      const complete = this.passes.every(({ at }) => at <= until);
      return replayIntervals({ passes: within, stored, changed, complete }, surroundings);
    };
    const changes = attempt(changed.latest + windowMs) ?? attempt(Number.POSITIVE_INFINITY);
    if (changes === undefined) throw new Error('a complete window always comes to an end');
    const replaced = new Set([...changes.gone, ...changes.written.map(({ id }) => id)]);
    this.intervals = [...this.intervals.filter(({ id }) => !replaced.has(id)), ...changes.written];
  }

  sorted(): Interval[] {
    return this.intervals.toSorted((left, right) => left.openedAt - right.openedAt || left.id - right.id);
  }
}

const inOrder = (intervals: readonly Interval[]): Interval[] =>
  intervals.toSorted((left, right) => left.openedAt - right.openedAt || left.id - right.id);
const at = ({ at: time }: Pass): ChangedTimes => ({ earliest: time, latest: time });

describe('intervals', () => {
  test('are the same in whatever order the passes arrive', () => {
    fc.assert(
      fc.property(
        passes.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        ([all, shuffled]) => {
          const arrived = shuffled.map((pass, index) => ({ ...pass, id: index + 1 }));
          expect(contents(computeIntervals(arrived, surroundings), arrived)).toEqual(
            contents(computeIntervals(all, surroundings), all),
          );
        },
      ),
    );
  });

  test('computed anew around each pass as it arrives are those computed from all', () => {
    fc.assert(
      fc.property(
        passes.chain((all) => fc.shuffledSubarray(all, { minLength: all.length })),
        fc.constantFrom(0, 3_600_000, 172_800_000),
        (arrived, windowMs) => {
          const store = new Stored();
          for (const pass of arrived) {
            store.change([...store.passes, pass], at(pass), windowMs);
            expect(store.sorted()).toEqual(inOrder(computeIntervals(store.passes, surroundings)));
          }
        },
      ),
    );
  });

  test('follow a pass that is moved, turned or taken away', () => {
    fc.assert(
      fc.property(
        passes.filter((all) => all.length > 1),
        fc.array(fc.record({ which: fc.nat(), minute: fc.integer({ min: 0, max: 11_500 }), away: fc.boolean() }), {
          maxLength: 10,
        }),
        (all, corrections) => {
          const store = new Stored();
          store.change(all, { earliest: begin, latest: surroundings.now }, 0);
          for (const { which, minute, away } of corrections) {
            const before = store.passes[which % Math.max(1, store.passes.length)];
            if (before === undefined) return;
            const moved: Pass = { ...before, at: begin + minute * 60_000, direction: minute % 2 === 0 ? 'IN' : 'OUT' };
            const times = [before.at, ...(away ? [] : [moved.at])];
            store.change(
              [...store.passes.filter(({ id }) => id !== before.id), ...(away ? [] : [moved])],
              { earliest: Math.min(...times), latest: Math.max(...times) },
              3_600_000,
            );
            expect(store.sorted()).toEqual(inOrder(computeIntervals(store.passes, surroundings)));
          }
        },
      ),
    );
  });

  test('of the same user never overlap, and none is longer than the rule allows', () => {
    fc.assert(
      fc.property(passes, (all) => {
        const intervals = computeIntervals(all, surroundings);
        for (const [index, { from, to }] of intervals.entries()) {
          expect((to ?? surroundings.now) - (from ?? to ?? 0)).toBeLessThanOrEqual(surroundings.rules.forgottenAfterMs);
          const next = intervals[index + 1];
          if (next !== undefined) expect(next.openedAt).toBeGreaterThanOrEqual(to ?? Number.POSITIVE_INFINITY);
        }
      }),
    );
  });
});

test('a pass that is new costs a look at its own day, however many there are', () => {
  const store = new Stored();
  for (let day = 0; day < 200; day += 1) {
    const morning = begin - (200 - day) * 86_400_000;
    for (const [hours, direction] of [
      [0, 'IN'],
      [8, 'OUT'],
    ] as const) {
      const pass: Pass = {
        id: store.passes.length + 1,
        at: morning + hours * 3_600_000,
        direction,
        device: 'gate',
        eventKey: '',
      };
      store.change([...store.passes, pass], at(pass), 172_800_000);
    }
  }
  store.read = 0;
  const late: Pass = {
    id: 1_000,
    at: begin - 100 * 86_400_000 + 4 * 3_600_000,
    direction: null,
    device: 'gate',
    eventKey: '',
  };
  store.change([...store.passes, late], at(late), 172_800_000);
  expect(store.read).toBeLessThan(10);
  expect(store.sorted()).toEqual(inOrder(computeIntervals(store.passes, surroundings)));
});
