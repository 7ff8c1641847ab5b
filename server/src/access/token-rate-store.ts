import type { Queryable } from '../database/database.ts';

/** A token's minute after calls were taken from it. */
export interface RateRow {
  /** Calls in this minute, those that were refused included. */
  readonly used: number;
  readonly endsInMs: number;
}

/**
 * Takes so many calls from the token's minute, which begins with its first call and anew with the first one after its end. The commit does not wait for the
 * disk: after a crash the minute begins anew.
 */
export async function takeCalls(
  queryable: Queryable,
  unitId: number,
  tokenId: string,
  calls: number,
): Promise<RateRow> {
  const [row] = await queryable.query<RateRow & object>({
    name: 'take-calls',
    text: `with relaxed as (select set_config('synchronous_commit', 'off', true))
           insert into token_rates as r (unit_id, token_id, started_at, used) select $1::integer, $2::uuid, now(), $3::integer from relaxed
           on conflict (unit_id, token_id) do update set
             started_at = case when r.started_at <= now() - interval '1 minute' then now() else r.started_at end,
             used = case when r.started_at <= now() - interval '1 minute' then excluded.used else r.used + excluded.used end
           returning used, ceil(extract(epoch from started_at + interval '1 minute' - now()) * 1000)::integer as "endsInMs"`,
    values: [unitId, tokenId, calls],
  });
  if (row === undefined) throw new Error('the minute of a token was not written');
  return row;
}
