import type { FieldType, Scope } from './types.ts';

/** What is known of a value before it exists: its type, and which field of the data it comes from. */
export interface Shape {
  readonly type: FieldType;
  /** `input.lines.quantity`; undefined where the value is computed. */
  readonly path?: string | undefined;
}

export const ANY: Shape = { type: { kind: 'any' } };
export const TEXT: Shape = { type: { kind: 'text' } };
export const NUMBER: Shape = { type: { kind: 'number' } };
export const BOOLEAN: Shape = { type: { kind: 'boolean' } };

/** What a name stands for: a root of the context, or a local variable in a slot of the frame. */
export type Binding =
  | { readonly kind: 'root'; readonly shape: Shape }
  | { readonly kind: 'local'; readonly slot: number; readonly shape: Shape };

interface LocalName {
  readonly name: string;
  readonly binding: Binding;
  readonly outer: LocalName | undefined;
}

/** The names that an expression may use: the roots of the scope, and the loop variables and let names around it. Immutable. */
export class Environment {
  private readonly scope: Scope;
  private readonly innermost: LocalName | undefined;

  constructor(scope: Scope, innermost?: LocalName) {
    this.scope = scope;
    this.innermost = innermost;
  }

  /** This environment with one more name, which hides an outer one. */
  with(name: string, binding: Binding): Environment {
    return new Environment(this.scope, { name, binding, outer: this.innermost });
  }

  lookUp(name: string): Binding | undefined {
    for (let local = this.innermost; local !== undefined; local = local.outer) {
      if (local.name === name) return local.binding;
    }
    const type = Object.hasOwn(this.scope.fields, name) ? this.scope.fields[name] : undefined;
    return type && { kind: 'root', shape: { type, path: name } };
  }

  /** For suggestions. */
  names(): string[] {
    const names = Object.keys(this.scope.fields);
    for (let local = this.innermost; local !== undefined; local = local.outer) names.push(local.name);
    return names;
  }
}

/** What one element of a list looks like; anything else is a list of itself. */
export function elementShape(list: Shape): Shape {
  return list.type.kind === 'list' ? { type: list.type.item, path: list.path } : list;
}

/** A list of such elements. */
export function listShape(element: Shape): Shape {
  return { type: { kind: 'list', item: element.type }, path: element.path };
}
