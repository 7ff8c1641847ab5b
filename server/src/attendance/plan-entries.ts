import { createHash } from 'node:crypto';
import { type Viewer, viewerOf } from '../access/rights.ts';
import type { Transaction } from '../database/database.ts';
import { Refusal, refuse } from '../errors.ts';
import { planChange } from '../records/plan-change.ts';
import { planInTransaction, recordsToLookUp } from '../records/plan-in-transaction.ts';
import { refusedPlan } from '../records/plan-problem.ts';
import { loadRecords } from '../records/related.ts';
import { relatedRow } from '../records/relations.ts';
import type {
  ChangePlan,
  EntityDefinition,
  JsonObject,
  RecordChange,
  RecordEnvironment,
  RecordRow,
  Related,
} from '../records/types.ts';
import { attendanceRules } from './attendance-rules.ts';
import type { EntryToRegister } from './entry-request.ts';
import { type EntryRow, eventOf, lockEvent, nextEntryIds, readEntriesByEvent } from './entry-store.ts';
import { mayRegister } from './may-register.ts';
import { checkOverlap } from './overlap.ts';
import { type EntrySurroundings, type ReadEntry, readEntry } from './read-entry.ts';
import { contentOf, receiptText, sentFields } from './receipt.ts';
import { findUserIds, namedKey } from './user-store.ts';

type GoodPlan = Extract<ChangePlan, { ok: true; changed: true }>;

/** A good entry, ready to be written. */
export interface PlannedEntry {
  readonly request: EntryToRegister;
  readonly viewer: Viewer;
  readonly sent: JsonObject;
  readonly entry: EntryRow;
  readonly plan: GoodPlan;
  readonly related: Related;
  readonly userDisabled: boolean;
  /** The event is known to be there already. */
  readonly earlier: EntryRow | undefined;
}

/** The entity time of the unit, and what its entries are judged by. */
export function timeSurroundings(environment: RecordEnvironment): EntrySurroundings & {
  readonly definition: EntityDefinition;
} {
  const definition = environment.definitions.get('time');
  if (definition === undefined) refuse('not-found', 'There is no entity "time" in this unit.');
  const { attendance } = definition;
  return {
    definition,
    rules: attendanceRules(attendance),
    zone: environment.zone,
    now: environment.now().getTime(),
  };
}

interface Planning {
  readonly environment: RecordEnvironment;
  readonly definition: EntityDefinition;
  readonly related: Related;
}

interface Candidate {
  readonly request: EntryToRegister;
  readonly viewer: Viewer;
  readonly read: ReadEntry;
  readonly change: RecordChange & { readonly id: number };
  readonly user: RecordRow | undefined;
}

/** What becomes of each: looked up together, judged one by one. What is refused leaves nothing behind. */
export async function planEntries(
  transaction: Transaction,
  environment: RecordEnvironment,
  requests: readonly EntryToRegister[],
): Promise<(PlannedEntry | Refusal)[]> {
  const { unitId } = environment;
  const surroundings = timeSurroundings(environment);
  const { definition } = surroundings;
  const reads = requests.map(({ fields }) => readEntry(fields, surroundings));
  const [found, ids] = await Promise.all([
    findUserIds(
      transaction,
      unitId,
      reads.flatMap(({ user }) => user ?? []),
    ),
    nextEntryIds(transaction, requests.length),
  ]);
  const changes = requests.map((request, index) => changeOf(request, reads[index]?.fields ?? {}, ids[index] ?? 0));
  const named = reads.map(({ user }) => (user === undefined ? undefined : found.get(namedKey(user))));
  const keys = named.flatMap((id) => (id === undefined || !Number.isSafeInteger(id) ? [] : [{ entity: 'users', id }]));
  const others = changes.flatMap((change) => recordsToLookUp(definition, null, change, unitId));
  const related = await loadRecords(transaction, unitId, [...keys, ...others]);
  const planned: (PlannedEntry | Refusal)[] = [];
  for (const [index, request] of requests.entries()) {
    const [read, change] = [reads[index], changes[index]];
    if (read === undefined || change === undefined) continue;
    const row = relatedRow(related, 'users', named[index]);
    const user = row?.deletedAt === null ? row : undefined;
    const viewer = viewerOf(request.actor, environment.groupRights);
    const candidate = { request, viewer, read, user, change: withUserId(change, user) };
    planned.push(await planOne(transaction, { environment, definition, related }, candidate));
  }
  return planned;
}

function changeOf(
  { origin, registration }: EntryToRegister,
  fields: RecordChange['fields'],
  id: number,
): Candidate['change'] {
  return { kind: 'create', fields, origin, id, ...(registration === undefined ? {} : { registration }) };
}

/** `userId` is who it is found to be; an id that nobody has is kept beside the record, because a record refers to what is there. */
function withUserId(change: Candidate['change'], user: RecordRow | undefined): Candidate['change'] {
  const { userId: _sent, ...fields } = change.fields;
  return { ...change, fields: user === undefined ? fields : { ...fields, userId: user.id } };
}

async function planOne(
  transaction: Transaction,
  planning: Planning,
  candidate: Candidate,
): Promise<PlannedEntry | Refusal> {
  const { environment, definition, related } = planning;
  const { request, viewer, read, change, user } = candidate;
  if (!mayRegister(viewer, user?.id)) return strangerRefusal(viewer);
  const { unitId, definitions, zone, groups, now } = environment;
  const context = {
    ...{ unitId, definitions, actor: request.actor, viewer, now: now(), zone, related },
    ...(groups === undefined ? {} : { groups }),
  };
  const plan = planChange(definition, null, change, context);
  const faulty = refusalOf(definition, read, plan);
  if (faulty !== undefined) return faulty;
  if (!plan.ok || !plan.changed) throw new Error('the plan of a new entry changes nothing');
  const quick = plannedEntry(candidate, plan, related);
  const looksFurther =
    plan.draws.length > 0 ||
    plan.row.registration !== String(change.id) ||
    (definition.unique ?? []).length > 0 ||
    read.type === 'ABSENCE';
  return looksFurther ? planFurther(transaction, planning, candidate, quick) : quick;
}

/** What needs the database: numbers and registrations, unique values, other absences. Not for a repeat, which would draw a number for nothing. */
async function planFurther(
  transaction: Transaction,
  { environment, definition }: Planning,
  candidate: Candidate,
  quick: PlannedEntry,
): Promise<PlannedEntry | Refusal> {
  const { unitId } = environment;
  await lockEvent(transaction, unitId, quick.entry);
  const earlier = (await readEntriesByEvent(transaction, unitId, [quick.entry])).get(eventOf(quick.entry));
  if (earlier !== undefined) return { ...quick, earlier };
  const { request, viewer, read, change } = candidate;
  const { actor } = request;
  const { plan, related } = await planInTransaction(transaction, environment, definition, {
    ...{ current: null, change, actor, viewer },
  });
  const faulty = refusalOf(definition, read, plan);
  if (faulty !== undefined) return faulty;
  if (!plan.ok || !plan.changed) throw new Error('the plan of a new entry changes nothing');
  const planned = plannedEntry(candidate, plan, related);
  return (await checkOverlap(transaction, unitId, planned.entry)) ?? planned;
}

function refusalOf(definition: EntityDefinition, { faults }: ReadEntry, plan: ChangePlan): Refusal | undefined {
  if (plan.ok && faults.length === 0) return undefined;
  // That somebody may not, is told alone.
  const own = plan.ok || plan.code === 'invalid-record' ? faults : [];
  const problems = [
    ...own.map((fault) => ({ code: 'invalid-record' as const, fault })),
    ...(plan.ok ? [] : plan.faults.map((fault) => ({ code: plan.code, fault }))),
  ];
  const { code, sentence, faults: all } = refusedPlan(definition.title, problems);
  return new Refusal(code, sentence, all);
}

function strangerRefusal({ userId }: Viewer): Refusal {
  const message = `The user of this token may register only themself (userId ${userId ?? 0}). Members of Devices register anyone.`;
  return new Refusal('forbidden', message, [{ path: 'userId', message }]);
}

function plannedEntry(
  { request, viewer, read, change, user }: Candidate,
  plan: GoodPlan,
  related: Related,
): PlannedEntry {
  const { row } = plan;
  const sent = sentFields(request.fields);
  const state = user === undefined ? 'unassigned' : 'accepted';
  const createdAt = row.createdAt.toISOString();
  const entry: EntryRow = {
    ...{ id: change.id, type: read.type, userId: user?.id ?? null, foundUserId: user?.id ?? null },
    ...{ at: Number.isNaN(read.at) ? row.createdAt.getTime() : read.at, until: read.until, direction: read.direction },
    // Without a name the device is whoever sends: two who count their events from one do not meet.
    device: read.device === undefined ? `user/${viewer.userId ?? 0}` : `device/${read.device}`,
    eventKey: eventKeyOf(read, sent, change.id),
    ...{ namedBy: read.user?.by ?? 'userId', named: read.user?.value ?? '' },
    status: user === undefined ? 202 : 201,
    receipt: receiptText({ id: change.id, registration: row.registration, state, createdAt, sent }),
  };
  const userDisabled = user?.data['isDisabled'] === true;
  return { request, viewer, sent, entry, plan, related, userDisabled, earlier: undefined };
}

/** A pass without an event id is its own content: nobody passes the same door twice in the same moment. */
function eventKeyOf({ type, eventId }: ReadEntry, sent: JsonObject, id: number): string {
  if (eventId !== undefined) return `id/${eventId}`;
  if (type !== 'ATTENDANCE') return `record/${id}`;
  return `content/${createHash('sha256').update(contentOf(sent)).digest('base64url')}`;
}
