/**
 * Distances from UTC, in minutes, asked of Intl once per zone and quarter of an hour (no zone changes its clock within one). Zones may
 * come from data, so both caches are emptied when they have grown.
 */
interface Zone {
  readonly format: Intl.DateTimeFormat;
  readonly offsets: Map<number, number>;
}

const MOST_ZONES = 100;
const MOST_OFFSETS = 10_000;
const QUARTER_MS = 900_000;

const zones = new Map<string, Zone | null>();

/** Minutes east of UTC in the zone at an instant; undefined for an unknown zone. Besides IANA names `Z` and `+01:00` are zones. */
export function offsetAt(name: string, instantMs: number): number | undefined {
  const fixed = fixedOffset(name);
  if (fixed !== undefined) return fixed;
  const zone = zoneOf(name);
  if (zone === null) return undefined;
  const quarter = Math.floor(instantMs / QUARTER_MS);
  const known = zone.offsets.get(quarter);
  if (known !== undefined) return known;
  if (zone.offsets.size >= MOST_OFFSETS) zone.offsets.clear();
  const offset = askIntl(zone.format, quarter * QUARTER_MS);
  zone.offsets.set(quarter, offset);
  return offset;
}

/** The same for a time that the clock of the zone shows, given as if it were UTC. In the hour that is skipped or doubled: the earlier distance. */
export function offsetOfWallTime(name: string, wallMs: number): number | undefined {
  const guess = offsetAt(name, wallMs);
  return guess === undefined ? undefined : offsetAt(name, wallMs - guess * 60_000);
}

function fixedOffset(name: string): number | undefined {
  if (name === 'UTC' || name === 'Z' || name === 'GMT') return 0;
  const match = /^([+-])(\d\d):?(\d\d)$/.exec(name);
  if (match === null) return undefined;
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  return match[1] === '-' ? 0 - minutes : minutes;
}

function zoneOf(name: string): Zone | null {
  const known = zones.get(name);
  if (known !== undefined) return known;
  if (zones.size >= MOST_ZONES) zones.clear();
  const zone = makeZone(name);
  zones.set(name, zone);
  return zone;
}

function makeZone(name: string): Zone | null {
  const options: Intl.DateTimeFormatOptions = {
    timeZone: name,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  };
  try {
    return { format: new Intl.DateTimeFormat('en-US', options), offsets: new Map() };
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    return null;
  }
}

function askIntl(format: Intl.DateTimeFormat, instantMs: number): number {
  const shown = new Map(format.formatToParts(instantMs).map((part) => [part.type, Number(part.value)]));
  const part = (type: Intl.DateTimeFormatPartTypes): number => shown.get(type) ?? 0;
  const wall = new Date(0);
  wall.setUTCFullYear(part('year'), part('month') - 1, part('day'));
  return (wall.setUTCHours(part('hour'), part('minute'), part('second'), 0) - instantMs) / 60_000;
}
