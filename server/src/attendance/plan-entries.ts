import { createHash } from 'node:crypto';
import { type Viewer, viewerOf } from '../access/rights.ts';
import type { Transaction } from '../database/database.ts';
import { Refusal, refuse } from '../errors.ts';
import { compiledKind } from '../records/compile-entity.ts';
import { planChange } from '../records/plan-change.ts';
import { planInTransaction, recordsToLookUp } from '../records/plan-in-transaction.ts';
import { refusedPlan } from '../records/plan-problem.ts';
import { loadRecords } from '../records/related.ts';
import type {
  ChangePlan,
  EntityDefinition,
  JsonObject,
  RecordChange,
  RecordEnvironment,
  RecordKey,
  Related,
} from '../records/types.ts';
import { attendanceRules } from './attendance-rules.ts';
import type { EntryToRegister } from './entry-request.ts';
import { type EntryRow, eventOf, lockEvent, readEntriesByEvent } from './entry-store.ts';
import type { LookedUp } from './look-up.ts';
import { mayRegister } from './may-register.ts';
import { checkOverlap } from './overlap.ts';
import { type EntrySurroundings, type ReadEntry, readEntry } from './read-entry.ts';
import { contentOf, receiptText, sentFields } from './receipt.ts';
import { type FoundUser, namedKey } from './user-store.ts';

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
  readonly user: FoundUser | undefined;
}

/** What becomes of each, judged one by one. What is refused leaves nothing behind. */
export async function planEntries(
  transaction: Transaction,
  environment: RecordEnvironment,
  requests: readonly EntryToRegister[],
  { users, ids }: LookedUp,
): Promise<(PlannedEntry | Refusal)[]> {
  const { unitId } = environment;
  const surroundings = timeSurroundings(environment);
  const { definition } = surroundings;
  const reads = requests.map(({ fields }) => readEntry(fields, surroundings));
  const candidates = requests.flatMap((request, index): Candidate[] => {
    const [read, id] = [reads[index], ids[index]];
    if (read === undefined || id === undefined) return [];
    const user = read.user && users.get(namedKey(read.user));
    const viewer = viewerOf(request.actor, environment.groupRights);
    return [{ request, read, user, viewer, change: changeOf(request, read, id, user) }];
  });
  const keys = candidates.flatMap(({ change }) => keysToLookUp(definition, change, unitId));
  const related = await loadRecords(transaction, unitId, keys);
  const planned: (PlannedEntry | Refusal)[] = [];
  for (const candidate of candidates) {
    planned.push(await planOne(transaction, { environment, definition, related }, candidate));
  }
  return planned;
}

/** `userId` is who it is found to be; an id that nobody has is kept beside the record, because a record refers to what is there. */
function changeOf(
  { origin, registration }: EntryToRegister,
  read: ReadEntry,
  id: number,
  user: FoundUser | undefined,
): Candidate['change'] {
  const { userId: _sent, ...others } = read.fields;
  const fields = user === undefined ? others : { ...others, userId: user.id };
  return { kind: 'create', fields, origin, id, ...(registration === undefined ? {} : { registration }) };
}

/** What a new entry refers to, without what is known: its user, and the unit's own agency, which only a default of its currency looks at. */
function keysToLookUp(definition: EntityDefinition, change: Candidate['change'], unitId: number): RecordKey[] {
  const { userId: _found, ...fields } = change.fields;
  const type = typeof fields['type'] === 'string' ? fields['type'] : null;
  const { defaults, computed } = compiledKind(definition, type);
  const needsAgency =
    computed !== undefined || Object.values(defaults).includes('{home}') || fields['agencyId'] !== undefined;
  return recordsToLookUp(definition, null, { ...change, fields }, unitId).filter(
    ({ entity, id }) => needsAgency || entity !== 'agencies' || id !== unitId,
  );
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
  const userDisabled = user?.disabled === true;
  return { request, viewer, sent, entry, plan, related, userDisabled, earlier: undefined };
}

/** A pass without an event id is its own content: nobody passes the same door twice in the same moment. */
function eventKeyOf({ type, eventId }: ReadEntry, sent: JsonObject, id: number): string {
  if (eventId !== undefined) return `id/${eventId}`;
  if (type !== 'ATTENDANCE') return `record/${id}`;
  return `content/${createHash('sha256').update(contentOf(sent)).digest('base64url')}`;
}
