import type { Numeric } from '../arithmetic.ts';
import { add } from '../arithmetic.ts';
import { keyOf, orderOf } from '../comparison.ts';
import { ANY, elementShape, listShape, NUMBER, TEXT } from '../environment.ts';
import type { Frame } from '../frame.ts';
import { jsonText } from '../json-text.ts';
import type { Value } from '../types.ts';
import { LEFT_OUT, listOf, numberOf, textOf, truthOf } from '../values.ts';
import { argumentAt, ofList, textAt, wordArgument } from './define.ts';
import type { Argument, Call, FunctionDefinition } from './definition.ts';

const single = { takes: 'list', least: 1, most: 1 };
const itself = (call: Call) => argumentAt(call, 0).shape;
const asList = (call: Call) => listShape(elementShape(argumentAt(call, 0).shape));

/** Calls the body with every element and what the expression gives for it; without an expression, with the element twice. */
function forEach(
  list: readonly Value[],
  frame: Frame,
  call: Call,
  body: (element: Value, result: Value, place: Argument['place']) => void,
): void {
  const { element } = call;
  const { place } = call;
  if (element === undefined) {
    frame.charge(list.length, place);
    for (const value of list) body(value, value, place);
    return;
  }
  for (const value of list) {
    frame.charge(element.steps + 1, place);
    frame.locals[element.slot] = value;
    body(value, element.evaluate(frame), element.place);
  }
}

const list = ofList({ name: 'list', takes: 'value', least: 1, most: 1, shape: asList }, (values) => values);

const first = ofList(
  { name: 'first', ...single, shape: (call) => elementShape(itself(call)) },
  (values) => values[0] ?? null,
);
const last = ofList(
  { name: 'last', ...single, shape: (call) => elementShape(itself(call)) },
  (values) => values.at(-1) ?? null,
);

const count: FunctionDefinition = {
  name: 'count',
  ...single,
  shape: () => NUMBER,
  compile: (call) => {
    const { evaluate } = argumentAt(call, 0);
    return (frame) => listOf(evaluate(frame)).length;
  },
};

/** sum(list) of numbers, or sum(list, item.total). Missing values count as nothing, an empty list is 0. */
const sum: FunctionDefinition = {
  name: 'sum',
  takes: 'list, [item.number]',
  least: 1,
  most: 2,
  perElement: 1,
  shape: () => NUMBER,
  compile: (call) => {
    if (call.element?.namesItem === false) {
      const message =
        'The second value of sum() is worked out for every element and must use item, such as sum(list, item.price). To add two numbers write a + b.';
      call.complain(message, call.element.place);
    }
    const { evaluate } = argumentAt(call, 0);
    return (frame) => {
      let total: Numeric = 0;
      forEach(listOf(evaluate(frame)), frame, call, (_, value, place) => {
        const number = value === LEFT_OUT ? null : numberOf(value, place);
        if (number !== null) total = add(total, number, frame, call.place);
      });
      return total;
    };
  },
};

const join = ofList(
  { name: 'join', takes: 'list, [separator]', least: 1, most: 2, shape: () => TEXT },
  (values, frame, call) => {
    const separator = textAt(call, 1, frame, ', ');
    let text = '';
    let begun = false;
    frame.charge(values.length, call.place);
    for (const value of values) {
      if (value === null || value === undefined || value === LEFT_OUT) continue;
      const piece = textOf(value, call.place);
      const length = text.length + piece.length + separator.length;
      if (length > frame.limits.textLength) frame.chargeText(length, call.place);
      text += begun ? separator + piece : piece;
      begun = true;
    }
    frame.chargeText(text.length, call.place);
    return text;
  },
);

const map = ofList(
  {
    name: 'map',
    takes: 'list, expression with item',
    least: 2,
    most: 2,
    perElement: 1,
    shape: (call) => listShape(argumentAt(call, 1).shape),
  },
  (values, frame, call) => {
    const results: Value[] = [];
    forEach(values, frame, call, (_, result) => {
      if (result !== LEFT_OUT) results.push(result);
    });
    return results;
  },
);

const filter = ofList(
  { name: 'filter', takes: 'list, condition with item', least: 2, most: 2, perElement: 1, shape: asList },
  (values, frame, call) => {
    const results: Value[] = [];
    forEach(values, frame, call, (element, result, place) => {
      if (truthOf(result, place)) results.push(element);
    });
    return results;
  },
);

/** sort(list, item.date, 'desc'): stable; null comes last in either direction. */
const sort: FunctionDefinition = {
  name: 'sort',
  takes: "list, [item.field], ['asc' or 'desc']",
  least: 1,
  most: 3,
  perElement: 1,
  shape: asList,
  compile: (call) => {
    if (call.element?.namesItem === false) {
      call.complain(
        "Say with item what to sort by: sort(list, item.date, 'desc'), or sort(list, item, 'desc').",
        call.element.place,
      );
    }
    const { evaluate } = argumentAt(call, 0);
    const directionOf = wordArgument(call, 2, ['asc', 'desc'], 'asc');
    return (frame) => {
      const value = evaluate(frame);
      if (value === LEFT_OUT) return LEFT_OUT;
      const sign = directionOf(frame) === 'asc' ? 1 : -1;
      const missing: Value[] = [];
      const rows: { readonly element: Value; readonly key: Value }[] = [];
      forEach(listOf(value), frame, call, (element, key) => {
        if (key === null || key === undefined || key === LEFT_OUT) missing.push(element);
        else rows.push({ element, key });
      });
      rows.sort((a, b) => {
        frame.charge(1, call.place);
        return sign * (orderOf(a.key, b.key, frame, call.place) ?? 0);
      });
      return [...rows.map((row) => row.element), ...missing];
    };
  },
};

/** What groups a value with equal ones; a list or object by its JSON. */
function groupKey(value: Value, frame: Frame, call: Call): string {
  const key = keyOf(value === LEFT_OUT ? null : value) ?? `j${jsonText(value, frame, call.place)}`;
  if (key.length > 64) frame.charge(key.length >> 6, call.place);
  return key;
}

const distinct = ofList(
  { name: 'distinct', takes: 'list, [item.field]', least: 1, most: 2, perElement: 1, shape: asList },
  (values, frame, call) => {
    const found = new Map<string, Value>();
    forEach(values, frame, call, (element, result) => {
      const key = groupKey(result, frame, call);
      if (!found.has(key)) found.set(key, element);
    });
    return [...found.values()];
  },
);

/** groupBy(list, item.vatRate): {key, items} in the order in which the keys come first. */
const groupBy = ofList(
  {
    name: 'groupBy',
    takes: 'list, item.field',
    least: 2,
    most: 2,
    perElement: 1,
    shape: (call) => ({
      type: {
        kind: 'list',
        item: { kind: 'object', fields: { key: argumentAt(call, 1).shape.type, items: asList(call).type } },
      },
    }),
  },
  (values, frame, call) => {
    const groups = new Map<string, { readonly key: Value; readonly items: Value[] }>();
    forEach(values, frame, call, (element, result) => {
      const key = groupKey(result, frame, call);
      const group = groups.get(key);
      if (group === undefined) groups.set(key, { key: result === LEFT_OUT ? null : result, items: [element] });
      else group.items.push(element);
    });
    return [...groups.values()];
  },
);

/** min and max take values and lists of values: numbers, or dates and other texts. Missing ones are passed over; none at all is null. */
function extreme(name: 'min' | 'max', sign: 1 | -1): FunctionDefinition {
  return {
    name,
    takes: 'value or list, ...',
    least: 1,
    most: 100,
    shape: (call) => (call.arguments.length === 1 ? elementShape(itself(call)) : ANY),
    compile: (call) => (frame) => {
      let best: Value = null;
      for (const argument of call.arguments) {
        const values = listOf(argument.evaluate(frame));
        frame.charge(values.length, call.place);
        for (const value of values) {
          if (value === null || value === undefined || value === LEFT_OUT) continue;
          const order = best === null ? -1 : orderOf(value, best, frame, argument.place);
          if (order !== undefined && order * sign < 0) best = value;
          else if (best === null) best = value;
        }
      }
      return best;
    },
  };
}

export const LIST_FUNCTIONS: readonly FunctionDefinition[] = [
  list,
  first,
  last,
  count,
  sum,
  join,
  map,
  filter,
  sort,
  distinct,
  groupBy,
  extreme('min', 1),
  extreme('max', -1),
];
