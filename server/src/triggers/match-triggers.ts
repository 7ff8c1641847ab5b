import type { Expression, Run } from '@gangway/language';
import { localDate } from '../records/local-date.ts';
import type { RecordEvent, RecordRow } from '../records/types.ts';
import type { Deliver, Trigger } from './trigger.ts';

/** A trigger ready to be asked. */
export interface CompiledTrigger {
  readonly trigger: Trigger;
  /** undefined: fires always. A text: the condition cannot be compiled any more, and why. */
  readonly when: Expression | string | undefined;
}

export interface Match {
  readonly trigger: Trigger;
  readonly deliver: Deliver;
  /** `failed`: the condition could not be evaluated; the delivery is made all the same, so that the event is never lost. */
  readonly verdict: 'live' | 'watch' | 'failed';
  readonly reason?: string;
}

/** What a caller of `.../export` asks for beside the record. */
export interface ExportRequest {
  readonly trigger?: string;
  readonly connection?: string;
  /** Deliver although the record was delivered there before. */
  readonly repeat?: boolean;
}

/** Triggers that could fire for this event by their kind, origin and age (by the unit's calendar): cheap, needs no data beside the event. */
export function candidates(
  event: RecordEvent,
  triggers: readonly CompiledTrigger[],
  zone: string,
  request?: ExportRequest,
): CompiledTrigger[] {
  return triggers.filter(({ trigger }) => {
    if (trigger.mode === 'off') return false;
    if (event.origin === 'write-back' && trigger.writeBacks !== true) return false;
    if (event.origin === 'import' && trigger.imports !== true) return false;
    const createdAt = event.after?.createdAt;
    if (trigger.from !== undefined && createdAt !== undefined && localDate(createdAt, zone) < trigger.from)
      return false;
    if (request?.trigger !== undefined) return request.trigger === trigger.name && isMeant(trigger, event.after);
    return listens(trigger, event);
  });
}

/** Evaluates the conditions of the candidates over `run` (input, before, event, user, unit). Pure. */
export function matchTriggers(found: readonly CompiledTrigger[], run: Run, request?: ExportRequest): Match[] {
  return found.flatMap(({ trigger, when }) => {
    const test = testCondition(when, run);
    if (test === false) return [];
    const delivers = trigger.deliver.filter(
      ({ connection }) => request?.connection === undefined || request.connection === connection,
    );
    return delivers.map((deliver): Match => {
      if (test === true) return { trigger, deliver, verdict: trigger.mode === 'watch' ? 'watch' : 'live' };
      const reason = `The condition of the trigger "${trigger.name}" cannot be evaluated: ${test} Mend it and send the record again.`;
      return { trigger, deliver, verdict: trigger.mode === 'watch' ? 'watch' : 'failed', reason };
    });
  });
}

/** A name that a trigger gives to the event (`emit`). */
export type Emitted = string;

/** The names that triggers give to this event. One whose condition cannot be evaluated gives it all the same, so that nothing is lost. */
export function emittedNames(found: readonly CompiledTrigger[], run: Run): Emitted[] {
  return found.flatMap(({ trigger: { emit, mode }, when }) =>
    emit === undefined || mode === 'watch' || testCondition(when, run) === false ? [] : [emit],
  );
}

/**
 * Whether a trigger that is fired by name is for this record as it stands, though nothing happens to it just now. Of what it listens to, a status is one
 * that the record is in, and a property one that it has; every other kind of event is about any record that is there. A schedule is about all of them.
 */
export function isMeant({ on, schedule }: Trigger, row: RecordRow | null): boolean {
  if (on === undefined || schedule !== undefined || row === null) return true;
  return on.some((kind) => {
    if (typeof kind === 'string') return kind !== 'deleted';
    if ('status' in kind) return row.status === kind.status;
    return propertyIs(propertyOf(row.data, kind.property), kind.is);
  });
}

/** true or false; or why it cannot be told. */
export function testCondition(when: Expression | string | undefined, run: Run): boolean | string {
  if (when === undefined) return true;
  if (typeof when === 'string') return when;
  const outcome = when.test(run);
  if (outcome.ok) return outcome.value;
  return outcome.problems.map(({ message, line, column }) => `${message} (line ${line}, column ${column})`).join(' ');
}

function listens({ on, schedule }: Trigger, event: RecordEvent): boolean {
  if (event.kind === 'scheduled') return schedule !== undefined;
  if (!on) return schedule === undefined && (event.kind === 'created' || event.kind === 'updated');
  return on.some((kind) => {
    if (typeof kind === 'string') return kind === event.kind;
    if ('status' in kind) return event.after?.status === kind.status && event.before?.status !== kind.status;
    return propertySet(event, kind.property, kind.is);
  });
}

/** A property is set when its value has changed to one that is there (and is the named one). */
function propertySet(event: RecordEvent, property: string, is: unknown): boolean {
  const after = propertyOf(event.after?.data, property);
  const before = propertyOf(event.before?.data, property);
  return JSON.stringify(after) !== JSON.stringify(before) && propertyIs(after, is);
}

/** There, and the named value where one is named. */
function propertyIs(value: unknown, is: unknown): boolean {
  if (value === undefined || value === null) return false;
  return is === undefined || JSON.stringify(value) === JSON.stringify(is);
}

function propertyOf(data: unknown, property: string): unknown {
  const properties = ownValue(data, 'properties');
  return ownValue(properties, property);
}

function ownValue(object: unknown, name: string): unknown {
  if (typeof object !== 'object' || object === null || !Object.hasOwn(object, name)) return undefined;
  return (object as Readonly<Record<string, unknown>>)[name];
}
