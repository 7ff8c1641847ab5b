import type { Environment, Shape } from './environment.ts';
import type { Evaluate } from './frame.ts';
import type { ProblemCode } from './problem-codes.ts';
import type { Place, Range } from './source-text.ts';
import type { Node } from './syntax.ts';
import type { Scope, Value } from './types.ts';

/** An expression, or a part of one, ready to be evaluated. */
export interface Compiled {
  readonly shape: Shape;
  readonly place: Place;
  readonly evaluate: Evaluate;
  /** Set where the value is known already. */
  readonly literal: { readonly value: Value } | undefined;
  /** Its value may hold a secret, in whatever form. */
  readonly secretive?: boolean;
}

/** What the compilers of the kinds of nodes need of each other. */
export interface NodeCompiler {
  readonly scope: Scope;
  /** The template may be followed: whatever reads the data tells the frame's tracer. */
  readonly traced: boolean;
  /** Nodes compiled so far; the difference is what an evaluation costs in steps. */
  readonly nodeCount: number;
  /** Secrets named so far, repeats included. */
  readonly secretCount: number;
  compile(node: Node, environment: Environment): Compiled;
  placeOf(range: Range): Place;
  report(code: ProblemCode, message: string, place: Place): void;
  /** Compiles something whose problems were reported already. */
  quietly<T>(compile: () => T): T;
  newSlot(): number;
  usePath(path: string | undefined): void;
  useDictionary(name: string): void;
  useSecret(name: string): void;
}

/** A part that could not be compiled; its problem is reported already. */
export function unusable(place: Place): Compiled {
  return { shape: { type: { kind: 'any' } }, place, evaluate: () => null, literal: undefined };
}
