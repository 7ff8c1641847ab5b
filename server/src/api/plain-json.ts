import { Decimal, type Value } from '@gangway/language';

/** Values of the language as JSON: numbers keep their digits, as numbers where every reader of JSON keeps them too, else as texts. */
export function plainJson(value: Value): unknown {
  if (value instanceof Decimal) {
    const text = value.toString();
    return String(Number(text)) === text ? Number(text) : text;
  }
  if (Array.isArray(value)) return (value as readonly Value[]).map(plainJson);
  if (typeof value !== 'object' || value === null) return value ?? null;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, plainJson(item)]));
}
