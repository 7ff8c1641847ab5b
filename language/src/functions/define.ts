import type { Numeric } from '../arithmetic.ts';
import type { Shape } from '../environment.ts';
import { TEXT } from '../environment.ts';
import type { Frame } from '../frame.ts';
import { stop } from '../frame.ts';
import type { Value } from '../types.ts';
import { LEFT_OUT, listOf, numberOf, textOf, wholeNumberOf } from '../values.ts';
import type { Argument, Call, FunctionDefinition } from './definition.ts';

interface Signature {
  readonly name: string;
  readonly takes: string;
  readonly least: number;
  readonly most: number;
  readonly shape?: Shape;
}

/** A function of a text; null and a left-out value are handed on. Reading a long text costs steps. */
export function ofText(
  signature: Signature,
  apply: (text: string, frame: Frame, call: Call) => Value,
): FunctionDefinition {
  const { shape = TEXT, ...rest } = signature;
  return {
    ...rest,
    subject: 'text',
    shape: () => shape,
    compile: (call) => {
      const { evaluate, place } = argumentAt(call, 0);
      return (frame) => {
        const value = evaluate(frame);
        if (value === null || value === undefined || value === LEFT_OUT) return value;
        const text = textOf(value, place);
        if (text.length > 64) frame.charge(text.length >> 6, place);
        return apply(text, frame, call);
      };
    },
  };
}

/** A function of a number; null and a left-out value are handed on. */
export function ofNumber(
  signature: Signature & { readonly shape: Shape },
  prepare: (call: Call) => (number: Numeric, frame: Frame) => Value,
): FunctionDefinition {
  const { shape, ...rest } = signature;
  return {
    ...rest,
    subject: 'number',
    shape: () => shape,
    compile: (call) => {
      const { evaluate, place } = argumentAt(call, 0);
      const apply = prepare(call);
      return (frame) => {
        const value = evaluate(frame);
        if (value === LEFT_OUT) return LEFT_OUT;
        const number = numberOf(value, place);
        return number === null ? null : apply(number, frame);
      };
    },
  };
}

/** A function of a list (null is empty, a single value a list of one); a left-out list is handed on. */
export function ofList(
  signature: Omit<Signature, 'shape'> & Pick<FunctionDefinition, 'shape' | 'perElement'>,
  apply: (list: readonly Value[], frame: Frame, call: Call) => Value,
): FunctionDefinition {
  return {
    ...signature,
    compile: (call) => {
      const { evaluate } = argumentAt(call, 0);
      return (frame) => {
        const value = evaluate(frame);
        return value === LEFT_OUT ? LEFT_OUT : apply(listOf(value), frame, call);
      };
    },
  };
}

/** The arguments below `least` are always there: the call was counted before. */
export function argumentAt(call: Call, position: number): Argument {
  const argument = call.arguments[position];
  if (argument === undefined) throw new Error(`argument ${position} of a call was used but not counted`);
  return argument;
}

/** A further argument as text; the fallback where it is missing or null. */
export function textAt(call: Call, position: number, frame: Frame, fallback: string): string {
  const argument = call.arguments[position];
  const value = argument?.evaluate(frame);
  if (argument === undefined || value === null || value === undefined || value === LEFT_OUT) return fallback;
  const text = textOf(value, argument.place);
  if (text.length > 64) frame.charge(text.length >> 6, argument.place);
  return text;
}

/** A further argument as a whole number from `least` to `most`; the fallback where it is missing or null. */
export function wholeAt(
  call: Call,
  position: number,
  frame: Frame,
  expected: { readonly what: string; readonly least: number; readonly most: number; readonly fallback: number },
): number {
  const argument = call.arguments[position];
  const value = argument?.evaluate(frame);
  if (argument === undefined || value === LEFT_OUT) return expected.fallback;
  const whole = wholeNumberOf(value, expected.what, argument.place) ?? expected.fallback;
  if (whole >= expected.least && whole <= expected.most) return whole;
  const { what, least, most } = expected;
  const range = most === Number.MAX_SAFE_INTEGER ? `${least} or more` : `from ${least} to ${most}`;
  const message = `${what} must be ${range}, not ${whole}.`;
  return stop('wrong-arguments', message, argument.place);
}

/** One of the words that an argument may be, in any case; a wrong literal is refused when the template is saved. */
export function wordArgument<T extends string>(
  call: Call,
  position: number,
  words: readonly T[],
  fallback: T,
): (frame: Frame) => T {
  const argument = call.arguments[position];
  if (argument === undefined) return () => fallback;
  const find = (value: Value): T | undefined => {
    const wanted = typeof value === 'string' ? value.trim().toLowerCase().replaceAll(/[ _]/g, '-') : undefined;
    return value === null || value === undefined ? fallback : words.find((word) => word === wanted);
  };
  const message = `Here one of these is expected: ${words.map((word) => `'${word}'`).join(', ')}.`;
  if (argument.literal !== undefined) {
    const word = find(argument.literal.value);
    if (word === undefined) call.complain(message, argument.place);
    return () => word ?? fallback;
  }
  return (frame) => find(argument.evaluate(frame)) ?? stop('wrong-arguments', message, argument.place);
}

/** Steps for looking for `part` in `text`: in the worst case every character of one meets every character of the other. */
export function chargeSearch(text: string, part: string, frame: Frame, call: Call): void {
  if (text.length > 64) frame.charge(Math.ceil((text.length * (16 + part.length)) / 1024), call.place);
}
