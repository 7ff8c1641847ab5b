import { decimalOf, withinDigits } from '../arithmetic.ts';
import { Decimal } from '../decimal.ts';
import type { RoundingMode } from '../decimal.ts';
import { NUMBER, TEXT } from '../environment.ts';
import { stop } from '../frame.ts';
import { groupedNumber } from '../locales.ts';
import { quoted, shortened } from '../quoted-data.ts';
import type { Value } from '../types.ts';
import { isBlank, LEFT_OUT, numberOf, scalarOf } from '../values.ts';
import { argumentAt, ofNumber, textAt, wholeAt, wordArgument } from './define.ts';
import type { FunctionDefinition } from './definition.ts';

const MODES: readonly RoundingMode[] = ['half-up', 'half-down', 'half-even', 'up', 'down', 'ceiling', 'floor'];

/** number(text, mark): reads other notations, such as '1 250,50' with the mark ','. */
const number: FunctionDefinition = {
  name: 'number',
  takes: "value, [decimal mark, '.' or ',']",
  least: 1,
  most: 2,
  subject: 'number',
  shape: () => NUMBER,
  compile: (call) => {
    const { evaluate, place } = argumentAt(call, 0);
    const markOf = wordArgument(call, 1, ['.', ','], '.');
    return (frame) => {
      const value = evaluate(frame);
      if (value === LEFT_OUT) return LEFT_OUT;
      const scalar = scalarOf(value);
      if (typeof scalar !== 'string') return numberOf(scalar, place);
      if (isBlank(scalar)) return null;
      const read =
        scalar.length > 1_000 ? undefined : readNumber(scalar, call.arguments.length > 1 ? markOf(frame) : undefined);
      if (read !== undefined) return withinDigits(read, frame, place);
      const hint = scalar.includes(',') ? " If the comma is the decimal mark, write number(..., ',')." : '';
      return stop('not-a-number', `The text "${quoted(scalar)}" is not a number.${hint}`, place);
    };
  },
};

function readNumber(text: string, mark: '.' | ',' | undefined): Decimal | undefined {
  if (mark === undefined) return Decimal.of(text);
  const grouping = mark === ',' ? /[\s'’.]/g : /[\s'’,]/g;
  return Decimal.of(text.replaceAll(grouping, '').replace(mark, '.'));
}

/** The most places that round() and decimals() accept; beyond it no number of the default digits would be left. */
const MOST_PLACES = 100;

const decimals = ofNumber(
  { name: 'decimals', takes: 'number, places', least: 2, most: 2, shape: NUMBER },
  (call) => (value, frame) => {
    const places = wholeAt(call, 1, frame, { what: 'The number of places', least: 0, most: MOST_PLACES, fallback: 0 });
    return withinDigits(decimalOf(value).round(places), frame, call.place);
  },
);

const round = ofNumber(
  { name: 'round', takes: "number, [places], ['half-up']", least: 1, most: 3, shape: NUMBER },
  (call) => {
    const modeOf = wordArgument(call, 2, MODES, 'half-up');
    const expected = { what: 'The number of places', least: -MOST_PLACES, most: MOST_PLACES, fallback: 0 };
    return (value, frame) => {
      const places = wholeAt(call, 1, frame, expected);
      return withinDigits(decimalOf(value).round(places, modeOf(frame)), frame, call.place);
    };
  },
);

const money = ofNumber({ name: 'money', takes: 'number, [locale]', least: 1, most: 2, shape: TEXT }, (call) => {
  const literal = call.arguments[1]?.literal?.value;
  if (typeof literal === 'string' && groupedNumber(Decimal.zero, literal) === undefined) {
    call.complain(unknownLocale(shortened(literal)), argumentAt(call, 1).place);
  }
  return (value, frame): Value => {
    frame.charge(4, call.place);
    const locale = textAt(call, 1, frame, frame.run.locale);
    const text = groupedNumber(decimalOf(value).round(2), locale);
    return text ?? stop('unknown-locale', unknownLocale(quoted(locale)), call.place);
  };
});

function unknownLocale(locale: string): string {
  return `"${locale}" is not the name of a language. Write for example 'cs-CZ' or 'en-GB'.`;
}

export const NUMBER_FUNCTIONS: readonly FunctionDefinition[] = [number, decimals, round, money];
