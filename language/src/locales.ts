import type { Decimal } from './decimal.ts';

/**
 * What differs by language: separators of numbers, names of months and days. The names come from Intl and are kept, because making a
 * formatter takes many times as long as using it. Locales may come from data, so the caches are emptied when they have grown.
 */
const MOST_CACHED = 100;

const numberFormats = new Map<string, Intl.NumberFormat | null>();
const nameLists = new Map<string, readonly string[] | null>();

/** Grouped by locale with as many places as the number has (`1 250,50`); undefined for an unknown locale. Exact for any length. */
export function groupedNumber(number: Decimal, locale: string): string | undefined {
  const format = cached(
    numberFormats,
    `${locale}|${number.scale}`,
    () =>
      new Intl.NumberFormat(locale, {
        numberingSystem: 'latn',
        minimumFractionDigits: number.scale,
        maximumFractionDigits: number.scale,
      }),
  );
  // Intl formats a text of digits exactly; only the type is too narrow for a text that was computed.
  return format?.format(number.toString() as Intl.StringNumericLiteral);
}

export type NameKind = 'month' | 'month-short' | 'month-alone' | 'day' | 'day-short' | 'half-day';

/**
 * The names of a kind in a locale: months from January, days from Sunday, AM and PM. `month` is the form beside a day ("23. listopadu"),
 * `month-alone` the one that stands alone ("listopad"). Undefined for an unknown locale.
 */
export function namesOf(kind: NameKind, locale: string): readonly string[] | undefined {
  return cached(nameLists, `${locale}|${kind}`, () => listNames(kind, locale)) ?? undefined;
}

const OPTIONS: Readonly<Record<NameKind, Intl.DateTimeFormatOptions>> = {
  month: { day: 'numeric', month: 'long' },
  'month-short': { month: 'short' },
  'month-alone': { month: 'long' },
  day: { weekday: 'long' },
  'day-short': { weekday: 'short' },
  'half-day': { hour: 'numeric', hour12: true },
};

function listNames(kind: NameKind, locale: string): readonly string[] {
  const format = new Intl.DateTimeFormat(locale, {
    ...OPTIONS[kind],
    calendar: 'gregory',
    numberingSystem: 'latn',
    timeZone: 'UTC',
  });
  const type = kind === 'half-day' ? 'dayPeriod' : kind.startsWith('month') ? 'month' : 'weekday';
  const name = (date: number): string => format.formatToParts(date).find((part) => part.type === type)?.value ?? '';
  if (type === 'month') return Array.from({ length: 12 }, (_, month) => name(Date.UTC(2026, month, 15)));
  // 4 January 2026 is a Sunday.
  if (type === 'weekday') return Array.from({ length: 7 }, (_, day) => name(Date.UTC(2026, 0, 4 + day)));
  return [name(Date.UTC(2026, 0, 4, 9)) || 'AM', name(Date.UTC(2026, 0, 4, 15)) || 'PM'];
}

/** Intl throws a RangeError for a name that it does not know; that is an answer here, and kept as null. */
function cached<T>(cache: Map<string, T | null>, key: string, make: () => T): T | undefined {
  const known = cache.get(key);
  if (known !== undefined) return known ?? undefined;
  if (cache.size >= MOST_CACHED) cache.clear();
  let made: T | null;
  try {
    made = make();
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    made = null;
  }
  cache.set(key, made);
  return made ?? undefined;
}
