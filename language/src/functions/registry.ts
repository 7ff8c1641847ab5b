import { CHOICE_FUNCTIONS } from './choices.ts';
import { DATE_FUNCTIONS } from './dates.ts';
import type { FunctionDefinition } from './definition.ts';
import { ENCODING_FUNCTIONS } from './encodings.ts';
import { FROZEN_FUNCTIONS } from './frozen.ts';
import { LIST_FUNCTIONS } from './lists.ts';
import { NUMBER_FUNCTIONS } from './numbers.ts';
import { DICTIONARY_AND_CHANGE } from './special.ts';
import { TEXT_FUNCTIONS } from './text.ts';

/** Every function there is. */
export const FUNCTIONS: readonly FunctionDefinition[] = [
  ...DICTIONARY_AND_CHANGE,
  ...TEXT_FUNCTIONS,
  ...NUMBER_FUNCTIONS,
  ...DATE_FUNCTIONS,
  ...LIST_FUNCTIONS,
  ...CHOICE_FUNCTIONS,
  ...ENCODING_FUNCTIONS,
  ...FROZEN_FUNCTIONS,
];

export const FUNCTION_NAMES: readonly string[] = FUNCTIONS.map((definition) => definition.name);

const BY_NAME = new Map(FUNCTIONS.map((definition) => [definition.name.toLowerCase(), definition]));

/** Function names ignore case. */
export function findFunction(name: string): FunctionDefinition | undefined {
  return BY_NAME.get(name.toLowerCase());
}

/** For documentation and completion: every function with the values that it takes, as `left(text, length)`. */
export function functionSignatures(): readonly string[] {
  return FUNCTIONS.map(({ name, takes }) => `${name}(${takes})`);
}
