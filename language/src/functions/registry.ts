import type { FunctionDefinition } from './definition.ts';
import { DICTIONARY_AND_CHANGE } from './special.ts';

/** Every function there is. */
export const FUNCTIONS: readonly FunctionDefinition[] = [...DICTIONARY_AND_CHANGE];

export const FUNCTION_NAMES: readonly string[] = FUNCTIONS.map((definition) => definition.name);

const BY_NAME = new Map(FUNCTIONS.map((definition) => [definition.name.toLowerCase(), definition]));

/** Function names ignore case. */
export function findFunction(name: string): FunctionDefinition | undefined {
  return BY_NAME.get(name.toLowerCase());
}
