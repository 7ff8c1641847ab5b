import type { Evaluate, Frame } from '../../frame.ts';
import { setOwn } from '../../readers/own-property.ts';
import type { Value } from '../../types.ts';
import { LEFT_OUT } from '../../values.ts';
import { forEachRound } from '../rounds.ts';
import type { JsonPart } from './json-part.ts';
import { keyOf, stopAtRepeatedKey } from './write-json-part.ts';

/** Makes the closure that builds a template's value instead of its text; LEFT_OUT where it is left out. */
export function jsonBuilder(part: JsonPart): Evaluate {
  switch (part.kind) {
    case 'constant': {
      const { value } = part;
      return () => value;
    }
    case 'leaf': {
      const { evaluate } = part.leaf;
      return (frame) => evaluate(frame) ?? null;
    }
    case 'object':
      return objectBuilder(part);
    case 'list':
    case 'for': {
      const add = itemsBuilder(part.kind === 'list' ? part.items : [part]);
      return (frame) => {
        const list: Value[] = [];
        add(frame, list);
        return list;
      };
    }
    case 'let': {
      const body = jsonBuilder(part.body);
      const { names } = part;
      return (frame) => {
        for (const name of names) name.bind(frame);
        return body(frame);
      };
    }
    case 'if': {
      const then = jsonBuilder(part.then);
      const otherwise = part.otherwise === undefined ? () => LEFT_OUT : jsonBuilder(part.otherwise);
      const { condition } = part;
      return (frame) => (condition.test(frame) ? then(frame) : otherwise(frame));
    }
  }
}

type AddItems = (frame: Frame, list: Value[]) => void;

function itemsBuilder(parts: readonly JsonPart[]): AddItems {
  const adders = parts.map(itemBuilder);
  return (frame, list) => {
    for (const add of adders) add(frame, list);
  };
}

/** Adds what a part gives to the list around it: one item, several, or none. */
function itemBuilder(part: JsonPart): AddItems {
  switch (part.kind) {
    case 'for': {
      const { loop, source, place } = part;
      const add = itemBuilder(part.body);
      return (frame, list) => {
        forEachRound(loop, source, frame, () => {
          frame.chargeOutput(1, place);
          add(frame, list);
        });
      };
    }
    case 'let': {
      const { names } = part;
      const add = itemBuilder(part.body);
      return (frame, list) => {
        for (const name of names) name.bind(frame);
        add(frame, list);
      };
    }
    case 'if': {
      const { condition } = part;
      const then = itemBuilder(part.then);
      const otherwise = part.otherwise === undefined ? () => undefined : itemBuilder(part.otherwise);
      return (frame, list) => {
        if (condition.test(frame)) then(frame, list);
        else otherwise(frame, list);
      };
    }
    case 'constant':
    case 'leaf':
    case 'list':
    case 'object': {
      const build = jsonBuilder(part);
      return (frame, list) => {
        const value = build(frame);
        if (value !== LEFT_OUT) list.push(value);
      };
    }
  }
}

function objectBuilder(part: Extract<JsonPart, { kind: 'object' }>): Evaluate {
  const entries = part.entries.map(({ key, value }) => ({ key, build: jsonBuilder(value) }));
  const hasFreeKeys = entries.some(({ key }) => key.constant === undefined);
  return (frame) => {
    const object: Record<string, Value> = {};
    for (const { key, build } of entries) {
      const name = keyOf(key, frame);
      const value = name === undefined ? LEFT_OUT : build(frame);
      if (name === undefined || value === LEFT_OUT) continue;
      if (hasFreeKeys && Object.hasOwn(object, name)) stopAtRepeatedKey(name, key.place);
      setOwn(object, name, value);
    }
    return object;
  };
}
