import {
  type Condition,
  type FieldLookup,
  FilterFault,
  type FilterField,
  type FilterNode,
  type Literal,
  type Operator,
  type Path,
  type ValueKind,
} from './filter.ts';
import { type ReadValue, readValue } from './read-value.ts';

export interface FilterSurroundings<Field extends FilterField> {
  readonly fields: FieldLookup<Field>;
  /** IANA zone: where a day begins. */
  readonly zone: string;
}

/** Names become fields, values get the kind of what they are compared with. Throws FilterFault. */
export function checkFilter<Field extends FilterField>(
  node: FilterNode,
  surroundings: FilterSurroundings<Field>,
): Condition<Field> {
  switch (node.is) {
    case 'and':
    case 'or':
      return { is: node.is, items: node.items.map((item) => checkFilter(item, surroundings)) };
    case 'not':
      return not(checkFilter(node.item, surroundings));
    case 'alone':
      return checkAlone(node.path, surroundings);
    case 'compare':
      return checkComparison(node.path, node.operator, node.literal, surroundings);
    case 'in':
      return oneOf(node.literals.map((literal) => checkComparison(node.path, '=', literal, surroundings)));
    case 'any':
      return checkAny(node, surroundings);
  }
}

function checkAlone<Field extends FilterField>(path: Path, { fields }: FilterSurroundings<Field>): Condition<Field> {
  const field = fieldOf(path, fields);
  if (field.kind === 'boolean') return { is: 'compare', field, operator: '=', value: { kind: 'boolean', value: true } };
  throw new FilterFault(`Say what ${field.path} is compared with: ${exampleOf(field)}.`, path);
}

function checkComparison<Field extends FilterField>(
  path: Path,
  operator: Operator,
  literal: Literal,
  { fields, zone }: FilterSurroundings<Field>,
): Condition<Field> {
  const field = fieldOf(path, fields);
  if (literal.kind === 'null') return missing(field, operator, literal);
  const { kind } = field;
  if (kind === 'list' || kind === 'object') {
    const hint = kind === 'list' && field.item === 'object' ? ' Name a field of its items.' : '';
    throw new FilterFault(
      `${field.path} is ${kind === 'list' ? 'a list' : 'an object'}: ${exampleOf(field)}.${hint}`,
      path,
    );
  }
  return compare(field, kind, operator, literal, zone);
}

function compare<Field extends FilterField>(
  field: Field,
  kind: ValueKind,
  operator: Operator,
  literal: Literal,
  zone: string,
): Condition<Field> {
  const value = readValue(literal, kind, field.path, zone);
  if (value.kind === 'boolean') {
    checkEquality(field, operator, literal);
    // What is not set counts as false: `isDisabled=false` are all who were never disabled.
    const isTrue: Condition<Field> = { is: 'compare', field, operator: '=', value: { kind: 'boolean', value: true } };
    return value.value === (operator === '=') ? isTrue : not(isTrue);
  }
  if (operator === '!=') return not(comparison(field, '=', value));
  return comparison(field, operator, value);
}

type Ordering = Exclude<Operator, '!='>;

function comparison<Field extends FilterField>(
  field: Field,
  operator: Ordering,
  value: Exclude<ReadValue, { kind: 'boolean' }>,
): Condition<Field> {
  if (value.kind !== 'day') return { is: 'compare', field, operator, value };
  const bound = (edge: 'from' | 'to', how: Ordering): Condition<Field> => ({
    is: 'compare',
    field,
    operator: how,
    value: { kind: 'moment', text: value[edge] },
  });
  switch (operator) {
    case '=':
      return { is: 'and', items: [bound('from', '>='), bound('to', '<')] };
    case '<':
      return bound('from', '<');
    case '<=':
      return bound('to', '<');
    case '>':
      return bound('to', '>=');
    case '>=':
      return bound('from', '>=');
  }
}

function missing<Field extends FilterField>(field: Field, operator: Operator, literal: Literal): Condition<Field> {
  checkEquality(field, operator, literal);
  const condition: Condition<Field> = { is: 'missing', field };
  return operator === '=' ? condition : not(condition);
}

function checkEquality(field: FilterField, operator: Operator, literal: Literal): void {
  if (operator === '=' || operator === '!=') return;
  throw new FilterFault(`${field.path} is compared with ${literal.text} by = or != only.`, literal);
}

function checkAny<Field extends FilterField>(
  { path, operator, literals }: Extract<FilterNode, { is: 'any' }>,
  { fields, zone }: FilterSurroundings<Field>,
): Condition<Field> {
  const field = fieldOf(path, fields);
  const { item } = field;
  if (field.kind !== 'list' || item === undefined) {
    throw new FilterFault(`${field.path} is no list: ${exampleOf(field)}.`, path);
  }
  if (item === 'object') {
    throw new FilterFault(`The items of ${field.path} have fields of their own: name one of them.`, path);
  }
  return oneOf(
    literals.map((literal): Condition<Field> => {
      if (literal.kind === 'null') throw new FilterFault('A list never holds null.', literal);
      const value = readValue(literal, item, field.path, zone);
      if (value.kind === 'boolean') checkEquality(field, operator, literal);
      if (value.kind === 'day') throw new FilterFault('Give the whole moment, with its zone.', literal);
      return { is: 'contains', field, operator, value };
    }),
  );
}

function fieldOf<Field extends FilterField>(path: Path, fields: FieldLookup<Field>): Field {
  const field = fields.find(path.parts);
  if (field === undefined) throw new FilterFault(fields.unknown(path.parts), path);
  return field;
}

function oneOf<Field extends FilterField>(items: readonly Condition<Field>[]): Condition<Field> {
  const [only] = items;
  return items.length === 1 && only !== undefined ? only : { is: 'or', items };
}

function not<Field extends FilterField>(item: Condition<Field>): Condition<Field> {
  return item.is === 'not' ? item.item : { is: 'not', item };
}

/** How a field of this kind is compared. */
function exampleOf({ path, kind, item }: FilterField): string {
  switch (kind) {
    case 'text':
    case 'any':
      return `${path} = 'text'`;
    case 'number':
      return `${path} > 5`;
    case 'boolean':
      return `${path} = true`;
    case 'date':
      return `${path} >= '2026-11-23'`;
    case 'moment':
      return `${path} >= '2026-11-23T10:00:00+01:00'`;
    case 'object':
      return `name one of its fields, or write ${path} != null`;
    case 'list': {
      if (item === 'object') return `write ${path} != null, or search its items with ANY`;
      return `write ${path} ANY ${item === 'number' ? '7' : item === 'boolean' ? 'true' : "'text'"}`;
    }
  }
}
