import type { Queryable, Transaction } from '../../database/database.ts';

export type SessionState = 'second-factor' | 'signed-in';
/** How somebody has signed in. */
export type SignInWay = 'password' | 'oidc' | 'invitation' | 'set-up';

/** A session with the user that it acts as, whatever the state of both: judge-session.ts decides. */
export interface SessionRow {
  readonly unitId: number;
  readonly id: string;
  readonly hash: Buffer;
  readonly state: SessionState;
  readonly way: SignInWay;
  readonly createdAt: Date;
  readonly lastUsedAt: Date;
  readonly endedAt: Date | null;
  readonly endedReason: string | null;
  readonly userId: number;
  /** null: the user was deleted. */
  readonly userName: string | null;
  readonly userDisabled: boolean;
  readonly groups: readonly string[];
  /** Of the unit: what its groups allow is as old as this. */
  readonly configurationVersion: number;
}

export async function findSession(queryable: Queryable, unitId: number, id: string): Promise<SessionRow | undefined> {
  const [row] = await queryable.query<SessionRow & object>({
    name: 'find-session',
    text: `select s.unit_id as "unitId", s.id, s.hash, s.state, s.way, s.created_at as "createdAt", s.last_used_at as "lastUsedAt",
             s.ended_at as "endedAt", s.ended_reason as "endedReason", s.user_id as "userId",
             case when u.deleted_at is null then coalesce(
               nullif(trim(concat_ws(' ', u.data ->> 'firstName', u.data ->> 'lastName')), ''), u.data ->> 'login', u.registration) end as "userName",
             coalesce(u.data -> 'isDisabled' = 'true', false) as "userDisabled", coalesce(u.data -> 'groups', '[]') as groups,
             n.configuration_version as "configurationVersion"
           from sessions s join units n on n.unit_id = s.unit_id
           left join records u on u.unit_id = s.unit_id and u.entity = 'users' and u.id = s.user_id
           where s.unit_id = $1 and s.id = $2`,
    values: [unitId, id],
  });
  return row;
}

export interface NewSession {
  readonly id: string;
  readonly userId: number;
  readonly hash: Buffer;
  readonly state: SessionState;
  readonly way: SignInWay;
  readonly address: string;
  /** As the browser names itself. */
  readonly browser: string;
}

export async function insertSession(transaction: Transaction, unitId: number, session: NewSession): Promise<void> {
  const { id, userId, hash, state, way, address, browser } = session;
  await transaction.query({
    text: `insert into sessions (unit_id, id, user_id, hash, state, way, address, browser) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    values: [unitId, id, userId, hash, state, way, address, browser.slice(0, 300)],
  });
}

/** Notes the use, at most once a minute, and from where it was. */
export async function noteSessionUse(queryable: Queryable, unitId: number, id: string, address: string): Promise<void> {
  await queryable.query({
    name: 'note-session-use',
    text: `update sessions set last_used_at = now(), address = $3
           where unit_id = $1 and id = $2 and last_used_at < now() - interval '1 minute'`,
    values: [unitId, id, address],
  });
}

/** Ends one of a user's sessions; false: there is none that has not ended. */
export async function endSession(
  queryable: Queryable,
  unitId: number,
  { id, userId, reason }: { readonly id: string; readonly userId: number; readonly reason: string },
): Promise<boolean> {
  const rows = await queryable.query({
    text: `update sessions set ended_at = now(), ended_reason = $4
           where unit_id = $1 and id = $2 and user_id = $3 and ended_at is null returning id`,
    values: [unitId, id, userId, reason],
  });
  return rows.length > 0;
}

/** Ends all sessions of a user, but for `except`; resolves to how many. */
export async function endSessionsOf(
  transaction: Transaction,
  unitId: number,
  userId: number,
  { reason, except }: { readonly reason: string; readonly except?: string | undefined },
): Promise<number> {
  const rows = await transaction.query({
    text: `update sessions set ended_at = now(), ended_reason = $3
           where unit_id = $1 and user_id = $2 and ended_at is null and ($4::uuid is null or id <> $4) returning id`,
    values: [unitId, userId, reason, except ?? null],
  });
  return rows.length;
}

export interface SessionView {
  readonly id: string;
  readonly way: SignInWay;
  readonly address: string;
  readonly browser: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date;
}

/** A user's sessions that are good, the one that was used last first. */
export async function listSessions(
  queryable: Queryable,
  unitId: number,
  userId: number,
  good: { readonly createdAfter: Date; readonly usedAfter: Date },
): Promise<SessionView[]> {
  return queryable.query<SessionView & object>({
    text: `select id, way, address, browser, created_at as "createdAt", last_used_at as "lastUsedAt" from sessions
           where unit_id = $1 and user_id = $2 and state = 'signed-in' and ended_at is null and created_at > $3 and last_used_at > $4
           order by last_used_at desc, id limit 100`,
    values: [unitId, userId, good.createdAfter, good.usedAfter],
  });
}
