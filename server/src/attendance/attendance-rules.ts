import { durationMs } from '../configuration/duration.ts';
import type { AttendanceSettings } from '../records/types.ts';

/** How passes become intervals. A unit's own values stand under `attendance` of its entity `time`. */
export interface AttendanceRules {
  /** An interval without an exit is closed that long after its entry. Longer than any shift, shorter than entry to entry of two days. */
  readonly forgottenAfterMs: number;
  /** What such an interval counts, because nobody knows its end. */
  readonly forgottenSeconds: number;
  /** A second pass in the same direction within that time is the same walk through the next door. */
  readonly repeatWithinMs: number;
  /** A second pass without a direction within that time is a card that was read twice; short, because a toggle too many turns the whole day round. */
  readonly toggleRepeatWithinMs: number;
  /** How far the clock of a device may be ahead. */
  readonly clockAheadMs: number;
}

export const defaultAttendance = {
  forgottenAfter: '16h',
  forgottenHours: 0,
  repeatWithin: '5m',
  toggleRepeatWithin: '10s',
  clockAhead: '5m',
} as const satisfies Required<AttendanceSettings>;

export function attendanceRules(settings: AttendanceSettings = {}): AttendanceRules {
  const { forgottenAfter, forgottenHours, repeatWithin, toggleRepeatWithin, clockAhead } = {
    ...defaultAttendance,
    ...settings,
  };
  return {
    forgottenAfterMs: durationMs(forgottenAfter),
    forgottenSeconds: Math.round(forgottenHours * 3_600),
    repeatWithinMs: durationMs(repeatWithin),
    toggleRepeatWithinMs: durationMs(toggleRepeatWithin),
    clockAheadMs: durationMs(clockAhead),
  };
}
