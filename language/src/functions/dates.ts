import type { DateFormat } from '../date-format.ts';
import { formatDate, parseDateFormat } from '../date-format.ts';
import type { WrittenDate } from '../dates.ts';
import { addDays, dateText, parseDate, wallTime } from '../dates.ts';
import { TEXT } from '../environment.ts';
import type { Frame } from '../frame.ts';
import { stop } from '../frame.ts';
import { quoted, shortened } from '../quoted-data.ts';
import type { Place } from '../source-text.ts';
import type { Value } from '../types.ts';
import { described, isEmpty, LEFT_OUT, scalarOf, wholeNumberOf } from '../values.ts';
import { offsetAt } from '../zones.ts';
import { argumentAt, textAt } from './define.ts';
import type { Call, FunctionDefinition } from './definition.ts';

export function unknownZone(zone: string): string {
  return `There is no time zone "${zone}". Write for example 'Europe/Prague' or 'UTC'.`;
}

/** date(value, format, zone, locale). */
const date: FunctionDefinition = {
  name: 'date',
  takes: 'date, [format], [zone], [locale]',
  least: 1,
  most: 4,
  shape: () => TEXT,
  compile: (call) => {
    const { evaluate, place } = argumentAt(call, 0);
    const formatOf = formatArgument(call);
    checkZone(call);
    return (frame) => {
      const value = evaluate(frame);
      if (value === LEFT_OUT) return LEFT_OUT;
      if (isEmpty(value)) return null;
      frame.charge(4, call.place);
      const written = writtenDate(value, place);
      const format = formatOf(frame);
      const zone = textAt(call, 2, frame, frame.run.zone);
      const shown = shownTime(written, zone, format) ?? stop('unknown-zone', unknownZone(quoted(zone)), call.place);
      const locale = textAt(call, 3, frame, frame.run.locale);
      const text = formatDate(format, shown, locale);
      return (
        text ??
        stop(
          'unknown-locale',
          `"${quoted(locale)}" is not the name of a language. Write for example 'cs-CZ'.`,
          call.place,
        )
      );
    };
  },
};

/** addDays(date, days): the same notation that it was given, so many days later. */
const plusDays: FunctionDefinition = {
  name: 'addDays',
  takes: 'date, days',
  least: 2,
  most: 2,
  shape: (call) =>
    argumentAt(call, 0).shape.type.kind === 'datetime' ? { type: { kind: 'datetime' } } : { type: { kind: 'date' } },
  compile: (call) => {
    const { evaluate, place } = argumentAt(call, 0);
    return (frame) => {
      const value = evaluate(frame);
      if (value === LEFT_OUT) return LEFT_OUT;
      if (isEmpty(value)) return null;
      const written = writtenDate(value, place);
      const days = daysOf(call, frame);
      if (days === null) return null;
      const moved = addDays(written, days);
      if (moved === undefined) return stop('not-a-date', 'This date would be outside the years 1 to 9999.', call.place);
      return dateText(moved) + isoText(value).slice(10);
    };
  },
};

/** What is shown of a time without a zone is what was written; only its distance from UTC would have to be looked up. */
function shownTime(written: WrittenDate, zone: string, format: DateFormat): WrittenDate | undefined {
  const asWritten = !written.hasTime || written.offset === undefined;
  return asWritten && !format.writesOffset ? written : wallTime(written, zone);
}

function daysOf(call: Call, frame: Frame): number | null {
  const { evaluate, place } = argumentAt(call, 1);
  const days = evaluate(frame);
  return days === LEFT_OUT ? null : wholeNumberOf(days, 'The number of days', place);
}

function writtenDate(value: Value, place: Place): WrittenDate {
  const date = parseDate(isoText(value));
  if (date !== undefined) return date;
  const message = `A date is written 2026-11-23 or 2026-11-23T10:00:00Z, but here is ${described(scalarOf(value))}.`;
  return stop('not-a-date', message, place);
}

function isoText(value: Value): string {
  const scalar = scalarOf(value);
  return typeof scalar === 'string' ? scalar.trim() : '';
}

/** A literal format is read once, when the template is saved, and a fault in it is said there. */
function formatArgument(call: Call): (frame: Frame) => DateFormat {
  const argument = call.arguments[1];
  const literal = argument === undefined ? 'yyyy-MM-dd' : argument.literal?.value;
  if (typeof literal === 'string') {
    const format = parseDateFormat(literal);
    if (typeof format !== 'string') return () => format;
    call.complain(format, argument?.place ?? call.place);
    return () => ({ writers: [], writesOffset: false });
  }
  return (frame) => {
    const format = parseDateFormat(textAt(call, 1, frame, 'yyyy-MM-dd'));
    return typeof format === 'string' ? stop('wrong-arguments', format, argument?.place ?? call.place) : format;
  };
}

function checkZone(call: Call): void {
  const argument = call.arguments[2];
  const zone = argument?.literal?.value;
  if (argument === undefined || typeof zone !== 'string' || offsetAt(zone, 0) !== undefined) return;
  call.complain(unknownZone(shortened(zone)), argument.place);
}

export const DATE_FUNCTIONS: readonly FunctionDefinition[] = [date, plusDays];
