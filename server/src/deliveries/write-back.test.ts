import { describe, expect, test } from 'vitest';
import { created, entity, invoiceFields } from '../../test/support/records.ts';
import type { RecordRow } from '../records/types.ts';
import { applyWriteBack, type WriteBack, type WrittenBack } from './write-back.ts';

const documents = entity('documents');
const context = { now: new Date('2026-11-24T10:00:00Z'), zone: 'Europe/Prague' };
const invoice = (exports: RecordRow['exports'] = {}): RecordRow => ({
  ...created(documents, { ...invoiceFields, note: 'A note', properties: { accountingId: 'old' } }),
  exports,
});
const mark = { property: 'properties.extStatus', delivered: 'EXT.SENT', failed: 'EXT.ERROR' };
const apply = (more: Partial<WriteBack>, row = invoice()): WrittenBack =>
  applyWriteBack(
    documents,
    row,
    {
      ...{ deliveryId: 'd2', connection: 'accounting', state: 'delivered', reason: 'Accepted.', mark: null },
      ...{ write: undefined, writeAlways: undefined },
      ...more,
    },
    context,
  );

test('lays the answer over the record field by field; objects merge, the rest stays', () => {
  const { row, change } = apply({ write: { name: 'Theirs', properties: { accountingNumber: 'N-1' } } });
  expect(row.data).toMatchObject({
    ...{ name: 'Theirs', note: 'A note' },
    properties: { accountingId: 'old', accountingNumber: 'N-1' },
  });
  expect(row.revision).toBe(2);
  expect(change?.changes).toEqual({ name: [null, 'Theirs'], 'properties.accountingNumber': [null, 'N-1'] });
});

test('an answer that changes nothing makes no revision; the state stands on the record all the same', () => {
  const { row, change } = apply({ write: { note: 'A note' } });
  expect(change).toBeNull();
  expect(row.revision).toBe(1);
  expect(row.exports['accounting']).toEqual({
    ...{ state: 'delivered', at: '2026-11-24T10:00:00.000Z', deliveryId: 'd2', message: 'Accepted.' },
  });
});

test('`write` is for a delivered message, `writeAlways` for every one', () => {
  const answer = { write: { name: 'write' }, writeAlways: { note: 'always' } };
  expect(apply(answer).row.data).toMatchObject({ name: 'write', note: 'always' });
  for (const state of ['refused', 'failed', 'unknown', 'waiting', 'awaiting'] as const) {
    const { data } = apply({ ...answer, state }).row;
    expect([data['name'], data['note']]).toEqual([undefined, 'always']);
  }
});

describe('the mark', () => {
  test.each([
    ['delivered', 'EXT.SENT'],
    ['refused', 'EXT.ERROR'],
    ['failed', 'EXT.ERROR'],
    ['unknown', 'EXT.ERROR'],
    ['waiting', undefined],
    ['awaiting', undefined],
    ['cancelled', undefined],
    ['queued', undefined],
  ] as const)('of a %s one', (state, expected) => {
    expect(apply({ mark, state }).row.data['properties']).toEqual({
      accountingId: 'old',
      ...(expected === undefined ? {} : { extStatus: expected }),
    });
  });

  test('goes with what the answer writes into one change', () => {
    const { row } = apply({ mark, write: { properties: { accountingId: 'new' } } });
    expect(row.data['properties']).toEqual({ accountingId: 'new', extStatus: 'EXT.SENT' });
    expect(row.revision).toBe(2);
  });

  test('may set one fate alone', () => {
    const { change } = apply({ mark: { property: 'properties.extStatus', failed: 'EXT.ERROR' } });
    expect(change).toBeNull();
  });
});

describe('what the record does not take', () => {
  test('is left out as a whole, and the fault stands on exports beside the state', () => {
    const { row } = apply({ mark, write: { dueOn: 'next week', note: 'Never' } });
    expect(row.data).toMatchObject({ note: 'A note', properties: { extStatus: 'EXT.SENT' } });
    expect(row.exports['accounting']?.state).toBe('delivered');
    expect(row.exports['accounting']?.message).toMatch(
      /^Accepted\. The answer could not be written onto the record: dueOn: /,
    );
  });

  test('is every field that no answer may write', () => {
    const { row } = apply({ write: { acl: {}, ownerId: 4, registration: 'X' } });
    expect(row.data['ownerId']).toBe(2);
    for (const name of ['acl', 'ownerId', 'registration'])
      expect(row.exports['accounting']?.message).toContain(`${name}: `);
  });

  test('is a status that only a person may give', () => {
    for (const status of ['APPROVED', 'PAID']) {
      const { row } = apply({ write: { status } });
      expect(row.status).toBe('OPEN');
      expect(row.exports['accounting']?.message).toContain('could not be written');
    }
    expect(apply({ write: { status: 'CANCELLED' } }).row.status).toBe('CANCELLED');
  });

  test('is what the database says is another record’s', () => {
    const { row } = apply({ mark, write: { number: '1' }, blocked: 'number: It is taken.' });
    expect(row.data['number']).toBeUndefined();
    expect(row.data['properties']).toMatchObject({ extStatus: 'EXT.SENT' });
    expect(row.exports['accounting']?.message).toBe(
      'Accepted. The answer could not be written onto the record: number: It is taken.',
    );
  });
});

describe('exports', () => {
  const at = '2026-11-23T10:00:00.000Z';

  test('keep that a person has changed the record meanwhile', () => {
    const queued = { accounting: { state: 'sending', at, deliveryId: 'd2', changedSince: true } };
    expect(apply({}, invoice(queued)).row.exports['accounting']).toMatchObject({
      state: 'delivered',
      changedSince: true,
    });
    const older = { accounting: { state: 'refused', at, deliveryId: 'd1', changedSince: true } };
    expect(apply({}, invoice(older)).row.exports['accounting']).not.toHaveProperty('changedSince');
  });

  test('show the newest delivery: an older one that ends later changes nothing there', () => {
    const newer = { accounting: { state: 'queued', at, deliveryId: 'd3' } };
    expect(apply({ write: { name: 'Theirs' } }, invoice(newer)).row).toMatchObject({
      exports: newer,
      data: { name: 'Theirs' },
    });
  });

  test('of other connections stay', () => {
    const others = { crm: { state: 'delivered', at, deliveryId: 'd0' } };
    expect(apply({}, invoice(others)).row.exports).toMatchObject({ ...others, accounting: { state: 'delivered' } });
  });

  test('of a deleted record are written, its fields are not', () => {
    const deleted = { ...invoice(), deletedAt: new Date(at) };
    const { row, change } = apply({ write: { name: 'Theirs' } }, deleted);
    expect(change).toBeNull();
    expect(row.exports['accounting']?.state).toBe('delivered');
  });
});
