import { describe, expect, test } from 'vitest';
import { Lane, type LaneSettings } from './lane.ts';
import type { LeasedLane } from './lease-store.ts';

const lease: LeasedLane = {
  ...{ unitId: 1, id: 7, connection: 'accounting', shard: 0, lease: 3, paused: false },
  ...{ breaker: 'closed', breakerUntil: null, breakerReason: null, failing: false, settings: null },
};
const settings: LaneSettings = {
  ...{ concurrency: 4, ratePerSecond: undefined, timeoutMs: 30_000, durableClaims: false, withinMs: 86_400_000 },
};
const laneWith = (more: Partial<LaneSettings> = {}, leased: Partial<LeasedLane> = {}): Lane =>
  new Lane({ ...lease, ...leased }, { ...settings, ...more }, 0);

const fine = { available: true, unreachable: false, reason: 'Accepted.' };
const down = { available: false, unreachable: false, reason: 'The counterparty answered 500.' };
const gone = { available: false, unreachable: true, reason: 'refused' };
const slower = { available: undefined, unreachable: false, reason: 'slower', retryAfterMs: 5_000 };
const nothingKnown = { available: undefined, unreachable: false, reason: 'no secret' };

/** One claim that gets what it asks for, or so many. */
function claim(lane: Lane, nowMs: number, count?: number): string {
  const wish = lane.wish(nowMs);
  if (!wish) return 'nothing';
  lane.asked(wish);
  lane.claimed(wish, Math.min(count ?? wish.limit, wish.limit), lane.calls, nowMs);
  return `${wish.mode} ${String(wish.limit)}`;
}
const end = (lane: Lane, verdict: Parameters<Lane['ended']>[1], nowMs: number, id = 'a'): boolean =>
  lane.ended({ id, claimedAtMs: nowMs }, verdict, nowMs);
function opened(lane: Lane, nowMs = 0): Lane {
  for (const id of ['a', 'b', 'c', 'd', 'e']) {
    lane.call();
    claim(lane, nowMs, 1);
    end(lane, down, nowMs, id);
  }
  return lane;
}

describe('a lane', () => {
  test('asks for as many as it has free slots, and for nothing until it is called when there was less', () => {
    const lane = laneWith();
    expect(claim(lane, 0, 3)).toBe('due 4');
    expect(lane.inFlight).toBe(3);
    expect(claim(lane, 0)).toBe('nothing');
    lane.call();
    expect(claim(lane, 0)).toBe('due 1');
    lane.call();
    expect(claim(lane, 0)).toBe('nothing');
    end(lane, fine, 0);
    expect(claim(lane, 0)).toBe('due 1');
  });

  test('is not put to sleep by an empty claim when a call came meanwhile', () => {
    const lane = laneWith();
    const wish = lane.wish(0);
    if (!wish) throw new Error('no wish');
    lane.asked(wish);
    const { calls } = lane;
    lane.call();
    lane.claimed(wish, 0, calls, 0);
    expect(lane.isDue).toBe(true);
  });

  test('counts the slots of a claim on its way as taken, and gets them back when the database does not answer', () => {
    const lane = laneWith();
    const wish = lane.wish(0);
    if (!wish) throw new Error('no wish');
    lane.asked(wish);
    expect(lane.wish(0)).toBeUndefined();
    lane.unclaimed(wish);
    expect(lane.wish(0)?.limit).toBe(4);
  });

  test('takes nothing while it is paused, and needs no waking', () => {
    const lane = laneWith({}, { paused: true });
    expect(claim(lane, 0)).toBe('nothing');
    expect(lane.wakeInMs(0)).toBeUndefined();
    lane.update(lease, settings, 0);
    expect(claim(lane, 0)).toBe('due 4');
  });

  test('keeps its rate and says when the next one may go', () => {
    const lane = laneWith({ concurrency: 100, ratePerSecond: 10 });
    expect(claim(lane, 0)).toBe('due 1');
    expect(claim(lane, 0)).toBe('nothing');
    expect(lane.wakeInMs(0)).toBe(100);
    expect(claim(lane, 100)).toBe('due 1');
  });

  test('is left alone as long as the counterparty asked, but for what has reached its deadline', () => {
    const lane = laneWith();
    claim(lane, 0, 1);
    lane.call();
    expect(end(lane, slower, 1_000)).toBe(false);
    expect(claim(lane, 1_000, 0)).toBe('expired 4');
    expect(claim(lane, 1_001)).toBe('nothing');
    expect(lane.wakeInMs(1_001)).toBeGreaterThan(4_000);
    expect(claim(lane, 6_000)).toBe('due 4');
  });
});

describe('the breaker of a lane', () => {
  test('opens with the fifth different failure, and then lets pass only what has reached its deadline', () => {
    const lane = opened(laneWith());
    expect(lane.shown).toMatchObject({ open: true, untilMs: 5_000, reason: down.reason, failing: true });
    expect(claim(lane, 0, 0)).toBe('expired 4');
    expect(claim(lane, 1)).toBe('nothing');
    expect(lane.wakeInMs(1)).toBe(4_999);
  });

  test('probes with one after its pause; when that arrives, what waited is pulled forward, one at a time at first', () => {
    const lane = opened(laneWith());
    expect(claim(lane, 5_000)).toBe('probe 1');
    expect(claim(lane, 5_000)).toBe('nothing');
    expect(end(lane, fine, 5_100)).toBe(true);
    expect(lane.shown).toEqual({ open: false, untilMs: null, reason: null, failing: false });
    expect(claim(lane, 5_100)).toBe('pull 1');
    end(lane, fine, 5_200);
    expect(claim(lane, 5_200)).toBe('pull 2');
    expect(lane.wish(5_200)).toBeUndefined();
  });

  test('goes back to what is due when nothing is left to be pulled forward', () => {
    const lane = opened(laneWith());
    claim(lane, 5_000);
    end(lane, fine, 5_100);
    expect(claim(lane, 5_100, 0)).toBe('pull 1');
    expect(claim(lane, 5_100, 0)).toBe('due 1');
    expect(claim(lane, 5_100)).toBe('nothing');
  });

  test('waits longer after a probe that failed', () => {
    const lane = opened(laneWith());
    claim(lane, 5_000);
    end(lane, down, 5_100);
    expect(lane.shown.untilMs).toBe(15_100);
  });

  test('asks again in a second where there was nothing to probe with, or the probe proved nothing', () => {
    const lane = opened(laneWith());
    expect(claim(lane, 5_000, 0)).toBe('probe 1');
    expect(lane.shown.untilMs).toBe(6_000);
    expect(claim(lane, 6_000)).toBe('probe 1');
    end(lane, nothingKnown, 6_000);
    expect(lane.shown.untilMs).toBe(7_000);
  });

  test('does not probe a counterparty that asked to be left alone', () => {
    const lane = opened(laneWith());
    claim(lane, 5_000);
    end(lane, slower, 5_000);
    expect(claim(lane, 7_000, 0)).toBe('expired 4');
    expect(claim(lane, 10_000)).toBe('probe 1');
  });

  test('needs no waking while every slot is taken', () => {
    const lane = laneWith({ concurrency: 1 });
    for (const id of ['a', 'b', 'c', 'd', 'e']) {
      claim(lane, 0, 1);
      if (id === 'e') {
        end(lane, down, 0, id);
        claim(lane, 0, 1);
      } else end(lane, down, 0, id);
    }
    expect(lane.shown.open).toBe(true);
    expect(lane.inFlight).toBe(1);
    expect(lane.wakeInMs(60_000)).toBeUndefined();
  });

  test('that another process left open is taken over', () => {
    const lane = laneWith({}, { breaker: 'open', breakerUntil: new Date(3_000), breakerReason: 'down' });
    expect(claim(lane, 0, 0)).toBe('expired 4');
    expect(claim(lane, 3_000)).toBe('probe 1');
  });
});

test('a counterparty that could not be reached and is back gets at once what waited for it', () => {
  const lane = laneWith();
  claim(lane, 0, 1);
  expect(end(lane, gone, 0)).toBe(true);
  // The log line `lane.failing` names what people would otherwise have to look up.
  expect(lane.shown).toMatchObject({ open: false, failing: true, reason: gone.reason });
  lane.call();
  claim(lane, 1_000, 1);
  expect(end(lane, fine, 1_500, 'b')).toBe(true);
  const wish = lane.wish(1_500);
  expect(wish).toMatchObject({ mode: 'pull', pullBefore: new Date(1_500) });
});
