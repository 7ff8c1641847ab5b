import { may, type Viewer } from '../access/rights.ts';
import { isJsonObject } from './merge-fields.ts';
import type { Json, RecordRow } from './types.ts';

/**
 * A record's own `acl` says who may read and change it, where that is less than the rights on its entity allow:
 *
 *     { "read": { "users": [7], "groups": ["HR"] }, "change": { "groups": ["HR"] } }
 *
 * Without `read` everyone reads it who may read the entity; with it only those who are named, and those who may change it. Without `change` everyone who
 * may read and whose rights on the entity allow it. A list that names nobody leaves it to the administrators, who are never kept out.
 */
export type Who = Pick<Viewer, 'userId' | 'groups' | 'administrator'>;

/** Whether the record's acl lets them read it. */
export function aclReads(acl: Json | undefined, who: Who): boolean {
  if (who.administrator || !isJsonObject(acl) || acl['read'] === undefined) return true;
  return isNamed(acl['read'], who) || isNamed(acl['change'], who);
}

/** Whether the record's acl lets them change, delete and move it. */
export function aclChanges(acl: Json | undefined, who: Who): boolean {
  if (who.administrator || !isJsonObject(acl)) return true;
  return acl['change'] === undefined ? aclReads(acl, who) : isNamed(acl['change'], who);
}

function isNamed(list: Json | undefined, { userId, groups }: Who): boolean {
  if (!isJsonObject(list)) return false;
  const { users, groups: named } = list as { users?: Json; groups?: Json };
  return (
    (userId !== null && Array.isArray(users) && users.includes(userId)) ||
    (Array.isArray(named) && named.some((group: Json) => typeof group === 'string' && groups.includes(group)))
  );
}

type Kept = Pick<RecordRow, 'entity' | 'data'>;

/** Whether they may see the record at all: for who may not, it is not there. */
export function mayReadRecord({ entity, data }: Kept, viewer: Viewer): boolean {
  return may(viewer.rights, entity, 'read') && aclReads(data['acl'], viewer);
}

/** The record for who may see it; for others there is none, as if it had never been. */
export function readable<Row extends Kept>(row: Row | undefined, viewer: Viewer): Row | undefined {
  return row !== undefined && mayReadRecord(row, viewer) ? row : undefined;
}
