import type { Queryable, Transaction } from '../database/database.ts';
import { newId } from '../database/uuid.ts';

export interface AuditEntry {
  /** The user's name, or the program's. */
  readonly who: string;
  /** What was done, in kebab-case: `configuration-applied`, `token-created`, `connection-paused`. */
  readonly what: string;
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

export interface AuditRow extends AuditEntry {
  readonly id: string;
  readonly at: Date;
}

/** The newest first; `before` is the id of the last one that the caller has seen. */
export async function listAudit(
  queryable: Queryable,
  unitId: number,
  page: { readonly limit: number; readonly before?: string | undefined },
): Promise<AuditRow[]> {
  return queryable.query<AuditRow>({
    text: `select id, at, who, what, detail from audit
           where unit_id = $1 and ($2::uuid is null or id < $2) order by id desc limit $3`,
    values: [unitId, page.before ?? null, page.limit],
  });
}
