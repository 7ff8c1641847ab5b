import type { Numeric } from './arithmetic.ts';
import { calculate, negate } from './arithmetic.ts';
import { areEqual, orderOf } from './comparison.ts';
import type { Evaluate, Frame } from './frame.ts';
import type { Place } from './source-text.ts';
import type { ArithmeticOperator, CompareOperator, TextPart } from './syntax.ts';
import type { Value } from './types.ts';
import { LEFT_OUT, numberOf, textOf, truthOf } from './values.ts';

/**
 * One closure per operator, made when an expression is compiled. Each takes closures of its operands with their places, so that a
 * fault is shown at the operand that caused it.
 */
export interface Operand {
  readonly evaluate: Evaluate;
  readonly place: Place;
}

export function arithmeticOf(
  first: Operand,
  rest: readonly { readonly operator: ArithmeticOperator; readonly operand: Operand }[],
  place: Place,
): Evaluate {
  const [only] = rest;
  if (only !== undefined && rest.length === 1) return binaryArithmeticOf(first, only.operator, only.operand, place);
  return (frame) => {
    let result = operandNumber(first, frame);
    for (const { operator, operand } of rest) {
      const right = operandNumber(operand, frame);
      result = result === null || right === null ? null : calculate(operator, result, right, frame, place);
    }
    return result;
  };
}

function binaryArithmeticOf(left: Operand, operator: ArithmeticOperator, right: Operand, place: Place): Evaluate {
  const { evaluate: leftValue, place: leftPlace } = left;
  const { evaluate: rightValue, place: rightPlace } = right;
  return (frame) => {
    const a = numberOf(leftValue(frame), leftPlace);
    const b = numberOf(rightValue(frame), rightPlace);
    return a === null || b === null ? null : calculate(operator, a, b, frame, place);
  };
}

function operandNumber(operand: Operand, frame: Frame): Numeric | null {
  return numberOf(operand.evaluate(frame), operand.place);
}

export function signOf(operator: '-' | '+', operand: Operand): Evaluate {
  return (frame) => {
    const value = operandNumber(operand, frame);
    return value === null || operator === '+' ? value : negate(value);
  };
}

export function notOf(operand: Operand): Evaluate {
  return (frame) => !truthOf(operand.evaluate(frame), operand.place);
}

export function logicOf(operator: 'and' | 'or', operands: readonly Operand[]): Evaluate {
  const decides = operator === 'or';
  return (frame) => {
    for (const operand of operands) if (truthOf(operand.evaluate(frame), operand.place) === decides) return decides;
    return !decides;
  };
}

export function comparisonOf(operator: CompareOperator, left: Operand, right: Operand, place: Place): Evaluate {
  const a = left.evaluate;
  const b = right.evaluate;
  const inOrder = (holds: (order: number) => boolean): Evaluate => {
    return (frame) => {
      const order = orderOf(a(frame), b(frame), frame, place);
      return order !== undefined && holds(order);
    };
  };
  switch (operator) {
    case '=':
      return (frame) => areEqual(a(frame), b(frame), frame, place);
    case '<>':
      return (frame) => !areEqual(a(frame), b(frame), frame, place);
    case '<':
      return inOrder((order) => order < 0);
    case '<=':
      return inOrder((order) => order <= 0);
    case '>':
      return inOrder((order) => order > 0);
    case '>=':
      return inOrder((order) => order >= 0);
  }
}

/** `a & b`: an operand that is left out leaves the whole text out. */
export function joinOf(operands: readonly Operand[], place: Place): Evaluate {
  return (frame) => {
    let text = '';
    for (const operand of operands) {
      const value = operand.evaluate(frame);
      if (value === LEFT_OUT) return LEFT_OUT;
      text += textOf(value, operand.place);
    }
    frame.chargeText(text.length, place);
    return text;
  };
}

export function coalesceOf(operands: readonly Operand[]): Evaluate {
  return (frame) => {
    let value: Value = null;
    for (const operand of operands) {
      value = operand.evaluate(frame);
      if (value !== null && value !== undefined && value !== LEFT_OUT) return value;
    }
    return value;
  };
}

export function chooseOf(
  cases: readonly { readonly condition: Operand; readonly value: Evaluate }[],
  otherwise: Evaluate,
): Evaluate {
  return (frame) => {
    for (const { condition, value } of cases) {
      if (truthOf(condition.evaluate(frame), condition.place)) return value(frame);
    }
    return otherwise(frame);
  };
}

/** A text that names secrets; they are looked up at each evaluation. */
export function secretTextOf(parts: readonly TextPart[], place: Place): Evaluate {
  return (frame) => {
    let text = '';
    for (const part of parts) text += typeof part === 'string' ? part : frame.secret(part.secret, place);
    frame.chargeText(text.length, place);
    return text;
  };
}
