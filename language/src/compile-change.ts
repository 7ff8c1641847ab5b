import { areEqual } from './comparison.ts';
import type { Compiled, NodeCompiler } from './compiled.ts';
import { unusable } from './compiled.ts';
import type { Environment } from './environment.ts';
import { BOOLEAN } from './environment.ts';
import type { Range } from './source-text.ts';
import type { CallNode, Node, PathStep } from './syntax.ts';

/**
 * changed(field) and was(field). The field is written as input.status or as a text, 'status' or 'properties.extStatus'; the same field
 * is read of `input` and of `before`. On a record that was just created `before` is null, so changed(x) is true where x is not null.
 */
export function compileChange(
  compiler: NodeCompiler,
  node: CallNode,
  name: 'changed' | 'was',
  environment: Environment,
): Compiled {
  const place = compiler.placeOf(node);
  if (compiler.scope.change !== true) {
    compiler.report(
      'change-not-allowed',
      `${name}() works only where a change is known: in conditions and in messages of an event.`,
      place,
    );
    return unusable(place);
  }
  const steps = node.arguments[0] && stepsOf(node.arguments[0]);
  if (steps === undefined) {
    const message = `${name}() takes a field of the record: ${name}(input.status), or ${name}('status').`;
    compiler.report('wrong-arguments', message, place);
    return unusable(place);
  }
  const now = compiler.compile(pathOf('input', steps, node), environment);
  const before = pathOf('before', steps, node);
  // The names were checked in `input`; `before` is the same record, and where the scope does not declare it nothing more is known.
  const then =
    environment.lookUp('before') === undefined
      ? unusable(place)
      : compiler.quietly(() => compiler.compile(before, environment));
  if (name === 'was') return { ...then, shape: { type: now.shape.type }, place };
  const after = now.evaluate;
  const earlier = then.evaluate;
  return {
    shape: BOOLEAN,
    place,
    literal: undefined,
    evaluate: (frame) => !areEqual(after(frame), earlier(frame), frame, place),
  };
}

/** The steps below the record; undefined where the argument names no field. */
function stepsOf(argument: Node): readonly PathStep[] | undefined {
  const range: Range = { start: argument.start, end: argument.end };
  if (argument.kind === 'literal' && typeof argument.value === 'string') {
    const names = argument.value.split('.').map((name) => name.trim());
    if (names[0] === 'input' && names.length > 1) names.shift();
    return names.includes('') ? undefined : names.map((name) => ({ kind: 'field', name, ...range }));
  }
  // A computed index would be compiled twice, and twice again inside itself.
  if (argument.kind === 'path' && argument.steps.some((step) => step.kind === 'index' && step.index.kind !== 'literal'))
    return undefined;
  if (argument.kind === 'name' && argument.ofCurrentObject) return [{ kind: 'field', name: argument.name, ...range }];
  if (argument.kind !== 'path' || argument.base.kind !== 'name') return undefined;
  const { name, ofCurrentObject, start, end } = argument.base;
  if (name === 'input' || name === 'before') return argument.steps;
  return ofCurrentObject ? [{ kind: 'field', name, start, end }, ...argument.steps] : undefined;
}

function pathOf(root: 'input' | 'before', steps: readonly PathStep[], range: Range): Node {
  const base: Node = { kind: 'name', name: root, ofCurrentObject: false, start: range.start, end: range.end };
  return { kind: 'path', base, steps, start: range.start, end: range.end };
}
