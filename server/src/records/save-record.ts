import { requireRight } from '../access/require-right.ts';
import { type Viewer, viewerOf } from '../access/rights.ts';
import type { Transaction } from '../database/database.ts';
import { newId } from '../database/uuid.ts';
import { refuse } from '../errors.ts';
import { readable } from './acl.ts';
import { auditRights } from './audit-rights.ts';
import { keepAnAdministrator } from './keep-an-administrator.ts';
import { markChanged } from './mark-changed.ts';
import { planInTransaction } from './plan-in-transaction.ts';
import {
  insertEvents,
  insertRecords,
  lockByRegistration,
  lockRecords,
  lockRegistration,
  nextRecordId,
  writeRecords,
} from './store.ts';
import { stored } from './stored-row.ts';
import { namedRevision, registrationFault } from './system-fields.ts';
import type {
  EntityDefinition,
  RecordChange,
  RecordEnvironment,
  RecordEvent,
  RecordRow,
  SaveRequest,
  SaveResult,
} from './types.ts';

/**
 * One change of one record, inside the caller's transaction: lock, plan, numbers and unique values, triggers (environment.observe), then row and
 * event. Throws a Refusal for everything that a caller can mend; the transaction must then be rolled back.
 */
export async function saveRecord(
  transaction: Transaction,
  environment: RecordEnvironment,
  request: SaveRequest,
): Promise<SaveResult> {
  const definition = environment.definitions.get(request.entity);
  if (definition === undefined) refuse('not-found', `There is no entity "${request.entity}".`);
  const viewer = viewerOf(request.actor, environment.groupRights);
  // A stranger to the entity learns nothing of its records, and holds no lock on them.
  requireRight(viewer, definition.name, request.kind);
  const { savers, ...plainEnvironment } = environment;
  const own = savers?.get(request.entity);
  if (own !== undefined) return own(transaction, plainEnvironment, request);
  const current = await lockCurrent(transaction, environment, { request, definition, viewer });
  const expected = 'expectedRevision' in request ? request.expectedRevision : undefined;
  if (current !== null) {
    for (const revision of [expected, namedRevision(fieldsOf(request))]) checkRevision(current, revision, definition);
  } else if (expected !== undefined) {
    refuse('revision-conflict', `There is no such ${definition.title}, so it has no revision ${expected}.`);
  }
  const change = await changeOf(transaction, request, current);
  const planned = await planInTransaction(transaction, environment, definition, {
    current,
    change,
    actor: request.actor,
    viewer,
  });
  const { plan, related } = planned;
  if (!plan.ok) refuse(plan.code, plan.sentence, plan.faults);
  if (!plan.changed) return { outcome: 'unchanged', row: withoutStored(plan.row), event: null };
  const after = { ...plan.row, exports: markChanged(plan.row.exports, change.origin) };
  const event = eventOf(environment, request, current, after, plan);
  if (current?.entity === 'users') await keepAnAdministrator(transaction, current, after);
  await auditRights(transaction, event);
  const observed = await environment.observe(transaction, event, related);
  const written = { ...after, exports: { ...after.exports, ...observed.exports } };
  await writeRow(transaction, written, current === null, definition);
  await insertEvents(transaction, [event]);
  const outcome = plan.kind === 'updated' ? 'changed' : plan.kind;
  const last = (await observed.afterWrite?.(withoutStored(written))) ?? written;
  return { outcome, row: withoutStored(last), event };
}

/** The record as it is, locked; null where one is to be created. */
async function lockCurrent(
  transaction: Transaction,
  { unitId }: RecordEnvironment,
  { request, definition, viewer }: { request: SaveRequest; definition: EntityDefinition; viewer: Viewer },
): Promise<RecordRow | null> {
  if (request.kind === 'create') return null;
  if (request.kind === 'upsert') {
    const fault = registrationFault(request.registration);
    if (fault !== undefined) refuse('invalid-parameter', fault, [{ path: 'registration', message: fault }]);
    const find = () => lockByRegistration(transaction, unitId, request.entity, request.registration);
    const found = await find();
    if (found === undefined) await lockRegistration(transaction, unitId, request.entity, request.registration);
    const there = found ?? (await find());
    if (there === undefined || readable(there, viewer) !== undefined) return there ?? null;
    // That the registration is taken cannot be kept from whoever wants it.
    refuse('already-exists', `The registration ${request.registration} is taken. Choose another one.`);
  }
  const { key } = request;
  const row =
    'id' in key
      ? (await lockRecords(transaction, unitId, [{ entity: request.entity, id: key.id }]))[0]
      : await lockByRegistration(transaction, unitId, request.entity, key.registration);
  const seen = readable(row, viewer);
  if (seen?.deletedAt === null) return seen;
  const name = 'id' in key ? `with the id ${key.id}` : `with the registration "${key.registration.slice(0, 100)}"`;
  refuse(
    'not-found',
    `There is no ${definition.title} ${name} in unit ${unitId}${seen === undefined ? '' : ' any more: it was deleted'}.`,
  );
}

function checkRevision(current: RecordRow, expected: number | undefined, definition: EntityDefinition): void {
  if (expected === undefined || expected === current.revision) return;
  refuse(
    'revision-conflict',
    `The ${definition.title} was changed meanwhile: it has revision ${current.revision}, not ${expected}. Read it again, then repeat the change.`,
    [{ path: 'revision', message: `The present revision is ${current.revision}.` }],
  );
}

async function changeOf(
  transaction: Transaction,
  request: SaveRequest,
  current: RecordRow | null,
): Promise<RecordChange> {
  const { origin, lenient = false } = request;
  if (request.kind === 'delete') return { kind: 'delete', fields: {}, origin };
  if (current !== null) return { kind: 'change', fields: request.fields, origin, lenient };
  const id = await nextRecordId(transaction);
  const registration = request.kind === 'change' ? undefined : request.registration;
  return {
    kind: 'create',
    fields: request.fields,
    origin,
    lenient,
    id,
    ...(registration === undefined ? {} : { registration }),
  };
}

function fieldsOf(request: SaveRequest) {
  return request.kind === 'delete' ? {} : request.fields;
}

/** What triggers see of a change, and the line in the record's history. */
export function eventOf(
  { unitId, now }: Pick<RecordEnvironment, 'unitId' | 'now'>,
  { actor, origin, entity }: Pick<SaveRequest, 'actor' | 'origin' | 'entity'>,
  before: RecordRow | null,
  after: RecordRow,
  { kind, names, changes }: Pick<RecordEvent, 'kind' | 'names' | 'changes'>,
): RecordEvent {
  return {
    unitId,
    id: newId(),
    at: now(),
    kind,
    names,
    entity,
    recordId: after.id,
    registration: after.registration,
    revision: after.revision,
    userId: actor.userId,
    userName: actor.name,
    userGroups: actor.groups,
    origin,
    changes,
    before,
    after,
  };
}

async function writeRow(
  transaction: Transaction,
  row: RecordRow,
  created: boolean,
  definition: EntityDefinition,
): Promise<void> {
  if (!created) return writeRecords(transaction, [row]);
  const written = await insertRecords(transaction, [row]);
  if (written.length > 0) return;
  // Only a number that somebody gave as a registration before it became an id comes here.
  refuse(
    'already-exists',
    `The registration ${row.registration} is taken by another ${definition.title}. Send it again, or give a registration.`,
  );
}

/** The row for someone who has no lock on it. */
function withoutStored(row: RecordRow): RecordRow {
  const { [stored]: _stored, ...rest } = row;
  return rest;
}
