import { applyConfiguration, type ConfigurationChange } from '../../src/integration/apply-configuration.ts';
import { AddressRanges } from '../../src/outbound/address-ranges.ts';
import { secretKeys } from '../../src/configuration/seal.ts';
import type { Transaction } from '../../src/database/database.ts';
import { Engine } from '../../src/deliveries/engine.ts';
import { type DeliveryRow, readDelivery, listDeliveries } from '../../src/deliveries/delivery-store.ts';
import { createLog } from '../../src/log.ts';
import { openOutbound } from '../../src/outbound/send-request.ts';
import { saveRecord } from '../../src/records/save-record.ts';
import { readRecords } from '../../src/records/store.ts';
import type { Actor, InputFields, RecordRow, SaveRequest } from '../../src/records/types.ts';
import { recordEnvironment } from '../../src/triggers/record-environment.ts';
import { cacheUnitPlans, type UnitPlan, type UnitPlans } from '../../src/triggers/unit-plan.ts';
import { testDatabase, type TestDatabase } from './database.ts';

export const administrator: Actor = { userId: 2, name: 'Admin', groups: ['Administrators'], administrator: true };

export interface TestEngine extends TestDatabase {
  readonly engine: Engine;
  readonly plans: UnitPlans;
  apply(
    objects: readonly Omit<ConfigurationChange['objects'][number], 'path'>[],
    secrets?: Readonly<Record<string, string>>,
  ): Promise<void>;
  save(request: DistributedOmit<SaveRequest, 'actor' | 'origin'>): Promise<RecordRow>;
  invoice(fields?: InputFields): Promise<RecordRow>;
  record(id: number): Promise<RecordRow>;
  deliveries(): Promise<DeliveryRow[]>;
  /** Resolves when the delivery fits; asks the database again after every settled attempt and at short intervals. */
  delivery(id: string, fits: (delivery: DeliveryRow) => boolean): Promise<DeliveryRow>;
  within<T>(work: (transaction: Transaction, plan: UnitPlan) => Promise<T>): Promise<T>;
}

type DistributedOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

const keys = secretKeys(['a key for the tests, long enough.']);

/** A running engine on a database of its own, with one unit, its administrator and a company. */
export async function testEngine(options: { readonly start?: boolean } = {}): Promise<TestEngine> {
  const test = await testDatabase();
  const { database } = test;
  const plans = cacheUnitPlans();
  const outbound = openOutbound({ allowRanges: ['127.0.0.0/8', '::1/128'] });
  const settled = new Set<() => void>();
  const engine = new Engine({
    ...{ database, plans, keys, outbound, roles: ['api', 'worker'], alone: true, log: createLog('warn') },
    onAttempt: () => {
      for (const wake of settled) wake();
    },
  });
  await database.transaction(seed);
  if (options.start !== false) await engine.start();
  const within: TestEngine['within'] = (work) =>
    database.transaction(async (transaction) => work(transaction, await plans.current(transaction, 1)));
  const save: TestEngine['save'] = (request) =>
    database.transaction(async (transaction) => {
      const environment = await recordEnvironment(transaction, 1, { plans, wake: engine.wake, now: () => new Date() });
      const { row } = await saveRecord(transaction, environment, { ...request, actor: administrator, origin: 'api' });
      return row;
    });
  return {
    ...test,
    ...{ engine, plans, within, save },
    async apply(objects, secrets = {}) {
      const surroundings = {
        ...{ unitId: 1, caller: { name: 'Admin', administrator: true }, keys },
        egressRanges: new AddressRanges(['127.0.0.0/8', '::1/128']),
      };
      await database.transaction((transaction) =>
        applyConfiguration(transaction, surroundings, {
          objects: objects.map((object) => ({ ...object, path: object.name })),
          secrets,
        }),
      );
      engine.changed(1);
    },
    invoice: (fields = {}) => save({ kind: 'create', entity: 'documents', fields: { ...invoiceFields, ...fields } }),
    async record(id) {
      const [row] = await readRecords(database, 1, [{ entity: 'documents', id }]);
      if (!row) throw new Error(`no record ${id}`);
      return row;
    },
    deliveries: () => listDeliveries(database, 1, { limit: 1_000 }),
    async delivery(id, fits) {
      for (;;) {
        const row = await readDelivery(database, 1, id);
        if (row && fits(row)) return row;
        await new Promise<void>((resolve) => {
          const wake = (): void => {
            clearTimeout(timer);
            settled.delete(wake);
            resolve();
          };
          const timer = setTimeout(wake, 50);
          settled.add(wake);
        });
      }
    },
    async close() {
      await engine.stop();
      outbound.close();
      await test.close();
    },
  };
}

const invoiceFields: InputFields = {
  ...{ type: 'INVOICE.SALES', agencyId: 1, ownerId: 2, companyId: 3, number: '2026001', currency: 'CZK' },
  lines: [
    { name: 'Consulting', quantity: '2', unit: 'h', unitPrice: '1000.00', vatRate: '21' },
    { name: 'Book', quantity: '3', unitPrice: '99.90', vatRate: '12' },
  ],
};

async function seed(transaction: Transaction): Promise<void> {
  await transaction.query({
    text: `insert into units (unit_id, name) values (1, 'Test s.r.o.') on conflict do nothing`,
  });
  const records = [
    ['agencies', 1, { name: 'Test s.r.o.', currency: 'CZK' }],
    [
      'users',
      2,
      { login: 'admin', email: 'admin@example.com', firstName: 'Ada', lastName: 'Admin', groups: ['Administrators'] },
    ],
    [
      'companies',
      3,
      { name: 'Odběratel a.s.', type: 'COMPANY', registrations: { registrationId: '12345678', vatId: 'CZ12345678' } },
    ],
  ] as const;
  for (const [entity, id, data] of records) {
    await transaction.query({
      text: `insert into records (unit_id, entity, id, registration, revision, type, data, created_at, updated_at)
             select 1, $1, id, id::text, 1, data->>'type', data, now(), now() from (select $2::int as id, $3::jsonb as data) v`,
      values: [entity, id, JSON.stringify(data)],
    });
  }
  await transaction.query({ text: `select setval('record_ids', 100)` });
}
