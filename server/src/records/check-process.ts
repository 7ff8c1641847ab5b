import { compileExpression } from '@gangway/language';
import type { Fault } from '../errors.ts';
import { conditionFields } from './compile-entity.ts';
import { joinPath } from './field-path.ts';
import { kindOf } from './entity-kind.ts';
import { didYouMean, listWords } from './suggest.ts';
import type { EntityDefinition, Process, StatusRule, Transition } from './types.ts';

/** The faults of an entity's statuses, transitions and approvals. */
export function checkProcesses(definition: EntityDefinition, groups: readonly string[] | undefined): Fault[] {
  const fields = Object.keys(kindOf(definition, null).fields);
  return Object.entries(definition.processes ?? {}).flatMap(([name, process]) => {
    const path = joinPath('processes', name);
    const statuses = Object.keys(process.statuses);
    return [
      ...checkStatusNames(statuses, joinPath(path, 'statuses')),
      ...unknown('status', [process.initial], statuses, `${path}.initial`),
      ...Object.entries(process.statuses).flatMap(([status, rule]) =>
        checkStatus(rule, fields, joinPath(`${path}.statuses`, status)),
      ),
      ...process.transitions.flatMap((transition, index) =>
        checkTransition(transition, process, groups, joinPath(`${path}.transitions`, index)),
      ),
    ];
  });
}

/** A status becomes an event name in small letters, so two may not differ in case alone, nor be named as another event. */
function checkStatusNames(statuses: readonly string[], path: string): Fault[] {
  const seen = new Map<string, string>();
  return statuses.flatMap((status) => {
    const at = joinPath(path, status);
    if (!/^[A-Za-z][A-Za-z0-9._-]{0,59}$/.test(status)) {
      return [
        {
          path: at,
          message: `"${status}" cannot be a status: it has letters, digits and . _ -, and begins with a letter.`,
        },
      ];
    }
    const lower = status.toLowerCase();
    const other = seen.get(lower);
    seen.set(lower, status);
    if (['created', 'updated', 'deleted', 'requested', 'scheduled'].includes(lower)) {
      return [{ path: at, message: `"${status}" is the name of an event already; choose another one.` }];
    }
    return other === undefined ? [] : [{ path: at, message: `"${status}" and "${other}" differ in case alone.` }];
  });
}

function checkStatus(rule: StatusRule, fields: readonly string[], path: string): Fault[] {
  return [
    ...unknown('field', rule.locked ?? [], fields, `${path}.locked`),
    ...unknown('field', Object.keys(rule.sets ?? {}), fields, `${path}.sets`),
  ];
}

function checkTransition(
  transition: Transition,
  process: Process,
  groups: readonly string[] | undefined,
  path: string,
): Fault[] {
  const statuses = Object.keys(process.statuses);
  const from = typeof transition.from === 'string' ? [transition.from].filter((each) => each !== '*') : transition.from;
  const faults = [
    ...unknown('status', from, statuses, `${path}.from`),
    ...unknown('status', transition.except ?? [], statuses, `${path}.except`),
    ...unknown('status', [transition.to], statuses, `${path}.to`),
    ...unknown('group', transition.groups ?? [], groups, `${path}.groups`),
    ...checkCondition(transition.when, `${path}.when`),
    ...(transition.steps ?? []).flatMap((step, index) => {
      const at = joinPath(`${path}.steps`, index);
      return [
        ...unknown('group', step.groups ?? [], groups, `${at}.groups`),
        ...checkCondition(step.when, `${at}.when`),
      ];
    }),
  ];
  if (transition.except !== undefined && transition.from !== '*') {
    faults.push({ path: `${path}.except`, message: '"except" goes with from: "*".' });
  }
  return faults;
}

function checkCondition(source: string | undefined, path: string): Fault[] {
  if (source === undefined) return [];
  const compiled = compileExpression(source, { fields: conditionFields });
  if (compiled.ok) return [];
  return compiled.problems.map(({ message, line, column }) => ({ path, message, line, column }));
}

/** A fault for each name that is not among the known ones; known undefined: nothing is checked. */
export function unknown(
  noun: string,
  names: readonly string[],
  known: readonly string[] | undefined,
  path: string,
): Fault[] {
  if (known === undefined) return [];
  return names
    .filter((name) => !known.includes(name))
    .map((name) => {
      const hint = didYouMean(name, known) || (known.length === 0 ? '' : ` There are ${listWords(known, 'and', 30)}.`);
      return { path, message: `There is no ${noun} "${name}".${hint}` };
    });
}
