import { int8s, texts } from '../database/array-parameter.ts';
import type { Queryable, Transaction } from '../database/database.ts';
import type { Direction } from './compute-intervals.ts';
import { inOrder, lockUsersText } from './lock-users-store.ts';
import type { NamedUser } from './read-entry.ts';

/** A row of time_entries. */
export interface EntryRow {
  readonly id: number;
  readonly type: string;
  readonly userId: number | null;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly until: number | null;
  readonly direction: Direction | null;
  readonly device: string;
  readonly eventKey: string;
  readonly namedBy: string;
  readonly named: string;
  /** Whom the entry was taken for when it came. */
  readonly foundUserId: number | null;
  /** 201 or 202. */
  readonly status: number;
  readonly receipt: string;
}

const columns = `e.id, e.type, e.user_id as "userId", (date_part('epoch', e.at) * 1000)::bigint as at,
  (date_part('epoch', e.until) * 1000)::bigint as until, e.direction, e.device, e.event_key as "eventKey", e.named_by as "namedBy", e.named,
  e.found_user_id as "foundUserId", e.status, e.receipt`;

/** Ids for new records, ascending. */
export async function nextEntryIds(transaction: Transaction, count: number): Promise<number[]> {
  const rows = await transaction.query<{ id: number }>({
    name: 'next-time-entry-ids',
    text: `select nextval('record_ids') as id from generate_series(1, $1::integer)`,
    values: [count],
  });
  return rows.map(({ id }) => id);
}

/**
 * Locks the users, then writes entries in the order of their keys, so that two batches with the same ones never wait for each other in a circle. Gives the
 * ids that are new: an event that is there already is left out, also one that another transaction is writing at this moment.
 */
export async function insertEntries(
  transaction: Transaction,
  unitId: number,
  entries: readonly EntryRow[],
): Promise<ReadonlySet<number>> {
  if (entries.length === 0) return new Set();
  const sorted = entries.toSorted((left, right) => (eventOf(left) < eventOf(right) ? -1 : 1));
  const users = sorted.flatMap(({ userId }) => userId ?? []);
  const rows = await transaction.query<{ id: number }>({
    name: 'insert-time-entries',
    text: `with locked as materialized (${lockUsersText('$13')})
           insert into time_entries (unit_id, id, type, user_id, at, until, direction, device, event_key, named_by, named, found_user_id,
             status, receipt)
           select $1, id, type, user_id, to_timestamp(at / 1000.0::float8), to_timestamp(until / 1000.0::float8), direction, device, event_key, named_by, named,
             user_id, case when user_id is null then 202 else 201 end, receipt
           from unnest($2::bigint[], $3::text[], $4::bigint[], $5::bigint[], $6::bigint[], $7::text[], $8::text[], $9::text[], $10::text[],
             $11::text[], $12::text[])
             as v(id, type, user_id, at, until, direction, device, event_key, named_by, named, receipt)
           where (select count(*) from locked) >= 0
           on conflict (unit_id, device, event_key) do nothing returning id`,
    values: [
      unitId,
      int8s(sorted.map(({ id }) => id)),
      texts(sorted.map(({ type }) => type)),
      int8s(sorted.map(({ userId }) => userId)),
      int8s(sorted.map(({ at }) => at)),
      int8s(sorted.map(({ until }) => until)),
      texts(sorted.map(({ direction }) => direction)),
      texts(sorted.map(({ device }) => device)),
      texts(sorted.map(({ eventKey }) => eventKey)),
      texts(sorted.map(({ namedBy }) => namedBy)),
      texts(sorted.map(({ named }) => named)),
      texts(sorted.map(({ receipt }) => receipt)),
      int8s(inOrder(users)),
    ],
  });
  return new Set(rows.map(({ id }) => id));
}

/** The key of an event: one text for device and event. */
export function eventOf({ device, eventKey }: Pick<EntryRow, 'device' | 'eventKey'>): string {
  return `${device}\n${eventKey}`;
}

export async function readEntriesByEvent(
  queryable: Queryable,
  unitId: number,
  events: readonly Pick<EntryRow, 'device' | 'eventKey'>[],
): Promise<ReadonlyMap<string, EntryRow>> {
  const rows = await queryable.query<EntryRow & object>({
    name: 'read-time-entries-by-event',
    text: `select ${columns} from unnest($2::text[], $3::text[]) as w(device, event_key)
           join time_entries e on e.unit_id = $1 and e.device = w.device and e.event_key = w.event_key`,
    values: [unitId, events.map(({ device }) => device), events.map(({ eventKey }) => eventKey)],
  });
  return new Map(rows.map((row) => [eventOf(row), row]));
}

/** Keeps others from writing entries of this event until the transaction ends. */
export async function lockEvent(
  transaction: Transaction,
  unitId: number,
  event: Pick<EntryRow, 'device' | 'eventKey'>,
): Promise<void> {
  await transaction.query({
    name: 'lock-time-event',
    text: `select pg_advisory_xact_lock(hashtextextended($1, 0))`,
    values: [`time/${unitId}/${eventOf(event)}`],
  });
}

export async function readEntry(queryable: Queryable, unitId: number, id: number): Promise<EntryRow | undefined> {
  const [row] = await queryable.query<EntryRow & object>({
    name: 'read-time-entry',
    text: `select ${columns} from time_entries e where e.unit_id = $1 and e.id = $2`,
    values: [unitId, id],
  });
  return row;
}

/** What a person has corrected; what was sent stays as it was. */
export async function updateEntry(
  transaction: Transaction,
  unitId: number,
  entry: Pick<EntryRow, 'id' | 'type' | 'userId' | 'at' | 'until' | 'direction'> & { readonly counts: boolean },
): Promise<void> {
  await transaction.query({
    name: 'update-time-entry',
    text: `update time_entries set type = $3, user_id = $4, at = to_timestamp($5::bigint / 1000.0::float8), until = to_timestamp($6::bigint / 1000.0::float8),
             direction = $7, counts = $8
           where unit_id = $1 and id = $2`,
    values: [unitId, entry.id, entry.type, entry.userId, entry.at, entry.until, entry.direction, entry.counts],
  });
}

/** The entries that wait for somebody with this badge, e-mail or number, the oldest first. */
export async function readWaiting(
  queryable: Queryable,
  unitId: number,
  named: NamedUser,
  limit: number,
): Promise<number[]> {
  const rows = await queryable.query<{ id: number }>({
    text: `select id from time_entries
           where unit_id = $1 and named_by = $2 and named = $3 and user_id is null and counts order by id limit $4`,
    values: [unitId, named.by, named.value, limit],
  });
  return rows.map(({ id }) => id);
}

/** An absence of this user that lies within the same time, whatever it is called. */
export async function findOverlap(
  transaction: Transaction,
  unitId: number,
  absence: { readonly id: number; readonly userId: number; readonly at: number; readonly until: number | null },
): Promise<{ readonly id: number; readonly from: Date; readonly until: Date | null } | undefined> {
  const [row] = await transaction.query<{ id: number; from: Date; until: Date | null }>({
    text: `select id, at as from, until from time_entries
           where unit_id = $1 and user_id = $2 and type = 'ABSENCE' and counts and id <> $3
             and tstzrange(at, until) && tstzrange(to_timestamp($4::bigint / 1000.0::float8), to_timestamp($5::bigint / 1000.0::float8))
           order by at limit 1`,
    values: [unitId, absence.userId, absence.id, absence.at, absence.until],
  });
  return row;
}
