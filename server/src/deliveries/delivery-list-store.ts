import type { Queryable } from '../database/database.ts';
import { firstIdAt } from '../database/uuid.ts';
import type { DeliveryState } from './delivery.ts';
import { deliveryColumns, type DeliveryRow, deliverySource, shownState } from './delivery-columns-store.ts';
import { deliveryConditions, type DeliveryFilter } from './delivery-filter-store.ts';

export interface DeliveryPage {
  /** The id of the last one that the caller has seen: goes on behind it. */
  readonly before?: string;
  readonly limit: number;
  /** Default: the newest first. */
  readonly order?: 'newest' | 'oldest';
}

export async function listDeliveries(
  queryable: Queryable,
  unitId: number,
  filter: DeliveryFilter & DeliveryPage,
): Promise<DeliveryRow[]> {
  const where = deliveryConditions(filter, 4);
  const [behind, direction] = filter.order === 'oldest' ? ['>', 'asc'] : ['<', 'desc'];
  return queryable.query<DeliveryRow & object>({
    text: `select ${deliveryColumns} from ${deliverySource}
           where d.unit_id = $1 and ($2::uuid is null or d.id ${behind} $2) ${where.text} order by d.id ${direction} limit $3`,
    values: [unitId, filter.before ?? null, filter.limit, ...where.values],
  });
}

/** Oldest first, for a job that walks through them; `after`: ids above this one. */
export async function walkDeliveries(
  queryable: Queryable,
  unitId: number,
  filter: DeliveryFilter,
  after: string | null,
  limit: number,
): Promise<string[]> {
  const where = deliveryConditions(filter, 4);
  const rows = await queryable.query<{ id: string }>({
    text: `select d.id from ${deliverySource} where d.unit_id = $1 and ($2::uuid is null or d.id > $2) ${where.text} order by d.id limit $3`,
    values: [unitId, after, limit, ...where.values],
  });
  return rows.map(({ id }) => id);
}

export async function countDeliveries(queryable: Queryable, unitId: number, filter: DeliveryFilter): Promise<number> {
  const where = deliveryConditions(filter, 2);
  const [row] = await queryable.query<{ count: number }>({
    text: `select count(*) as count from ${deliverySource} where d.unit_id = $1 ${where.text}`,
    values: [unitId, ...where.values],
  });
  return row?.count ?? 0;
}

export interface DeliveryGroup {
  readonly connection: string;
  readonly template: string | null;
  readonly state: DeliveryState;
  readonly count: number;
}

/** How many of each kind there are: what a person sees before many are sent again. */
export async function groupDeliveries(
  queryable: Queryable,
  unitId: number,
  filter: DeliveryFilter,
): Promise<DeliveryGroup[]> {
  const where = deliveryConditions(filter, 2);
  return queryable.query<DeliveryGroup & object>({
    text: `select d.connection, d.template, ${shownState} as state, count(*) as count from ${deliverySource}
           where d.unit_id = $1 ${where.text} group by 1, 2, 3 order by 4 desc, 1, 2, 3`,
    values: [unitId, ...where.values],
  });
}

export interface StateCounts {
  readonly counts: Partial<Record<DeliveryState, number>>;
  /** Counted no further than the limit: there are so many at least. */
  readonly atLeast: readonly DeliveryState[];
}

interface Look {
  readonly states: readonly DeliveryState[];
  readonly stored: string;
  /** How it finds the state that people see: that of an ended one is the stored one. */
  readonly shown: string;
  readonly from: string;
  readonly limit: number;
}

/** The states that one look finds, and how far it counts. Open and failed ones have an index of their own; of the others it examines the newest. */
const openLook: Look = {
  states: ['queued', 'sending', 'waiting', 'held', 'awaiting'],
  stored: `d.state in ('queued', 'waiting', 'held', 'awaiting')`,
  shown: shownState,
  from: deliverySource,
  limit: 10_000,
};
const failedLook: Look = {
  states: ['refused', 'failed', 'unknown'],
  stored: `d.state in ('refused', 'failed', 'unknown')`,
  shown: 'd.state',
  from: 'deliveries d',
  limit: 10_000,
};
const finishedLook: Look = {
  states: ['delivered', 'cancelled', 'superseded'],
  stored: `d.state in ('delivered', 'cancelled', 'superseded')`,
  shown: 'd.state',
  from: 'deliveries d',
  limit: 10_000,
};
const looks: readonly Look[] = [openLook, failedLook, finishedLook];

/** Of a filter that hardly anything fits the finished ones are looked for among the newest so many, and no further. */
const mostExamined = 50_000;

/** How many there are in each state, every look with a limit on its work. States that nothing is in are left out. */
export async function countByShownState(
  queryable: Queryable,
  unitId: number,
  filter: DeliveryFilter,
): Promise<StateCounts> {
  const { states, ...others } = filter;
  const isWanted = (state: DeliveryState): boolean => states === undefined || states.includes(state);
  const found = await Promise.all(
    looks
      .filter((look) => look.states.some(isWanted))
      .map(async (look) => {
        const floor = look === finishedLook ? await findFloor(queryable, unitId, filter) : undefined;
        const rows = await countLook(queryable, unitId, look, others, floor);
        const isCapped = floor !== undefined || rows.reduce((sum, { count }) => sum + count, 0) >= look.limit;
        return { rows, atLeast: isCapped ? look.states : [] };
      }),
  );
  const rows = found.flatMap((each) => each.rows).filter(({ state }) => isWanted(state));
  return {
    counts: Object.fromEntries(rows.map(({ state, count }) => [state, count])),
    atLeast: found.flatMap((each) => each.atLeast).filter(isWanted),
  };
}

function countLook(
  queryable: Queryable,
  unitId: number,
  { stored, shown, from, limit }: Look,
  filter: DeliveryFilter,
  floor: string | undefined,
): Promise<{ state: DeliveryState; count: number }[]> {
  const where = deliveryConditions(filter, 3);
  return queryable.query<{ state: DeliveryState; count: number }>({
    text: `select state, count(*) as count from (
             select ${shown} as state from ${from}
             where d.unit_id = $1 and ($2::uuid is null or d.id >= $2) and ${stored} ${where.text} limit ${limit}) found
           group by 1`,
    values: [unitId, floor ?? null, ...where.values],
  });
}

/** Where a look that examines so many rows ends; undefined: the filter's own time comes first, or there are not as many. */
async function findFloor(
  queryable: Queryable,
  unitId: number,
  { since, until }: Pick<DeliveryFilter, 'since' | 'until'>,
): Promise<string | undefined> {
  const [row] = await queryable.query<{ id: string }>({
    text: `select id from deliveries where unit_id = $1 and ($2::uuid is null or id < $2) and ($3::uuid is null or id >= $3)
           order by id desc offset ${mostExamined} limit 1`,
    values: [
      unitId,
      until === undefined ? null : firstIdAt(until.getTime()),
      since === undefined ? null : firstIdAt(since.getTime()),
    ],
  });
  return row?.id;
}
