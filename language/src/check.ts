import type { Compiled, NodeCompiler } from './compiled.ts';
import type { Shape } from './environment.ts';
import type { FieldType } from './types.ts';

/**
 * What is wrong for sure is said when the template is saved, and not first when a message fails. Only types that were declared are
 * judged: `any` and open objects pass, and so does a text where a number is needed, because it may hold one.
 */
const WORDS: Readonly<Record<FieldType['kind'], string>> = {
  any: 'a value',
  text: 'a text',
  number: 'a number',
  boolean: 'true or false',
  date: 'a date',
  datetime: 'a date and time',
  object: 'an object',
  list: 'a list',
};

export function typeInWords(type: FieldType): string {
  return WORDS[type.kind];
}

export function checkCondition(compiler: NodeCompiler, part: Compiled): void {
  const { kind } = part.shape.type;
  if (kind === 'any' || kind === 'boolean') return;
  const hint =
    kind === 'list'
      ? 'Use not empty(...) or count(...) > 0.'
      : "Compare it with something, such as = 'X', or use not empty(...).";
  compiler.report(
    'not-a-condition',
    `A condition must be true or false, but ${subject(part.shape)} is ${WORDS[kind]}. ${hint}`,
    part.place,
  );
}

export function checkNumber(compiler: NodeCompiler, part: Compiled): void {
  const { kind } = part.shape.type;
  if (kind === 'date' || kind === 'datetime') {
    compiler.report('not-a-number', `${capital(subject(part.shape))} is a date. Calculate with addDays().`, part.place);
  } else if (kind === 'boolean' || kind === 'list' || isClosedObject(part.shape.type)) {
    const hint = kind === 'list' ? ' Use sum(), or take one with [1].' : '';
    compiler.report(
      'not-a-number',
      `${capital(subject(part.shape))} is ${WORDS[kind]}, but a number is needed here.${hint}`,
      part.place,
    );
  }
}

export function checkText(compiler: NodeCompiler, part: Compiled): void {
  const { type } = part.shape;
  if (type.kind === 'list') {
    const hint = 'Take one with [1] or first(), or put them together with join().';
    compiler.report(
      'not-a-text',
      `${capital(subject(part.shape))} is a list, but a text is needed here. ${hint}`,
      part.place,
    );
  } else if (isClosedObject(type)) {
    const hint = 'Name one of its fields, or use json().';
    compiler.report(
      'not-a-text',
      `${capital(subject(part.shape))} is an object, but a text is needed here. ${hint}`,
      part.place,
    );
  }
}

/** `input.tags = 'x'` can never be true. */
export function checkComparable(compiler: NodeCompiler, left: Compiled, right: Compiled): void {
  for (const [list, other] of [[left, right] as const, [right, left] as const]) {
    const { kind } = other.shape.type;
    if (list.shape.type.kind !== 'list' || kind === 'list' || kind === 'any' || kind === 'object') continue;
    const message = `${capital(subject(list.shape))} is a list and never equal to ${WORDS[kind]}. Use contains(list, value), or take one with [1].`;
    compiler.report('not-comparable', message, list.place);
  }
}

function isClosedObject(type: FieldType): boolean {
  return type.kind === 'object' && type.open !== true && !Object.hasOwn(type.fields, '#text');
}

function subject(shape: Shape): string {
  return shape.path ?? 'this';
}

function capital(words: string): string {
  return words === 'this' ? 'This' : words;
}
