import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase, type TestDatabase } from '../../test/support/database.ts';
import { administrator, definitions, entity, invoiceFields } from '../../test/support/records.ts';
import type { Transaction } from '../database/database.ts';
import { ensurePartitions } from '../database/partitions.ts';
import { ensureFirstUnit } from './create-unit.ts';
import { planInTransaction } from './plan-in-transaction.ts';
import { resolveDefinitions } from './resolve-definitions.ts';
import { saveRecord } from './save-record.ts';
import { insertRecords, lockRecords, mergeExports, readRecords, writeRecords } from './store.ts';
import type { ChangePlan, InputFields, RecordRow } from './types.ts';

let test: TestDatabase;
let invoices: RecordRow[];

const environment = {
  unitId: 1,
  zone: 'Europe/Prague',
  definitions,
  now: () => new Date(),
  observe: () => Promise.resolve({}),
};

async function savedInvoice(transaction: Transaction, fields: InputFields = {}): Promise<RecordRow> {
  const { row } = await saveRecord(transaction, environment, {
    kind: 'create',
    entity: 'documents',
    fields: { ...invoiceFields, companyId: 100, issuedOn: '2030-02-02', ...fields },
    actor: administrator,
    origin: 'api',
  });
  return row;
}

/** Plans a write-back onto a record that this transaction has locked. */
async function plan(transaction: Transaction, current: RecordRow, fields: InputFields): Promise<ChangePlan> {
  const change = { kind: 'change', fields, origin: 'write-back' } as const;
  const planned = await planInTransaction(transaction, environment, entity('documents'), {
    current,
    change,
    actor: administrator,
  });
  return planned.plan;
}

async function present(id: number): Promise<RecordRow | undefined> {
  return (await readRecords(test.database, 1, [{ entity: 'documents', id }]))[0];
}

beforeAll(async () => {
  test = await testDatabase();
  invoices = await test.database.transaction(async (transaction) => {
    await ensurePartitions(transaction, Date.now());
    await ensureFirstUnit(transaction, { name: 'Acme', administrator: { login: 'admin' }, now: new Date() });
    const now = new Date();
    const company = {
      unitId: 1,
      entity: 'companies',
      id: 100,
      registration: 'C',
      revision: 1,
      type: 'COMPANY',
      status: null,
    };
    await insertRecords(transaction, [
      {
        ...company,
        data: { type: 'COMPANY', name: 'Customer' },
        exports: {},
        createdAt: now,
        updatedAt: now,
        deletedAt: null,
      },
    ]);
    const first = await savedInvoice(transaction);
    return [first, await savedInvoice(transaction), await savedInvoice(transaction, { number: '300100002' })];
  });
});

afterAll(() => test.close());

describe('a batch of answers in one transaction', () => {
  it('writes what differs and leaves the rest of each record alone', async () => {
    const [first, second] = invoices;
    if (first === undefined || second === undefined) throw new Error('no invoices');
    await test.database.transaction(async (transaction) => {
      const [one, two] = await lockRecords(transaction, 1, [first, second]);
      if (one === undefined || two === undefined) throw new Error('not locked');
      const changed = await plan(transaction, one, { properties: { accountingId: '7' }, dueOn: null, note: 'booked' });
      if (!changed.ok || !changed.changed) throw new Error('not changed');
      const exports = { accounting: { state: 'delivered', at: '2026-11-23T10:00:00.000Z' } };
      await writeRecords(transaction, [
        { ...changed.row, exports },
        { ...two, exports },
      ]);
    });
    const one = await present(first.id);
    expect(one).toMatchObject({ revision: 2, exports: { accounting: { state: 'delivered' } } });
    expect(one?.data).toEqual({ ...first.data, properties: { accountingId: '7' }, note: 'booked' });
    expect(await present(second.id)).toEqual({ ...second, exports: one?.exports });
  });

  it('refuses to write a row that is not as it was locked', async () => {
    const [first] = invoices;
    if (first === undefined) throw new Error('no invoices');
    const twice = test.database.transaction(async (transaction) => {
      const [locked] = await lockRecords(transaction, 1, [first]);
      if (locked === undefined) throw new Error('not locked');
      const changed = { ...locked, revision: locked.revision + 1, data: { ...locked.data, note: 'x' } };
      await writeRecords(transaction, [changed]);
      await writeRecords(transaction, [{ ...changed, data: locked.data }]);
    });
    await expect(twice).rejects.toThrow('not as it was locked');
  });

  it('gives numbers and claims back when the plan is refused, and goes on', async () => {
    const [first, second] = invoices;
    if (first === undefined || second === undefined) throw new Error('no invoices');
    const numbers = await test.database.transaction(async (transaction) => {
      const [one, two] = await lockRecords(transaction, 1, [first, second]);
      if (one === undefined || two === undefined) throw new Error('not locked');
      const taken = await plan(transaction, one, { number: '300100002' });
      expect(taken).toMatchObject({ ok: false, code: 'already-exists', faults: [{ path: 'number' }] });
      const faulty = await plan(transaction, one, { status: 'APPROVED', dueOn: 'soon' });
      expect(faulty).toMatchObject({ ok: false, faults: [{ path: 'dueOn' }] });
      const approved = [];
      for (const row of [one, two]) {
        const planned = await plan(transaction, row, { status: 'APPROVED' });
        if (planned.ok) approved.push(planned.row);
      }
      await writeRecords(transaction, approved);
      return approved.map(({ data }) => data['number']);
    });
    // 300100002 was given by hand: passed over, not lost.
    expect(numbers).toEqual(['300100001', '300100003']);
  });

  it('gives a drawn number back when what follows from it is at fault', async () => {
    const long = resolveDefinitions([
      { name: 'documents', series: { 'invoice-sales': { pattern: '{yyyy}-000000-{000}' } } },
    ]);
    const refused = await test.database.transaction(async (transaction) => {
      const fields = { ...invoiceFields, companyId: 100, issuedOn: '2040-01-01', status: 'APPROVED' };
      const change = { kind: 'create', fields, origin: 'api', id: 900, registration: 'LONG' } as const;
      const definition = entity('documents', long);
      return planInTransaction(transaction, environment, definition, { current: null, change, actor: administrator });
    });
    expect(refused.plan).toMatchObject({ ok: false, faults: [{ path: 'variableSymbol' }] });
    const series = await test.database.query({
      text: `select last_number as last from number_series where name = 'invoice-sales' and period = '2040'`,
    });
    expect(series).toEqual([{ last: 0 }]);
  });

  it('merges states of deliveries without touching the revision', async () => {
    const [, , third] = invoices;
    if (third === undefined) throw new Error('no invoices');
    const state = { state: 'sending', at: '2026-11-23T10:00:00.000Z' };
    await test.database.transaction((transaction) =>
      mergeExports(transaction, 1, [{ entity: 'documents', id: third.id, exports: { b: state } }]),
    );
    expect(await present(third.id)).toEqual({ ...third, exports: { b: state } });
  });
});
