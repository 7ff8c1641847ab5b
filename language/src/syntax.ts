import type { Range } from './source-text.ts';
import type { Value } from './types.ts';

/**
 * What an expression says, as a tree. Chains of one precedence (`a + b - c`, `a or b or c`, `a.b[1].c`, a ladder of `?:`) are one node
 * with many parts, so the depth of the tree is the depth of the author's parentheses and never the length of the source.
 */
export type Node =
  | LiteralNode
  | TextNode
  | NameNode
  | PathNode
  | CallNode
  | UnaryNode
  | ArithmeticNode
  | CompareNode
  | JoinNode
  | LogicNode
  | CoalesceNode
  | ChooseNode;

export interface LiteralNode extends Range {
  readonly kind: 'literal';
  readonly value: Value;
}

/** A text in quotes that names secrets. */
export interface TextNode extends Range {
  readonly kind: 'text';
  readonly parts: readonly TextPart[];
}
export type TextPart = string | { readonly secret: string };

/** A root name, a loop variable, or one of now, today, uuid without parentheses. */
export interface NameNode extends Range {
  readonly kind: 'name';
  readonly name: string;
  /** Written as `currentObject:name`: a name that is no root is read as a field of the record. */
  readonly ofCurrentObject: boolean;
}

export interface PathNode extends Range {
  readonly kind: 'path';
  readonly base: Node;
  readonly steps: readonly PathStep[];
}
export type PathStep =
  | ({ readonly kind: 'field'; readonly name: string } & Range)
  | ({ readonly kind: 'index'; readonly index: Node } & Range);

export interface CallNode extends Range {
  readonly kind: 'call';
  readonly name: string;
  readonly nameRange: Range;
  readonly arguments: readonly Node[];
  /** The first argument came through `|`. */
  readonly piped: boolean;
}

export interface UnaryNode extends Range {
  readonly kind: 'unary';
  readonly operator: '-' | '+' | 'not';
  readonly operand: Node;
}

export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%';
export interface ArithmeticNode extends Range {
  readonly kind: 'arithmetic';
  readonly first: Node;
  readonly rest: readonly { readonly operator: ArithmeticOperator; readonly operand: Node }[];
}

export type CompareOperator = '=' | '<>' | '<' | '<=' | '>' | '>=';
export interface CompareNode extends Range {
  readonly kind: 'compare';
  readonly operator: CompareOperator;
  readonly left: Node;
  readonly right: Node;
}

/** `a & b & c` */
export interface JoinNode extends Range {
  readonly kind: 'join';
  readonly operands: readonly Node[];
}

export interface LogicNode extends Range {
  readonly kind: 'logic';
  readonly operator: 'and' | 'or';
  readonly operands: readonly Node[];
}

/** `a ?? b ?? c` */
export interface CoalesceNode extends Range {
  readonly kind: 'coalesce';
  readonly operands: readonly Node[];
}

/** `condition ? value : condition ? value : otherwise` */
export interface ChooseNode extends Range {
  readonly kind: 'choose';
  readonly cases: readonly { readonly condition: Node; readonly value: Node }[];
  readonly otherwise: Node;
}

/** `line in input.lines`, or `line, number in input.lines` with the position from 1. */
export interface LoopSyntax {
  readonly name: string;
  readonly nameRange: Range;
  readonly position: { readonly name: string; readonly nameRange: Range } | undefined;
  readonly list: Node;
}

/** `name = expression` */
export interface BindingSyntax {
  readonly name: string;
  readonly nameRange: Range;
  readonly value: Node;
}
