import type { Shape } from '../environment.ts';
import { ANY, BOOLEAN } from '../environment.ts';
import { stop } from '../frame.ts';
import { logicOf, notOf } from '../operators.ts';
import { isEmpty, LEFT_OUT, truthOf } from '../values.ts';
import { argumentAt, textAt } from './define.ts';
import type { Call, FunctionDefinition } from './definition.ts';

/** if(condition, value, otherwise): only the value that is needed is worked out. */
const choose: FunctionDefinition = {
  name: 'if',
  takes: 'condition, value, [otherwise]',
  least: 2,
  most: 3,
  shape: (call) => sameShape(argumentAt(call, 1).shape, call.arguments[2]?.shape),
  compile: (call) => {
    const condition = argumentAt(call, 0);
    const value = argumentAt(call, 1).evaluate;
    const otherwise = call.arguments[2]?.evaluate;
    return (frame) => {
      if (truthOf(condition.evaluate(frame), condition.place)) return value(frame);
      return otherwise === undefined ? null : otherwise(frame);
    };
  },
};

const fallback: FunctionDefinition = {
  name: 'default',
  takes: 'value, default',
  least: 2,
  most: 2,
  shape: (call) => sameShape(argumentAt(call, 0).shape, argumentAt(call, 1).shape),
  compile: (call) => {
    const { evaluate } = argumentAt(call, 0);
    const other = argumentAt(call, 1).evaluate;
    return (frame) => {
      const value = evaluate(frame);
      return isEmpty(value) ? other(frame) : value;
    };
  },
};

const optional: FunctionDefinition = {
  name: 'optional',
  takes: 'value',
  least: 1,
  most: 1,
  shape: (call) => argumentAt(call, 0).shape,
  compile: (call) => {
    const { evaluate } = argumentAt(call, 0);
    return (frame) => {
      const value = evaluate(frame);
      return isEmpty(value) ? LEFT_OUT : value;
    };
  },
};

/** required(value, 'sentence'): a missing value stops the message with the author's own sentence. */
const required: FunctionDefinition = {
  name: 'required',
  takes: "value, ['sentence']",
  least: 1,
  most: 2,
  shape: (call) => argumentAt(call, 0).shape,
  compile: (call) => {
    const { evaluate, place, shape } = argumentAt(call, 0);
    const ordinary = `A required value is missing${shape.path === undefined ? '' : `: ${shape.path}`}. Fill it in and send again.`;
    return (frame) => {
      const value = evaluate(frame);
      return isEmpty(value) ? stop('required', textAt(call, 1, frame, ordinary), place) : value;
    };
  },
};

const empty: FunctionDefinition = {
  name: 'empty',
  takes: 'value',
  least: 1,
  most: 1,
  shape: () => BOOLEAN,
  compile: (call) => {
    const { evaluate } = argumentAt(call, 0);
    return (frame) => isEmpty(evaluate(frame));
  },
};

/** AND(a, b), OR(a, b) and NOT(a) as Excel writes them. */
function logic(name: 'and' | 'or'): FunctionDefinition {
  return {
    name,
    takes: 'condition, condition, ...',
    least: 1,
    most: 100,
    shape: () => BOOLEAN,
    compile: (call: Call) => logicOf(name, call.arguments),
  };
}

const not: FunctionDefinition = {
  name: 'not',
  takes: 'condition',
  least: 1,
  most: 1,
  shape: () => BOOLEAN,
  compile: (call) => notOf(argumentAt(call, 0)),
};

/** Known only where both possible values are of one simple type. */
function sameShape(one: Shape, other: Shape | undefined): Shape {
  const { kind } = one.type;
  return kind !== 'object' && kind !== 'list' && kind === other?.type.kind ? { type: one.type } : ANY;
}

export const CHOICE_FUNCTIONS: readonly FunctionDefinition[] = [
  choose,
  fallback,
  optional,
  required,
  empty,
  logic('and'),
  logic('or'),
  not,
];
