import { typeInWords } from './check.ts';
import type { Compiled, NodeCompiler } from './compiled.ts';
import { unusable } from './compiled.ts';
import type { Binding, Environment, Shape } from './environment.ts';
import { ANY, elementShape, listShape } from './environment.ts';
import type { Evaluate } from './frame.ts';
import type { Place } from './source-text.ts';
import { didYouMean } from './suggest.ts';
import type { NameNode, PathNode, PathStep } from './syntax.ts';
import type { FieldType } from './types.ts';
import { elementOf, fieldOf, LEFT_OUT, numberOf } from './values.ts';

/** A root, a loop variable or a let name; undefined where there is none of that name. */
export function compileName(compiler: NodeCompiler, node: NameNode, environment: Environment): Compiled | undefined {
  const binding = environment.lookUp(node.name);
  if (binding !== undefined) return bound(compiler, node.name, binding, compiler.placeOf(node));
  const record = node.ofCurrentObject ? environment.lookUp('input') : undefined;
  if (record === undefined) return undefined;
  const base = bound(compiler, 'input', record, compiler.placeOf(node));
  return follow(
    compiler,
    base,
    [{ kind: 'field', name: node.name, start: node.start, end: node.end }],
    environment,
    base.place,
  );
}

export function compilePath(compiler: NodeCompiler, node: PathNode, environment: Environment): Compiled {
  const name = node.base.kind === 'name' ? compileName(compiler, node.base, environment) : undefined;
  const base = name ?? compiler.compile(node.base, environment);
  const path = follow(compiler, base, node.steps, environment, compiler.placeOf(node));
  compiler.usePath(path.shape.path);
  return path;
}

export function unknownName(compiler: NodeCompiler, node: NameNode, environment: Environment): Compiled {
  const place = compiler.placeOf(node);
  compiler.report(
    'unknown-field',
    `There is no field "${node.name}" here.${didYouMean(node.name, environment.names())}`,
    place,
  );
  return unusable(place);
}

function bound({ traced }: NodeCompiler, name: string, binding: Binding, place: Place): Compiled {
  const { shape } = binding;
  if (binding.kind === 'local') {
    const { slot } = binding;
    const evaluate: Evaluate = (frame) => frame.locals[slot] ?? null;
    return { shape, place, literal: undefined, evaluate: traced ? tracedLocal(slot, evaluate) : evaluate };
  }
  const evaluate: Evaluate = (frame) => fieldOf(frame.context, name, frame, place);
  return { shape, place, literal: undefined, evaluate: traced ? tracedRoot(name, evaluate) : evaluate };
}

function tracedLocal(slot: number, evaluate: Evaluate): Evaluate {
  return (frame) => {
    const value = evaluate(frame);
    frame.tracer?.local(slot, value);
    return value;
  };
}

function tracedRoot(name: string, evaluate: Evaluate): Evaluate {
  return (frame) => {
    frame.tracer?.root(name);
    return evaluate(frame);
  };
}

function follow(
  compiler: NodeCompiler,
  base: Compiled,
  steps: readonly PathStep[],
  environment: Environment,
  place: Place,
): Compiled {
  let { shape, evaluate } = base;
  for (const step of steps) {
    const stepPlace = compiler.placeOf(step);
    if (step.kind === 'field') {
      shape = fieldShape(compiler, shape, step.name, stepPlace);
      evaluate = (compiler.traced ? tracedFieldAt : fieldAt)(evaluate, step.name, stepPlace);
    } else {
      const index = compiler.compile(step.index, environment);
      shape = indexShape(shape, index);
      evaluate = (compiler.traced ? tracedIndexAt : indexAt)(evaluate, index, stepPlace);
    }
  }
  return { shape, place, evaluate, literal: undefined };
}

function fieldAt(base: Evaluate, name: string, place: Place): Evaluate {
  return (frame) => fieldOf(base(frame), name, frame, place);
}

function tracedFieldAt(base: Evaluate, name: string, place: Place): Evaluate {
  return (frame) => {
    const { tracer } = frame;
    if (tracer === undefined) return fieldOf(base(frame), name, frame, place);
    const { value: from, read } = tracer.aside(() => base(frame));
    const value = fieldOf(from, name, frame, place);
    tracer.field(from, name, value, read);
    return value;
  };
}

/** The base is evaluated once, and the index too: what they come to is looked at on the way. */
function tracedIndexAt(base: Evaluate, index: Compiled, place: Place): Evaluate {
  const plain = indexAt(base, index, place);
  return (frame) => {
    const { tracer } = frame;
    if (tracer === undefined) return plain(frame);
    const { value: from, read } = tracer.aside(() => base(frame));
    const at = index.literal?.value ?? index.evaluate(frame);
    const value = indexAt(() => from, { ...index, literal: undefined, evaluate: () => at }, place)(frame);
    if (typeof at === 'string') tracer.field(from, at, value, read);
    else tracer.element(from, Number(at), value, read);
    return value;
  };
}

function indexAt(base: Evaluate, index: Compiled, place: Place): Evaluate {
  const { evaluate } = index;
  const position = index.literal?.value;
  if (typeof position === 'number') return (frame) => elementOf(base(frame), position);
  return (frame) => {
    const value = base(frame);
    const at = evaluate(frame);
    if (typeof at === 'string') {
      if (at.length > 64) frame.charge(at.length >> 6, place);
      return fieldOf(value, at, frame, place);
    }
    const number = at === LEFT_OUT ? null : numberOf(at, index.place);
    const whole = number === null || typeof number === 'number' ? number : number.toSafeInteger();
    return whole === null || whole === undefined ? null : elementOf(value, whole);
  };
}

/** The shape of a field; reports one that does not exist. A list has the fields of its elements, as a list. */
export function fieldShape(compiler: NodeCompiler, shape: Shape, name: string, place: Place): Shape {
  const path = shape.path === undefined ? undefined : `${shape.path}.${name}`;
  if (shape.type.kind === 'list') return listShape(fieldShape(compiler, elementShape(shape), name, place));
  if (shape.type.kind === 'object') {
    const { fields, open } = shape.type;
    const type: FieldType | undefined = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (type !== undefined) return { type, path };
    if (open === true) return { ...ANY, path };
    compiler.report(
      'unknown-field',
      `There is no field "${name}" here.${didYouMean(name, Object.keys(fields))}`,
      place,
    );
    return ANY;
  }
  if (shape.type.kind !== 'any') {
    const owner = shape.path ?? 'this value';
    compiler.report(
      'unknown-field',
      `There is no field "${name}" here: ${owner} is ${typeInWords(shape.type)}.`,
      place,
    );
    return ANY;
  }
  return { ...ANY, path };
}

function indexShape(shape: Shape, index: Compiled): Shape {
  const { kind } = index.shape.type;
  if (kind === 'number') return elementShape(shape);
  return shape.type.kind === 'list' ? elementShape(shape) : { ...ANY, path: shape.path };
}
