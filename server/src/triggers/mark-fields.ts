import type { ValueObject } from '@gangway/language';
import type { Deliver } from './trigger.ts';

/** What `mark: {property: properties.extStatus, delivered, failed}` says of an end, as fields of a change; undefined where it says nothing. */
export function markFields(mark: Deliver['mark'] | null, end: 'delivered' | 'failed'): ValueObject | undefined {
  const value = mark?.[end];
  if (!mark || value === undefined) return undefined;
  return mark.property.split('.').reduceRight<unknown>((inner, name) => ({ [name]: inner }), value) as ValueObject;
}

/** Objects merge by key, the right one wins. */
export function mergeObjects(left: ValueObject | undefined, right: ValueObject | undefined): ValueObject | undefined {
  if (!left || !right) return left ?? right;
  const merged: Record<string, ValueObject[string]> = { ...left };
  for (const [name, value] of Object.entries(right)) {
    const there = merged[name];
    merged[name] = isPlain(there) && isPlain(value) ? mergeObjects(there, value) : value;
  }
  return merged;
}

function isPlain(value: unknown): value is ValueObject {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
