import { Decimal } from '@gangway/language';
import type { Transaction } from '../database/database.ts';
import { refuse } from '../errors.ts';
import { compiledKind } from './compile-entity.ts';
import { claimKeys, releaseKeys } from './key-store.ts';
import { drawNumbers } from './number-store.ts';
import { planChange } from './plan-change.ts';
import { idsIn, referencesOf } from './relations.ts';
import { loadRecords } from './related.ts';
import { lockRegistration, readByRegistration } from './store.ts';
import type {
  Actor,
  ChangePlan,
  EntityDefinition,
  Json,
  PlanContext,
  RecordChange,
  RecordEnvironment,
  RecordKey,
  RecordRow,
  Related,
} from './types.ts';
import { keyChanges } from './unique-keys.ts';

export interface PlannedChange {
  readonly plan: ChangePlan;
  /** The records that were looked up for it. */
  readonly related: Related;
}

/** A number that someone gave by hand may stand in a series' way; so many in a row are skipped. */
const maxSkippedNumbers = 1_000;

/** Plans a change with everything that it needs from the database: related records, numbers, unique values. `current` is locked by the caller. */
export async function planInTransaction(
  transaction: Transaction,
  environment: Omit<RecordEnvironment, 'observe'>,
  definition: EntityDefinition,
  {
    current,
    change,
    actor,
  }: { readonly current: RecordRow | null; readonly change: RecordChange; readonly actor: Actor },
): Promise<PlannedChange> {
  const { unitId, definitions, zone, groups, now } = environment;
  const keys = recordsToLookUp(definition, current, change, unitId);
  const related = await loadRecords(transaction, unitId, keys);
  const context: PlanContext = {
    ...{ unitId, definitions, actor, now: now(), zone, related },
    ...(groups === undefined ? {} : { groups }),
  };
  let drawn: Readonly<Record<string, number>> = {};
  for (let skipped = 0; skipped < maxSkippedNumbers;) {
    const plan = planChange(definition, current, change, { ...context, drawn });
    if (!plan.ok || !plan.changed) return { plan, related };
    if (plan.draws.length > 0) {
      drawn = { ...drawn, ...(await drawNumbers(transaction, unitId, plan.draws)) };
      continue;
    }
    const taken = await reserve(transaction, definition, current, plan.row, change, Object.keys(drawn));
    if (taken === undefined) return { plan, related };
    // Only this one is drawn anew: another series would lose a number.
    drawn = Object.fromEntries(Object.entries(drawn).filter(([field]) => field !== taken));
    skipped += 1;
  }
  refuse('already-exists', `The next ${maxSkippedNumbers} numbers of the series are taken; set the series further.`);
}

/** The references that the change makes, and whatever defaults, amounts and conditions look at. */
function recordsToLookUp(
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

/** Claims registration and unique values. Gives the field whose drawn number was taken already, so that the next one is needed. */
async function reserve(
  transaction: Transaction,
  definition: EntityDefinition,
  current: RecordRow | null,
  row: RecordRow,
  change: RecordChange,
  drawn: readonly string[],
): Promise<string | undefined> {
  const { unitId, entity, registration, id } = row;
  const given = change.registration ?? change.fields['registration'];
  if (current === null && (drawn.includes('registration') || typeof given === 'string')) {
    await lockRegistration(transaction, unitId, entity, registration);
    const other = await readByRegistration(transaction, unitId, entity, registration);
    if (other !== undefined && drawn.includes('registration')) return 'registration';
    if (other !== undefined) refuseTaken(definition, 'registration', registration, other.id);
  }
  const { released, claimed } = keyChanges(definition, current?.data, row.deletedAt === null ? row.data : undefined);
  await releaseKeys(transaction, unitId, entity, released);
  const [taken] = await claimKeys(transaction, unitId, entity, id, claimed);
  if (taken === undefined || drawn.includes(taken.path)) return taken?.path;
  refuseTaken(definition, taken.path, taken.value, taken.takenBy);
}

function refuseTaken({ title }: EntityDefinition, path: string, value: string, id: number): never {
  const message = `There is a ${title} whose "${path}" is "${value}" already: record ${id}.`;
  refuse('already-exists', `${message} Change that one, or choose another value.`, [{ path, message }]);
}
