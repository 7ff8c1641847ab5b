import type { Compiled } from './compiled.ts';
import type { Shape } from './environment.ts';
import { TEXT } from './environment.ts';
import type { Evaluate } from './frame.ts';
import { guarded } from './guarded.ts';
import type { Place } from './source-text.ts';
import { LEFT_OUT, textOf } from './values.ts';

/** A part of a leaf: literal text (decoded: no JSON escapes, no XML references), an expression, or a secret. */
export type LeafPart = string | Compiled | { readonly secret: string };

/**
 * A place of a template that holds text or one value: a JSON string, an attribute, the text of an element, a cell.
 * One expression alone keeps its type; anything mixed is text, or LEFT_OUT as soon as one of its expressions is left out.
 */
export interface Leaf {
  /** The whole text, where there is nothing to evaluate. */
  readonly constant: string | undefined;
  /** True where one expression stands alone, so that the value may be of any type. */
  readonly alone: boolean;
  readonly shape: Shape;
  readonly place: Place;
  readonly evaluate: Evaluate;
  /** Its value may hold a secret. */
  readonly secretive: boolean;
  /** What it consists of, in a template that is to be followed. */
  readonly pieces?: readonly LeafPart[];
}

/** A leaf of which each piece can be followed to its place in the message. */
export function tracedLeafOf(parts: readonly LeafPart[], place: Place): Leaf {
  const leaf = leafOf(parts, place);
  return leaf.constant === undefined ? { ...leaf, pieces: mergeTexts(parts) } : leaf;
}

export function leafOf(parts: readonly LeafPart[], place: Place): Leaf {
  const merged = mergeTexts(parts);
  const [only] = merged;
  if (merged.every((part) => typeof part === 'string')) {
    const constant = merged.join('');
    return { constant, alone: false, shape: TEXT, place, evaluate: () => constant, secretive: false };
  }
  if (merged.length === 1 && typeof only === 'object' && 'evaluate' in only) {
    const { shape, evaluate, secretive = false } = only;
    return { constant: undefined, alone: true, shape, place, evaluate, secretive };
  }
  const secretive = merged.some((part) => typeof part === 'object' && ('secret' in part || part.secretive === true));
  const evaluate = guarded(mixedText(merged, place), '');
  return { constant: undefined, alone: false, shape: TEXT, place, evaluate, secretive };
}

function mixedText(parts: readonly LeafPart[], place: Place): Evaluate {
  return (frame) => {
    let text = '';
    for (const part of parts) {
      if (typeof part === 'string') text += part;
      else if ('secret' in part) text += frame.secret(part.secret, place);
      else {
        const value = part.evaluate(frame);
        if (value === LEFT_OUT) return LEFT_OUT;
        text += textOf(value, part.place);
      }
    }
    frame.chargeText(text.length, place);
    return text;
  };
}

function mergeTexts(parts: readonly LeafPart[]): LeafPart[] {
  const merged: LeafPart[] = [];
  for (const part of parts) {
    const last = merged.at(-1);
    if (part === '') continue;
    if (typeof part === 'string' && typeof last === 'string') merged[merged.length - 1] = last + part;
    else merged.push(part);
  }
  return merged;
}
