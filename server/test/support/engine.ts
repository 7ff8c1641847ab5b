import { type AlertRow, listAlerts } from '../../src/alerts/store.ts';
import { pauseLanes, resumeLanes } from '../../src/connections/lane-store.ts';
import type { Transaction } from '../../src/database/database.ts';
import { Engine } from '../../src/deliveries/engine.ts';
import { finalStates } from '../../src/deliveries/delivery.ts';
import { listDeliveries } from '../../src/deliveries/delivery-list-store.ts';
import { type AttemptView, type DeliveryRow, readAttempts, readDelivery } from '../../src/deliveries/delivery-store.ts';
import type { Settlement } from '../../src/deliveries/settle.ts';
import { applyConfiguration } from '../../src/integration/apply-configuration.ts';
import { createLog, type Logger } from '../../src/log.ts';
import { AddressRanges } from '../../src/outbound/address-ranges.ts';
import type { ResolveName } from '../../src/outbound/resolve-host.ts';
import { openOutbound } from '../../src/outbound/send-request.ts';
import { saveRecord } from '../../src/records/save-record.ts';
import { readRecords } from '../../src/records/store.ts';
import type { InputFields, Origin, RecordRow, SaveRequest } from '../../src/records/types.ts';
import { recordEnvironment } from '../../src/triggers/record-environment.ts';
import { cacheUnitPlans, type UnitPlan, type UnitPlans } from '../../src/triggers/unit-plan.ts';
import { administrator, invoiceFields, seedCompany } from './company.ts';
import { type ConfigurationObjects, counterparty, type CounterpartyParts } from './counterparty.ts';
import { testDatabase, type TestDatabase } from './database.ts';
import { loopback, testKeys } from './test-keys.ts';

export { administrator } from './company.ts';

export interface TestEngine extends TestDatabase {
  readonly engine: Engine;
  readonly plans: UnitPlans;
  apply(objects: ConfigurationObjects, secrets?: Readonly<Record<string, string>>): Promise<void>;
  /** Adds or changes a counterparty; see counterparty.ts. */
  counterparty(
    name: string,
    url: string,
    parts?: CounterpartyParts,
    secrets?: Readonly<Record<string, string>>,
  ): Promise<void>;
  save(request: DistributedOmit<SaveRequest, 'actor' | 'origin'>, origin?: Origin): Promise<RecordRow>;
  invoice(fields?: InputFields): Promise<RecordRow>;
  change(id: number, fields: InputFields): Promise<RecordRow>;
  /** Creates an invoice for the counterparty of this name; resolves to the delivery that it made. */
  send(name: string, fields?: InputFields): Promise<DeliveryRow & { readonly recordId: number }>;
  record(id: number): Promise<RecordRow>;
  /** Newest first. */
  deliveries(filter?: { readonly connection?: string; readonly recordId?: number }): Promise<DeliveryRow[]>;
  /** Resolves when the delivery fits; asks the database again after every settled attempt and at short intervals. */
  delivery(id: string, fits: (delivery: DeliveryRow) => boolean): Promise<DeliveryRow>;
  /** Resolves when the delivery has come to an end. */
  ended(id: string): Promise<DeliveryRow>;
  attempts(id: string): Promise<AttemptView[]>;
  alerts(filter?: { readonly open?: boolean }): Promise<AlertRow[]>;
  /** The time of the delivery's next attempt has come. */
  fallDue(id: string): Promise<void>;
  /** Asks again, as `delivery` does, until the answer is there. */
  until<T>(ask: () => T | undefined | false | Promise<T | undefined | false>): Promise<T>;
  /** Called with every settled attempt from now on. */
  onAttempted(tell: (settlement: Settlement) => void): void;
  /** A person pauses a connection, and lets it go on. */
  pause(connection: string): Promise<void>;
  resume(connection: string): Promise<void>;
  within<T>(work: (transaction: Transaction, plan: UnitPlan) => Promise<T>): Promise<T>;
}

type DistributedOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

export interface TestEngineOptions {
  /** false: nothing runs at all. */
  readonly start?: boolean;
  /** false: it makes changes and leaves the sending to processes beside it. */
  readonly sends?: boolean;
  /** Joins another engine's database as a second process would; it has to be closed first. */
  readonly beside?: TestEngine;
  /** A migrated database; one of its own unless given. */
  readonly database?: TestDatabase;
  readonly allowRanges?: readonly string[];
  readonly resolveName?: ResolveName;
  readonly log?: Logger;
}

/** A running engine on a database of its own, with one unit, its administrator and a company. */
export async function testEngine(options: TestEngineOptions = {}): Promise<TestEngine> {
  const { beside, allowRanges = loopback, resolveName, log = createLog('error') } = options;
  const test = beside ?? options.database ?? (await testDatabase());
  const { database } = test;
  const plans = cacheUnitPlans();
  const outbound = openOutbound({ allowRanges, ...(resolveName === undefined ? {} : { resolveName }) });
  const waiting = new Set<() => void>();
  const told = new Set<(settlement: Settlement) => void>();
  const engine = new Engine({
    ...{ database, plans, keys: testKeys, outbound, alone: beside === undefined, log },
    roles: options.sends === false ? ['api'] : ['api', 'worker'],
    onAttempt: (settlement) => {
      for (const tell of told) tell(settlement);
      for (const look of waiting) look();
    },
  });
  if (beside === undefined) await database.transaction(seedCompany);
  if (options.start !== false) await engine.start();

  const until: TestEngine['until'] = async (ask) => {
    for (;;) {
      const answer = await ask();
      if (answer !== undefined && answer !== false) return answer;
      await new Promise<void>((resolve) => {
        const look = (): void => {
          clearTimeout(timer);
          waiting.delete(look);
          resolve();
        };
        const timer = setTimeout(look, 20);
        waiting.add(look);
      });
    }
  };
  const save: TestEngine['save'] = (request, origin = 'api') =>
    database.transaction(async (transaction) => {
      const environment = await recordEnvironment(transaction, 1, { plans, wake: engine.wake, now: () => new Date() });
      const { row } = await saveRecord(transaction, environment, { ...request, actor: administrator, origin });
      return row;
    });
  const apply: TestEngine['apply'] = async (objects, secrets = {}) => {
    const caller = { userId: 2, name: 'Admin', administrator: true };
    const surroundings = { unitId: 1, caller, keys: testKeys, egressRanges: new AddressRanges(allowRanges) };
    const named = objects.map((object) => ({ ...object, path: object.name }));
    await database.transaction((transaction) =>
      applyConfiguration(transaction, surroundings, { objects: named, secrets }),
    );
    engine.changed(1);
  };
  const invoice: TestEngine['invoice'] = (fields = {}) =>
    save({ kind: 'create', entity: 'documents', fields: { ...invoiceFields, ...fields } });
  const deliveries: TestEngine['deliveries'] = (filter = {}) =>
    listDeliveries(database, 1, { limit: 1_000, viewer: null, ...filter });
  const delivery: TestEngine['delivery'] = (id, fits) =>
    until(async () => {
      const row = await readDelivery(database, 1, id);
      return row !== undefined && fits(row) && row;
    });
  const within: TestEngine['within'] = (work) =>
    database.transaction(async (transaction) => work(transaction, await plans.current(transaction, 1)));
  return {
    ...test,
    ...{ engine, plans, save, apply, invoice, deliveries, delivery, until },
    within,
    onAttempted: (tell) => void told.add(tell),
    async pause(connection) {
      await within((transaction) => pauseLanes(transaction, 1, connection, 'Admin', 'maintenance'));
      engine.changed(1);
    },
    async resume(connection) {
      await within((transaction) => resumeLanes(transaction, 1, connection));
      engine.changed(1);
    },
    counterparty: (name, url, parts, secrets) => apply(counterparty(name, url, parts), secrets),
    change: (id, fields) => save({ kind: 'change', entity: 'documents', key: { id }, fields }),
    async send(name, fields = {}) {
      const { id } = await invoice({ ...fields, note: name });
      const [made] = await deliveries({ connection: name, recordId: id });
      if (made === undefined) throw new Error(`no delivery to ${name}`);
      return { ...made, recordId: id };
    },
    async record(id) {
      const [row] = await readRecords(database, 1, [{ entity: 'documents', id }]);
      if (!row) throw new Error(`no record ${id}`);
      return row;
    },
    ended: (id) => delivery(id, ({ state }) => (finalStates as readonly string[]).includes(state)),
    async fallDue(id) {
      const [row] = await database.query<{ laneId: number }>({
        text: 'update deliveries set due_at = now() where id = $1 returning lane_id as "laneId"',
        values: [id],
      });
      engine.wake(1, row === undefined ? [] : [row.laneId]);
    },
    attempts: (id) => readAttempts(database, 1, id),
    alerts: (filter = {}) => listAlerts(database, 1, { ...filter, limit: 1_000 }),
    async close() {
      await engine.stop();
      outbound.close();
      if (beside === undefined) await test.close();
    },
  };
}
