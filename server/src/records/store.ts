import type { Queryable, Transaction } from '../database/database.ts';
import type { Exports, JsonObject, RecordEvent, RecordKey, RecordRow } from './types.ts';

const columns = `r.unit_id as "unitId", r.entity, r.id, r.registration, r.revision, r.type, r.status, r.data, r.exports,
  r.created_at as "createdAt", r.updated_at as "updatedAt", r.deleted_at as "deletedAt"`;

/** Locks records until the transaction ends, in the order of their keys, so that two batches never wait for each other in a circle. Deleted ones too. */
export async function lockRecords(
  transaction: Transaction,
  unitId: number,
  keys: readonly RecordKey[],
): Promise<RecordRow[]> {
  if (keys.length === 0) return [];
  return transaction.query<RecordRow>({
    name: 'lock-records',
    text: `select ${columns} from unnest($2::text[], $3::bigint[]) as k(entity, id)
           join records r on r.unit_id = $1 and r.entity = k.entity and r.id = k.id
           order by r.entity, r.id for no key update of r`,
    values: [unitId, ...keyColumns(keys)],
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
  return row;
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
    text: `insert into records (unit_id, entity, id, revision, type, status, data, exports, updated_at, deleted_at, registration, created_at)
           select $1, entity, id, revision, type, status, data::jsonb, exports::jsonb, updated_at, deleted_at, registration, created_at
           from unnest($2::text[], $3::bigint[], $4::integer[], $5::text[], $6::text[], $7::text[], $8::text[], $9::timestamptz[],
             $10::timestamptz[], $11::text[], $12::timestamptz[])
             as v(entity, id, revision, type, status, data, exports, updated_at, deleted_at, registration, created_at)
           on conflict do nothing returning id`,
    values: [
      first.unitId,
      ...changedColumns(rows),
      rows.map((row) => row.registration),
      rows.map((row) => row.createdAt.toISOString()),
    ],
  });
  return inserted.map(({ id }) => id);
}

/** Writes the new state of records of one unit, which the caller has locked. Each may stand in `rows` once. */
export async function writeRecords(transaction: Transaction, rows: readonly RecordRow[]): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  await transaction.query({
    name: 'write-records',
    text: `update records r set revision = v.revision, type = v.type, status = v.status, data = v.data::jsonb,
             exports = v.exports::jsonb, updated_at = v.updated_at, deleted_at = v.deleted_at
           from unnest($2::text[], $3::bigint[], $4::integer[], $5::text[], $6::text[], $7::text[], $8::text[], $9::timestamptz[],
             $10::timestamptz[]) as v(entity, id, revision, type, status, data, exports, updated_at, deleted_at)
           where r.unit_id = $1 and r.entity = v.entity and r.id = v.id`,
    values: [first.unitId, ...changedColumns(rows)],
  });
}

/** The fields of a record that an answer has changed. */
export interface RecordPatch {
  /** The row as it shall be. */
  readonly row: RecordRow;
  /** Top-level fields of `data` that differ from what stands there; empty: none does. */
  readonly fields: readonly string[];
  /** Connections whose state in `exports` has changed. */
  readonly connections: readonly string[];
}

/**
 * Writes parts of records of one unit, which the caller has locked. What answers write is a few fields of a large record: sending and reading
 * the whole again cost a third of the settling of a delivery.
 */
export async function patchRecords(transaction: Transaction, patches: readonly RecordPatch[]): Promise<void> {
  const [first] = patches;
  if (first === undefined) return;
  const rows = patches.map(({ row, fields, connections }) => ({
    ...{ entity: row.entity, id: row.id, revision: row.revision, type: row.type, status: row.status },
    updated_at: row.updatedAt,
    set: fields.length === 0 ? null : pick(row.data, fields),
    unset: fields.filter((name) => !Object.hasOwn(row.data, name)),
    exports: pick(row.exports, connections),
  }));
  await transaction.query({
    name: 'patch-records',
    text: `update records r set revision = v.revision, type = v.type, status = v.status, updated_at = v.updated_at,
             data = case when v.set is null then r.data when v.unset = '[]' then r.data || v.set
               else (r.data - array(select jsonb_array_elements_text(v.unset))) || v.set end,
             exports = r.exports || v.exports
           from jsonb_to_recordset($2::jsonb) as v(entity text, id bigint, revision integer, type text, status text,
             updated_at timestamptz, set jsonb, unset jsonb, exports jsonb)
           where r.unit_id = $1 and r.entity = v.entity and r.id = v.id`,
    values: [first.row.unitId, JSON.stringify(rows)],
  });
}

function pick<T>(object: Readonly<Record<string, T>>, names: readonly string[]): Record<string, T> {
  return Object.fromEntries(Object.entries(object).filter(([name]) => names.includes(name)));
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
    values: [unitId, ...keyColumns(changes), changes.map(({ exports }) => JSON.stringify(exports))],
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
      events.map((event) => event.id),
      events.map((event) => event.at.toISOString()),
      events.map((event) => event.kind),
      // Names hold no blanks (check-definition); an array of arrays cannot be unnested row by row.
      events.map((event) => event.names.join(' ')),
      events.map((event) => event.entity),
      events.map((event) => event.recordId),
      events.map((event) => event.registration),
      events.map((event) => event.revision),
      events.map((event) => event.userId),
      events.map((event) => event.userName),
      events.map((event) => event.origin),
      events.map((event) => (Object.keys(event.changes).length === 0 ? null : JSON.stringify(event.changes))),
    ],
  });
}

function keyColumns(keys: readonly RecordKey[]): [string[], number[]] {
  return [keys.map(({ entity }) => entity), keys.map(({ id }) => id)];
}

function changedColumns(rows: readonly RecordRow[]): unknown[] {
  return [
    ...keyColumns(rows),
    rows.map((row) => row.revision),
    rows.map((row) => row.type),
    rows.map((row) => row.status),
    rows.map((row) => JSON.stringify(row.data satisfies JsonObject)),
    rows.map((row) => JSON.stringify(row.exports)),
    rows.map((row) => row.updatedAt.toISOString()),
    rows.map((row) => row.deletedAt?.toISOString() ?? null),
  ];
}
