import { writeAudit } from '../access/audit-store.ts';
import type { AuditWord } from '../access/audit-words.ts';
import { forgetUser } from '../access/sessions/forget-user-store.ts';
import { endSessionsOf } from '../access/sessions/session-store.ts';
import type { Transaction } from '../database/database.ts';
import { sameJson } from './merge-fields.ts';
import type { Json, RecordEvent, RecordRow } from './types.ts';

/**
 * Who may do what is also told by records: the groups of users, whether they are disabled, and acls. What changes there stands in the audit beside
 * tokens and configuration, in the transaction of the change. A new record's acl stands in the record itself.
 */
export async function auditRights(transaction: Transaction, event: RecordEvent): Promise<void> {
  const { unitId, entity, recordId, registration, before, after, userName: who } = event;
  if (after === null) return;
  const record = { entity, recordId, registration };
  if (before !== null && !same('acl', before, after)) {
    const detail = { ...record, before: of('acl', before), after: of('acl', after) };
    await writeAudit(transaction, unitId, { who, what: 'acl-changed', detail });
  }
  if (entity !== 'users') return;
  const user = { userId: recordId, login: of('login', after) };
  if (!same('groups', before, after)) {
    const detail = { ...user, before: of('groups', before), after: of('groups', after) };
    await writeAudit(transaction, unitId, { who, what: 'user-groups-changed', detail });
  }
  const what = ending(event);
  if (what === undefined) return;
  await writeAudit(transaction, unitId, { who, what, detail: user });
  if (what === 'user-enabled' || recordId === null) return;
  // Not only judged at each call: a user who is enabled again signs in anew.
  await endSessionsOf(transaction, unitId, recordId, { reason: 'Your user was deleted or disabled.' });
  if (what === 'user-deleted') await forgetUser(transaction, unitId, recordId);
}

function ending({ kind, before, after }: RecordEvent): AuditWord | undefined {
  if (kind === 'deleted') return 'user-deleted';
  if (before === null || same('isDisabled', before, after)) return undefined;
  return of('isDisabled', after) === true ? 'user-disabled' : 'user-enabled';
}

function of(field: string, row: RecordRow | null): Json {
  return row?.data[field] ?? null;
}

function same(field: string, before: RecordRow | null, after: RecordRow | null): boolean {
  return sameJson(of(field, before), of(field, after));
}
