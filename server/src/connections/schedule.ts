import { durationMs } from '../configuration/duration.ts';
import type { Connection } from './connection.ts';

/** See deliveries/retry-schedule.ts, which decides by it. */
export interface ConnectionSchedule {
  /** Offsets from the first attempt in milliseconds, rising, the first is 0. */
  readonly atMs: readonly number[];
  /** From first due to the deadline. */
  readonly withinMs: number;
}

const hourMs = 3_600_000;
const defaultAtMs: readonly number[] = [0, 600_000, 2 * hourMs, 23 * hourMs];

/** Four attempts within 24 hours, at 0, 10 min, 2 h and 23 h, unless the connection says otherwise. */
export function scheduleOfConnection(connection: Connection | undefined): ConnectionSchedule {
  const retry = connection?.retry;
  const atMs = retry ? retry.at.map(durationMs) : defaultAtMs;
  return { atMs, withinMs: retry?.within === undefined ? defaultWithinMs(atMs) : durationMs(retry.within) };
}

/** 24/23 of the last offset: the room that the default schedule leaves for jitter and a slow answer. */
function defaultWithinMs(atMs: readonly number[]): number {
  const last = atMs.at(-1) ?? 0;
  return Math.max(Math.ceil((last * 24) / 23), last + 1_000);
}
