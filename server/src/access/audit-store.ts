import type { Queryable, Transaction } from '../database/database.ts';
import { newId } from '../database/uuid.ts';
import type { AuditWord } from './audit-words.ts';
import type { RefusalNote } from './refusal-audit.ts';

export interface AuditEntry {
  /** The user's name, or the program's. */
  readonly who: string;
  readonly what: AuditWord;
  /** Names and numbers; never a secret, never the content of a message. */
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Written in the transaction of what it tells of: neither stands without the other. */
export async function writeAudit(transaction: Transaction, unitId: number, entry: AuditEntry): Promise<void> {
  await transaction.query({
    name: 'write-audit',
    text: 'insert into audit (unit_id, id, who, what, detail) values ($1, $2, $3, $4, $5)',
    values: [unitId, newId(), entry.who, entry.what, JSON.stringify(entry.detail)],
  });
}

/** Refusals of somebody who is not known belong to the unit that the path names, or to the first one. */
export async function writeRefusal(
  queryable: Queryable,
  note: RefusalNote,
  what: AuditWord = 'token-refused',
): Promise<void> {
  const { unitId, userName, tokenId, tokenName, sessionId, address, method, path, reason, times, from, to } = note;
  const detail = { tokenId, tokenName, sessionId, address, method, path: path.slice(0, 300), reason, times, from, to };
  await queryable.query({
    name: 'write-refusal',
    text: `insert into audit (unit_id, id, who, what, detail)
           select unit_id, $2, $3, $5, $4 from units order by (unit_id = $1) desc, unit_id limit 1`,
    values: [unitId ?? 0, newId(), userName ?? 'unknown', JSON.stringify(detail), what],
  });
}

export interface AuditRow extends Omit<AuditEntry, 'what'> {
  readonly id: string;
  readonly at: Date;
  /** Of an earlier version, too. */
  readonly what: string;
}

export interface AuditFilter {
  readonly limit: number;
  /** The id of the last row that the caller has seen. */
  readonly before?: string | undefined;
  readonly who?: string | undefined;
  readonly what?: string | undefined;
  readonly since?: Date | undefined;
  readonly until?: Date | undefined;
  /** A text that stands anywhere in who, what or the detail; case does not matter. */
  readonly search?: string | undefined;
  /** The condition that leaves rows about records to those who may see these; undefined: everything (records/acl-store.ts, visibleCondition). */
  readonly visible?: ((columns: RecordColumns, bind: (value: unknown) => string) => string | undefined) | undefined;
}

interface RecordColumns {
  readonly unit: string;
  readonly entity: string;
  readonly id: string;
}

/** The newest first. */
export async function listAudit(queryable: Queryable, unitId: number, filter: AuditFilter): Promise<AuditRow[]> {
  const { before, who, what, since, until, search, limit, visible } = filter;
  const values: unknown[] = [unitId];
  const bind = (value: unknown): string => `$${values.push(value)}`;
  const conditions = [
    before && `id < ${bind(before)}`,
    who && `who = ${bind(who)}`,
    what && `what = ${bind(what)}`,
    since && `at >= ${bind(since)}`,
    until && `at < ${bind(until)}`,
    search && `strpos(lower(concat_ws(' ', who, what, detail::text)), lower(${bind(search)})) > 0`,
    visible?.({ unit: 'a.unit_id', entity: `(detail ->> 'entity')`, id: `(detail ->> 'recordId')::bigint` }, bind),
  ].flatMap((condition) => (condition ? [`and ${condition}`] : []));
  return queryable.query<AuditRow>({
    text: `select id, at, who, what, detail from audit a where unit_id = $1 ${conditions.join(' ')} order by id desc limit ${bind(limit)}`,
    values,
  });
}
