import {
  compileExpression,
  type FieldType,
  type Run,
  type Scope,
  type Value,
  type ValueObject,
} from '@gangway/language';
import { isList } from '../preview/samples.ts';
import type { Declaration } from './names-around.ts';

/** What is known at a place of a template: the types of all names, and their values in the record that is looked at. */
export interface KnownNames {
  readonly scope: Scope;
  readonly run: Run | undefined;
}

/** The names of loops and lets over the roots. The value of a loop's name is that of its first round. */
export function knownNames(scope: Scope, run: Run | undefined, declarations: readonly Declaration[]): KnownNames {
  let known: KnownNames = { scope, run };
  for (const { kind, name, position, expression } of declarations) {
    const type = typeOf(known, expression);
    const value = valueOf(known, expression);
    if (kind === 'let') known = withName(known, name, type, value);
    else known = withName(known, name, type.kind === 'list' ? type.item : type, isList(value) ? value[0] : value);
    if (position !== undefined) known = withName(known, position, { kind: 'number' }, 1);
  }
  return known;
}

export function withName({ scope, run }: KnownNames, name: string, type: FieldType, value: Value): KnownNames {
  const context: ValueObject = { ...run?.context, [name]: value };
  return {
    scope: { ...scope, fields: { ...scope.fields, [name]: type } },
    run: run && { ...run, context },
  };
}

export function typeOf({ scope }: KnownNames, expression: string): FieldType {
  const compiled = compileExpression(expression, scope);
  return compiled.ok ? compiled.value.type : { kind: 'any' };
}

/** The value in the record; undefined where it cannot be worked out. */
export function valueOf({ scope, run }: KnownNames, expression: string): Value {
  if (run === undefined) return undefined;
  const compiled = compileExpression(expression, scope);
  const outcome = compiled.ok ? compiled.value.evaluate({ ...run, everyProblem: false }) : compiled;
  return outcome.ok ? outcome.value : undefined;
}

/** The fields that may follow a point: those of an object, of a list those of its entries. */
export function fieldsBelow(type: FieldType): Readonly<Record<string, FieldType>> {
  if (type.kind === 'list') return fieldsBelow(type.item);
  return type.kind === 'object' ? type.fields : {};
}
