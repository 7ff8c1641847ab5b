import { BOOLEAN, listShape, TEXT } from '../environment.ts';
import { areEqual } from '../comparison.ts';
import type { Frame } from '../frame.ts';
import { stop } from '../frame.ts';
import type { Value } from '../types.ts';
import { isList, LEFT_OUT, textOf } from '../values.ts';
import { cutLeft, cutRight, lengthOf } from './characters.ts';
import { argumentAt, chargeSearch, ofText, textAt, wholeAt, wordArgument } from './define.ts';
import type { Call, FunctionDefinition } from './definition.ts';

const one = { takes: 'text', least: 1, most: 1 };
const LENGTH = { what: 'The length', least: 0, most: Number.MAX_SAFE_INTEGER, fallback: 0 };

/** Ends in a text that was made: its length is charged. */
function made(text: string, frame: Frame, call: Call): string {
  frame.chargeText(text.length, call.place);
  return text;
}

/** A question about a text: null has no characters, so the answer is no. */
function question(name: string, holds: (text: string, part: string) => boolean): FunctionDefinition {
  return {
    name,
    takes: 'text, part',
    least: 2,
    most: 2,
    subject: 'text',
    shape: () => BOOLEAN,
    compile: (call) => {
      const subject = argumentAt(call, 0);
      const part = argumentAt(call, 1);
      return (frame) => {
        const text = subject.evaluate(frame);
        const wanted = part.evaluate(frame);
        if (isMissing(text) || isMissing(wanted)) return false;
        const searched = textOf(wanted, part.place);
        if (searched.length > 64) frame.charge(searched.length >> 6, part.place);
        return holds(textOf(text, subject.place), searched);
      };
    },
  };
}

function isMissing(value: Value): value is null | undefined {
  return value === null || value === undefined || value === LEFT_OUT;
}

/** contains(text, part), or contains(list, value). */
const contains: FunctionDefinition = {
  name: 'contains',
  takes: 'text or list, part',
  least: 2,
  most: 2,
  shape: () => BOOLEAN,
  compile: (call) => {
    const subject = argumentAt(call, 0);
    const part = argumentAt(call, 1);
    return (frame) => {
      const whole = subject.evaluate(frame);
      const wanted = part.evaluate(frame);
      if (isList(whole)) {
        frame.charge(whole.length, call.place);
        return whole.some((element) => areEqual(element, wanted, frame, call.place));
      }
      if (isMissing(whole) || isMissing(wanted)) return false;
      const text = textOf(whole, subject.place);
      const found = textOf(wanted, part.place);
      chargeSearch(text, found, frame, call);
      return text.includes(found);
    };
  },
};

const replace = ofText({ name: 'replace', takes: 'text, search, with', least: 2, most: 3 }, (text, frame, call) => {
  const search = textAt(call, 1, frame, '');
  const substitute = textAt(call, 2, frame, '');
  if (search === '') return text;
  chargeSearch(text, search, frame, call);
  let count = 0;
  for (let at = text.indexOf(search); at >= 0; at = text.indexOf(search, at + search.length)) count++;
  if (count === 0) return text;
  frame.chargeText(text.length + count * (substitute.length - search.length), call.place);
  return text.replaceAll(search, () => substitute);
});

const pad: FunctionDefinition = {
  name: 'pad',
  takes: "text, length, [fill], ['left' or 'right']",
  least: 2,
  most: 4,
  subject: 'text',
  shape: () => TEXT,
  compile: (call) => {
    const sideOf = wordArgument(call, 3, ['left', 'right'], 'left');
    const { evaluate, place } = argumentAt(call, 0);
    return (frame) => {
      const value = evaluate(frame);
      if (isMissing(value)) return value;
      const text = textOf(value, place);
      if (text.length > 64) frame.charge(text.length >> 6, place);
      const missing = wholeAt(call, 1, frame, LENGTH) - lengthOf(text);
      const fill = textAt(call, 2, frame, ' ');
      if (fill === '')
        return stop('wrong-arguments', 'pad() needs something to fill with, such as 0 or a blank.', call.place);
      if (missing <= 0) return text;
      frame.chargeText(text.length + missing, call.place);
      const filling = cutLeft(fill.repeat(Math.ceil(missing / lengthOf(fill))), missing);
      return sideOf(frame) === 'left' ? filling + text : text + filling;
    };
  },
};

/** The part of a text before, after or between marks; null where a mark is not there. */
function cut(
  signature: { readonly name: string; readonly takes: string; readonly least: number; readonly most: number },
  apply: (text: string, first: string, second: string) => string | null,
): FunctionDefinition {
  return ofText(signature, (text, frame, call) => {
    const first = textAt(call, 1, frame, '');
    const second = textAt(call, 2, frame, '');
    if (first === '') return null;
    chargeSearch(text, first, frame, call);
    if (second !== '') chargeSearch(text, second, frame, call);
    return apply(text, first, second);
  });
}

function beforeMark(text: string, mark: string): string | null {
  const at = text.indexOf(mark);
  return at < 0 ? null : text.slice(0, at);
}

function afterMark(text: string, mark: string): string | null {
  const at = text.indexOf(mark);
  return at < 0 ? null : text.slice(at + mark.length);
}

const lines = ofText({ name: 'lines', ...one, shape: listShape(TEXT) }, (text, frame, call) => {
  const parts = text.split(/\r\n|\n|\r/);
  if (parts.at(-1) === '') parts.pop();
  frame.charge(parts.length, call.place);
  return parts;
});

const text: FunctionDefinition = {
  name: 'text',
  takes: 'value',
  least: 1,
  most: 1,
  subject: 'text',
  shape: () => TEXT,
  compile: (call) => {
    const { evaluate, place } = argumentAt(call, 0);
    return (frame) => {
      const value = evaluate(frame);
      return value === LEFT_OUT ? LEFT_OUT : textOf(value, place);
    };
  },
};

export const TEXT_FUNCTIONS: readonly FunctionDefinition[] = [
  text,
  ofText({ name: 'upper', ...one }, (value, frame, call) => made(value.toUpperCase(), frame, call)),
  ofText({ name: 'lower', ...one }, (value, frame, call) => made(value.toLowerCase(), frame, call)),
  ofText({ name: 'trim', ...one }, (value) => value.trim()),
  ofText({ name: 'left', takes: 'text, length', least: 2, most: 2 }, (value, frame, call) =>
    cutLeft(value, wholeAt(call, 1, frame, LENGTH)),
  ),
  ofText({ name: 'right', takes: 'text, length', least: 2, most: 2 }, (value, frame, call) =>
    cutRight(value, wholeAt(call, 1, frame, LENGTH)),
  ),
  pad,
  ofText({ name: 'digits', ...one }, (value, frame, call) => made(value.replaceAll(/[^0-9]+/g, ''), frame, call)),
  replace,
  cut({ name: 'before', takes: 'text, mark', least: 2, most: 2 }, beforeMark),
  cut({ name: 'after', takes: 'text, mark', least: 2, most: 2 }, afterMark),
  cut({ name: 'between', takes: 'text, first mark, second mark', least: 3, most: 3 }, (value, first, second) => {
    const rest = afterMark(value, first);
    return rest === null || second === '' ? null : beforeMark(rest, second);
  }),
  lines,
  contains,
  question('startsWith', (value, part) => value.startsWith(part)),
  question('endsWith', (value, part) => value.endsWith(part)),
];
