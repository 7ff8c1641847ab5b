import type { Value, ValueObject } from '@gangway/language';

/** Reading what readXml gives: an element is a text, an object, or a list of these where it repeats. Missing is the empty text or list. */

export function child(value: Value, name: string): Value {
  const element = Array.isArray(value) ? (value as readonly Value[])[0] : value;
  return isObject(element) && Object.hasOwn(element, name) ? element[name] : undefined;
}

export function children(value: Value, name: string): readonly Value[] {
  const found = child(value, name);
  if (found === undefined || found === null) return [];
  return Array.isArray(found) ? (found as readonly Value[]) : [found];
}

/** The text along a path: `textAt(invoice, 'invoiceHeader', 'symVar')`, `textAt(pack, '@id')`. */
export function textAt(value: Value, ...path: readonly string[]): string {
  let found: Value = value;
  for (const name of path) found = child(found, name);
  if (isObject(found)) found = found['#text'];
  return typeof found === 'string' ? found.trim() : '';
}

function isObject(value: Value): value is ValueObject {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.getPrototypeOf(value) === Object.prototype
  );
}
