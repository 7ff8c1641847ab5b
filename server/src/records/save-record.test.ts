import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase, type TestDatabase } from '../../test/support/database.ts';
import { administrator, definitions, jana } from '../../test/support/records.ts';
import type { Transaction } from '../database/database.ts';
import { ensurePartitions } from '../database/partitions.ts';
import { Refusal } from '../errors.ts';
import { ensureFirstUnit } from './create-unit.ts';
import { readHistory } from './history-store.ts';
import { saveRecord } from './save-record.ts';
import { lockRecords, readRecords } from './store.ts';
import { toWire } from './to-wire.ts';
import type { RecordEnvironment, RecordEvent, RecordRow, SaveRequest, SaveResult } from './types.ts';

let test: TestDatabase;
let unitId: number;
let companyId: number;
const events: RecordEvent[] = [];

function environment(more: Partial<RecordEnvironment> = {}): RecordEnvironment {
  return {
    unitId,
    zone: 'Europe/Prague',
    definitions,
    groups: ['Administrators', 'Approvers'],
    now: () => new Date(),
    observe: (_, event) => {
      events.push(event);
      return Promise.resolve({});
    },
    ...more,
  };
}

async function save(request: SaveRequest, more: Partial<RecordEnvironment> = {}): Promise<SaveResult> {
  return test.database.transaction((transaction) => saveRecord(transaction, environment(more), request));
}

function creation(entity: string, fields: object): SaveRequest {
  return { kind: 'create', entity, fields: { ...fields }, actor: administrator, origin: 'api' };
}

function change(row: RecordRow, fields: object, more: object = {}): SaveRequest {
  const { entity, id } = row;
  return { kind: 'change', entity, key: { id }, fields: { ...fields }, actor: administrator, origin: 'api', ...more };
}

function invoice(more: object = {}): SaveRequest {
  const lines = [{ name: 'Work', quantity: 1, unitPrice: '1000', vatRate: 21 }];
  return creation('documents', { type: 'INVOICE.SALES', ownerId: 2, companyId, lines, ...more });
}

async function refusal(promise: Promise<unknown>): Promise<Refusal> {
  const error = await promise.then(
    () => undefined,
    (caught: unknown) => caught,
  );
  if (error instanceof Refusal) return error;
  throw new Error('expected a refusal', { cause: error });
}

beforeAll(async () => {
  test = await testDatabase({ poolSize: 20 });
  const first = await test.database.transaction(async (transaction) => {
    await ensurePartitions(transaction, Date.now());
    return ensureFirstUnit(transaction, { name: 'Acme', administrator: { login: 'admin' }, now: new Date() });
  });
  unitId = first.unitId;
  companyId = (await save(creation('companies', { name: 'Customer', dueDays: 14 }))).row.id;
});

afterAll(() => test.close());

describe('the first unit', () => {
  it('is made once: unit 1, agency 1, an administrator, the default groups', async () => {
    const again = await test.database.transaction((transaction) =>
      ensureFirstUnit(transaction, { name: 'Other', administrator: { login: 'other' }, now: new Date() }),
    );
    expect(again).toEqual({ unitId: 1, administratorId: 2, created: false });
    const [agency] = await readRecords(test.database, 1, [{ entity: 'agencies', id: 1 }]);
    expect(agency).toMatchObject({ registration: '1', data: { name: 'Acme', currency: 'CZK' } });
    const groups = await test.database.query({ text: `select name from configuration where kind = 'groups'` });
    expect(groups).toHaveLength(6);
  });
});

describe('saveRecord', () => {
  it('creates with id, registration, revision 1 and one event', async () => {
    const { outcome, row, event } = await save(invoice());
    expect(outcome).toBe('created');
    expect(row).toMatchObject({ revision: 1, status: 'OPEN' });
    expect(row.registration).toMatch(/^20\d\d-\d{4}$/);
    expect(event).toMatchObject({ kind: 'created', names: ['documents.created', 'documents.open'], before: null });
    const [stored] = await readRecords(test.database, unitId, [row]);
    expect(stored).toEqual(row);
    expect(toWire(row)).toMatchObject({
      id: row.id,
      total: '1210.00',
      agencyId: 1,
      tags: [],
      properties: {},
      exports: {},
    });
  });

  it('hands the loaded related records to the observer and writes what it answers on exports', async () => {
    const at = new Date().toISOString();
    let names: string[] = [];
    const { row } = await save(invoice(), {
      observe: (_, __, known) => {
        names = [...known.keys()];
        return Promise.resolve({ exports: { accounting: { state: 'queued', at } } });
      },
    });
    expect(names).toEqual(expect.arrayContaining(['agencies/1', `companies/${companyId}`, 'users/2']));
    const [stored] = await readRecords(test.database, unitId, [row]);
    expect(stored?.exports).toEqual({ accounting: { state: 'queued', at } });
  });

  it('makes neither revision nor event of a change that changes nothing', async () => {
    const { row } = await save(invoice({ note: 'x' }));
    const count = events.length;
    expect(await save(change(row, { note: 'x', lines: row.data['lines'] }))).toEqual({
      outcome: 'unchanged',
      row,
      event: null,
    });
    expect(events).toHaveLength(count);
    const history = await readHistory(test.database, unitId, 'documents', row.id);
    expect(history.data).toHaveLength(1);
  });

  it('refuses a change of an older revision and tells the present one', async () => {
    const { row } = await save(invoice());
    await save(change(row, { note: 'first' }));
    const refused = await refusal(save(change(row, { note: 'second' }, { expectedRevision: 1 })));
    expect(refused).toMatchObject({
      code: 'revision-conflict',
      message: 'The document was changed meanwhile: it has revision 2, not 1. Read it again, then repeat the change.',
    });
    expect((await refusal(save(change(row, { note: 'second', revision: 1 })))).code).toBe('revision-conflict');
    expect(await refusal(save(change(row, { note: 'second', revision: 'two' })))).toMatchObject({
      code: 'invalid-record',
      faults: [{ path: 'revision' }],
    });
    expect((await save(change(row, { note: 'second', revision: 2 }))).row.revision).toBe(3);
  });

  it('says what is not there', async () => {
    const request = { kind: 'change', entity: 'documents', fields: {}, actor: jana, origin: 'api' } as const;
    expect(await refusal(save({ ...request, key: { id: 999 } }))).toMatchObject({
      code: 'not-found',
      message: 'There is no document with the id 999 in unit 1.',
    });
    expect(await refusal(save({ ...request, key: { registration: 'x' } }))).toMatchObject({ code: 'not-found' });
    expect(await refusal(save(creation('invoices', {})))).toMatchObject({ code: 'not-found' });
    expect(await refusal(save(invoice({ companyId: 999 })))).toMatchObject({
      code: 'invalid-record',
      faults: [{ path: 'companyId', message: 'There is no record 999 in companies: "companyId" cannot refer to it.' }],
    });
  });

  it('deletes softly, and lets the registration and the login be used again', async () => {
    const first = await save({ ...creation('users', { login: 'zdenek' }), registration: 'Z' } as SaveRequest);
    const remove = {
      kind: 'delete',
      entity: 'users',
      key: { id: first.row.id },
      actor: administrator,
      origin: 'api',
    } as const;
    expect(await save(remove)).toMatchObject({
      outcome: 'deleted',
      event: { kind: 'deleted', names: ['users.deleted'] },
    });
    const gone = await refusal(save(remove));
    expect(gone.code).toBe('not-found');
    expect(gone.message).toContain('it was deleted');
    const second = await save({ ...creation('users', { login: 'Zdenek' }), registration: 'Z' } as SaveRequest);
    expect(second.outcome).toBe('created');
  });

  it('refuses a registration, a login, a badge that is taken', async () => {
    const { row } = await save({
      ...creation('users', { login: 'karel', badge: 'B1' }),
      registration: 'K',
    } as SaveRequest);
    const again = creation('users', { login: 'KAREL' });
    expect(await refusal(save(again))).toMatchObject({
      code: 'already-exists',
      faults: [
        {
          path: 'login',
          message: `There is a user whose "login" is "karel" already: record ${row.id}. Change that one, or choose another value.`,
        },
      ],
    });
    expect(
      await refusal(save({ ...creation('users', { login: 'k2' }), registration: 'K' } as SaveRequest)),
    ).toMatchObject({
      code: 'already-exists',
      faults: [{ path: 'registration' }],
    });
    const other = await save(creation('users', { login: 'ota', badge: 'B2' }));
    expect((await refusal(save(change(other.row, { badge: 'b1' })))).code).toBe('already-exists');
    await save(change(row, { badge: null }));
    expect((await save(change(other.row, { badge: 'b1' }))).outcome).toBe('changed');
  });

  it('marks what was delivered as changed since, but not by a write-back', async () => {
    const at = new Date().toISOString();
    const observe = () => Promise.resolve({ exports: { a: { state: 'delivered', at }, b: { state: 'failed', at } } });
    const { row } = await save(invoice(), { observe });
    const written = await save(change(row, { note: 'by the answer' }, { origin: 'write-back' }));
    expect(written.row.exports['a']).toEqual({ state: 'delivered', at });
    const edited = await save(change(row, { note: 'by a person' }));
    expect(edited.row.exports).toEqual({
      a: { state: 'delivered', at, changedSince: true },
      b: { state: 'failed', at },
    });
  });

  it('leaves nothing behind when the observer fails', async () => {
    const observe = () => Promise.reject(new Error('planted'));
    await expect(save(creation('companies', { name: 'Ghost' }), { observe })).rejects.toThrow('planted');
    const found = await test.database.query({ text: `select 1 from records where data ->> 'name' = 'Ghost'` });
    expect(found).toEqual([]);
  });
});

describe('history', () => {
  it('tells who changed what, when and from where, newest first, page by page', async () => {
    const { row } = await save(invoice());
    await save(change(row, { note: 'one' }));
    await save(change(row, { note: 'two' }, { actor: jana, origin: 'console' }));
    const first = await readHistory(test.database, unitId, 'documents', row.id, { limit: 2 });
    expect(first.data).toMatchObject([
      {
        kind: 'updated',
        revision: 3,
        userId: 11,
        userName: 'Jana',
        origin: 'console',
        changes: { note: ['one', 'two'] },
      },
      { kind: 'updated', revision: 2, changes: { note: [null, 'one'] } },
    ]);
    const rest = await readHistory(test.database, unitId, 'documents', row.id, {
      before: first.nextCursor ?? '',
      limit: 2,
    });
    expect(rest).toMatchObject({
      data: [{ kind: 'created', names: ['documents.created', 'documents.open'] }],
      nextCursor: null,
    });
  });
});

describe('many at once', () => {
  it('makes one record of twenty upserts of one registration', async () => {
    const upserts = Array.from({ length: 20 }, (_, index): SaveRequest => {
      const fields = { name: `Company ${index}` };
      return { kind: 'upsert', entity: 'companies', registration: 'ONE', fields, actor: administrator, origin: 'api' };
    });
    const results = await Promise.all(upserts.map((each) => save(each)));
    expect(results.filter(({ outcome }) => outcome === 'created')).toHaveLength(1);
    expect(new Set(results.map(({ row }) => row.id)).size).toBe(1);
    expect(results.map(({ row }) => row.revision).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 20 }, (_, index) => index + 1),
    );
  });

  it('lets one of two edits of the same revision win', async () => {
    const { row } = await save(invoice());
    const edits = ['a', 'b', 'c'].map((note) => save(change(row, { note }, { expectedRevision: 1 })));
    const results = await Promise.allSettled(edits);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('numbers invoices without gaps under parallel approvals, some of which roll back', async () => {
    const drafts = await Promise.all(Array.from({ length: 24 }, () => save(invoice({ issuedOn: '2031-05-05' }))));
    const approve = async ({ row }: SaveResult, index: number): Promise<string | undefined> => {
      const work = async (transaction: Transaction) => {
        const saved = await saveRecord(transaction, environment(), change(row, { status: 'APPROVED' }));
        if (index % 4 === 0) throw new Error('planted');
        return saved.row.data['number'];
      };
      const number = await test.database.transaction(work).catch(() => undefined);
      return typeof number === 'string' ? number : undefined;
    };
    const numbers = (await Promise.all(drafts.map(approve))).filter((number) => number !== undefined);
    expect(numbers.sort()).toEqual(
      Array.from({ length: 18 }, (_, index) => `3101${String(index + 1).padStart(5, '0')}`),
    );
  });

  it('passes over a number that someone gave by hand', async () => {
    await save(invoice({ issuedOn: '2032-01-01', number: '320100001', status: 'APPROVED' }));
    const { row } = await save(invoice({ issuedOn: '2032-01-01', status: 'APPROVED' }));
    expect(row.data).toMatchObject({ number: '320100002', variableSymbol: '320100002' });
    expect((await refusal(save(invoice({ number: '320100002' })))).faults[0]?.path).toBe('number');
  });

  it('draws registrations without gaps, and passes over those that were given', async () => {
    const { row } = await save(creation('jobs', { name: 'a', companyId, ownerId: 2 }));
    const year = row.registration.slice(1, 5);
    await save({
      ...creation('jobs', { name: 'b', companyId, ownerId: 2 }),
      registration: `J${year}-0002`,
    } as SaveRequest);
    const next = await Promise.all(['c', 'd'].map((name) => save(creation('jobs', { name, companyId, ownerId: 2 }))));
    expect(next.map(({ row: { registration } }) => registration).sort()).toEqual([`J${year}-0003`, `J${year}-0004`]);
  });

  it('locks records of a batch in one order', async () => {
    const rows = (await Promise.all([save(invoice()), save(invoice()), save(invoice())])).map(({ row }) => row);
    const lock = (keys: readonly RecordRow[]) =>
      test.database.transaction(async (transaction) => {
        const locked = await lockRecords(transaction, unitId, keys);
        return locked.map(({ id }) => id);
      });
    const rounds = Array.from({ length: 10 }, (_, index) => lock(index % 2 === 0 ? rows : rows.toReversed()));
    const ordered = rows.map(({ id }) => id).sort((a, b) => a - b);
    expect(await Promise.all(rounds)).toEqual(Array(10).fill(ordered));
  });
});
