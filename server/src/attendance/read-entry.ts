import { Decimal } from '@gangway/language';
import type { Fault } from '../errors.ts';
import { formats } from '../records/formats.ts';
import type { InputFields, Json } from '../records/types.ts';
import type { AttendanceRules } from './attendance-rules.ts';
import type { Direction } from './compute-intervals.ts';
import { momentOf } from './day-range.ts';

/** How a user can be named, in the order in which sentences list it. */
export const namings = ['userId', 'email', 'badge', 'personalNumber'] as const;
export type Naming = (typeof namings)[number];

/** Whom an entry is about, as it was sent; texts compare without case. */
export interface NamedUser {
  readonly by: Naming;
  readonly value: string;
}

/** What was sent to /rest/v1/{unit}/time, as far as it can be understood without the database. */
export interface ReadEntry {
  readonly type: string;
  readonly user: NamedUser | undefined;
  /** Milliseconds since 1970: the moment of a pass, or the begin of a period. NaN where it cannot be read; the entity's schema tells why. */
  readonly at: number;
  /** The end of a period; null: it has none. */
  readonly until: number | null;
  readonly direction: Direction | null;
  readonly device: string | undefined;
  readonly eventId: string | undefined;
  /** The fields of the record, with what follows from others filled in. */
  readonly fields: InputFields;
  /** What the entity's schema cannot know. */
  readonly faults: readonly Fault[];
}

export interface EntrySurroundings {
  readonly rules: AttendanceRules;
  /** IANA zone of the unit. */
  readonly zone: string;
  readonly now: number;
}

/** No turnstile has passes from before then: its clock has lost the time. */
const firstMoment = Date.UTC(2000, 0, 1);

export function readEntry(fields: InputFields, surroundings: EntrySurroundings): ReadEntry {
  const faults: Fault[] = [];
  const user = namedUser(fields, faults);
  const type = textOf(fields['type']) ?? '';
  const shared = {
    ...{ type, user, device: textOf(fields['device']), eventId: textOf(fields['eventId']), faults },
    direction: directionOf(fields['direction']),
  };
  if (type === 'ATTENDANCE') {
    const at = readPassTime(fields['at'], surroundings, faults);
    return { ...shared, at, until: null, fields };
  }
  const { from, until, hours } = readPeriod(fields, surroundings.zone, faults);
  return { ...shared, at: from, until, fields: hours === undefined ? fields : { ...fields, hours } };
}

export function directionOf(value: unknown): Direction | null {
  return value === 'IN' || value === 'OUT' ? value : null;
}

/** Exactly one of the four fields names the user. */
export function namedUser(fields: InputFields, faults: Fault[] = []): NamedUser | undefined {
  const given = namings.filter((name) => fields[name] !== undefined && fields[name] !== null);
  const [by] = given;
  const list = '"userId", "email", "badge" or "personalNumber"';
  if (by === undefined) {
    faults.push({ path: 'userId', message: `Whose time it is, is missing: send ${list}.` });
    return undefined;
  }
  if (given.length > 1) {
    const message = `Name the user by one field only, not by ${given.map((name) => `"${name}"`).join(' and ')}.`;
    faults.push({ path: given[1] ?? by, message });
    return undefined;
  }
  const value = plain(fields[by]);
  if (by === 'userId' && (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 1)) {
    faults.push({ path: by, message: '"userId" must be the id of a user, a whole number such as 7.' });
    return undefined;
  }
  if (typeof value === 'string' && value.trim() === '') {
    faults.push({ path: by, message: `"${by}" is empty: it names nobody.` });
    return undefined;
  }
  // A value of another kind is refused by the schema of its field.
  return typeof value === 'string' || typeof value === 'number'
    ? { by, value: String(value).trim().toLowerCase() }
    : undefined;
}

export function readPassTime(value: unknown, { rules, now }: EntrySurroundings, faults: Fault[]): number {
  if (typeof value !== 'string' || formats['date-time']?.test(value) !== true) return Number.NaN;
  const at = Date.parse(value);
  if (at < firstMoment) {
    const message = `"at" is ${value}: the clock of the device has lost the time. Set it, and send the pass with its true time.`;
    faults.push({ path: 'at', message });
  } else if (at > now + rules.clockAheadMs) {
    const message = `"at" lies in the future: here it is ${new Date(now).toISOString()}. Set the clock of the device, and send the pass with its true time.`;
    faults.push({ path: 'at', message });
  }
  return at;
}

interface Period {
  readonly from: number;
  readonly until: number | null;
  /** Filled in, where it was not sent. */
  readonly hours: string | undefined;
}

/** From and to of an absence or a time track. Between two moments `hours` follows from them; between two dates it does not, nobody works around the clock. */
export function readPeriod(fields: InputFields, zone: string, faults: Fault[]): Period {
  const from = periodMoment(fields['from'], zone, false);
  const to = periodMoment(fields['to'], zone, true);
  const hours = hoursOf(fields['hours']);
  if (from === undefined) return { from: Number.NaN, until: null, hours: undefined };
  if (to === undefined)
    return { from, until: hours === undefined ? null : from + Math.round(hours * 3_600_000), hours: undefined };
  if (to <= from) {
    faults.push({ path: 'to', message: '"to" must be later than "from".' });
    return { from, until: to, hours: undefined };
  }
  const most = (to - from) / 3_600_000;
  // What was rounded to two places when it was filled in may come back.
  if (hours !== undefined && hours > most + 0.005) {
    const message = `"hours" cannot be more than the ${decimalText(most)} hours from "from" to "to".`;
    faults.push({ path: 'hours', message });
  }
  const betweenMoments = [fields['from'], fields['to']].every(
    (value) => typeof value === 'string' && value.length > 10,
  );
  return { from, until: to, hours: hours === undefined && betweenMoments ? decimalText(most) : undefined };
}

function periodMoment(value: unknown, zone: string, ends: boolean): number | undefined {
  return typeof value === 'string' && formats['moment']?.test(value) === true ? momentOf(value, zone, ends) : undefined;
}

function hoursOf(value: unknown): number | undefined {
  const hours = value === undefined || value === null ? Number.NaN : Number(plain(value));
  return Number.isFinite(hours) && hours >= 0 ? hours : undefined;
}

function decimalText(hours: number): string {
  return hours.toFixed(2);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** A value of a body with JavaScript's numbers. The depth was limited when it was read. */
export function plain(value: unknown): Json {
  if (value instanceof Decimal) return value.toSafeInteger() ?? Number(value.toString());
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, plain(item)]));
  }
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}
