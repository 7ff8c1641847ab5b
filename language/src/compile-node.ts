import { checkComparable, checkCondition, checkNumber, checkText } from './check.ts';
import { compileBareCall, compileCall } from './compile-call.ts';
import type { Compiled, NodeCompiler } from './compiled.ts';
import { compileName, compilePath, unknownName } from './compile-path.ts';
import type { Environment, Shape } from './environment.ts';
import { ANY, BOOLEAN, NUMBER, TEXT } from './environment.ts';
import type { Evaluate } from './frame.ts';
import {
  arithmeticOf,
  chooseOf,
  coalesceOf,
  comparisonOf,
  joinOf,
  logicOf,
  notOf,
  secretTextOf,
  signOf,
} from './operators.ts';
import type { Place } from './source-text.ts';
import type {
  ArithmeticNode,
  ChooseNode,
  CompareNode,
  LiteralNode,
  NameNode,
  Node,
  TextNode,
  UnaryNode,
} from './syntax.ts';

/** Checks a tree and turns it into closures, in one walk. Its depth is bounded by the parser. */
export function compileNode(compiler: NodeCompiler, node: Node, environment: Environment): Compiled {
  const compile = (part: Node): Compiled => compiler.compile(part, environment);
  const place = compiler.placeOf(node);
  switch (node.kind) {
    case 'literal':
      return compileLiteral(node, place);
    case 'text':
      return compileText(compiler, node, place);
    case 'name':
      return compileLoneName(compiler, node, environment);
    case 'path':
      return compilePath(compiler, node, environment);
    case 'call':
      return compileCall(compiler, node, environment);
    case 'unary':
      return compileUnary(compiler, node, compile, place);
    case 'arithmetic':
      return compileArithmetic(compiler, node, compile, place);
    case 'compare':
      return compileComparison(compiler, node, compile, place);
    case 'join': {
      const operands = node.operands.map(compile);
      for (const operand of operands) checkText(compiler, operand);
      return made(TEXT, place, joinOf(operands, place));
    }
    case 'logic': {
      const operands = node.operands.map(compile);
      for (const operand of operands) checkCondition(compiler, operand);
      return made(BOOLEAN, place, logicOf(node.operator, operands));
    }
    case 'coalesce': {
      const operands = node.operands.map(compile);
      return made(commonShape(operands), place, coalesceOf(operands));
    }
    case 'choose':
      return compileChoice(compiler, node, compile, place);
  }
}

type Compile = (part: Node) => Compiled;

function compileLoneName(compiler: NodeCompiler, node: NameNode, environment: Environment): Compiled {
  const name = compileName(compiler, node, environment);
  compiler.usePath(name?.shape.path);
  return name ?? compileBareCall(compiler, node) ?? unknownName(compiler, node, environment);
}

function made(shape: Shape, place: Place, evaluate: Evaluate): Compiled {
  return { shape, place, evaluate, literal: undefined };
}

function compileLiteral(node: LiteralNode, place: Place): Compiled {
  const { value } = node;
  const shape = typeof value === 'string' ? TEXT : typeof value === 'boolean' ? BOOLEAN : value === null ? ANY : NUMBER;
  return { shape, place, evaluate: () => value, literal: { value } };
}

function compileText(compiler: NodeCompiler, node: TextNode, place: Place): Compiled {
  for (const part of node.parts) if (typeof part !== 'string') compiler.useSecret(part.secret);
  return made(TEXT, place, secretTextOf(node.parts, place));
}

function compileUnary(compiler: NodeCompiler, node: UnaryNode, compile: Compile, place: Place): Compiled {
  const operand = compile(node.operand);
  if (node.operator === 'not') {
    checkCondition(compiler, operand);
    return made(BOOLEAN, place, notOf(operand));
  }
  checkNumber(compiler, operand);
  return made(NUMBER, place, signOf(node.operator, operand));
}

function compileArithmetic(compiler: NodeCompiler, node: ArithmeticNode, compile: Compile, place: Place): Compiled {
  const first = compile(node.first);
  const rest = node.rest.map(({ operator, operand }) => ({ operator, operand: compile(operand) }));
  for (const operand of [first, ...rest.map((part) => part.operand)]) checkNumber(compiler, operand);
  return made(NUMBER, place, arithmeticOf(first, rest, place));
}

function compileComparison(compiler: NodeCompiler, node: CompareNode, compile: Compile, place: Place): Compiled {
  const left = compile(node.left);
  const right = compile(node.right);
  checkComparable(compiler, left, right);
  return made(BOOLEAN, place, comparisonOf(node.operator, left, right, place));
}

function compileChoice(compiler: NodeCompiler, node: ChooseNode, compile: Compile, place: Place): Compiled {
  const cases = node.cases.map((part) => ({ condition: compile(part.condition), value: compile(part.value) }));
  for (const { condition } of cases) checkCondition(compiler, condition);
  const otherwise = compile(node.otherwise);
  const shape = commonShape([...cases.map((part) => part.value), otherwise]);
  const branches = cases.map(({ condition, value }) => ({ condition, value: value.evaluate }));
  return made(shape, place, chooseOf(branches, otherwise.evaluate));
}

/** What is known of a value that comes from one of several parts: only what all of them agree on. */
function commonShape(parts: readonly Compiled[]): Shape {
  const [first, ...others] = parts;
  const simple = first !== undefined && first.shape.type.kind !== 'object' && first.shape.type.kind !== 'list';
  return simple && others.every((part) => part.shape.type.kind === first.shape.type.kind)
    ? { type: first.shape.type }
    : ANY;
}
