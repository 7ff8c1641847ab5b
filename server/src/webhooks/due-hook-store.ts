import type { Queryable } from '../database/database.ts';
import type { RecordEvent } from '../records/types.ts';
import type { HookSettings } from './hook.ts';
import type { NoticedEvent } from './notice.ts';

/** A hook at the moment of sending, with who owns it and whether the owner's token is still good. */
export interface DueHook {
  readonly unitId: number;
  readonly id: string;
  readonly name: string | null;
  readonly lane: string;
  readonly targetUrl: string;
  readonly settings: HookSettings;
  readonly sealed: Buffer;
  readonly ended: boolean;
  readonly userId: number;
  /** null: the user was deleted or disabled. */
  readonly userName: string | null;
  readonly userGroups: readonly string[];
  /** Why the token that made it is good no more; null: it is, or the hook is not bound to one. */
  readonly tokenEnd: 'revoked' | 'expired' | null;
}

/** Read for every batch of notices and never kept: an address, a secret or a right that changed counts with the next notice. */
export async function readDueHooks(queryable: Queryable, unitId: number, lanes: readonly string[]): Promise<DueHook[]> {
  return queryable.query<DueHook & object>({
    name: 'read-due-hooks',
    text: `select h.unit_id as "unitId", h.id, h.name, h.lane, h.target_url as "targetUrl", h.settings, h.sealed,
             h.ended_at is not null as ended, h.user_id as "userId",
             case when u.deleted_at is null and not coalesce(u.data -> 'isDisabled' = 'true'::jsonb, false) then coalesce(
               nullif(trim(concat_ws(' ', u.data ->> 'firstName', u.data ->> 'lastName')), ''), u.data ->> 'login', u.registration) end as "userName",
             coalesce((select array_agg(g) from jsonb_array_elements_text(
               case when jsonb_typeof(u.data -> 'groups') = 'array' then u.data -> 'groups' else '[]' end) g), '{}') as "userGroups",
             case when h.token_id is null then null when t.id is null or t.revoked_at is not null then 'revoked'
               when t.expires_at <= now() then 'expired' end as "tokenEnd"
           from unnest($2::text[]) w(lane)
           join lanes l on l.unit_id = $1 and l.connection = w.lane and l.shard = 0
           join hooks h on h.unit_id = $1 and h.lane_id = l.id
           left join records u on u.unit_id = $1 and u.entity = 'users' and u.id = h.user_id
           left join tokens t on t.unit_id = $1 and t.id = h.token_id`,
    values: [unitId, lanes],
  });
}

/** What notices tell of these events. */
export async function readNoticedEvents(
  queryable: Queryable,
  unitId: number,
  ids: readonly string[],
): Promise<(NoticedEvent & Pick<RecordEvent, 'kind' | 'names'>)[]> {
  return queryable.query<NoticedEvent & Pick<RecordEvent, 'kind' | 'names'> & object>({
    name: 'read-noticed-events',
    text: `select unit_id as "unitId", id, at, kind, names, entity, record_id::int8 as "recordId", registration, revision,
             coalesce(changes, '{}') as changes from events where unit_id = $1 and id = any($2)`,
    values: [unitId, ids],
  });
}
