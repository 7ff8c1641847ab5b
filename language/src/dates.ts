import { offsetAt, offsetOfWallTime } from './zones.ts';

/** A moment as it was written: a date, perhaps a time, perhaps its distance from UTC. Years 1 to 9999. */
export interface WrittenDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** Up to nine digits as they were written; empty for a whole second. */
  readonly fraction: string;
  readonly hasTime: boolean;
  /** Minutes east of UTC; undefined where no zone was written. */
  readonly offset: number | undefined;
}

// 2026-11-23, 2026-11-23T10:00, 2026-11-23 10:00:00.123+01:00, and dates with a zone as XML Schema allows them (2026-11-23Z).
const ISO_DATE =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)?\s?(Z|[+-]\d\d(?::?\d\d)?)?$/i;
const LONGEST = 40;

/** Reads an ISO 8601 date or date with time; undefined where it is none, or no such day exists. */
export function parseDate(text: string): WrittenDate | undefined {
  const match = text.length > LONGEST ? null : ISO_DATE.exec(text.trim());
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second, fraction, zone] = match;
  const date: WrittenDate = {
    year: Number(year),
    month: Number(month),
    day: Number(day),
    hour: Number(hour ?? 0),
    minute: Number(minute ?? 0),
    second: Number(second ?? 0),
    fraction: fraction ?? '',
    hasTime: hour !== undefined,
    offset: zone === undefined ? undefined : parseOffset(zone),
  };
  return isReal(date) ? date : undefined;
}

/** Minutes of `Z`, `+01`, `+01:00`, `-0330`; undefined for anything else. */
export function parseOffset(text: string): number | undefined {
  if (text === 'Z' || text === 'z') return 0;
  const match = /^([+-])(\d\d)(?::?(\d\d))?$/.exec(text);
  if (match === null) return undefined;
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0);
  return match[1] === '-' ? 0 - minutes : minutes;
}

function isReal(date: WrittenDate): boolean {
  if (date.year < 1 || date.month < 1 || date.month > 12 || date.day < 1) return false;
  if (date.hour > 23 || date.minute > 59 || date.second > 59 || Math.abs(date.offset ?? 0) > 18 * 60) return false;
  return date.day <= daysOfMonth(date.year, date.month);
}

function daysOfMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/**
 * What a clock in the zone shows: a time that was written with its distance from UTC is moved, a date without time or a time without
 * zone stays as it is. Undefined for an unknown zone.
 */
export function wallTime(date: WrittenDate, zone: string): WrittenDate | undefined {
  if (!date.hasTime || date.offset === undefined) {
    const offset = offsetOfWallTime(zone, wallMs(date));
    return offset === undefined ? undefined : { ...date, offset };
  }
  const instant = wallMs(date) - date.offset * 60_000;
  const offset = offsetAt(zone, instant);
  if (offset === undefined) return undefined;
  const moved = fromWallMs(instant + offset * 60_000);
  return moved === undefined ? undefined : { ...moved, fraction: date.fraction, hasTime: true, offset };
}

/** The date so many days later, with the time as it was written; undefined outside the years 1 to 9999. */
export function addDays(date: WrittenDate, days: number): WrittenDate | undefined {
  const moved = fromWallMs(wallMs(date) + days * 86_400_000);
  return moved === undefined ? undefined : { ...date, year: moved.year, month: moved.month, day: moved.day };
}

/** 0 is Sunday. */
export function weekday(date: WrittenDate): number {
  return new Date(wallMs(date)).getUTCDay();
}

export function dateText(date: WrittenDate): string {
  return `${padded(date.year, 4)}-${padded(date.month, 2)}-${padded(date.day, 2)}`;
}

/** `+01:00`. */
export function offsetText(offset: number): string {
  const minutes = Math.abs(offset);
  return `${offset < 0 ? '-' : '+'}${padded(Math.floor(minutes / 60), 2)}:${padded(Math.round(minutes % 60), 2)}`;
}

export function padded(number: number, width: number): string {
  return String(number).padStart(width, '0');
}

/** The shown time as if it were UTC. Date.UTC would take the years 0 to 99 for 1900 to 1999. */
function wallMs(date: WrittenDate): number {
  const whole = new Date(0);
  whole.setUTCFullYear(date.year, date.month - 1, date.day);
  return whole.setUTCHours(date.hour, date.minute, date.second, 0);
}

function fromWallMs(ms: number): Omit<WrittenDate, 'fraction' | 'hasTime' | 'offset'> | undefined {
  const whole = new Date(ms);
  const year = whole.getUTCFullYear();
  if (Number.isNaN(year) || year < 1 || year > 9999) return undefined;
  return {
    year,
    month: whole.getUTCMonth() + 1,
    day: whole.getUTCDate(),
    hour: whole.getUTCHours(),
    minute: whole.getUTCMinutes(),
    second: whole.getUTCSeconds(),
  };
}
