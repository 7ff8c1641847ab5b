import { rightSentence } from '../access/require-right.ts';
import { may } from '../access/rights.ts';
import type { Fault } from '../errors.ts';
import { compiledKind, type CompiledKind } from './compile-entity.ts';
import { completeAmounts, completeInvoice, type Draft, homeCurrency, setField } from './complete-invoice.ts';
import { changeProblem, judgeAccess } from './judge-access.ts';
import { judgeChange } from './judge-change.ts';
import { localDate } from './local-date.ts';
import { listChanges, mergeFields } from './merge-fields.ts';
import { drawFor, formatNumber } from './number-series.ts';
import { moveStatus, type StatusMove } from './plan-status.ts';
import { type Problem, refusedPlan } from './plan-problem.ts';
import { readFields } from './read-input.ts';
import { readSystemFields } from './system-fields.ts';
import type {
  ChangePlan,
  EntityDefinition,
  Json,
  JsonObject,
  NumberDraw,
  PlanContext,
  RecordChange,
  RecordRow,
} from './types.ts';
import { checkWriteBack } from './write-back.ts';

/**
 * What a change makes of a record, or every reason why it cannot be made. Pure: time, actor, related records and drawn numbers come in.
 *
 * Named fields change, objects merge by key, lists are replaced, null clears. Then in this order: defaults (creation), amounts, status and
 * approval, payment, numbers; what changed is judged against schema, references and rules. What did not change is not judged, so a stricter
 * definition never blocks a change of something else. A plan with `draws` is not final: draw them and plan again with `drawn`.
 */
export function planChange(
  definition: EntityDefinition,
  current: RecordRow | null,
  change: RecordChange,
  context: PlanContext,
): ChangePlan {
  if (change.kind === 'delete') return planDeletion(definition, current, context);
  const problems: Problem[] = [];
  const planned = draftChange(definition, current, change, context, problems);
  const { kind, draft, move, draws } = planned;
  const before = current?.data ?? {};
  const judged = { definition, kind, before, draft, named: planned.named, current, change, context };
  const denied = context.viewer === undefined ? [] : judgeAccess(judged, context.viewer);
  if (denied.length > 0) return refusedPlan(kind.title, denied);
  judgeChange(judged, problems);
  if (problems.length > 0) return refusedPlan(kind.title, problems);
  const changes = listChanges(before, draft);
  if (current !== null && Object.keys(changes).length === 0) return { ok: true, changed: false, row: current };
  const row = rowOf(definition, current, change, draft, context, planned.registration);
  const names = [`${definition.name}.${current === null ? 'created' : 'updated'}`];
  const reached = typeof draft['status'] === 'string' ? draft['status'] : undefined;
  if (reached !== undefined && (move === 'moved' || current === null)) {
    names.push(`${definition.name}.${reached.toLowerCase()}`);
  }
  return {
    ok: true,
    changed: true,
    row,
    kind: current === null ? 'created' : 'updated',
    names,
    changes: current === null ? {} : changes,
    draws,
  };
}

interface DraftedChange {
  readonly kind: CompiledKind;
  readonly draft: Draft;
  readonly named: JsonObject;
  readonly move: StatusMove;
  readonly draws: readonly NumberDraw[];
  readonly registration: string | undefined;
}

function draftChange(
  definition: EntityDefinition,
  current: RecordRow | null,
  change: RecordChange,
  context: PlanContext,
  problems: Problem[],
): DraftedChange {
  const faults: Fault[] = [];
  const before = current?.data ?? {};
  const { fields, registration } = readSystemFields(change, current, faults);
  const creating = current === null;
  const kind = compiledKind(definition, typeOf(definition, before, fields['type']));
  const isWriteBack = change.origin === 'write-back';
  if (isWriteBack) faults.push(...checkWriteBack(definition, fields, ''));
  const lenient = isWriteBack || change.lenient === true;
  const named = readFields({ faults, lenient }, kind.fields, fields, '');
  const settable = Object.entries(named).filter(([name]) => kind.fields[name]?.readOnly !== true);
  const draft: Draft = { ...mergeFields(before, Object.fromEntries(settable)) };
  if (creating) fillDefaults(kind, draft, named, context);
  const completion = { definition, kind, before, draft, named, creating, context };
  completeAmounts(completion);
  const move = moveStatus({ ...completion, current, change }, problems);
  const drawn = drawNumbers(kind, draft, move, creating, registration, context);
  completeInvoice(completion, faults);
  problems.push(...faults.map((fault) => ({ code: 'invalid-record' as const, fault })));
  return { kind, draft, named, move, draws: drawn.draws, registration: registration ?? drawn.registration };
}

function planDeletion(definition: EntityDefinition, current: RecordRow | null, context: PlanContext): ChangePlan {
  if (current === null) {
    return refusedPlan(definition.title, [
      { code: 'illegal-state', fault: { message: `There is no ${definition.title} to delete.` } },
    ]);
  }
  const { viewer } = context;
  const kept = viewer === undefined ? undefined : changeProblem(definition, current, viewer);
  if (kept !== undefined) return refusedPlan(definition.title, [kept]);
  if (viewer !== undefined && !may(viewer.rights, definition.name, 'delete')) {
    const message = rightSentence(definition.name, 'delete');
    return refusedPlan(definition.title, [{ code: 'forbidden', fault: { message } }]);
  }
  return {
    ok: true,
    changed: true,
    row: { ...current, revision: current.revision + 1, updatedAt: context.now, deletedAt: context.now },
    kind: 'deleted',
    names: [`${definition.name}.deleted`],
    changes: {},
    draws: [],
  };
}

function typeOf(definition: EntityDefinition, before: JsonObject, named: unknown): string | null {
  if (typeof named === 'string') return named;
  const present = before['type'];
  return typeof present === 'string' ? present : (definition.defaultType ?? null);
}

/** `{today}`, `{unit}`, `{home}` (the agency's currency) and `{other field}` are filled in; what the caller named, null too, stays. */
function fillDefaults(kind: CompiledKind, draft: Draft, named: JsonObject, context: PlanContext): void {
  if (kind.type !== null && draft['type'] === undefined) draft['type'] = kind.type;
  for (const [name, value] of Object.entries(kind.defaults)) {
    if (draft[name] !== undefined || Object.hasOwn(named, name)) continue;
    const token = typeof value === 'string' ? /^\{(\w+)\}$/.exec(value)?.[1] : undefined;
    if (token === undefined) draft[name] = value;
    else {
      const filled = tokenValue(token, draft, context);
      // A fault in the field that this one follows is told once, there.
      if (filled !== undefined && kind.judge(name, filled).length === 0) setField(draft, name, filled);
    }
  }
}

function tokenValue(token: string, draft: Draft, context: PlanContext): Json | undefined {
  if (token === 'today') return localDate(context.now, context.zone);
  if (token === 'unit') return context.unitId;
  return token === 'home' ? homeCurrency(draft, context) : draft[token];
}

/** Numbers that fall due with this change: put in where they were drawn, else asked for. */
function drawNumbers(
  kind: CompiledKind,
  draft: Draft,
  move: StatusMove,
  creating: boolean,
  registration: string | undefined,
  context: PlanContext,
): { readonly draws: readonly NumberDraw[]; readonly registration: string | undefined } {
  const draws: NumberDraw[] = [];
  let drawnRegistration: string | undefined;
  for (const each of kind.series) {
    const isRegistration = each.field === 'registration';
    const atCreation = isRegistration || (each.series.drawAt ?? 'creation') === 'creation';
    const due = atCreation ? creating : (creating || move === 'moved') && draft['status'] === each.series.drawAt;
    if (!due || (isRegistration ? registration : draft[each.field]) !== undefined) continue;
    const number = context.drawn?.[each.field];
    if (number === undefined) {
      draws.push(drawFor(each, draft, context.now, context.zone));
      continue;
    }
    const text = formatNumber(each.series, number, draft, context.now, context.zone);
    if (isRegistration) drawnRegistration = text;
    else draft[each.field] = text;
  }
  return { draws, registration: drawnRegistration };
}

function rowOf(
  definition: EntityDefinition,
  current: RecordRow | null,
  change: RecordChange,
  draft: Draft,
  context: PlanContext,
  registration: string | undefined,
): RecordRow {
  const type = typeof draft['type'] === 'string' ? draft['type'] : null;
  const status = typeof draft['status'] === 'string' ? draft['status'] : null;
  if (current !== null) {
    return { ...current, revision: current.revision + 1, type, status, data: draft, updatedAt: context.now };
  }
  const id = change.id ?? 0;
  return {
    unitId: context.unitId,
    entity: definition.name,
    id,
    registration: registration ?? String(id),
    revision: 1,
    type,
    status,
    data: draft,
    exports: {},
    createdAt: context.now,
    updatedAt: context.now,
    deletedAt: null,
  };
}
