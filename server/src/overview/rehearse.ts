import { setImmediate as breathe } from 'node:timers/promises';
import type { Viewer } from '../access/rights.ts';
import type { Database } from '../database/database.ts';
import { firstIdAt } from '../database/uuid.ts';
import { readable } from '../records/acl.ts';
import { loadRecords } from '../records/related.ts';
import { referencesOf } from '../records/relations.ts';
import { eventContext, openSnapshot } from '../records/snapshot.ts';
import type { RecordEvent, RecordRow, Related } from '../records/types.ts';
import { conditionRun } from '../triggers/condition-run.ts';
import { candidates, type CompiledTrigger, testCondition } from '../triggers/match-triggers.ts';
import type { UnitPlan } from '../triggers/unit-plan.ts';
import { readNewestRecords } from '../webhooks/sample-store.ts';
import { undoChanges } from './past-records.ts';
import { findEdge, type PastEvent, readPastEvents } from './rehearse-store.ts';

/** Changes that are looked at, and the time that this may take. A condition has 5,000 steps, a millisecond at most. */
const mostExamined = 20_000;
const mostMs = 3_000;
const pageSize = 200;
/** Other requests are served between so many. */
const atOnce = 20;

export interface RehearsedRow {
  readonly eventId: string | null;
  readonly entity: string;
  readonly recordId: number;
  readonly registration: string;
  readonly at: Date;
  readonly user: string;
  readonly event: string;
  /** null: it cannot be told, `problem` says why. */
  readonly fires: boolean | null;
  readonly problem: string | null;
}

export interface Rehearsal {
  readonly since: Date;
  readonly examined: number;
  readonly complete: boolean;
  readonly wouldFire: number;
  readonly cannotTell: number;
  readonly rows: readonly RehearsedRow[];
  readonly notes: readonly string[];
}

interface Asked {
  readonly trigger: CompiledTrigger;
  readonly days: number;
  readonly rows: number;
  readonly viewer: Viewer;
  readonly now: Date;
}

/**
 * Asks a trigger over the real changes of the last days which of them it would have fired for; nothing is written or sent. Where a message was made of a
 * change, what the triggers saw then is kept; of all others the record is put together from what it is now and its history, and what it refers to is as it is
 * now. Whether a record had been delivered before (`repeat: once`) is not asked.
 */
export async function rehearse(database: Database, plan: UnitPlan, asked: Asked): Promise<Rehearsal> {
  const { trigger, viewer, now } = asked;
  const since = new Date(now.getTime() - asked.days * 86_400_000);
  const entity = trigger.trigger.entity ?? '';
  const tally = new Tally(asked.rows);
  const deadline = performance.now() + mostMs;
  const notes: string[] = [];
  let complete = true;
  if (trigger.trigger.schedule !== undefined) {
    notes.push('A schedule asks the records as they are: these are the newest ones of now.');
    complete = await askNow(database, plan, asked, tally);
  } else {
    const past = new Past(database, plan, entity);
    let before = 'ffffffff-ffff-ffff-ffff-ffffffffffff';
    const least = firstIdAt(since.getTime());
    for (;;) {
      const edge = await findEdge(database, plan.unit.unitId, { before, least });
      const span = { before, least: edge ?? least, limit: pageSize };
      const events = await readPastEvents(database, plan.unit.unitId, entity, span);
      await past.load(events);
      for (const [index, event] of events.entries()) {
        if (index % atOnce === 0) await breathe();
        const seen = past.step(event);
        if (seen !== undefined && readable(seen.after, viewer) !== undefined)
          await tally.add(seen, event.snapshot, trigger, plan, past);
      }
      const isWhole = events.length < pageSize;
      if (isWhole && edge === undefined) break;
      before = (isWhole ? edge : events.at(-1)?.id) ?? before;
      if (tally.examined >= mostExamined || performance.now() > deadline) {
        complete = false;
        break;
      }
    }
    if (past.isRebuilt)
      notes.push(
        'Records that a changed one refers to are taken as they are now, and so are the groups of users left out.',
      );
  }
  if (!complete) notes.push(`Only the last ${tally.examined} changes were examined.`);
  return { since, complete, ...tally.result, notes };
}

type Seen = RecordEvent & { readonly after: RecordRow };

/** Counts, and keeps the rows that are worth showing: those that fire, those that cannot be told, then others. */
class Tally {
  examined = 0;
  #wouldFire = 0;
  #cannotTell = 0;
  readonly #most: number;
  readonly #kept: Record<'fires' | 'unclear' | 'silent', RehearsedRow[]> = { fires: [], unclear: [], silent: [] };

  constructor(most: number) {
    this.#most = most;
  }

  async add(event: Seen, snapshot: string | null, trigger: CompiledTrigger, plan: UnitPlan, past: Past): Promise<void> {
    this.examined += 1;
    const [listens] = candidates(event, [trigger], plan.unit.zone);
    if (listens === undefined) {
      this.#keep('silent', event, false, null);
      return;
    }
    const context =
      snapshot === null
        ? eventContext(event, await past.relatedOf(event), plan)
        : openSnapshot(snapshot, plan.definitions).context;
    const met = testCondition(trigger.when, conditionRun(context, plan, event));
    if (typeof met === 'string') {
      this.#cannotTell += 1;
      this.#keep('unclear', event, null, met);
      return;
    }
    if (met) this.#wouldFire += 1;
    this.#keep(met ? 'fires' : 'silent', event, met, null);
  }

  #keep(as: 'fires' | 'unclear' | 'silent', event: Seen, fires: boolean | null, problem: string | null): void {
    const kept = this.#kept[as];
    if (kept.length >= this.#most) return;
    const { id, registration } = event.after;
    kept.push({
      ...{ eventId: event.kind === 'scheduled' ? null : event.id, entity: event.entity, recordId: id, registration },
      ...{ at: event.at, user: event.userName, event: event.names.at(-1) ?? event.kind, fires, problem },
    });
  }

  get result() {
    const { fires, unclear, silent } = this.#kept;
    return {
      examined: this.examined,
      wouldFire: this.#wouldFire,
      cannotTell: this.#cannotTell,
      rows: [...fires, ...unclear, ...silent].slice(0, this.#most),
    };
  }
}

/** Records on their way back in time. The changes must come newest first, each record's without a gap. */
class Past {
  readonly #database: Database;
  readonly #plan: UnitPlan;
  readonly #entity: string;
  /** As they were after the change that comes next; null: they are not there at all. */
  readonly #records = new Map<number, RecordRow | null>();
  #related: Related = new Map();
  isRebuilt = false;

  constructor(database: Database, plan: UnitPlan, entity: string) {
    this.#database = database;
    this.#plan = plan;
    this.#entity = entity;
  }

  /** Reads the records of these changes that are not known yet. */
  async load(events: readonly PastEvent[]): Promise<void> {
    const missing = [...new Set(events.map(({ recordId }) => recordId))].filter((id) => !this.#records.has(id));
    const keys = missing.map((id) => ({ entity: this.#entity, id }));
    const rows = await loadRecords(this.#database, this.#plan.unit.unitId, keys);
    for (const id of missing) this.#records.set(id, rows.get(`${this.#entity}/${id}`) ?? null);
  }

  /** The change with the record before and after it; undefined: the record is gone. */
  step(event: PastEvent): Seen | undefined {
    const after = this.#records.get(event.recordId);
    if (after === undefined || after === null) return undefined;
    const before = event.kind === 'created' ? null : rowBefore(after, event);
    this.#records.set(event.recordId, before);
    const { snapshot: _snapshot, revision, ...facts } = event;
    return { ...facts, unitId: after.unitId, entity: this.#entity, revision, before, after };
  }

  async relatedOf(event: Seen): Promise<Related> {
    this.isRebuilt = true;
    const definition = this.#plan.definitions.get(event.entity);
    if (definition === undefined) return this.#related;
    const keys = [event.after, event.before].flatMap((row) => (row === null ? [] : referencesOf(definition, row.data)));
    this.#related = await loadRecords(this.#database, event.unitId, keys, this.#related);
    return this.#related;
  }
}

function rowBefore(after: RecordRow, { changes, kind }: PastEvent): RecordRow {
  const data = undoChanges(after.data, changes);
  const text = (name: string): string | null => (typeof data[name] === 'string' ? data[name] : null);
  const isChange = Object.keys(changes).length > 0 && kind === 'updated';
  return {
    ...{ ...after, data, type: text('type'), status: text('status'), deletedAt: null },
    revision: isChange ? Math.max(1, after.revision - 1) : after.revision,
  };
}

/** What a schedule would find now. */
async function askNow(
  database: Database,
  plan: UnitPlan,
  { trigger, viewer, now }: Asked,
  tally: Tally,
): Promise<boolean> {
  const { entity } = trigger.trigger;
  if (entity === undefined) return true;
  const most = 1_000;
  const rows = await readNewestRecords(database, plan.unit.unitId, entity, most);
  const past = new Past(database, plan, entity);
  for (const [index, row] of rows.entries()) {
    if (index % atOnce === 0) await breathe();
    if (readable(row, viewer) === undefined) continue;
    const event: Seen = {
      ...{
        unitId: row.unitId,
        id: firstIdAt(now.getTime()),
        at: now,
        kind: 'scheduled',
        names: [`${entity}.scheduled`],
      },
      ...{ entity, recordId: row.id, registration: row.registration, revision: row.revision },
      ...{ userId: null, userName: 'Gangway', origin: 'schedule', changes: {}, before: row, after: row },
    };
    await tally.add(event, null, trigger, plan, past);
  }
  return rows.length < most;
}
