import { applyTransition } from './apply-transition.ts';
import { type Completion, setField } from './complete-invoice.ts';
import { contextOf } from './context.ts';
import { isJsonObject, sameJson } from './merge-fields.ts';
import type { Problem } from './plan-problem.ts';
import type { RecordChange, RecordRow } from './types.ts';

/** `step`: one of several approvals was given, the status stays. */
export type StatusMove = 'none' | 'step' | 'moved';

export interface StatusRequest extends Completion {
  readonly current: RecordRow | null;
  readonly change: RecordChange;
}

/** What may change without taking back the approvals that were given so far: nothing that an approver judges. */
const besideApproval = new Set(
  'status statusDate process properties tags note attach acl category participantIds paid paidOn'.split(' '),
);

/** Sets the draft's status: the initial one, the one that is asked for, or the present one with one more approval. */
export function moveStatus(request: StatusRequest, problems: Problem[]): StatusMove {
  const { kind, before, draft, named, creating, change, context } = request;
  const process = kind.process;
  if (process === undefined) return 'none';
  const present = before['status'];
  const from = typeof present === 'string' ? present : process.initial;
  const wanted = named['status'];
  if (wanted === null) {
    const fault = { path: 'status', message: `A ${kind.title} always has a status; this one is ${from}.` };
    problems.push({ code: 'invalid-record', fault });
    return 'none';
  }
  const to = typeof wanted === 'string' ? wanted : from;
  // An unknown status stays in the draft: it is judged with the other fields.
  if (!Object.hasOwn(process.statuses, to)) return 'none';
  draft['status'] = from;
  if (creating) arrive(request, from);
  takeBackApprovals(request);
  if (to === from) return 'none';
  // An import mirrors what happened in another system; nobody here makes that transition.
  if (change.origin === 'import') return arrive(request, to);
  const progress = isJsonObject(draft['process']) ? draft['process'] : undefined;
  const result = applyTransition({
    kind,
    process,
    from,
    to,
    progress,
    actor: context.actor,
    now: context.now,
    zone: context.zone,
    context: () => conditionContext(request),
  });
  if (result.kind === 'refused') {
    problems.push({ code: result.code, fault: { path: 'status', message: result.sentence } });
    return 'none';
  }
  setField(draft, 'process', result.process);
  return result.kind === 'step' ? 'step' : arrive(request, to);
}

function arrive({ kind, draft, named, context }: StatusRequest, status: string): 'moved' {
  draft['status'] = status;
  if (typeof named['statusDate'] !== 'string') draft['statusDate'] = context.now.toISOString();
  for (const [field, value] of Object.entries(kind.process?.statuses[status]?.sets ?? {})) {
    if (!Object.hasOwn(named, field)) draft[field] = value;
  }
  return 'moved';
}

/** Who approved an amount did not approve another one: a change of the content begins the approval anew. */
function takeBackApprovals({ before, draft }: StatusRequest): void {
  const progress = draft['process'];
  if (!isJsonObject(progress) || progress['waitingFor'] === undefined) return;
  const names = new Set([...Object.keys(before), ...Object.keys(draft)]);
  const changed = [...names].some((name) => !besideApproval.has(name) && !sameJson(before[name], draft[name]));
  if (changed) setField(draft, 'process', undefined);
}

function conditionContext({ definition, current, draft, change, context }: StatusRequest) {
  const { related, definitions = new Map(), actor, now } = context;
  const row = {
    entity: definition.name,
    id: current?.id ?? change.id ?? 0,
    registration: current?.registration ?? change.registration ?? '',
    revision: current?.revision ?? 0,
    data: draft,
    createdAt: current?.createdAt ?? now,
    updatedAt: now,
  };
  return {
    input: contextOf(definition, row, related, definitions),
    before: current === null ? null : contextOf(definition, current, related, definitions),
    user: { id: actor.userId, name: actor.name, groups: actor.groups },
  };
}
