import type { FieldSeries } from './entity-kind.ts';
import { localDate } from './local-date.ts';
import type { JsonObject, NumberDraw, NumberSeries } from './types.ts';

/** The draw that a series' next number needs, for a record with these fields. */
export function drawFor({ field, name, series }: FieldSeries, data: JsonObject, now: Date, zone: string): NumberDraw {
  return {
    field,
    series: name,
    period: periodOf(series.pattern, dateOf(series, data, now, zone)),
    start: series.start ?? 1,
  };
}

/** `{yyyy}-{0000}` with number 7 in 2026 is `2026-0007`; a number longer than its place takes the room it needs. */
export function formatNumber(series: NumberSeries, number: number, data: JsonObject, now: Date, zone: string): string {
  const date = dateOf(series, data, now, zone);
  return series.pattern
    .replaceAll('{yyyy}', date.slice(0, 4))
    .replaceAll('{yy}', date.slice(2, 4))
    .replaceAll('{mm}', date.slice(5, 7))
    .replaceAll(/\{(0+)\}/g, (_, zeros: string) => String(number).padStart(zeros.length, '0'));
}

/** What is wrong with a pattern, as a sentence. */
export function patternFault(pattern: string): string | undefined {
  const rest = pattern.replaceAll(/\{(yyyy|yy|mm|0+)\}/g, '');
  if (/[{}]/.test(rest)) return `"${pattern}" may hold {yyyy}, {yy}, {mm} and {0000} in braces, nothing else.`;
  if ((pattern.match(/\{0+\}/g) ?? []).length !== 1) return `"${pattern}" needs the number once, such as {0000}.`;
  if (pattern.includes('{mm}') && !/\{yy(yy)?\}/.test(pattern)) {
    return `"${pattern}" starts anew every month, so it needs the year too: {yyyy} or {yy}.`;
  }
  return pattern.length > 60 ? `"${pattern}" is longer than 60 characters.` : undefined;
}

function periodOf(pattern: string, date: string): string {
  if (pattern.includes('{mm}')) return date.slice(0, 7);
  return /\{yy(yy)?\}/.test(pattern) ? date.slice(0, 4) : '';
}

function dateOf(series: NumberSeries, data: JsonObject, now: Date, zone: string): string {
  const given = series.dateField === undefined ? undefined : data[series.dateField];
  return typeof given === 'string' && given.length >= 10 ? given.slice(0, 10) : localDate(now, zone);
}
