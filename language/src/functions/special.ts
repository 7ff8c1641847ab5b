import { ANY, BOOLEAN, TEXT } from '../environment.ts';
import type { FunctionDefinition } from './definition.ts';

const compiledElsewhere = (): never => {
  throw new Error('dict, changed and was have compilers of their own: compile-dictionary.ts, compile-change.ts');
};

/** Known here by name and count only; their arguments are no ordinary values. */
export const DICTIONARY_AND_CHANGE: readonly FunctionDefinition[] = [
  {
    name: 'dict',
    takes: "value, 'dictionary', [default]",
    least: 2,
    most: 3,
    shape: () => TEXT,
    compile: compiledElsewhere,
  },
  { name: 'changed', takes: 'field', least: 1, most: 1, shape: () => BOOLEAN, compile: compiledElsewhere },
  { name: 'was', takes: 'field', least: 1, most: 1, shape: () => ANY, compile: compiledElsewhere },
];
