import type { Transaction } from '../database/database.ts';
import { refuse } from '../errors.ts';
import { saveRecord } from '../records/save-record.ts';
import type { Actor, JsonObject, RecordEnvironment } from '../records/types.ts';
import { type EntryRow, readEntry, readWaiting } from './entry-store.ts';
import { namings } from './read-entry.ts';
import { saveTime } from './save-time.ts';

/** So many waiting entries follow at once; the answer says when there are more. */
const followLimit = 500;

export interface Assignment {
  readonly id: number;
  readonly userId: number;
  /** The badge (e-mail, personal number) becomes the user's own, and everything that waits for it follows. */
  readonly remember: boolean;
  readonly actor: Actor;
}

export interface Assigned {
  readonly ids: readonly number[];
  /** Entries of the same badge that still wait. */
  readonly waiting: number;
}

/** A person says whose entry it is that nobody was known for. Whoever may change the entry may say so, and `remember` needs the right to change the user. */
export async function assignEntry(
  transaction: Transaction,
  environment: RecordEnvironment,
  { id, userId, remember, actor }: Assignment,
): Promise<Assigned> {
  const { unitId } = environment;
  const entry = await readEntry(transaction, unitId, id);
  if (entry === undefined) refuse('not-found', `There is no pass ${id} in unit ${unitId}.`);
  if (entry.userId !== null && entry.userId !== userId) {
    refuse(
      'illegal-state',
      `Pass ${id} is of user ${entry.userId} already. If that is wrong, correct it: PATCH /rest/v1/${unitId}/time?id=${id} with another "userId".`,
    );
  }
  const save = (entryId: number) =>
    saveTime(transaction, environment, {
      ...{ kind: 'change', entity: 'time', key: { id: entryId }, fields: { userId }, actor, origin: 'api' },
    });
  const { outcome } = await save(id);
  const ids = outcome === 'changed' ? [id] : [];
  if (!remember) return { ids, waiting: 0 };
  await giveName(transaction, environment, entry, userId, actor);
  const by = namings.find((each) => each === entry.namedBy) ?? 'badge';
  const waiting = await readWaiting(transaction, unitId, { by, value: entry.named }, followLimit + 1);
  for (const waitingId of waiting.slice(0, followLimit)) {
    await save(waitingId);
    ids.push(waitingId);
  }
  return { ids, waiting: Math.max(0, waiting.length - followLimit) };
}

/** As the device wrote it: badges compare without case, but a person reads them. */
async function giveName(
  transaction: Transaction,
  environment: RecordEnvironment,
  { namedBy, receipt }: EntryRow,
  userId: number,
  actor: Actor,
): Promise<void> {
  if (namedBy === 'userId') {
    refuse('invalid-body', 'An id cannot be given to a user. Leave "remember" out.', [
      { path: 'remember', message: 'The pass names its user by id.' },
    ]);
  }
  const sent = JSON.parse(receipt) as JsonObject;
  await saveRecord(transaction, environment, {
    ...{ kind: 'change', entity: 'users', key: { id: userId }, fields: { [namedBy]: sent[namedBy] }, actor },
    origin: 'api',
  });
}
