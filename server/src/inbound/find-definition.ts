import type { CallMethod } from './definition.ts';
import { compareNarrowness, matchPath, type PathPattern } from './path-pattern.ts';

/** What the choice looks at. */
export interface Routed {
  readonly pattern: PathPattern;
  readonly methods: readonly CallMethod[];
}

export type Found<D extends Routed> =
  | { readonly kind: 'found'; readonly definition: D; readonly params: Readonly<Record<string, string>> }
  /** The path is there, with these methods. */
  | { readonly kind: 'other-methods'; readonly methods: readonly CallMethod[] }
  | { readonly kind: 'nothing' };

/** Which definition a call is for. Where several fit, the one that says a part itself goes before one that has a parameter there, from left to right. */
export function findDefinition<D extends Routed>(
  definitions: readonly D[],
  method: string,
  parts: readonly string[],
): Found<D> {
  const fitting = definitions.flatMap((definition) => {
    const params = matchPath(definition.pattern, parts);
    return params === undefined ? [] : [{ definition, params }];
  });
  const [best] = fitting
    .filter(({ definition }) => (definition.methods as readonly string[]).includes(method))
    .toSorted((one, other) => compareNarrowness(one.definition.pattern, other.definition.pattern));
  if (best !== undefined) return { kind: 'found', ...best };
  const methods = [...new Set(fitting.flatMap(({ definition }) => definition.methods))].sort();
  return methods.length > 0 ? { kind: 'other-methods', methods } : { kind: 'nothing' };
}
