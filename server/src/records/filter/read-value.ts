import { Decimal } from '@gangway/language';
import { formats } from '../formats.ts';
import { addDays } from '../local-date.ts';
import { startOfDay } from '../start-of-day.ts';
import { FilterFault, type FilterValue, type Literal, type ValueKind } from './filter.ts';

/** A day stands for all of its moments in the unit's zone. */
export type ReadValue = FilterValue | { readonly kind: 'day'; readonly from: string; readonly to: string };

/** The value of a literal for a field of this kind; `path` is for the sentence when it does not fit. */
export function readValue(literal: Literal, kind: ValueKind, path: string, zone: string): ReadValue {
  switch (kind) {
    case 'text':
      if (literal.kind === 'text') return { kind, text: literal.text };
      throw misfit(literal, path, 'a text', `'${literal.text}'`);
    case 'number':
      return readNumber(literal, path);
    case 'boolean':
      if (literal.kind === 'boolean') return { kind, value: literal.text === 'true' };
      throw misfit(literal, path, 'either true or false', 'true, without quotes');
    case 'date':
      if (literal.kind === 'text' && formats['date']?.test(literal.text) === true) return { kind, text: literal.text };
      throw misfit(literal, path, 'a date', "'2026-11-23'");
    case 'moment':
      return readMoment(literal, path, zone);
    case 'any':
      return readAny(literal);
  }
}

/** Amounts are texts on the wire, so their quotes are taken as well. */
function readNumber(literal: Literal, path: string): FilterValue {
  const fits = (literal.kind === 'number' || literal.kind === 'text') && /^-?\d{1,60}(\.\d{1,60})?$/.test(literal.text);
  const decimal = fits ? Decimal.of(literal.text) : undefined;
  if (decimal === undefined) throw misfit(literal, path, 'a number', '1210.50');
  return { kind: 'number', text: decimal.toString() };
}

/** What PostgreSQL and JavaScript both write with four digits of the year, whatever the zone. */
const firstDay = '0001-01-02';
const lastDay = '9999-12-30';

function readMoment(literal: Literal, path: string, zone: string): ReadValue {
  const { text } = literal;
  if (literal.kind === 'text' && formats['date']?.test(text) === true && text >= firstDay && text <= lastDay) {
    const dayStart = (date: string): string => new Date(startOfDay(date, zone)).toISOString();
    return { kind: 'day', from: dayStart(text), to: dayStart(addDays(text, 1) ?? text) };
  }
  if (literal.kind === 'text' && formats['date-time']?.test(text) === true) {
    // A zone written +0100 is one that Date does not read.
    const at = new Date(text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
    if (at >= new Date(firstDay) && at <= new Date(lastDay)) return { kind: 'moment', text: at.toISOString() };
  }
  throw misfit(literal, path, 'a moment', "'2026-11-23T10:00:00+01:00', or '2026-11-23' for the whole day");
}

function readAny(literal: Literal): FilterValue {
  if (literal.kind === 'boolean') return { kind: 'boolean', value: literal.text === 'true' };
  return literal.kind === 'number' ? readNumber(literal, '') : { kind: 'text', text: literal.text };
}

function misfit(literal: Literal, path: string, kind: string, example: string): FilterFault {
  const given = literal.kind === 'text' ? `'${literal.text.slice(0, 60)}'` : literal.text.slice(0, 60);
  return new FilterFault(`${path} is ${kind}, and ${given} is none. Write it as ${example}.`, literal);
}
