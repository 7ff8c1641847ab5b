import { compileExpression, type Expression, type Run, type Scope } from '@gangway/language';
import { eventFields } from '../records/field-tree.ts';
import type { Definitions, RecordEvent } from '../records/types.ts';
import { namesOfEvent } from './event-kinds.ts';
import type { HookSettings } from './hook.ts';
import { scheduleOfHook } from './hook.ts';

/** A hook as planning sees it: no address, no secret. */
export interface ListedHook {
  readonly id: string;
  readonly name: string | null;
  readonly lane: string;
  readonly laneId: number;
  readonly event: string | null;
  readonly settings: HookSettings;
  readonly ended: boolean;
}

export interface ListeningHook extends ListedHook {
  readonly withinMs: number;
  /** undefined: every event. A text: it cannot be compiled any more, and why. */
  readonly filter: Expression | string | undefined;
}

/** A hook that hears of an event, under the name that it asked for. */
export interface Heard {
  readonly hook: ListeningHook;
  readonly type: string;
}

/** The unit's hooks by what they ask for. Immutable: `with` gives the next state. */
export class ListeningHooks {
  readonly #hooks: ReadonlyMap<string, ListeningHook>;
  readonly #byEvent = new Map<string, ListeningHook[]>();
  readonly #byName = new Map<string, ListeningHook>();
  readonly #byLane = new Map<string, ListeningHook>();
  readonly #writeBacks: boolean;
  /** units.hooks_version of this state. */
  readonly version: number;

  constructor(hooks: ReadonlyMap<string, ListeningHook>, version: number) {
    this.#hooks = hooks;
    this.version = version;
    this.#writeBacks = [...hooks.values()].some(({ settings }) => settings.writeBacks === true);
    for (const hook of hooks.values()) {
      this.#byLane.set(hook.lane, hook);
      if (hook.name !== null) this.#byName.set(hook.name, hook);
      if (hook.event === null) continue;
      const others = this.#byEvent.get(hook.event);
      if (others) others.push(hook);
      else this.#byEvent.set(hook.event, [hook]);
    }
  }

  /** The state after these hooks were made, changed or ended. */
  with(changed: readonly ListedHook[], version: number): ListeningHooks {
    const hooks = new Map(this.#hooks);
    for (const hook of changed) {
      if (hook.ended) hooks.delete(hook.id);
      else hooks.set(hook.id, prepared(hook));
    }
    return new ListeningHooks(hooks, version);
  }

  /** Whether any hook asks for what answers write. */
  get hearWriteBacks(): boolean {
    return this.#writeBacks;
  }

  /** Whether any hook asks for events of this entity. */
  listensTo(entity: string): boolean {
    return [...this.#byEvent.keys()].some((event) => event.startsWith(`${entity}.`));
  }

  /** The hook whose notices go through this lane; undefined: there is none, or it has ended. */
  ofLane(lane: string): ListeningHook | undefined {
    return this.#byLane.get(lane);
  }

  /** The hook of the integration file that a trigger names. */
  named(name: string): ListeningHook | undefined {
    return this.#byName.get(name);
  }

  /** Which hooks hear of this event as far as its names and origin decide; `emitted` are names that triggers gave it. One hook hears of an event once. */
  hearing(event: RecordEvent, emitted: readonly string[] = []): Heard[] {
    if (this.#byEvent.size === 0) return [];
    const heard = new Map<string, Heard>();
    for (const type of [...namesOfEvent(event), ...emitted]) {
      for (const hook of this.#byEvent.get(type) ?? []) {
        if (event.origin === 'write-back' && hook.settings.writeBacks !== true) continue;
        if (event.origin === 'import' && hook.settings.imports !== true) continue;
        if (!heard.has(hook.id)) heard.set(hook.id, { hook, type });
      }
    }
    return [...heard.values()];
  }
}

export const noHooks = new ListeningHooks(new Map(), 0);

/**
 * Filters run inside the business transaction: one has the steps of a trigger's condition, and where many hooks listen they share ten times as much. A usual
 * filter takes ten to fifty, so that 250 different ones are never short of steps.
 */
const filterSteps = 5_000;
const eventSteps = 50_000;
const leastSteps = 200;

/** `failed`: the filter could not be evaluated; the notice is kept as failed and the owner is told, so that the event is never lost. */
export type FilterVerdict = { readonly passes: boolean } | { readonly failed: string };

/**
 * Evaluates the filters of all hooks that hear of an event, over the same values as a trigger's condition. Pure. What a filter reveals to the owner is no
 * more than the notice itself does, and that is sent only to an owner who may read the record at that moment (deliveries/send-notice.ts).
 */
export function filterHeard(heard: readonly Heard[], run: () => Run): (Heard & FilterVerdict)[] {
  const filters = new Set(heard.flatMap(({ hook: { filter } }) => (filter === undefined ? [] : [filter])));
  const steps = Math.max(leastSteps, Math.min(filterSteps, Math.floor(eventSteps / Math.max(filters.size, 1))));
  // Hooks with the same filter share its expression, and so its verdict.
  const verdicts = new Map<Expression | string, FilterVerdict>();
  for (const filter of filters) {
    const outcome = typeof filter === 'string' ? filter : filter.test({ ...run(), limits: { steps } });
    if (typeof outcome === 'string') verdicts.set(filter, { failed: outcome });
    else verdicts.set(filter, outcome.ok ? { passes: outcome.value } : { failed: sentenceOf(outcome.problems) });
  }
  return heard.map((one) => {
    const { filter } = one.hook;
    return { ...one, ...((filter === undefined ? undefined : verdicts.get(filter)) ?? { passes: true }) };
  });
}

function sentenceOf(problems: readonly { message: string; line: number; column: number }[]): string {
  return problems.map(({ message, line, column }) => `${message} (line ${line}, column ${column})`).join(' ');
}

/** What a filter may name: the same as a trigger's condition. `entity` null: an event without a record. */
export function filterScope(entity: string | null, definitions: Definitions, dictionaries: readonly string[]): Scope {
  const definition = entity === null ? undefined : definitions.get(entity);
  return { fields: eventFields(definition, definitions), dictionaries, change: true };
}

const openScope: Scope = { fields: eventFields(undefined, new Map()), change: true };
/** A thousand hooks may share one filter; it is compiled once. */
const compiled = new Map<string, Expression | string>();
const mostCompiled = 2_000;

function prepared(hook: ListedHook): ListeningHook {
  const { filter } = hook.settings;
  return {
    ...hook,
    withinMs: scheduleOfHook(hook.settings).withinMs,
    filter: filter === undefined ? undefined : compile(filter),
  };
}

function compile(filter: string): Expression | string {
  const kept = compiled.get(filter);
  if (kept !== undefined) return kept;
  // Its names were checked against the entity when it was saved; which dictionaries there are is seen when it runs.
  const outcome = compileExpression(filter, openScope);
  const made = outcome.ok ? outcome.value : sentenceOf(outcome.problems);
  compiled.set(filter, made);
  const [oldest] = compiled.keys();
  if (compiled.size > mostCompiled && oldest !== undefined) compiled.delete(oldest);
  return made;
}
