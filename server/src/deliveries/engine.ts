import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { SecretKeys } from '../configuration/seal.ts';
import { connectionDefaults, connectionTimeoutMs } from '../connections/connection.ts';
import { scheduleOfConnection } from '../connections/schedule.ts';
import type { Database } from '../database/database.ts';
import { waitUntilReachable } from '../database/wait-until-reachable.ts';
import type { Logger } from '../log.ts';
import type { Outbound } from '../outbound/send-request.ts';
import { checkMessage } from '../templates/check-message.ts';
import type { UnitPlans } from '../triggers/unit-plan.ts';
import type { HookRow } from '../webhooks/hook-store.ts';
import type { Listened } from '../webhooks/listen-store.ts';
import { attemptLine } from './attempt-line.ts';
import { claimDeliveries } from './claim-store.ts';
import { pullForward } from './delivery-store.ts';
import type { ClaimedDelivery } from './delivery.ts';
import { Dispatcher } from './dispatcher.ts';
import { HookContact } from './hook-contact.ts';
import { type FetchedNotice, fetchNotices } from './fetch-notices.ts';
import { InHand } from './in-hand.ts';
import type { Lane, LaneSettings } from './lane.ts';
import { LaneKeeper } from './lane-keeper.ts';
import { type LeasedLane } from './lease-store.ts';
import { LiveConfiguration } from './live-configuration.ts';
import { LiveRoutes } from './live-routes.ts';
import { MessageMaker } from './message-maker.ts';
import { messageSource } from './message-source.ts';
import { NoticeSender } from './notice-sender.ts';
import { outcomeSurroundings } from './outcome-surroundings.ts';
import { rescueInterrupted } from './rescuer.ts';
import { sendDelivery, type SendSurroundings } from './send-delivery.ts';
import { sendThroughOutbound } from './send-through.ts';
import { settleBatch, type Settlement } from './settle.ts';
import { Settler } from './settler.ts';
import { SettingsWaiters } from './settings-waiters.ts';
import { showLane } from './show-lane.ts';
import { type AlertMailing, AlertTeller } from './tell-alerts.ts';
import { ownFault } from './unsendable.ts';
import { Upkeep } from './upkeep.ts';
import { WakeBus } from './wake-bus.ts';

export interface EngineOptions {
  readonly database: Database;
  readonly plans: UnitPlans;
  readonly keys: SecretKeys;
  readonly outbound: Outbound;
  readonly roles: readonly string[];
  /** No other process can use this database (the embedded one's folder is locked by us). */
  readonly alone: boolean;
  readonly log: Logger;
  /** Told of every ended attempt, for the metrics. */
  readonly onAttempt?: (settlement: Settlement) => void;
  /** With what the links in notices begin. */
  readonly publicUrl?: () => string;
  /** How people are told of alerts. */
  readonly mail?: AlertMailing | undefined;
}

/**
 * The queue's workers in one process: it puts the parts together, starts and stops them in order, and holds no logic of its own.
 * A process without the role `worker` has only the wake bus, which tells the others.
 */
export class Engine {
  readonly #options: EngineOptions;
  readonly #id = randomUUID();
  readonly #live: LiveConfiguration;
  readonly #routes: LiveRoutes;
  readonly #bus: WakeBus;
  readonly #settler: Settler;
  readonly #dispatcher: Dispatcher;
  readonly #keeper: LaneKeeper;
  readonly #upkeep: Upkeep;
  readonly #settingsWaiters = new SettingsWaiters();
  readonly #inHand = new InHand();
  readonly #messages = new MessageMaker();
  readonly #notices: NoticeSender;
  readonly #contact = new HookContact();
  readonly #stopping = new AbortController();

  constructor(options: EngineOptions) {
    const { database, plans, keys, outbound, log, roles, alone } = options;
    this.#options = options;
    this.#live = new LiveConfiguration({ database, plans, keys, sendThrough: sendThroughOutbound(outbound, Date.now) });
    this.#routes = new LiveRoutes(database);
    this.#settler = new Settler({
      settle: (unitId, batch) =>
        settleBatch(database, unitId, batch, async (transaction) =>
          outcomeSurroundings(await plans.current(transaction, unitId)),
        ),
      onSettled: (settlement, stale) => this.#attempted(settlement, stale),
      onDone: ({ delivery }) => this.#inHand.done(delivery),
      onLost: ({ delivery: { unitId, laneId } }) => this.#keeper.suspect({ unitId, id: laneId }),
      onWake: (unitId, lanes) => this.#bus.wake(unitId, lanes),
      waitForDatabase: () => waitUntilReachable(database, this.#stopping.signal),
      log,
    });
    this.#notices = new NoticeSender({
      ...{ database, keys, outbound, live: this.#live, routes: this.#routes, changed: this.changed },
      publicUrl: options.publicUrl ?? (() => 'http://localhost'),
      maySend: (timeoutMs) => timeoutMs < this.#keeper.leaseLeftMs(),
    });
    const surroundings = this.#sendSurroundings();
    this.#dispatcher = new Dispatcher({
      claim: (wishes, durable) => claimDeliveries(database, this.#id, wishes, durable),
      send: (delivery) => this.#send(delivery, surroundings),
      settler: this.#settler,
      onLaneChanged: (lane) => this.#laneChanged(lane),
      onClaimLost: (lanes) => {
        for (const lane of lanes) this.#keeper.suspect(lane);
      },
      leaseLeftMs: () => this.#keeper.leaseLeftMs(),
      nowMs: Date.now,
      log,
    });
    this.#keeper = new LaneKeeper({
      ...{ database, alone, log, dispatcher: this.#dispatcher },
      process: { id: this.#id, host: hostname(), pid: process.pid, roles },
      settingsOf: (lane) => this.#settingsOf(lane),
      isIdle: ({ unitId, id }) => this.#inHand.isIdle(unitId, id),
      rescue: (lanes) => this.#rescue(lanes),
    });
    this.#bus = new WakeBus({
      ...{ database, log },
      callHere: (unitId, lanes) => this.#callHere(unitId, lanes),
      changedHere: (unitId) => this.#changedHere(unitId),
      missedHere: () => this.#missedHere(),
    });
    const teller = new AlertTeller({
      ...{ database, plans, log, wake: this.wake, mail: options.mail },
      publicUrl: options.publicUrl ?? (() => 'http://localhost'),
    });
    this.#upkeep = new Upkeep({
      ...{ database, plans, log, live: this.#live, wake: this.wake, changed: this.changed },
      tell: () => teller.tell(),
      writeContacts: () => this.writeContacts(),
    });
  }

  get live(): LiveConfiguration {
    return this.#live;
  }
  get routes(): LiveRoutes {
    return this.#routes;
  }
  readonly fetchNotices = (hook: HookRow, done: readonly Listened[], waitMs: number): Promise<FetchedNotice[]> => {
    const { database } = this.#options;
    return fetchNotices({ database, notices: this.#notices, now: () => new Date() }, hook, done, waitMs);
  };
  get notices(): NoticeSender {
    return this.#notices;
  }
  /** Writes when receivers last took a notice, which upkeep does every ten seconds. */
  readonly writeContacts = (): Promise<void> => this.#contact.write(this.#options.database);
  get messages(): MessageMaker {
    return this.#messages;
  }
  /** Requests under way, lanes held, results not yet written, messages that threads made: for the metrics. */
  get load() {
    const { inThreads } = this.#messages.statistics;
    const lanes = this.#keeper.heldCount;
    return { inFlight: this.#dispatcher.inFlight, lanes, unsettled: this.#settler.unsettled, inThreads };
  }

  async start(): Promise<void> {
    await this.#bus.start();
    if (!this.#isWorker) return;
    await this.#keeper.start();
    this.#upkeep.start();
  }

  /** Lanes that have something due; to be called after the commit. */
  readonly wake = (unitId: number, lanes: readonly number[]): void => this.#bus.wake(unitId, lanes);

  /** The unit's configuration, secrets or pauses have changed; to be called after the commit. */
  readonly changed = (unitId: number): void => this.#bus.changed(unitId);

  /** A job was made: it begins now rather than at the next look. */
  readonly jobMade = (): void => this.#upkeep.runJobsSoon();

  /**
   * Claims nothing more, lets end what is being sent, settles it, gives the lanes back. Results that a database that is away does not take within ten
   * seconds are given up: whoever comes next finds these deliveries interrupted.
   */
  async stop(): Promise<void> {
    if (this.#isWorker) {
      await this.#upkeep.stop();
      await this.#dispatcher.stop();
      const limit = setTimeout(() => this.#stopping.abort(), 10_000);
      await this.#settler.drain();
      clearTimeout(limit);
      this.#stopping.abort();
      await this.#keeper.stop();
    }
    await this.#bus.stop();
    await this.#messages.close();
  }

  get #isWorker(): boolean {
    return this.#options.roles.includes('worker');
  }

  #send(delivery: ClaimedDelivery, surroundings: SendSurroundings): Promise<Settlement> {
    this.#inHand.add(delivery);
    const sent = delivery.notice === null ? sendDelivery(delivery, surroundings) : this.#notices.send(delivery);
    return sent.catch((cause: unknown) => {
      const facts = { err: cause, deliveryId: delivery.id };
      this.#options.log.error(facts, 'A delivery could not be sent because of a fault of ours.');
      return ownFault(delivery, Date.now());
    });
  }

  #sendSurroundings(): SendSurroundings {
    const { database, plans } = this.#options;
    return {
      routeOf: (unitId, routeId) => this.#routes.get(unitId, routeId),
      connectionOf: async (unitId, name) => (await this.#live.unit(unitId)).connection(name),
      sourceOf: messageSource({ database, plans, live: this.#live }),
      messages: this.#messages,
      checkSchema: async (unitId, schema, bytes) =>
        checkMessage((await this.#live.unit(unitId)).plan.schemas, schema, bytes),
      maySend: (timeoutMs) => timeoutMs < this.#keeper.leaseLeftMs(),
      nowMs: Date.now,
      random: Math.random,
    };
  }

  async #settingsOf({ unitId, connection: name, settings }: LeasedLane): Promise<LaneSettings> {
    if (settings !== null) return { ...settings, durableClaims: false, failsAtOnce: true };
    const { plan } = await this.#live.unit(unitId);
    const connection = plan.connections.get(name);
    return {
      concurrency: connection?.concurrency ?? connectionDefaults.concurrency,
      ratePerSecond: connection?.ratePerSecond,
      timeoutMs: connection ? connectionTimeoutMs(connection) : connectionDefaults.timeoutMs,
      durableClaims: connection?.repeats === 'unsafe',
      withinMs: scheduleOfConnection(connection).withinMs,
    };
  }

  async #rescue(lanes: readonly LeasedLane[]): Promise<void> {
    const { database, plans, log } = this.#options;
    for (const [unitId, own] of Map.groupBy(lanes, (lane) => lane.unitId)) {
      for (;;) {
        const found = await database.transaction(async (transaction) => {
          const plan = await plans.current(transaction, unitId);
          const inHand = own.flatMap(({ id }) => this.#inHand.of(unitId, id));
          return rescueInterrupted(transaction, plan, own, inHand, outcomeSurroundings(plan));
        });
        if (found === 0) break;
        log.info({ event: 'delivery.rescued', unitId, count: found }, 'Interrupted deliveries are sent again.');
      }
    }
  }

  #attempted(settlement: Settlement, stale: boolean): void {
    this.#options.log.info(attemptLine(settlement, stale));
    this.#options.onAttempt?.(settlement);
    this.#settingsWaiters.note(settlement);
    this.#contact.note(settlement);
    this.#dispatcher.poke();
  }

  #laneChanged(lane: Lane): void {
    const { database, log } = this.#options;
    const { open, failing, reason } = lane.shown;
    log.warn({
      event: open ? 'lane.opened' : failing ? 'lane.failing' : 'lane.closed',
      unitId: lane.lease.unitId,
      connection: lane.lease.connection,
      reason,
    });
    showLane(database, lane).catch((cause: unknown) =>
      log.warn({ err: cause }, 'The state of a connection could not be written.'),
    );
  }

  #callHere(unitId: number, lanes: readonly number[]): readonly number[] {
    if (!this.#isWorker) return lanes;
    const foreign = this.#dispatcher.call(unitId, lanes);
    // A lane that nobody holds yet is taken now rather than at the next look.
    if (foreign.length > 0) void this.#keeper.refresh();
    return foreign;
  }

  /** Everything is read anew; lanes that were called meanwhile are found by the poll. */
  #missedHere(): void {
    this.#live.forgetAll();
    if (this.#isWorker) void this.#keeper.refresh();
  }

  #changedHere(unitId: number): void {
    this.#live.forget(unitId);
    if (!this.#isWorker) return;
    void this.#keeper.refresh();
    const ids = this.#settingsWaiters.take(unitId);
    if (ids.length === 0) return;
    const { database, log } = this.#options;
    pullForward(database, unitId, ids).then(
      (lanes) => this.#dispatcher.call(unitId, lanes),
      (cause: unknown) => log.warn({ err: cause }, 'Messages that waited for a setting look again within a minute.'),
    );
  }
}
