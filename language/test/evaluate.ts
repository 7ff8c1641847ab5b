import { compileExpression } from '../src/compile-expression.ts';
import { Decimal } from '../src/decimal.ts';
import type { FieldType, Problem, Run, Scope, Value, ValueObject } from '../src/types.ts';

const any: FieldType = { kind: 'any' };

/** A scope in which nothing is declared, so that no name is refused. */
export const openScope: Scope = {
  fields: { input: any, before: any, event: any, response: any, constants: any, unit: any },
  change: true,
};

export const plainRun: Run = {
  context: {},
  now: '2026-11-23T10:00:00.000Z',
  seed: 'delivery-1',
  zone: 'Europe/Prague',
  locale: 'cs-CZ',
};

export function decimal(text: string): Decimal {
  const value = Decimal.of(text);
  if (value === undefined) throw new Error(`${text} is no decimal`);
  return value;
}

/** The value of an expression with Decimals as their digits, so that it can be compared: 1250.50 is "1250.50". Fails on a problem. */
export function evaluate(
  source: string,
  context: ValueObject = {},
  run: Partial<Run> = {},
  scope = openScope,
): unknown {
  const compiled = compileExpression(source, scope);
  if (!compiled.ok) throw new Error(`${source}: ${sentences(compiled.problems)}`);
  const result = compiled.value.evaluate({ ...plainRun, context, ...run });
  if (!result.ok) throw new Error(`${source}: ${sentences(result.problems)}`);
  return digitsOf(result.value);
}

/** The problems of an expression, of saving or else of evaluating it; fails where there are none. */
export function problemsOf(
  source: string,
  context: ValueObject = {},
  run: Partial<Run> = {},
  scope = openScope,
): readonly Problem[] {
  const compiled = compileExpression(source, scope);
  if (!compiled.ok) return compiled.problems;
  const result = compiled.value.evaluate({ ...plainRun, context, ...run });
  if (result.ok) throw new Error(`${source} has a value: ${JSON.stringify(digitsOf(result.value))}`);
  return result.problems;
}

/** The code and sentence of the first problem. */
export function problemOf(
  source: string,
  context: ValueObject = {},
  run: Partial<Run> = {},
  scope = openScope,
): Problem {
  const [problem] = problemsOf(source, context, run, scope);
  if (problem === undefined) throw new Error('an outcome that is not ok has no problem');
  return problem;
}

function digitsOf(value: Value): unknown {
  if (value instanceof Decimal) return value.toString();
  if (Array.isArray(value)) return (value as readonly Value[]).map(digitsOf);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, digitsOf(field)]));
}

function sentences(problems: readonly Problem[]): string {
  return problems
    .map((problem) => `${problem.code} at ${problem.line}:${problem.column}: ${problem.message}`)
    .join('\n');
}
