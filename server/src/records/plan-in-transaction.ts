import { Decimal } from '@gangway/language';
import type { Viewer } from '../access/rights.ts';
import type { Transaction } from '../database/database.ts';
import { readable } from './acl.ts';
import { compiledKind } from './compile-entity.ts';
import type { TakenKey } from './key-store.ts';
import { type ShownKey, takeKeys, takenSentence } from './move-keys.ts';
import { drawNumbers, returnNumbers } from './number-store.ts';
import { planChange } from './plan-change.ts';
import { refusedPlan } from './plan-problem.ts';
import { idsIn, referencesOf } from './relations.ts';
import { loadRecords } from './related.ts';
import { lockRegistration, readByRegistration, readRecords } from './store.ts';
import type {
  Actor,
  ChangePlan,
  EntityDefinition,
  Json,
  NumberDraw,
  PlanContext,
  RecordChange,
  RecordEnvironment,
  RecordKey,
  RecordRow,
  Related,
} from './types.ts';

export interface PlannedChange {
  readonly plan: ChangePlan;
  /** The records that were looked up for it. */
  readonly related: Related;
}

export interface ChangeToPlan {
  /** Locked by the caller. */
  readonly current: RecordRow | null;
  readonly change: RecordChange;
  readonly actor: Actor;
  /** Whose rights it is judged by; left out for Gangway's own changes. */
  readonly viewer?: Viewer;
}

/** A number that someone gave by hand may stand in a series' way; so many in a row are skipped. */
const maxSkippedNumbers = 1_000;

/**
 * planChange with everything that it needs from the database: related records, numbers of series, unique values. A change that needs none of them
 * costs no statement. A refused plan leaves nothing behind, so that a batch may go on in the same transaction.
 */
export async function planInTransaction(
  transaction: Transaction,
  environment: Omit<RecordEnvironment, 'observe'>,
  definition: EntityDefinition,
  { current, change, actor, viewer }: ChangeToPlan,
): Promise<PlannedChange> {
  const { unitId, definitions, zone, groups, now } = environment;
  const keys = recordsToLookUp(definition, current, change, unitId);
  const related = await loadRecords(transaction, unitId, keys);
  const context: PlanContext = {
    ...{ unitId, definitions, actor, now: now(), zone, related },
    ...(groups === undefined ? {} : { groups }),
    ...(viewer === undefined ? {} : { viewer }),
  };
  let draws: readonly NumberDraw[] = [];
  let drawn: Readonly<Record<string, number>> = {};
  for (let skipped = 0; ;) {
    const plan = planChange(definition, current, change, { ...context, drawn });
    if (plan.ok && plan.changed && plan.draws.length > 0) {
      draws = [...draws, ...plan.draws];
      drawn = { ...drawn, ...(await drawNumbers(transaction, unitId, plan.draws)) };
      continue;
    }
    const conflict = plan.ok && plan.changed ? await reserve(transaction, definition, current, plan.row) : undefined;
    if (conflict === undefined && plan.ok) return { plan, related };
    const again = draws.find(({ field }) => field === conflict?.path);
    if (again === undefined || skipped >= maxSkippedNumbers) {
      await returnNumbers(transaction, unitId, draws);
      if (conflict === undefined) return { plan, related };
      const shown = await shownTo(transaction, environment, definition, conflict, viewer);
      return { plan: takenPlan(definition, shown), related };
    }
    // Only this number is drawn anew: another series would lose one. The skipped one is no gap, somebody has it.
    draws = draws.filter((each) => each !== again);
    drawn = Object.fromEntries(Object.entries(drawn).filter(([field]) => field !== again.field));
    skipped += 1;
  }
}

/** The references that the change makes, and whatever defaults, amounts and conditions look at. */
export function recordsToLookUp(
  definition: EntityDefinition,
  current: RecordRow | null,
  change: RecordChange,
  unitId: number,
): RecordKey[] {
  if (change.kind === 'delete') return [];
  const named = Object.values(definition.relations ?? {}).flatMap(({ field, entity }) =>
    // What is no whole number is refused when it is read; a Decimal of the reader is one here.
    idsIn(plainIds(change.fields[field])).map((id) => ({ entity, id })),
  );
  const kind = compiledKind(definition, current?.type ?? null);
  const looksFurther =
    current === null ||
    'status' in change.fields ||
    (kind.computed !== undefined && ['lines', 'currency', 'exchangeRate'].some((field) => field in change.fields));
  if (!looksFurther) return named;
  const present = current === null ? [{ entity: 'agencies', id: unitId }] : referencesOf(definition, current.data);
  return [...named, ...present];
}

function plainIds(value: unknown): Json {
  if (Array.isArray(value)) return value.map(plainIds);
  const id = value instanceof Decimal ? value.toSafeInteger() : value;
  return typeof id === 'number' && Number.isSafeInteger(id) ? id : null;
}

/** Claims registration and unique values. Gives the first that another record has; then nothing is claimed. */
async function reserve(
  transaction: Transaction,
  definition: EntityDefinition,
  current: RecordRow | null,
  row: RecordRow,
): Promise<TakenKey | undefined> {
  const { unitId, entity, registration, id } = row;
  const madeOfId = registration === String(id);
  if (current === null && !madeOfId) {
    await lockRegistration(transaction, unitId, entity, registration);
    const other = await readByRegistration(transaction, unitId, entity, registration);
    if (other !== undefined) {
      return { path: 'registration', key: 'registration', value: registration, takenBy: other.id };
    }
  }
  return takeKeys(transaction, definition, current, row);
}

/** A record that a person may not see is not named to them; that a value is taken they must learn. */
async function shownTo(
  transaction: Transaction,
  { unitId }: Pick<RecordEnvironment, 'unitId'>,
  { name }: EntityDefinition,
  taken: TakenKey,
  viewer: Viewer | undefined,
): Promise<ShownKey> {
  if (viewer === undefined || viewer.administrator) return taken;
  const { takenBy, ...value } = taken;
  const [other] = await readRecords(transaction, unitId, [{ entity: name, id: takenBy }]);
  return readable(other, viewer) === undefined ? value : taken;
}

function takenPlan(definition: EntityDefinition, taken: ShownKey): ChangePlan {
  const message = `${takenSentence(definition, taken)} Change that one, or choose another value.`;
  return refusedPlan(definition.title, [{ code: 'already-exists', fault: { path: taken.path, message } }]);
}
