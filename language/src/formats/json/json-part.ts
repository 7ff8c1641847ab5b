import type { Bindings, Condition, Loop } from '../../compile.ts';
import type { Leaf } from '../../leaf.ts';
import type { Place } from '../../source-text.ts';
import type { Value } from '../../types.ts';

/** A JSON template with its expressions compiled. From here it is written as text or built as a value. */
export type JsonPart =
  | { readonly kind: 'constant'; readonly value: Value; readonly place: Place }
  | { readonly kind: 'leaf'; readonly leaf: Leaf; readonly place: Place }
  | { readonly kind: 'list'; readonly items: readonly JsonPart[]; readonly place: Place }
  | { readonly kind: 'object'; readonly entries: readonly JsonEntryPart[]; readonly place: Place }
  | LetPart
  | IfPart
  | ForPart;

export interface JsonEntryPart {
  readonly key: Leaf;
  readonly value: JsonPart;
}
/** Names around a part. */
export interface LetPart {
  readonly kind: 'let';
  readonly names: readonly Bindings[];
  readonly body: JsonPart;
  readonly place: Place;
}
/** Without `otherwise` the part is left out where the condition is not true. */
export interface IfPart {
  readonly kind: 'if';
  readonly condition: Condition;
  readonly then: JsonPart;
  readonly otherwise: JsonPart | undefined;
  readonly place: Place;
}
/** Several items of the list around it. */
export interface ForPart {
  readonly kind: 'for';
  readonly loop: Loop;
  /** What the author wrote, for messages. */
  readonly source: string;
  readonly body: JsonPart;
  readonly place: Place;
}
