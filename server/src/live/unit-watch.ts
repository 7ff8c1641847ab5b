import type { Queryable } from '../database/database.ts';
import { firstIdAt } from '../database/uuid.ts';
import type { ChangedRow, UnitChanges } from './live-event.ts';
import { findChangedObjects, findChanges, mostRows, readStanding, type Standing } from './live-store.ts';

/**
 * Ids are made before they are committed, and by clocks of several machines: each look goes back so far, and leaves out what the looks before have seen.
 */
const overlapMs = 10_000;
const justBeforeMs = 1_000;
/** More deliveries than this are "more": nobody reads so many one by one. */
const mostNoted = 500;

/** What has changed in one unit from look to look. The first look finds what has happened in the second before: a page has read what it shows, then it listens. */
export class UnitWatch {
  readonly #unitId: number;
  readonly #database: Queryable;
  readonly #nowMs: () => number;
  readonly #began: string;
  #seen: ReadonlySet<string> | undefined;
  #standing: Standing | undefined;
  #objects: ReadonlyMap<string, number> = new Map();
  #standingAtMs = 0;
  #noted = new Set<string>();
  #moreNoted = false;

  constructor(database: Queryable, unitId: number, nowMs: () => number) {
    this.#database = database;
    this.#unitId = unitId;
    this.#nowMs = nowMs;
    this.#began = firstIdAt(nowMs() - justBeforeMs);
  }

  /** A delivery has changed its state. */
  note(id: string): void {
    if (this.#noted.size < mostNoted) this.#noted.add(id);
    else this.#moreNoted = true;
  }

  noteMore(): void {
    this.#moreNoted = true;
  }

  /** `everything`: also what changes rarely, such as pauses and configuration. */
  async look(everything: boolean): Promise<UnitChanges> {
    const noted = this.#noted;
    const moreNoted = this.#moreNoted;
    this.#noted = new Set();
    this.#moreNoted = false;
    const { rows, moreDeliveries, ...found } = await this.#lookAtRows([...noted]);
    const standing = everything ? await this.#lookAtStanding() : {};
    return {
      ...{ alerts: false, connections: [], jobs: [], configuration: [] },
      ...standing,
      ...found,
      deliveries: rows,
      moreDeliveries: moreDeliveries || moreNoted,
    };
  }

  async #lookAtRows(noted: readonly string[]) {
    const since = firstIdAt(this.#nowMs() - overlapMs);
    const { events, made, noted: changed } = await findChanges(this.#database, this.#unitId, since, noted);
    const seen = this.#seen;
    const isNew = ({ key }: { readonly key: string }): boolean =>
      seen === undefined ? key >= this.#began : !seen.has(key);
    const newEvents = events.filter(isNew);
    const newMade = made.filter(isNew);
    this.#seen = new Set([...events, ...made].map(({ key }) => key));
    const rows = new Map<string, ChangedRow>();
    for (const { key, entity, id } of [...changed, ...newMade]) rows.set(key, { id: key, entity, recordId: id });
    return {
      rows: [...rows.values()],
      // All that were found are new: there may be others behind them.
      moreDeliveries: newMade.length === mostRows,
      records: newEvents.map(({ entity, id }) => ({ entity, id })),
      moreRecords: newEvents.length === mostRows,
    };
  }

  async #lookAtStanding(): Promise<Partial<UnitChanges>> {
    const before = this.#standing;
    const sinceMs = this.#standingAtMs;
    this.#standingAtMs = this.#nowMs();
    const now = await readStanding(this.#database, this.#unitId);
    this.#standing = now;
    const isChanged = now.configuration !== before?.configuration;
    const lateMs = before === undefined ? 0 : this.#standingAtMs - sinceMs;
    const objects = isChanged ? await this.#changedObjects(Math.ceil((lateMs + overlapMs) / 1000)) : [];
    if (before === undefined) return {};
    return {
      alerts: now.alerts !== before.alerts,
      connections: differing(before.lanes, now.lanes),
      jobs: differing(before.jobs, now.jobs),
      configuration: [...objects, ...(now.hooks === before.hooks ? [] : [{ kind: 'hooks', name: '' }])],
    };
  }

  /** Those that no look before has found in this version. */
  async #changedObjects(seconds: number): Promise<{ kind: string; name: string }[]> {
    const found = await findChangedObjects(this.#database, this.#unitId, seconds);
    const known = this.#objects;
    this.#objects = new Map(found.map(({ kind, name, version }) => [`${kind}/${name}`, version]));
    return found
      .filter(({ kind, name, version }) => known.get(`${kind}/${name}`) !== version)
      .map(({ kind, name }) => ({ kind, name }));
  }
}

function differing(one: Readonly<Record<string, string>>, other: Readonly<Record<string, string>>): string[] {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].filter((name) => one[name] !== other[name]);
}
