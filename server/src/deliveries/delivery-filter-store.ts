import type { Viewer } from '../access/rights.ts';
import type { Queryable } from '../database/database.ts';
import { firstIdAt } from '../database/uuid.ts';
import { type Bind, visibleCondition } from '../records/acl-store.ts';
import type { RecordKey } from '../records/types.ts';
import type { DeliveryState } from './delivery.ts';
import { shownState } from './delivery-columns-store.ts';

export interface DeliveryFilter {
  readonly states?: readonly DeliveryState[];
  readonly connection?: string;
  readonly trigger?: string;
  readonly template?: string;
  readonly entity?: string;
  readonly recordId?: number;
  readonly ids?: readonly string[];
  readonly since?: Date;
  readonly until?: Date;
  /** Those that these words mean, as findMeant has found them. */
  readonly meant?: Meant;
  /** Not sent again since. */
  readonly notResent?: boolean;
  /** Only deliveries of records that they may see; null: Gangway itself asks. */
  readonly viewer: Viewer | null;
}

/** What words of a search may mean: a delivery, a record, or words of a reason. */
export interface Meant {
  readonly words: string;
  readonly id: string | null;
  readonly records: readonly RecordKey[];
}

/** Records and reasons that fit the words are looked for among so many at most, the newest first. */
const mostMeant = 2_000;

/** The states in which a row may be stored that is shown in one of these; a pause and an open breaker are facts of the lane, a lease shows it as sending. */
const storedAs: Readonly<Record<DeliveryState, readonly string[]>> = {
  queued: ['queued'],
  sending: ['queued', 'waiting'],
  waiting: ['waiting'],
  held: ['held', 'queued', 'waiting'],
  awaiting: ['awaiting'],
  delivered: ['delivered'],
  refused: ['refused'],
  failed: ['failed'],
  unknown: ['unknown'],
  cancelled: ['cancelled'],
  superseded: ['superseded'],
};

/** Conditions over the filter, from parameter `first` on; each value is a parameter. */
export function deliveryConditions(filter: DeliveryFilter, first: number): { text: string; values: unknown[] } {
  const parts: string[] = [];
  const values: unknown[] = [];
  const bind = (value: unknown): string => `$${first + values.push(value) - 1}`;
  const add = (condition: (parameter: string) => string, value: unknown): void => {
    parts.push(`and ${condition(bind(value))}`);
  };
  if (filter.states) {
    // The stored states stand in the text, so that the planner sees which partial index holds them.
    const stored = [...new Set(filter.states.flatMap((state) => storedAs[state]))];
    parts.push(`and d.state in (${stored.map((state) => `'${state}'`).join(', ')})`);
    add((p) => `${shownState} = any(${p})`, filter.states);
  }
  if (filter.connection !== undefined) add((p) => `d.connection = ${p}`, filter.connection);
  if (filter.trigger !== undefined) add((p) => `d.trigger = ${p}`, filter.trigger);
  if (filter.template !== undefined) add((p) => `d.template = ${p}`, filter.template);
  if (filter.entity !== undefined) add((p) => `d.entity = ${p}`, filter.entity);
  if (filter.recordId !== undefined) add((p) => `d.record_id = ${p}`, filter.recordId);
  if (filter.ids) add((p) => `d.id = any(${p}::uuid[])`, filter.ids);
  if (filter.since) add((p) => `d.id >= ${p}`, firstIdAt(filter.since.getTime()));
  if (filter.until) add((p) => `d.id < ${p}`, firstIdAt(filter.until.getTime()));
  if (filter.meant) parts.push(`and ${meantCondition(filter.meant, bind)}`);
  if (filter.notResent === true) parts.push('and d.resent_as is null');
  const visible = filter.viewer && visibleCondition(filter.viewer, deliveryRecord, bind);
  if (visible) parts.push(`and ${visible}`);
  return { text: parts.join(' '), values };
}

const deliveryRecord = { unit: 'd.unit_id', entity: 'd.entity', id: 'd.record_id' };

/**
 * Words in a reason are looked for among those that have not arrived: "accepted" in a million reasons helps nobody, and these are the ones that partial
 * indexes hold. Each branch has its index; one condition with OR would have none.
 */
function meantCondition({ words, id, records }: Meant, bind: Bind): string {
  const newest = (where: string): string =>
    `(select m.id from deliveries m where m.unit_id = $1 and ${where} order by m.id desc limit ${mostMeant})`;
  const entities = bind(records.map(({ entity }) => entity));
  const ids = bind(records.map((record) => record.id));
  const wanted = bind(words);
  const says = `position(lower(${wanted}) in lower(coalesce(m.reason, ''))) > 0`;
  return `d.id = any(array(
    select ${bind(id)}::uuid
    union all (select m.id from unnest(${entities}::text[], ${ids}::bigint[]) as k(entity, id)
      join deliveries m on m.unit_id = $1 and m.entity = k.entity and m.record_id = k.id order by m.id desc limit ${mostMeant})
    union all ${newest(`m.state in ('refused', 'failed', 'unknown') and ${says}`)}
    union all ${newest(`m.state in ('queued', 'waiting', 'held', 'awaiting') and ${says}`)}))`;
}

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** What the words of a search may mean: the id of a delivery or record, or the begin of a registration or number of a record of these entities. */
export async function findMeant(
  queryable: Queryable,
  unitId: number,
  words: string,
  entities: readonly string[],
): Promise<Meant> {
  const text = words.trim();
  const id = uuidPattern.test(text) ? text : null;
  const number = /^\d{1,15}$/.test(text) ? Number(text) : null;
  const begin = `${text.replace(/[\\%_]/g, '\\$&')}%`;
  const found =
    text === '' || id !== null
      ? []
      : await queryable.query<RecordKey & object>({
          text: `(select entity, id from records where unit_id = $1 and entity = any($2) and deleted_at is null and registration like $3 limit 200)
                 union (select entity, id from records where unit_id = $1 and entity = any($2) and entity <> 'time' and number like $3 limit 200)`,
          values: [unitId, entities, begin],
        });
  const named = number === null ? [] : entities.map((entity) => ({ entity, id: number }));
  const known = new Set(found.map((key) => `${key.entity}/${key.id}`));
  return {
    words: text,
    id,
    records: [...found, ...named.filter((key) => !known.has(`${key.entity}/${key.id}`))],
  };
}
