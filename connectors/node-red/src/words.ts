import type { NodeMessage } from 'node-red';
import { ProblemError } from '../../../sdk/src/index.ts';

/** A setting of a node, or where it is empty the property of the message with the same name. */
export function settingOf(setting: string | undefined, message: NodeMessage, name: string): string {
  if (setting !== undefined && setting !== '') return setting;
  const given = message[name];
  return typeof given === 'string' || typeof given === 'number' ? String(given) : '';
}

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What a "catch" node gets: Gangway's sentence with every fault and its place; the whole problem document stands on the message as `problem`. */
export function failureOf(error: unknown, message: NodeMessage): Error {
  if (!(error instanceof ProblemError)) return error instanceof Error ? error : new Error(String(error));
  message['problem'] = error.problem;
  const faults = error.errors.filter((fault) => fault.message !== error.message);
  const lines = faults.map((fault) => (fault.path === undefined ? fault.message : `${fault.path}: ${fault.message}`));
  return new Error([error.message, ...lines].join('\n'), { cause: error });
}
