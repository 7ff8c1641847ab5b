import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openScope, plainRun } from '../test/evaluate.ts';
import { compileExpression } from './compile-expression.ts';
import { compileText } from './compile-text.ts';
import { Decimal } from './decimal.ts';
import { FUNCTIONS } from './functions/registry.ts';
import { PROBLEM_CODES } from './problem-codes.ts';
import type { Outcome, Problem, Value, ValueObject } from './types.ts';

const words = fc.constantFrom(
  ...[
    'input',
    'input.a',
    'input.list',
    'item',
    'before',
    '1',
    '0',
    '1.50',
    "'x'",
    "''",
    "'21'",
    'null',
    'true',
    'not ',
    ' and ',
    ' or ',
  ],
  ...[
    '+',
    '-',
    '*',
    '/',
    '%',
    '&',
    '=',
    '<>',
    '<',
    '>=',
    '??',
    '?',
    ':',
    '|',
    '(',
    ')',
    '[',
    ']',
    ',',
    ';',
    '.',
    '${',
    '}',
    '!',
    "'",
    '"',
  ],
  ...['{{secret:x}}', '@a', 'evaluate:', 'currentObject:', '\\', '\n', ' ', "'dd.MM.yyyy'", "'2026-11-23'"],
  ...FUNCTIONS.map((definition) => `${definition.name}(`),
  ...FUNCTIONS.map((definition) => ` | ${definition.name} `),
);

const scalars: fc.Arbitrary<Value> = fc.oneof(
  fc.constantFrom(
    null,
    true,
    false,
    '',
    'x',
    '12.50',
    '2026-11-23',
    '2026-11-23T10:00:00Z',
    '\ud83d',
    'Europe/Prague',
    '1e5',
  ),
  fc.string({ maxLength: 8 }),
  fc.integer(),
  fc.double(),
  fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }).map((units) => Decimal.fromBig(units, 3)),
);
const values = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    scalars,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom('a', 'b', '#text', '@a', '__proto__', 'constructor', 'odd name'), tie('value'), {
      maxKeys: 3,
    }),
  ),
})).value;

function expectSaneOutcome(outcome: Outcome<unknown>, length: number): void {
  if (outcome.ok) return;
  expect(outcome.problems.length).toBeGreaterThan(0);
  for (const problem of outcome.problems) expectSaneProblem(problem, length);
}

function expectSaneProblem(problem: Problem, length: number): void {
  expect(Object.keys(PROBLEM_CODES)).toContain(problem.code);
  expect(problem.message).not.toMatch(/undefined|\[object|NaN/);
  expect(problem.line).toBeGreaterThanOrEqual(1);
  expect(problem.column).toBeGreaterThanOrEqual(1);
  expect(problem.column).toBeLessThanOrEqual(length + 1);
}

describe('whatever an author writes', () => {
  it('compiles or ends in problems, and evaluates to a value or a problem, without an exception', () => {
    fc.assert(
      fc.property(fc.array(words, { maxLength: 14 }), values, values, (parts, input, before) => {
        const source = parts.join('');
        const compiled = compileExpression(source, openScope);
        expectSaneOutcome(compiled, source.length);
        if (!compiled.ok) return;
        const run = { ...plainRun, context: { input, before, event: {} }, dictionaries: { x: { a: 'b' } } };
        expectSaneOutcome(compiled.value.evaluate(run), source.length);
        expectSaneOutcome(compiled.value.test(run), source.length);
        expect(compiled.value.evaluate(run)).toEqual(compiled.value.evaluate(run));
      }),
      { numRuns: 3_000 },
    );
  });

  it('calls every function with every kind of value without an exception', () => {
    const calls = fc.tuple(fc.constantFrom(...FUNCTIONS), values, values, values, values);
    fc.assert(
      fc.property(calls, ([definition, a, b, c, d]) => {
        const context: ValueObject = { input: { a, b, c, d } };
        for (let count = definition.least; count <= Math.min(4, definition.most); count++) {
          const names = ['input.a', definition.name === 'dict' ? "'x'" : 'input.b', 'input.c', 'input.d'].slice(
            0,
            count,
          );
          const source = `${definition.name}(${names.join(', ')})`;
          const compiled = compileExpression(source, openScope);
          expectSaneOutcome(compiled, source.length);
          if (compiled.ok)
            expectSaneOutcome(
              compiled.value.evaluate({ ...plainRun, context, dictionaries: { x: {} } }),
              source.length,
            );
        }
      }),
      { numRuns: 4_000 },
    );
  });

  it('renders any text for any place without an exception', () => {
    const encodings = fc.constantFrom('none', 'path', 'query', 'header' as const);
    fc.assert(
      fc.property(fc.array(words, { maxLength: 6 }), fc.string(), values, encodings, (parts, text, input, encode) => {
        const source = `${text}\${${parts.join('')}}${text}`;
        const compiled = compileText(source, openScope, { encode });
        if (!compiled.ok) return;
        const rendered = compiled.value.render({ ...plainRun, context: { input } });
        if (rendered.ok && encode === 'header') expect(rendered.value).not.toMatch(/[\r\n\0]/);
      }),
      { numRuns: 1_000 },
    );
  });
});
