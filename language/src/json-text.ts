import { Decimal } from './decimal.ts';
import type { Frame } from './frame.ts';
import { stop } from './frame.ts';
import type { Place } from './source-text.ts';
import type { Value } from './types.ts';
import { LEFT_OUT, textOfNumber } from './values.ts';

/** The value as JSON without blanks; numbers keep their digits, left-out entries are not there. Depth, length and steps are limited. */
export function jsonText(value: Value, frame: Frame, place: Place): string {
  const text = write(value, frame, place, 0);
  frame.chargeText(text.length, place);
  return text;
}

function write(value: Value, frame: Frame, place: Place, depth: number): string {
  frame.charge(1, place);
  if (value === null || value === undefined || value === LEFT_OUT) return 'null';
  if (typeof value === 'string') return JSON.stringify(value.toWellFormed());
  if (typeof value === 'number') return textOfNumber(value) || 'null';
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (value instanceof Decimal) return value.toString();
  if (depth >= frame.limits.depth) {
    return stop('too-deep', `This data is nested more than ${frame.limits.depth} levels deep.`, place);
  }
  const parts: string[] = [];
  let length = 0;
  const push = (part: string): void => {
    parts.push(part);
    length += part.length + 1;
    if (length > frame.limits.textLength) frame.chargeText(length, place);
  };
  if (Array.isArray(value)) {
    for (const element of value as readonly Value[]) {
      if (element !== LEFT_OUT) push(write(element, frame, place, depth + 1));
    }
    return `[${parts.join(',')}]`;
  }
  for (const [name, field] of Object.entries(value)) {
    if (field !== LEFT_OUT && field !== undefined)
      push(`${JSON.stringify(name)}:${write(field, frame, place, depth + 1)}`);
  }
  return `{${parts.join(',')}}`;
}
