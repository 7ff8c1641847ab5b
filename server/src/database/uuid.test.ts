import { describe, expect, it } from 'vitest';
import { firstIdAt, newId, timeOfId } from './uuid.ts';

const uuidv7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('newId', () => {
  it('makes well-formed, different, strictly ascending ids', () => {
    const ids = Array.from({ length: 20_000 }, () => newId());
    for (const id of ids) expect(id).toMatch(uuidv7);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.toSorted()).toEqual(ids);
  });

  it('carries the time that it was given, and ascends within it', () => {
    const now = Date.UTC(2026, 0, 31, 12, 30);
    const ids = [newId(now), newId(now), newId(now + 1)];
    expect(ids.map(timeOfId)).toEqual([now, now, now + 1]);
    expect(ids.toSorted()).toEqual(ids);
    expect(timeOfId(newId(now - 1000))).toBe(now - 1000);
  });

  it("carries the process's time without an argument", () => {
    const before = Date.now();
    const time = timeOfId(newId());
    expect(time).toBeGreaterThanOrEqual(before);
    expect(time).toBeLessThanOrEqual(Date.now());
  });
});

describe('firstIdAt', () => {
  it('is the lower bound of a millisecond', () => {
    const now = Date.UTC(2026, 6, 1);
    expect(firstIdAt(now) < newId(now)).toBe(true);
    expect(newId(now - 1) < firstIdAt(now)).toBe(true);
    expect(timeOfId(firstIdAt(now))).toBe(now);
  });
});
