import { checkNumber, checkText } from './check.ts';
import type { Compiled, NodeCompiler } from './compiled.ts';
import { unusable } from './compiled.ts';
import { compileChange } from './compile-change.ts';
import { compileDictionary } from './compile-dictionary.ts';
import type { Environment } from './environment.ts';
import { elementShape } from './environment.ts';
import type { Call, ElementArgument, FunctionDefinition } from './functions/definition.ts';
import { findFunction, FUNCTION_NAMES } from './functions/registry.ts';
import type { Place } from './source-text.ts';
import { didYouMean } from './suggest.ts';
import type { CallNode, NameNode, Node } from './syntax.ts';

/** The name under which an argument such as `item.price` in sum(list, item.price) finds the element. */
const ELEMENT = 'item';

export function compileCall(compiler: NodeCompiler, node: CallNode, environment: Environment): Compiled {
  const definition = findFunction(node.name);
  if (definition === undefined) return unknownFunction(compiler, node, environment);
  const count = node.arguments.length;
  if (count < definition.least || count > definition.most) return wrongCount(compiler, node, definition);
  if (definition.name === 'dict') return compileDictionary(compiler, node, environment);
  if (definition.name === 'changed' || definition.name === 'was') {
    return compileChange(compiler, node, definition.name, environment);
  }
  return finish(compiler, definition, node, environment);
}

/** now, today and uuid may stand without parentheses. */
export function compileBareCall(compiler: NodeCompiler, node: NameNode): Compiled | undefined {
  const definition = findFunction(node.name);
  if (definition?.most !== 0) return undefined;
  const call: Call = { arguments: [], element: undefined, place: compiler.placeOf(node), complain: () => undefined };
  return { shape: definition.shape(call), place: call.place, evaluate: definition.compile(call), literal: undefined };
}

function finish(
  compiler: NodeCompiler,
  definition: FunctionDefinition,
  node: CallNode,
  environment: Environment,
): Compiled {
  const place = compiler.placeOf(node);
  const values: Compiled[] = [];
  let element: ElementArgument | undefined;
  node.arguments.forEach((argument, position) => {
    const first = values[0];
    if (position !== definition.perElement || first === undefined) {
      values.push(compiler.compile(argument, environment));
      return;
    }
    element = compileElement(compiler, argument, first, environment);
    values.push(element);
  });
  const [subject] = values;
  if (subject !== undefined && definition.subject === 'text') checkText(compiler, subject);
  if (subject !== undefined && definition.subject === 'number') checkNumber(compiler, subject);
  const complain = (message: string, at: Place): void => compiler.report('wrong-arguments', message, at);
  const call: Call = { arguments: values, element, place, complain };
  return { shape: definition.shape(call), place, evaluate: definition.compile(call), literal: undefined };
}

/** The argument is compiled with `item` for an element, and its steps are counted for every element. */
function compileElement(compiler: NodeCompiler, node: Node, list: Compiled, environment: Environment): ElementArgument {
  const slot = compiler.newSlot();
  let namesItem = false;
  const inner = environment.with(ELEMENT, {
    kind: 'local',
    slot,
    get shape() {
      namesItem = true;
      return elementShape(list.shape);
    },
  });
  const before = compiler.nodeCount;
  const compiled = compiler.compile(node, inner);
  return { ...compiled, slot, steps: compiler.nodeCount - before, namesItem };
}

function unknownFunction(compiler: NodeCompiler, node: CallNode, environment: Environment): Compiled {
  const place = compiler.placeOf(node.nameRange);
  const suggestion = didYouMean(node.name, FUNCTION_NAMES);
  compiler.report('unknown-function', `There is no function "${node.name}".${suggestion}`, place);
  for (const argument of node.arguments) compiler.compile(argument, environment);
  return unusable(compiler.placeOf(node));
}

function wrongCount(compiler: NodeCompiler, node: CallNode, definition: FunctionDefinition): Compiled {
  const given = node.arguments.length;
  const { name, takes, least, most } = definition;
  const needed = least === most ? String(least) : given < least ? `at least ${least}` : `at most ${most}`;
  const values = needed.endsWith(' 1') || needed === '1' ? 'value' : 'values';
  const note = node.piped ? ' (the value before | is the first)' : '';
  const message = `${name}(${takes}) ${most === 0 ? 'takes no value' : `needs ${needed} ${values}`}, but here ${given === 1 ? 'is' : 'are'} ${given}${note}.`;
  compiler.report('wrong-arguments', message, compiler.placeOf(node.nameRange));
  return unusable(compiler.placeOf(node));
}
