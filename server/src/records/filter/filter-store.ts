import type { SqlContext, ViewField } from '../views/view-field.ts';
import { itemValue } from '../views/record-field-store.ts';
import type { Condition, FilterValue, Operator } from './filter.ts';

/**
 * A filter as a condition of SQL that holds no value: all of them are bound. NOT is pushed down to the comparisons, and only there becomes `is not true`;
 * so what is asked for directly stays a plain comparison, for which an index can be used, and what is unknown to SQL is false to us.
 */
export function filterCondition(condition: Condition<ViewField>, sql: SqlContext, negated = false): string {
  switch (condition.is) {
    case 'not':
      return filterCondition(condition.item, sql, !negated);
    case 'and':
    case 'or': {
      const joint = (condition.is === 'and') === negated ? ' or ' : ' and ';
      return `(${condition.items.map((item) => filterCondition(item, sql, negated)).join(joint)})`;
    }
    case 'compare':
      return turned(comparison(condition.field, condition.operator, condition.value, sql), negated);
    case 'contains':
      return turned(contains(condition.field, condition.operator, condition.value, sql), negated);
    case 'missing':
      return turned(missing(condition.field, sql), negated);
  }
}

function turned(condition: string, negated: boolean): string {
  return negated ? `((${condition}) is not true)` : `(${condition})`;
}

function comparison(field: ViewField, operator: Operator, value: FilterValue, sql: SqlContext): string {
  if (value.kind === 'boolean') return field.value(sql, 'boolean');
  const exact = (): string => `${field.value(sql, value.kind)} ${sign(operator)} ${bound(value, sql)}`;
  const { key } = field;
  if (key === undefined) return exact();
  if (key.type === 'bigint') return wholeNumber(key.sql, operator, value.text, sql);
  if (key.type === 'timestamptz') return exact();
  if (key.type === 'date') return `${key.sql} ${sign(operator)} ${sql.bind(value.text)}::date`;
  const beside = besideKey(operator, value.text, key.cut);
  if (beside === 'alone') return `${key.sql} = ${bound(value, sql)}`;
  // The key finds, the field decides: in the key a field that is not there is less than everything.
  const found = { ...value, text: firstCharacters(value.text, key.cut) };
  return `${key.sql} ${beside} ${bound(found, sql)} and ${exact()}`;
}

/** How the key is compared beside the field itself; `alone`: the key decides. */
function besideKey(operator: Operator, text: string, cut: number | undefined): 'alone' | Operator {
  if (operator === '=') return text !== '' && (cut === undefined || text.length < cut) ? 'alone' : '=';
  // A long text may be less or greater than the value, and its first characters be the same.
  if (cut === undefined) return operator;
  return operator === '<' ? '<=' : operator === '>' ? '>=' : operator;
}

/** As PostgreSQL's left() counts them. */
function firstCharacters(text: string, cut: number | undefined): string {
  return cut === undefined || text.length < cut ? text : Array.from(text).slice(0, cut).join('');
}

/** Ids are compared with whole numbers, so that their index serves; a value between two of them is told from both. */
function wholeNumber(column: string, operator: Operator, text: string, { bind }: SqlContext): string {
  const limit = 10n ** 18n;
  const [digits = '0', decimals = ''] = text.replace('-', '').split('.');
  const whole = BigInt(digits) > limit ? limit : BigInt(digits);
  const between = /[1-9]/.test(decimals);
  const floor = text.startsWith('-') ? -whole - (between ? 1n : 0n) : whole;
  if (!between) return `${column} ${sign(operator)} ${bind(String(floor))}::bigint`;
  if (operator === '=') return 'false';
  return `${column} ${operator.startsWith('<') ? '<=' : '>'} ${bind(String(floor))}::bigint`;
}

function contains(field: ViewField, operator: Operator, value: FilterValue, sql: SqlContext): string {
  if (field.items === undefined) throw new Error(`${field.path} is no list`);
  const item = itemValue(value.kind, sql);
  const compared =
    value.kind === 'boolean'
      ? `${item} is ${(operator === '=') === value.value ? '' : 'not '}true`
      : `${item} ${sign(operator)} ${bound(value, sql)}`;
  return `exists (select from ${field.items(sql)} where ${compared})`;
}

function missing(field: ViewField, sql: SqlContext): string {
  if (field.items !== undefined) return `not exists (select from ${field.items(sql)})`;
  return `${field.json(sql)} is null`;
}

function bound(value: Exclude<FilterValue, { kind: 'boolean' }>, { bind }: SqlContext): string {
  const types = { text: 'text', date: 'text', number: 'numeric', moment: 'timestamptz' } as const;
  return `${bind(value.text)}::${types[value.kind]}`;
}

function sign(operator: Operator): string {
  return operator === '!=' ? '<>' : operator;
}
