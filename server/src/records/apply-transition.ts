import type { ValueObject } from '@gangway/language';
import type { CompiledKind } from './compile-entity.ts';
import { listWords } from './suggest.ts';
import type { Actor, ApprovalStep, Json, JsonObject, Process, Transition } from './types.ts';

/** What happens to a record's status when another one is asked for. */
export type TransitionResult =
  | { readonly kind: 'moved'; readonly process: JsonObject | null }
  /** One of several approvals is given; the status stays as it is. */
  | { readonly kind: 'step'; readonly process: JsonObject }
  | { readonly kind: 'refused'; readonly code: 'illegal-transition' | 'forbidden'; readonly sentence: string };

export interface TransitionRequest {
  readonly kind: CompiledKind;
  readonly process: Process;
  readonly from: string;
  readonly to: string;
  /** The record's `process` as it stands: how far an approval has come. */
  readonly progress: JsonObject | undefined;
  readonly actor: Actor;
  readonly now: Date;
  readonly zone: string;
  /** Input, before and user, made only when a condition asks for them. */
  readonly context: () => ValueObject;
}

/** The first transition from one status to the other that the actor may make and whose condition holds. */
export function applyTransition(request: TransitionRequest): TransitionResult {
  const { process, from, to, actor, kind } = request;
  const candidates = process.transitions.filter((each) => each.to === to && leavesFrom(each, from));
  const allowed = candidates.filter((each) => mayMake(each, actor));
  if (candidates.length === 0) {
    return refused('illegal-transition', `A ${kind.title} cannot go from ${from} to ${to}.${waysOut(request)}`);
  }
  if (allowed.length === 0) {
    const groups = new Set(candidates.flatMap((each) => each.groups ?? []));
    const needed = `Going from ${from} to ${to} needs ${groupWords([...groups])}.`;
    return refused('forbidden', `${needed}${waysOut(request)}`);
  }
  let unmet: string | undefined;
  for (const transition of allowed) {
    const fault = unmetCondition(request, transition);
    if (fault === undefined) return giveStep(request, transition);
    unmet ??= fault;
  }
  return refused('illegal-transition', unmet ?? '');
}

/** Whether the transition begins at this status. */
export function leavesFrom(transition: Transition, from: string): boolean {
  if (from === transition.to || transition.except?.includes(from) === true) return false;
  if (typeof transition.from !== 'string') return transition.from.includes(from);
  return transition.from === '*' || transition.from === from;
}

/** Administrators are members of every group here, unless the transition takes them out. */
function mayMake(rule: { groups?: readonly string[]; administrators?: boolean }, actor: Actor): boolean {
  if (rule.groups === undefined) return true;
  if (actor.administrator && rule.administrators !== false) return true;
  return rule.groups.some((group) => actor.groups.includes(group));
}

function unmetCondition(request: TransitionRequest, transition: Transition): string | undefined {
  if (transition.when === undefined) return undefined;
  const held = holds(request, transition.when);
  if (held === true) return undefined;
  const general = `A ${request.kind.title} can go from ${request.from} to ${request.to} only when ${transition.when}.`;
  return held === false ? (transition.message ?? general) : `${general} ${held}`;
}

/** Whether a condition holds; a sentence where it cannot be told. Conditions run inside a transaction, so their budget is small. */
function holds({ kind, context, now, zone }: TransitionRequest, source: string): boolean | string {
  const outcome = kind.condition(source).test({
    context: context(),
    now: now.toISOString(),
    seed: source,
    zone,
    locale: 'en',
    limits: { steps: 5_000 },
  });
  if (outcome.ok) return outcome.value;
  return `That cannot be told: ${outcome.problems.map((problem) => problem.message).join(' ')}`;
}

/** The next approval that is still needed, or the move itself. */
function giveStep(request: TransitionRequest, transition: Transition): TransitionResult {
  const { actor, now, to } = request;
  const needed: { readonly step: ApprovalStep; readonly number: number }[] = [];
  for (const [index, step] of (transition.steps ?? []).entries()) {
    const held = step.when === undefined ? true : holds(request, step.when);
    // A step is needed where its condition cannot be told: the safe side.
    if (held !== false) needed.push({ step, number: index + 1 });
  }
  if (needed.length === 0) return { kind: 'moved', process: null };
  const given = request.progress?.['to'] === to ? approvalsOf(request.progress) : [];
  const open = needed.filter(({ number }) => !given.some((approval) => approval['step'] === number));
  const next = open[0];
  if (next === undefined) return { kind: 'moved', process: request.progress ?? null };
  if (!mayMake(next.step, actor)) {
    return refused('forbidden', `${stepWords(next)} of ${to} needs ${groupWords(next.step.groups ?? [])}.`);
  }
  if (next.step.differentPerson === true && given.some((approval) => approval['userId'] === (actor.userId ?? 0))) {
    return refused(
      'forbidden',
      `${actor.name} has approved an earlier step; another person must give ${stepWords(next, true)} of ${to}.`,
    );
  }
  const approval = { step: next.number, userId: actor.userId ?? 0, name: actor.name, at: now.toISOString() };
  const waiting = open[1];
  const process: JsonObject = {
    to,
    steps: needed.length,
    approvals: [...given, approval],
    ...(waiting === undefined
      ? {}
      : { waitingFor: `${stepWords(waiting)}: ${waiting.step.title ?? groupWords(waiting.step.groups ?? [])}` }),
  };
  return waiting === undefined ? { kind: 'moved', process } : { kind: 'step', process };
}

function approvalsOf(progress: JsonObject | undefined): readonly JsonObject[] {
  const approvals: Json = progress?.['approvals'] ?? [];
  return Array.isArray(approvals) ? (approvals as readonly JsonObject[]) : [];
}

/** ` From OPEN it can go to PROCESSING, CANCELLED or APPROVED (Administrators only).` */
function waysOut({ process, from, actor }: TransitionRequest): string {
  const ways = new Map<string, string>();
  for (const transition of process.transitions.filter((each) => leavesFrom(each, from))) {
    if (mayMake(transition, actor)) ways.set(transition.to, transition.to);
    else if (!ways.has(transition.to)) {
      ways.set(transition.to, `${transition.to} (${(transition.groups ?? []).join(', ')} only)`);
    }
  }
  return ways.size === 0 ? ` ${from} is final.` : ` From ${from} it can go to ${listWords([...ways.values()])}.`;
}

function stepWords({ number }: { number: number }, inside = false): string {
  return `${inside ? 'step' : 'Step'} ${number}`;
}

function groupWords(groups: readonly string[]): string {
  return groups.length === 0 ? 'an approval' : `the group ${listWords(groups)}`;
}

function refused(code: 'illegal-transition' | 'forbidden', sentence: string): TransitionResult {
  return { kind: 'refused', code, sentence };
}
