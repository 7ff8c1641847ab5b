import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { configurators } from '../access/groups.ts';
import { may, type Viewer } from '../access/rights.ts';
import type { Database } from '../database/database.ts';
import { Refusal } from '../errors.ts';
import type { Logger } from '../log.ts';
import { LiveBus } from './live-bus.ts';
import { eventsFor, type UnitChanges } from './live-event.ts';
import { findVisible } from './live-store.ts';
import { LiveStream, type StreamOptions } from './live-stream.ts';
import { UnitWatch } from './unit-watch.ts';

/** A page is told four times a second at most. */
const lookEveryMs = 250;
/** What changes rarely is compared once a second, when something has happened. */
const standingEveryMs = 1_000;
/** And everything every five seconds, in case that nobody has said a word. */
const pollMs = 5_000;
/** A person has a few pages open; a thousand are a program that goes wrong. */
const mostOfUser = 20;
const mostInAll = 1_000;
const stopPatienceMs = 1_000;

export interface LiveFeedOptions {
  readonly database: Database;
  readonly log: Logger;
  readonly nowMs?: () => number;
  /** How often each page is told that its stream stands, and its person is judged again. */
  readonly tickMs?: number;
}

interface Watched {
  readonly watch: UnitWatch;
  readonly streams: Set<LiveStream>;
  readonly poll: NodeJS.Timeout;
  timer: NodeJS.Timeout | undefined;
  looking: Promise<void> | undefined;
  lookedAtMs: number;
  standingAtMs: number;
  /** Something of what changes rarely may have changed. */
  standing: boolean;
}

/**
 * Tells open pages what has changed, as hints to read it again. As long as nobody looks at a unit, a change costs one look into a map. When somebody does, a
 * change makes the unit be looked at within a quarter of a second: two short walks at the end of the tables, however much happens meanwhile, and however
 * many pages are open.
 */
export class LiveFeed {
  readonly #options: Required<LiveFeedOptions>;
  readonly #units = new Map<number, Watched>();
  readonly #bus: LiveBus;
  readonly #openOfUser = new Map<string, number>();
  #open = 0;
  #stopped = false;

  constructor(options: LiveFeedOptions) {
    this.#options = { nowMs: Date.now, tickMs: 15_000, ...options };
    const { database, log, nowMs } = this.#options;
    this.#bus = new LiveBus({
      ...{ database, log, nowMs, processId: randomUUID() },
      onChanged: (unitId, ids) => this.#changedElsewhere(unitId, ids),
      onMissed: () => this.#resetAll(),
    });
  }

  start(): Promise<void> {
    return this.#bus.start();
  }

  /** How many pages listen. */
  get open(): number {
    return this.#open;
  }

  /** Something of the unit has changed; to be called after the commit. `rarely`: perhaps something that changes rarely, such as a pause. */
  poke(unitId: number, rarely = false): void {
    this.#bus.tell(unitId, null);
    const watched = this.#units.get(unitId);
    if (watched === undefined) return;
    watched.standing ||= rarely;
    this.#lookSoon(unitId, watched);
  }

  /** A delivery has another state; to be called after the commit. */
  deliveryMoved(unitId: number, id: string): void {
    this.#bus.tell(unitId, id);
    const watched = this.#units.get(unitId);
    if (watched === undefined) return;
    watched.watch.note(id);
    this.#lookSoon(unitId, watched);
  }

  /** Opens a stream for a page. Refuses with `rate-limited` when there are too many. */
  subscribe(unitId: number, user: string, options: Omit<StreamOptions, 'onEnd' | 'everyMs'>): Readable {
    // The browser comes back by itself.
    if (this.#stopped) return Readable.from([]);
    const ofUser = this.#openOfUser.get(user) ?? 0;
    if (ofUser >= mostOfUser) {
      const sentence = `You have ${mostOfUser} pages open that listen for changes, and more are not served. Close some of them.`;
      throw new Refusal('rate-limited', sentence, [], { retryAfterSeconds: 10 });
    }
    if (this.#open >= mostInAll) {
      const sentence = `${mostInAll} pages listen for changes at this server, and more are not served. Reload the page later.`;
      throw new Refusal('rate-limited', sentence, [], { retryAfterSeconds: 10 });
    }
    this.#open += 1;
    this.#openOfUser.set(user, ofUser + 1);
    const watched = this.#units.get(unitId) ?? this.#watch(unitId);
    const stream: LiveStream = new LiveStream({
      ...options,
      everyMs: this.#options.tickMs,
      onEnd: () => {
        this.#open -= 1;
        const left = (this.#openOfUser.get(user) ?? 1) - 1;
        if (left === 0) this.#openOfUser.delete(user);
        else this.#openOfUser.set(user, left);
        this.#leave(unitId, watched, stream);
      },
    });
    watched.streams.add(stream);
    return stream.body;
  }

  /** Ends every stream; whoever does not take its end within a second is cut off. */
  async stop(): Promise<void> {
    this.#stopped = true;
    const streams = [...this.#units.values()].flatMap((watched) => [...watched.streams]);
    const ended = streams.map((stream) => new Promise<void>((resolve) => stream.body.once('close', () => resolve())));
    for (const stream of streams) stream.end();
    const cutting = setTimeout(() => {
      for (const stream of streams) stream.cut();
    }, stopPatienceMs);
    await Promise.all(ended);
    clearTimeout(cutting);
    await Promise.all([...this.#units.values()].map(async ({ looking }) => looking));
    await this.#bus.stop();
  }

  #watch(unitId: number): Watched {
    const { database, nowMs } = this.#options;
    const watched: Watched = {
      watch: new UnitWatch(database, unitId, nowMs),
      streams: new Set(),
      poll: setInterval(() => this.#poll(unitId), pollMs).unref(),
      timer: undefined,
      looking: undefined,
      ...{ lookedAtMs: 0, standingAtMs: 0, standing: true },
    };
    this.#units.set(unitId, watched);
    this.#bus.watch([...this.#units.keys()]);
    this.#lookSoon(unitId, watched);
    return watched;
  }

  #leave(unitId: number, watched: Watched, stream: LiveStream): void {
    watched.streams.delete(stream);
    if (watched.streams.size > 0 || this.#units.get(unitId) !== watched) return;
    this.#units.delete(unitId);
    clearInterval(watched.poll);
    clearTimeout(watched.timer);
    this.#bus.watch([...this.#units.keys()]);
  }

  #poll(unitId: number): void {
    const watched = this.#units.get(unitId);
    if (watched === undefined) return;
    watched.standing = true;
    this.#lookSoon(unitId, watched);
  }

  #lookSoon(unitId: number, watched: Watched): void {
    if (watched.timer !== undefined || watched.looking !== undefined) {
      // What comes during a look is seen by the next one.
      watched.timer ??= setTimeout(() => this.#look(unitId, watched), lookEveryMs).unref();
      return;
    }
    const waitMs = Math.max(0, watched.lookedAtMs + lookEveryMs - this.#options.nowMs());
    watched.timer = setTimeout(() => this.#look(unitId, watched), waitMs).unref();
  }

  #look(unitId: number, watched: Watched): void {
    watched.timer = undefined;
    if (watched.looking !== undefined || this.#units.get(unitId) !== watched) return;
    const now = this.#options.nowMs();
    watched.lookedAtMs = now;
    const standing = watched.standing && now - watched.standingAtMs >= standingEveryMs;
    if (standing) {
      watched.standing = false;
      watched.standingAtMs = now;
    }
    watched.looking = watched.watch
      .look(standing)
      .then((changes) => this.#tell(unitId, watched, changes))
      .catch((cause: unknown) =>
        this.#options.log.debug({ err: cause }, 'Pages could not be told of changes; looked at again soon.'),
      )
      .finally(() => {
        watched.looking = undefined;
        // What was too early for this look.
        if (watched.standing) this.#lookAgainAfter(unitId, watched);
      });
  }

  #lookAgainAfter(unitId: number, watched: Watched): void {
    if (watched.streams.size === 0) return;
    watched.timer ??= setTimeout(() => this.#look(unitId, watched), standingEveryMs).unref();
  }

  async #tell(unitId: number, watched: Watched, changes: UnitChanges): Promise<void> {
    const byViewer = Map.groupBy(watched.streams, ({ viewer }) => viewerKey(viewer));
    for (const streams of byViewer.values()) {
      const [first] = streams;
      if (first === undefined) continue;
      const sees = await this.#sight(unitId, first.viewer, changes);
      const events = eventsFor(changes, { sees, configures: configures(first.viewer) });
      for (const stream of streams) for (const event of events) stream.send(event);
    }
  }

  /** What this viewer may see of the changed rows: one question for all of them. */
  async #sight(
    unitId: number,
    viewer: Viewer,
    { deliveries, records }: UnitChanges,
  ): Promise<(row: { readonly entity: string; readonly recordId: number | null }) => boolean> {
    if (viewer.administrator) return () => true;
    const named = [...deliveries, ...records.map(({ entity, id }) => ({ entity, recordId: id }))];
    const keys = new Map(
      named.flatMap(({ entity, recordId }) =>
        recordId === null || entity === '' ? [] : [[`${entity}/${recordId}`, { entity, id: recordId }] as const],
      ),
    );
    const wanted = [...keys];
    const found =
      wanted.length === 0
        ? []
        : await findVisible(
            this.#options.database,
            unitId,
            viewer,
            wanted.map(([, key]) => key),
          );
    const visible = new Set(found.map((place) => wanted[place]?.[0]));
    return ({ entity, recordId }) => {
      if (entity === '') return true;
      return recordId === null ? may(viewer.rights, entity, 'read') : visible.has(`${entity}/${recordId}`);
    };
  }

  #changedElsewhere(unitId: number, ids: readonly (string | null)[]): void {
    const watched = this.#units.get(unitId);
    if (watched === undefined) return;
    for (const id of ids) if (id !== null) watched.watch.note(id);
    // A word about something else than a delivery, or about more than are named.
    if (ids.includes(null)) {
      watched.standing = true;
      if (ids.length > 1) watched.watch.noteMore();
    }
    this.#lookSoon(unitId, watched);
  }

  #resetAll(): void {
    for (const { streams } of this.#units.values()) {
      for (const stream of streams) stream.send({ event: 'reset', data: {} });
    }
  }
}

/** Who sees the same is asked for once. */
function viewerKey({ userId, groups, administrator }: Viewer): string {
  return administrator ? 'administrator' : `${userId ?? ''}/${groups.join('/')}`;
}

function configures({ administrator, groups }: Viewer): boolean {
  return administrator || groups.includes(configurators);
}
