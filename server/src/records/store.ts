import { int4s, int8s, texts, timestamptzs, uuids } from '../database/array-parameter.ts';
import type { Queryable, Transaction } from '../database/database.ts';
import type { JsonObject } from './json.ts';
import { patchOf, stored } from './stored-row.ts';
import type { Exports, RecordEvent, RecordKey, RecordRow, SeenRecord } from './types.ts';

const columnsBesideData = `r.unit_id as "unitId", r.entity, r.id, r.registration, r.revision, r.type, r.status, r.exports,
  r.created_at as "createdAt", r.updated_at as "updatedAt", r.deleted_at as "deletedAt"`;
const columns = `${columnsBesideData}, r.data`;

/**
 * Locks records until the transaction ends, in the order of their keys, so that two batches never wait for each other in a circle. Deleted ones too.
 * Data that the caller has seen at the revision that the record still has are not sent again: an invoice of ten lines is 3 KB to write, send and parse.
 */
export async function lockRecords(
  transaction: Transaction,
  unitId: number,
  keys: readonly (RecordKey | SeenRecord)[],
): Promise<RecordRow[]> {
  if (keys.length === 0) return [];
  const rows = await transaction.query<Omit<RecordRow, 'data'> & { readonly data: JsonObject | null }>({
    name: 'lock-records',
    text: `select ${columnsBesideData}, case when r.revision = k.seen then null else r.data end as data
           from unnest($2::text[], $3::bigint[], $4::integer[]) as k(entity, id, seen)
           join records r on r.unit_id = $1 and r.entity = k.entity and r.id = k.id
           order by r.entity, r.id for no key update of r`,
    values: [unitId, ...keyColumns(keys), int4s(keys.map((key) => ('revision' in key ? key.revision : null)))],
  });
  const seen = new Map(keys.map((key) => [`${key.entity}/${key.id}`, 'data' in key ? key.data : undefined]));
  return rows.map(({ data, ...row }) => {
    const known = data ?? seen.get(`${row.entity}/${row.id}`);
    if (known === undefined) throw new Error('a record came without its data');
    return withStored({ ...row, data: known });
  });
}

/** Deleted ones too: what refers to them still shows them. */
export async function readRecords(
  queryable: Queryable,
  unitId: number,
  keys: readonly RecordKey[],
): Promise<RecordRow[]> {
  if (keys.length === 0) return [];
  return queryable.query<RecordRow>({
    name: 'read-records',
    text: `select ${columns} from unnest($2::text[], $3::bigint[]) as k(entity, id)
           join records r on r.unit_id = $1 and r.entity = k.entity and r.id = k.id`,
    values: [unitId, ...keyColumns(keys)],
  });
}

/** The living record of a registration. */
export async function readByRegistration(
  queryable: Queryable,
  unitId: number,
  entity: string,
  registration: string,
): Promise<RecordRow | undefined> {
  const [row] = await queryable.query<RecordRow>({
    name: 'read-record-by-registration',
    text: `select ${columns} from records r
           where r.unit_id = $1 and r.entity = $2 and r.registration = $3 and r.deleted_at is null`,
    values: [unitId, entity, registration],
  });
  return row;
}

export async function lockByRegistration(
  transaction: Transaction,
  unitId: number,
  entity: string,
  registration: string,
): Promise<RecordRow | undefined> {
  const [row] = await transaction.query<RecordRow>({
    name: 'lock-record-by-registration',
    text: `select ${columns} from records r
           where r.unit_id = $1 and r.entity = $2 and r.registration = $3 and r.deleted_at is null for no key update`,
    values: [unitId, entity, registration],
  });
  return row && withStored(row);
}

/**
 * Keeps everybody else from creating a record of this registration until the transaction ends. A row lock cannot: the row is
 * not there yet. Read for it again afterwards, because the other transaction may have made it meanwhile.
 */
export async function lockRegistration(
  transaction: Transaction,
  unitId: number,
  entity: string,
  registration: string,
): Promise<void> {
  await transaction.query({
    name: 'lock-registration',
    text: `select pg_advisory_xact_lock(hashtextextended($1, 0))`,
    values: [`record/${unitId}/${entity}/${registration}`],
  });
}

export async function nextRecordId(transaction: Transaction): Promise<number> {
  const [row] = await transaction.query<{ id: number }>({
    name: 'next-record-id',
    text: `select nextval('record_ids') as id`,
  });
  if (row === undefined) throw new Error('the sequence of record ids gave nothing');
  return row.id;
}

/** New records of one unit. Gives the ids that were written: one whose registration is taken is left out. */
export async function insertRecords(transaction: Transaction, rows: readonly RecordRow[]): Promise<number[]> {
  const [first] = rows;
  if (first === undefined) return [];
  const inserted = await transaction.query<{ id: number }>({
    name: 'insert-records',
    text: `with inserted as (
             insert into records (unit_id, entity, id, revision, type, status, exports, updated_at, deleted_at, data, registration, created_at)
             select $1, entity, id, revision, type, status, exports::jsonb, updated_at, deleted_at, data::jsonb, registration, created_at
             from unnest($2::text[], $3::bigint[], $4::integer[], $5::text[], $6::text[], $7::text[], $8::timestamptz[], $9::timestamptz[],
               $10::text[], $11::text[], $12::timestamptz[])
               as v(entity, id, revision, type, status, exports, updated_at, deleted_at, data, registration, created_at)
             on conflict do nothing returning entity, id, updated_at, revision
           ), noted as (
             insert into record_changes (unit_id, entity, at, id, revision) select $1, entity, updated_at, id, revision from inserted
           ) select id from inserted`,
    values: [
      first.unitId,
      ...changingColumns(rows),
      texts(rows.map((row) => JSON.stringify(row.data))),
      texts(rows.map((row) => row.registration)),
      timestamptzs(rows.map((row) => row.createdAt)),
    ],
  });
  return inserted.map(({ id }) => id);
}

/**
 * Writes the new state of records of one unit, which the caller has locked. Each may stand in `rows` once, and be written once per lock. Of data only
 * what differs from the locked row is sent.
 */
export async function writeRecords(transaction: Transaction, rows: readonly RecordRow[]): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  const writes = rows.map((row) => {
    const before = row[stored];
    return { before, patch: before === undefined ? { fields: row.data, gone: [] } : patchOf(before.data, row.data) };
  });
  const [written] = await transaction.query<{ count: number }>({
    name: 'write-records',
    text: `with written as (
             update records r set revision = v.revision, type = v.type, status = v.status, exports = v.exports::jsonb,
               updated_at = v.updated_at, deleted_at = v.deleted_at,
               data = case when v.fields is null then r.data
                           when v.expected is null then v.fields::jsonb
                           when v.gone = '' then r.data || v.fields::jsonb
                           else (r.data || v.fields::jsonb) - string_to_array(v.gone, ' ') end
             from unnest($2::text[], $3::bigint[], $4::integer[], $5::text[], $6::text[], $7::text[], $8::timestamptz[],
               $9::timestamptz[], $10::text[], $11::text[], $12::integer[])
               as v(entity, id, revision, type, status, exports, updated_at, deleted_at, fields, gone, expected)
             where r.unit_id = $1 and r.entity = v.entity and r.id = v.id
               and (v.expected is null or r.revision = v.expected)
             returning r.entity, r.id, r.updated_at, r.revision, v.expected
           ), noted as (
             insert into record_changes (unit_id, entity, at, id, revision)
             select $1, entity, updated_at, id, revision from written where revision is distinct from expected
           ) select count(*)::integer as count from written`,
    values: [
      first.unitId,
      ...changingColumns(rows),
      texts(writes.map(({ patch }) => (patch === null ? null : JSON.stringify(patch.fields)))),
      // Names of fields hold no blanks (check-definition).
      texts(writes.map(({ patch }) => patch?.gone.join(' ') ?? '')),
      int4s(writes.map(({ before }) => before?.revision ?? null)),
    ],
  });
  if (written?.count !== rows.length) throw new Error('a record was written that is not as it was locked');
}

export interface ExportsChange extends RecordKey {
  readonly exports: Exports;
}

/** Lays states of deliveries over `exports` alone; several for one record must be merged by the caller. Locks the rows. */
export async function mergeExports(
  transaction: Transaction,
  unitId: number,
  changes: readonly ExportsChange[],
): Promise<void> {
  if (changes.length === 0) return;
  await transaction.query({
    name: 'merge-exports',
    text: `update records r set exports = r.exports || v.exports::jsonb
           from unnest($2::text[], $3::bigint[], $4::text[]) as v(entity, id, exports)
           where r.unit_id = $1 and r.entity = v.entity and r.id = v.id`,
    values: [unitId, ...keyColumns(changes), texts(changes.map(({ exports }) => JSON.stringify(exports)))],
  });
}

/** Events of one unit: what triggers saw, and the record's history. */
export async function insertEvents(transaction: Transaction, events: readonly RecordEvent[]): Promise<void> {
  const [first] = events;
  if (first === undefined) return;
  await transaction.query({
    name: 'insert-events',
    text: `insert into events (unit_id, id, at, kind, names, entity, record_id, registration, revision, user_id, user_name, origin, changes)
           select $1, id, at, kind, string_to_array(names, ' '), entity, record_id, registration, revision, user_id, user_name, origin,
             changes::jsonb
           from unnest($2::uuid[], $3::timestamptz[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::text[], $9::integer[],
             $10::bigint[], $11::text[], $12::text[], $13::text[])
             as v(id, at, kind, names, entity, record_id, registration, revision, user_id, user_name, origin, changes)`,
    values: [
      first.unitId,
      uuids(events.map((event) => event.id)),
      timestamptzs(events.map((event) => event.at)),
      texts(events.map((event) => event.kind)),
      // Names hold no blanks (check-definition); an array of arrays cannot be unnested row by row.
      texts(events.map((event) => event.names.join(' '))),
      texts(events.map((event) => event.entity)),
      int8s(events.map((event) => event.recordId)),
      texts(events.map((event) => event.registration)),
      int4s(events.map((event) => event.revision)),
      int8s(events.map((event) => event.userId)),
      texts(events.map((event) => event.userName)),
      texts(events.map((event) => event.origin)),
      texts(events.map((event) => (Object.keys(event.changes).length === 0 ? null : JSON.stringify(event.changes)))),
    ],
  });
}

function keyColumns(keys: readonly RecordKey[]): [Buffer, Buffer] {
  return [texts(keys.map(({ entity }) => entity)), int8s(keys.map(({ id }) => id))];
}

function changingColumns(rows: readonly RecordRow[]): unknown[] {
  return [
    ...keyColumns(rows),
    int4s(rows.map((row) => row.revision)),
    texts(rows.map((row) => row.type)),
    texts(rows.map((row) => row.status)),
    texts(rows.map((row) => JSON.stringify(row.exports))),
    timestamptzs(rows.map((row) => row.updatedAt)),
    timestamptzs(rows.map((row) => row.deletedAt)),
  ];
}

function withStored(row: RecordRow): RecordRow {
  return { ...row, [stored]: { revision: row.revision, data: row.data } };
}
