import { refuse } from '../errors.ts';
import { administrators, bookkeepers, configurators, readers } from './groups.ts';
import { type RecordAct, requireRight } from './require-right.ts';
import { maySomewhere, type Viewer } from './rights.ts';

/** Who calls: the user of the token or session, in its unit. It has the shape of records' Actor. */
export interface Caller extends Viewer {
  readonly unitId: number;
  readonly userId: number;
  readonly name: string;
  /** null: somebody who has signed in, or nobody. */
  readonly tokenId: string | null;
  /** null: a token, or nobody. */
  readonly sessionId: string | null;
}

/**
 * What a route asks of its caller:
 * - `nobody`: it is open to everyone. `page`: to every page of the console, whether somebody has signed in or not (sessions/own-page.ts). `visitor`: so it is, and whoever sends a token is judged by it.
 * - `anyone`: a good token or session. `session`: somebody who has signed in; a token is refused, because its holder need not be the person whose account it is.
 * - `reader`: may read records of some entity. `writer`: may write records of some entity; which, and which records, is decided where they are read
 *   and saved (records/acl.ts, records/save-record.ts).
 * - `bookkeeper`: Bookkeepers, Configurator or Administrators. `configurator`: Configurator or Administrators. `administrator`: Administrators.
 * - `operator-page`: a configurator, or a call from this machine without a token.
 * - `{ records }`: a right on the records of one entity, `of`, or the one that the path names as `:entity`.
 */
export type Need =
  | 'nobody'
  | 'page'
  | 'visitor'
  | 'anyone'
  | 'session'
  | 'reader'
  | 'writer'
  | 'bookkeeper'
  | 'configurator'
  | 'administrator'
  | 'operator-page'
  | { readonly records: RecordAct; readonly of?: string };

export type RoleCaller = Pick<Caller, 'groups' | 'administrator' | 'rights' | 'sessionId'>;

/** Refuses a caller who has not what the route asks for; administrators may do everything. `entity` is the one in the path. */
export function requireRole({ groups, administrator, rights, sessionId }: RoleCaller, need: Need, entity = ''): void {
  if (need === 'session') {
    if (sessionId !== null) return;
    refuse('forbidden', 'This is about an account of its own: sign in to the console. No token may do it.');
  }
  if (administrator || need === 'nobody' || need === 'page' || need === 'visitor' || need === 'anyone') return;
  if (typeof need === 'object') {
    requireRight({ rights }, need.of ?? entity, need.records);
    return;
  }
  switch (need) {
    case 'reader':
      if (maySomewhere(rights, ['read'])) return;
      return refuse(
        'forbidden',
        `This user may not read records: none of its groups allows it. An administrator can add it to ${readers}.`,
      );
    case 'writer':
      if (maySomewhere(rights, ['create', 'change', 'delete', 'transition'])) return;
      return refuse(
        'forbidden',
        `This user may not write records: none of its groups allows it. An administrator can add it to ${bookkeepers}.`,
      );
    case 'bookkeeper':
      requireGroup(groups, [bookkeepers, configurators, administrators]);
      return;
    case 'configurator':
    case 'operator-page':
      requireGroup(groups, [configurators, administrators]);
      return;
    case 'administrator':
      requireGroup(groups, [administrators]);
      return;
  }
}

function requireGroup(groups: readonly string[], wanted: readonly string[]): void {
  if (wanted.some((group) => groups.includes(group))) return;
  const names =
    wanted.length === 1
      ? `the group ${wanted.join('')}`
      : `the groups ${wanted.slice(0, -1).join(', ')} and ${wanted.at(-1) ?? ''}`;
  refuse('forbidden', `Only members of ${names} may do this.`);
}
