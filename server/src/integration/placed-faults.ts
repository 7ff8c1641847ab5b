import type { Problem } from '@gangway/language';
import type { Fault } from '../errors.ts';
import { inside } from './inside.ts';

/** Problems of a text in the language, which stands under this path. */
export function placed(path: string, problems: readonly Problem[]): Fault[] {
  return problems.map(({ message, line, column }) => ({ path, message, line, column }));
}

/** A fault within an object, named from where the object stands. */
export function under(path: string, fault: Fault): Fault {
  return { ...fault, path: fault.path === undefined ? path : `${inside(path)}${fault.path}` };
}
