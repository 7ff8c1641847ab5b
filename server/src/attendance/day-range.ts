import { addDays } from '../records/local-date.ts';
import { startOfDay } from '../records/start-of-day.ts';

/** A date or a moment (records/formats.ts) in milliseconds since 1970; a date that ends something includes its whole day. */
export function momentOf(text: string, zone: string, ends: boolean): number {
  if (text.length !== 10) return Date.parse(text);
  return startOfDay(ends ? (addDays(text, 1) ?? text) : text, zone);
}
