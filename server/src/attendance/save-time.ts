import type { Transaction } from '../database/database.ts';
import { saveRecord } from '../records/save-record.ts';
import { readByRegistration, readRecords } from '../records/store.ts';
import type { RecordEnvironment, RecordRow, SaveRequest, SaveResult, Savers } from '../records/types.ts';
import { completeCorrection } from './complete-correction.ts';
import { readEntry } from './entry-store.ts';
import { followCorrection } from './follow-correction.ts';
import { lockUsers } from './lock-users-store.ts';
import { timeSurroundings } from './plan-entries.ts';
import { registerEntries } from './register-entries.ts';

/** How saveRecord saves the entity time: what is new is registered, what a person corrects is followed by its intervals. */
export const timeSavers: Savers = new Map([['time', saveTime]]);

export async function saveTime(
  transaction: Transaction,
  environment: RecordEnvironment,
  request: SaveRequest,
): Promise<SaveResult> {
  const { unitId } = environment;
  if (request.kind === 'create') return register(transaction, environment, request);
  if (request.kind === 'upsert') {
    const there = await readByRegistration(transaction, unitId, 'time', request.registration);
    if (there === undefined) return register(transaction, environment, request);
  }
  const current = await currentOf(transaction, unitId, request);
  const entry = current === undefined ? undefined : await readEntry(transaction, unitId, current.id);
  // saveRecord says what is wrong with one that is not there.
  if (current === undefined || entry === undefined) return saveRecord(transaction, environment, request);
  // Users before records, as whoever registers: two who wait for each other would wait in a circle.
  if (entry.userId !== null) await lockUsers(transaction, unitId, [entry.userId]);
  const saved = await saveRecord(
    transaction,
    environment,
    request.kind === 'delete'
      ? request
      : { ...request, fields: completeCorrection(request.fields, current, timeSurroundings(environment)) },
  );
  if (saved.event !== null)
    await followCorrection(transaction, environment, { entry, row: saved.row, actor: request.actor });
  return saved;
}

async function register(
  transaction: Transaction,
  environment: RecordEnvironment,
  request: Extract<SaveRequest, { kind: 'create' | 'upsert' }>,
): Promise<SaveResult> {
  const { fields, actor, origin, registration } = request;
  const entry = { fields, actor, origin, ...(registration === undefined ? {} : { registration }) };
  const [registered] = await registerEntries(transaction, environment, [entry]);
  if (registered === undefined) throw new Error('an entry was registered without an answer');
  if (registered.kind === 'refused') throw registered.refusal;
  if (registered.made !== undefined) return { outcome: 'created', ...registered.made };
  const [row] = await readRecords(transaction, environment.unitId, [{ entity: 'time', id: registered.id }]);
  if (row === undefined) throw new Error('an event stands without its record');
  return { outcome: 'unchanged', row, event: null };
}

async function currentOf(
  transaction: Transaction,
  unitId: number,
  request: Exclude<SaveRequest, { kind: 'create' }>,
): Promise<RecordRow | undefined> {
  const key = request.kind === 'upsert' ? { registration: request.registration } : request.key;
  if ('registration' in key) return readByRegistration(transaction, unitId, 'time', key.registration);
  return (await readRecords(transaction, unitId, [{ entity: 'time', ...key }]))[0];
}
