import type { ValueObject } from '@gangway/language';
import { viewerOf } from '../access/rights.ts';
import type { Transaction } from '../database/database.ts';
import { type Fault, type ProblemCode, Refusal } from '../errors.ts';
import { readable } from '../records/acl.ts';
import { saveRecord } from '../records/save-record.ts';
import { toWire } from '../records/to-wire.ts';
import type { Actor, EntityDefinition, RecordEnvironment, SaveRequest, SaveResult } from '../records/types.ts';
import { unknownName } from '../schema-faults.ts';
import { lockMark } from './call-store.ts';
import type { ChangeResult } from './change-result.ts';
import { findOne, findRecords, type Looking, readFind, resolveReferences } from './find-records.ts';
import type { ReadChange } from './read-verdict.ts';
import { registersTime, registerTimes } from './register-times.ts';

export type Applied =
  | { readonly ok: true; readonly results: readonly ChangeResult[] }
  | { readonly ok: false; readonly results: readonly ChangeResult[]; readonly refusal: Refusal };

/**
 * Makes the changes one after the other in the caller's transaction, so that a later one may refer to what an earlier one has made. What cannot be made is
 * noted, and the rest is tried all the same, so that everything that is wrong is told at once; the transaction must then be rolled back.
 */
export async function applyChanges(
  transaction: Transaction,
  environment: RecordEnvironment,
  actor: Actor,
  changes: readonly ReadChange[],
): Promise<Applied> {
  const looking = { transaction, environment, viewer: viewerOf(actor, environment.groupRights) };
  const results: ChangeResult[] = [];
  const refusals: { readonly place: string; readonly refusal: Refusal }[] = [];
  for (const batch of batches(changes)) {
    for (const [index, made] of (await applyBatch(looking, actor, batch)).entries()) {
      const place = batch[index]?.place ?? '';
      if (made instanceof Refusal) refusals.push({ place, refusal: made });
      else results.push(made);
    }
  }
  const refusal = together(refusals, changes.length);
  return refusal === undefined ? { ok: true, results } : { ok: false, results, refusal };
}

/** One change each, but passes that come together in one. */
function batches(changes: readonly ReadChange[]): ReadChange[][] {
  const made: ReadChange[][] = [];
  for (const change of changes) {
    const last = made.at(-1);
    const [first] = last ?? [];
    if (last !== undefined && first !== undefined && registersTime(first) && registersTime(change)) last.push(change);
    else made.push([change]);
  }
  return made;
}

async function applyBatch(
  looking: Looking,
  actor: Actor,
  batch: readonly ReadChange[],
): Promise<readonly (ChangeResult | Refusal)[]> {
  const resolved = await Promise.all(batch.map((change) => refusalOr(() => withReferences(looking, change))));
  const good = resolved.flatMap((each, index) => {
    const change = batch[index];
    return each instanceof Refusal || change === undefined ? [] : [{ change, ...each }];
  });
  const [first] = good;
  if (first === undefined) return resolved.filter((each) => each instanceof Refusal);
  const made = registersTime(first.change)
    ? await registerTimes(looking, actor, good)
    : [await refusalOr(() => applyChange(looking, actor, first.change, first))];
  const placed = made.map((each) => (each instanceof Refusal ? inFields(each) : each));
  // In the order of the message: what could not even be looked up keeps its place.
  return resolved.flatMap((each) => (each instanceof Refusal ? [each] : placed.splice(0, 1)));
}

/** What a caller can mend is noted; everything else ends the call. */
async function refusalOr<T>(work: () => Promise<T>): Promise<T | Refusal> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Refusal) || error.code === 'database-unavailable') throw error;
    return error;
  }
}

interface Resolved {
  readonly definition: EntityDefinition;
  readonly fields: ValueObject;
}

async function withReferences(looking: Looking, { entity, fields: given }: ReadChange): Promise<Resolved> {
  const { definitions } = looking.environment;
  const definition = definitions.get(entity);
  if (definition === undefined) {
    const message = unknownName(entity, [...definitions.keys()]);
    throw new Refusal('invalid-record', message, [{ path: 'entity', message }]);
  }
  const faults: Fault[] = [];
  const fields = await resolveReferences(looking, definition, given, 'fields', faults);
  const [first] = faults;
  if (first !== undefined) throw new Refusal('invalid-record', first.message, faults);
  return { definition, fields };
}

async function applyChange(
  looking: Looking,
  actor: Actor,
  change: ReadChange,
  { definition, fields }: Resolved,
): Promise<ChangeResult> {
  const { environment, transaction } = looking;
  const request = await requestFor(looking, definition, change, fields);
  return resultOf(
    change,
    await saveRecord(transaction, environment, { ...request, actor, origin: 'api', lenient: true }),
    looking,
  );
}

/** What saveRecord calls `dueDays` stands in `fields.dueDays` here. */
function inFields({ code, message, faults, cause }: Refusal): Refusal {
  const placed = faults.map((fault) =>
    fault.path === undefined || besideFields.test(fault.path) ? fault : { ...fault, path: `fields.${fault.path}` },
  );
  return new Refusal(code, message, placed, { cause });
}

const besideFields = /^(?:id|registration|revision|entity|find|fields\..*)$/;

type Request = SaveRequest extends infer T ? (T extends SaveRequest ? Omit<T, 'actor' | 'origin'> : never) : never;

async function requestFor(
  looking: Looking,
  definition: EntityDefinition,
  { entity, do: doing, choice, revision }: ReadChange,
  fields: ValueObject,
): Promise<Request> {
  const expected = revision === undefined ? {} : { expectedRevision: revision };
  if (choice === undefined || doing === 'create') {
    const registration = choice?.by === 'registration' ? { registration: choice.registration } : {};
    return { kind: 'create', entity, fields, ...registration };
  }
  if (doing === 'upsert') {
    if (choice.by === 'registration')
      return { kind: 'upsert', entity, registration: choice.registration, fields, ...expected };
    if (choice.by === 'find') {
      const id = await findForUpsert(looking, definition, choice.find);
      return id === undefined
        ? { kind: 'create', entity, fields }
        : { kind: 'change', entity, key: { id }, fields, ...expected };
    }
  }
  const key = await keyOf(looking, definition, choice);
  return doing === 'delete'
    ? { kind: 'delete', entity, key, ...expected }
    : { kind: 'change', entity, key, fields, ...expected };
}

async function keyOf(
  looking: Looking,
  definition: EntityDefinition,
  choice: NonNullable<ReadChange['choice']>,
): Promise<{ readonly id: number } | { readonly registration: string }> {
  if (choice.by === 'id') return { id: choice.id };
  if (choice.by === 'registration') return { registration: choice.registration };
  const row = await findOne(looking, definition, choice.find);
  if (typeof row === 'string') throw new Refusal('not-found', row, [{ path: 'find', message: row }]);
  return { id: row.id };
}

/** The id of the one that is there; undefined: it is to be made, and nobody else makes it meanwhile. */
async function findForUpsert(
  looking: Looking,
  definition: EntityDefinition,
  find: ValueObject,
): Promise<number | undefined> {
  const wanted = readFind(definition, find);
  if (typeof wanted === 'string') throw new Refusal('invalid-record', wanted, [{ path: 'find', message: wanted }]);
  const [known] = await findRecords(looking, definition, wanted);
  // Nobody else makes it meanwhile.
  if (known === undefined)
    await lockMark(
      looking.transaction,
      looking.environment.unitId,
      `find/${definition.name}/${JSON.stringify(wanted)}`,
    );
  const rows = await findRecords(looking, definition, wanted);
  if (rows.length === 0) return undefined;
  const row = await findOne(looking, definition, find);
  if (typeof row === 'string') throw new Refusal('invalid-record', row, [{ path: 'find', message: row }]);
  return row.id;
}

function resultOf(
  { entity, do: doing }: ReadChange,
  { row, outcome, event }: SaveResult,
  { viewer }: Looking,
): ChangeResult {
  const { id, registration, revision } = row;
  const seen = readable(row, viewer) !== undefined;
  return {
    ...{ entity, do: doing, outcome, id, registration, revision, state: row.status },
    record: seen ? toWire(row) : null,
    changes: seen ? (event?.changes ?? {}) : null,
  };
}

/** Everything that was refused, in one: each fault with the place of its change, the sentence the first one's. */
function together(
  refusals: readonly { readonly place: string; readonly refusal: Refusal }[],
  count: number,
): Refusal | undefined {
  const [first] = refusals;
  if (first === undefined) return undefined;
  const faults = refusals.flatMap(({ place, refusal: { faults: found, message } }): Fault[] =>
    found.length === 0
      ? [{ path: place, message }]
      : found.map((fault) => ({ ...fault, path: fault.path === undefined ? place : `${place}.${fault.path}` })),
  );
  const { message, code } = first.refusal;
  const codes = new Set(refusals.map(({ refusal }) => refusal.code));
  const together: ProblemCode = codes.size === 1 ? code : 'invalid-record';
  if (count === 1) return new Refusal(together, message, faults);
  const sentence = `${refusals.length} of ${count} changes cannot be made, so nothing was written. The first: ${message}`;
  return new Refusal(together, sentence, faults);
}
