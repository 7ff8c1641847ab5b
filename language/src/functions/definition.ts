import type { Shape } from '../environment.ts';
import type { Evaluate } from '../frame.ts';
import type { Place } from '../source-text.ts';
import type { Value } from '../types.ts';

/** A compiled argument of a call. */
export interface Argument {
  readonly evaluate: Evaluate;
  readonly shape: Shape;
  readonly place: Place;
  /** Its value where it is a literal, so that a wrong one is refused when the template is saved. */
  readonly literal: { readonly value: Value } | undefined;
}

/** An argument that is evaluated once for each element of a list, with the element under the name `item`. */
export interface ElementArgument extends Argument {
  /** Where in the frame `item` is. */
  readonly slot: number;
  /** Steps for each element. */
  readonly steps: number;
  readonly namesItem: boolean;
}

/** How a function tells the author, when the template is saved, that an argument is wrong. */
export type Complain = (message: string, place: Place) => void;

export interface Call {
  readonly arguments: readonly Argument[];
  /** The argument at `perElement`, where the call has one. */
  readonly element: ElementArgument | undefined;
  readonly place: Place;
  readonly complain: Complain;
}

export interface FunctionDefinition {
  /** As documented; a call may write it in any case. */
  readonly name: string;
  /** The values that it takes, as in a message: `text, length`. A value in brackets may be missing. */
  readonly takes: string;
  readonly least: number;
  readonly most: number;
  /** Position (from 0) of the argument that is evaluated per element of the first. */
  readonly perElement?: number | undefined;
  /** What the first value must be; said when the template is saved, where its type is known. */
  readonly subject?: 'text' | 'number' | undefined;
  shape(call: Call): Shape;
  compile(call: Call): Evaluate;
}
