/** Lengths count characters as a person and a schema (maxLength) do: an emoji is one, never half of a surrogate pair. */
const SURROGATE = /[\uD800-\uDFFF]/;

export function lengthOf(text: string): number {
  if (!SURROGATE.test(text)) return text.length;
  let length = 0;
  for (const _ of text) length++;
  return length;
}

export function cutLeft(text: string, length: number): string {
  if (text.length <= length) return text;
  if (!SURROGATE.test(text)) return text.slice(0, length);
  let units = 0;
  let count = 0;
  for (const character of text) {
    if (count === length) break;
    units += character.length;
    count++;
  }
  return text.slice(0, units);
}

export function cutRight(text: string, length: number): string {
  if (text.length <= length) return text;
  if (!SURROGATE.test(text)) return text.slice(text.length - length);
  let skip = lengthOf(text) - length;
  let units = 0;
  for (const character of text) {
    if (skip <= 0) break;
    units += character.length;
    skip--;
  }
  return text.slice(units);
}
