import { compileExpression, type Expression, type FieldType, type ValueObject } from '@gangway/language';
import type { Fault } from '../errors.ts';
import { decimalFields } from './decimal-fields.ts';
import { type EntityKind, kindOf } from './entity-kind.ts';
import { faultsOfField } from './field-faults.ts';
import { compileField } from './field-validator.ts';
import type { EntityDefinition, Json, JsonObject } from './types.ts';

/** A kind with everything that is worth preparing once. */
export interface CompiledKind extends EntityKind {
  /** The faults of one field's value; names and kinds of values were judged before (read-input). */
  readonly judge: (field: string, value: Json) => Fault[];
  /** The data with its amounts as Decimals. */
  readonly withDecimals: (data: JsonObject) => ValueObject;
  /** A condition of the kind's process, by its source. */
  readonly condition: (source: string) => Expression;
}

const cache = new WeakMap<EntityDefinition, Map<string | null, CompiledKind>>();

/** The kind of a type (null: all of them together), prepared once per definition object. */
export function compiledKind(definition: EntityDefinition, type: string | null): CompiledKind {
  let kinds = cache.get(definition);
  if (kinds === undefined) {
    kinds = new Map();
    cache.set(definition, kinds);
  }
  const known = type !== null && Object.hasOwn(definition.types ?? {}, type) ? type : null;
  let kind = kinds.get(known);
  if (kind === undefined) {
    kind = compileKind(kindOf(definition, known));
    kinds.set(known, kind);
  }
  return kind;
}

/** The kind of a record as it is stored. */
export function compiledKindOf(definition: EntityDefinition, data: JsonObject): CompiledKind {
  return compiledKind(definition, typeof data['type'] === 'string' ? data['type'] : null);
}

/** The names that conditions of a process may use. Their fields are not checked further: a definition is judged before the ones it refers to are known. */
export const conditionFields: Readonly<Record<string, FieldType>> = {
  input: { kind: 'any' },
  before: { kind: 'any' },
  user: { kind: 'any' },
};

function compileKind(kind: EntityKind): CompiledKind {
  const conditions = new Map<string, Expression>();
  return {
    ...kind,
    judge: (field, value) => {
      const schema = kind.fields[field];
      if (schema === undefined) return [];
      const errors = compileField(schema)(value);
      return errors.length === 0 ? [] : faultsOfField(field, value, errors);
    },
    withDecimals: decimalFields(kind.fields),
    condition: (source) => {
      let expression = conditions.get(source);
      if (expression === undefined) {
        const compiled = compileExpression(source, { fields: conditionFields });
        if (!compiled.ok) throw new Error(`The condition ${source} was stored without being checked`);
        expression = compiled.value;
        conditions.set(source, expression);
      }
      return expression;
    },
  };
}
