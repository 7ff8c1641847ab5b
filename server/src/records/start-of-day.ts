import { localDate } from './local-date.ts';

/** The first moment of a date (`2026-11-23`) in a zone, in milliseconds since 1970; also where clocks change at midnight. */
export function startOfDay(date: string, zone: string): number {
  const utc = Date.parse(`${date}T00:00:00Z`);
  // No zone is more than 14 hours away from UTC: the day begins somewhere in these two days, and its date only ever grows.
  let before = utc - 86_400_000;
  let within = utc + 86_400_000;
  while (within - before > 1) {
    const middle = Math.floor((before + within) / 2);
    if (localDate(new Date(middle), zone) < date) before = middle;
    else within = middle;
  }
  return within;
}
