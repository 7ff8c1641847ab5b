import type { WrittenDate } from './dates.ts';
import { offsetText, padded, weekday } from './dates.ts';
import type { NameKind } from './locales.ts';
import { namesOf } from './locales.ts';

/** A format such as `d. MMMM yyyy HH:mm`, cut into what it writes. */
export interface DateFormat {
  readonly writers: readonly Writer[];
  /** Whether it writes the distance from UTC, which a date without a zone must first be given. */
  readonly writesOffset: boolean;
}

/** Null where the locale is unknown. */
type Writer = (date: WrittenDate, locale: string) => string | null;

const named =
  (kind: NameKind, index: (date: WrittenDate) => number): Writer =>
  (date, locale) =>
    namesOf(kind, locale)?.[index(date)] ?? null;
const number =
  (width: number, part: (date: WrittenDate) => number): Writer =>
  (date) =>
    padded(part(date), width);
const twelve = (date: WrittenDate): number => ((date.hour + 11) % 12) + 1;
const zulu: Writer = ({ offset = 0 }) => (offset === 0 ? 'Z' : offsetText(offset));

const FIELDS = new Map<string, Writer>([
  ['yyyy', number(4, (date) => date.year)],
  ['yy', number(2, (date) => date.year % 100)],
  ['y', number(1, (date) => date.year)],
  ['M', number(1, (date) => date.month)],
  ['MM', number(2, (date) => date.month)],
  ['MMM', named('month-short', (date) => date.month - 1)],
  ['MMMM', named('month', (date) => date.month - 1)],
  ['LLLL', named('month-alone', (date) => date.month - 1)],
  ['d', number(1, (date) => date.day)],
  ['dd', number(2, (date) => date.day)],
  ['EEE', named('day-short', weekday)],
  ['EEEE', named('day', weekday)],
  ['H', number(1, (date) => date.hour)],
  ['HH', number(2, (date) => date.hour)],
  ['h', number(1, twelve)],
  ['hh', number(2, twelve)],
  ['m', number(1, (date) => date.minute)],
  ['mm', number(2, (date) => date.minute)],
  ['s', number(1, (date) => date.second)],
  ['ss', number(2, (date) => date.second)],
  ['a', named('half-day', (date) => (date.hour < 12 ? 0 : 1))],
  ['XXX', zulu],
  ['Z', zulu],
  ['xxx', ({ offset = 0 }) => offsetText(offset)],
]);

const LONGEST = 200;

/** Reads a format; a text is the sentence that says what is wrong with it. Words stand in single quotes, a T may stand alone. */
export function parseDateFormat(format: string): DateFormat | string {
  if (format.length > LONGEST) return `A date format has at most ${LONGEST} characters.`;
  const writers: Writer[] = [];
  const letters = new Set<string>();
  for (const [part] of format.matchAll(/'(?:[^']|'')*'|([A-Za-z])\1*|[^A-Za-z']+|'/g)) {
    if (part === "'") return 'A word in this date format has no closing quote.';
    const literal = literalOf(part);
    if (literal !== undefined) {
      writers.push(() => literal);
      continue;
    }
    // Excel writes YYYY and DD; in other systems these are rarely wanted weeks and days of the year.
    const field = part.replaceAll('Y', 'y').replaceAll('D', 'd');
    const writer = /^S{1,9}$/.test(field) ? fraction(field.length) : FIELDS.get(field);
    if (writer === undefined) {
      return `"${part}" means nothing in a date format. Use yyyy, MM, dd, HH, mm, ss, MMMM, EEEE or XXX, and put words in quotes.`;
    }
    letters.add(field.charAt(0));
    writers.push(writer);
  }
  if (letters.has('m') && !letters.has('H') && !letters.has('h') && (letters.has('d') || letters.has('y'))) {
    return 'In a date format mm are minutes; months are MM.';
  }
  return { writers, writesOffset: letters.has('X') || letters.has('Z') || letters.has('x') };
}

/** The date in the format; undefined for an unknown locale. */
export function formatDate(format: DateFormat, date: WrittenDate, locale: string): string | undefined {
  let text = '';
  for (const write of format.writers) {
    const part = write(date, locale);
    if (part === null) return undefined;
    text += part;
  }
  return text;
}

function literalOf(part: string): string | undefined {
  if (part.startsWith("'")) return part === "''" ? "'" : part.slice(1, -1).replaceAll("''", "'");
  return part === 'T' || !/^[A-Za-z]/.test(part) ? part : undefined;
}

function fraction(digits: number): Writer {
  return (date) => date.fraction.padEnd(digits, '0').slice(0, digits);
}
