import { Decimal } from '@gangway/language';
import { describe, expect, it } from 'vitest';
import {
  administrator,
  bookkeeper,
  changed,
  created,
  entity,
  faultsOf,
  invoiceFields,
  planContext,
  rowOf,
} from '../../test/support/records.ts';
import { planChange } from './plan-change.ts';
import { resolveDefinitions } from './resolve-definitions.ts';
import type { InputFields, RecordRow } from './types.ts';

const documents = entity('documents');

function create(fields: InputFields, more = {}) {
  const change = { kind: 'create', fields, origin: 'api', id: 7 } as const;
  return planChange(documents, null, change, planContext({ drawn: { registration: 7, number: 1 }, ...more }));
}

function row(id: number, entityName: string, data: RecordRow['data'], deletedAt: Date | null = null): RecordRow {
  const now = new Date('2026-01-01T00:00:00Z');
  return {
    ...{ unitId: 1, entity: entityName, id, registration: String(id), revision: 1, type: null, status: null },
    ...{ data, exports: {}, createdAt: now, updatedAt: now, deletedAt },
  };
}

describe('creating an invoice', () => {
  it('fills in defaults, amounts, status and registration', () => {
    const plan = create(invoiceFields);
    expect(plan).toMatchObject({
      ok: true,
      kind: 'created',
      names: ['documents.created', 'documents.open'],
      changes: {},
      draws: [],
      row: { id: 7, registration: '2026-0007', revision: 1, type: 'INVOICE.SALES', status: 'OPEN' },
    });
    expect(rowOf(plan).data).toMatchObject({
      status: 'OPEN',
      statusDate: '2026-11-23T10:00:00.000Z',
      currency: 'CZK',
      issuedOn: '2026-11-23',
      taxPointOn: '2026-11-23',
      total: '3058.77',
      totalWithoutVat: '2550.20',
      lines: [{ name: 'Consulting', total: '2420.00' }, { name: 'Travel' }, { name: 'Book' }],
    });
  });

  it('asks for the numbers that it needs, and no more', () => {
    const plan = create(invoiceFields, { drawn: undefined });
    expect(plan).toMatchObject({ draws: [{ field: 'registration', series: 'documents', period: '2026', start: 1 }] });
    const given = create({ ...invoiceFields, registration: 'MINE-1' }, { drawn: undefined });
    expect(given).toMatchObject({ draws: [], row: { registration: 'MINE-1' } });
  });

  it('takes the unit for a missing agency, and its currency', () => {
    const related = new Map([['agencies/1', row(1, 'agencies', { name: 'A', currency: 'EUR' })]]);
    const { agencyId: _agency, ...rest } = invoiceFields;
    expect(rowOf(create(rest, { related })).data).toMatchObject({ agencyId: 1, currency: 'EUR' });
  });

  it('dues the invoice by the company’s due days', () => {
    const related = new Map([['companies/5', row(5, 'companies', { name: 'Acme', dueDays: 14 })]]);
    expect(rowOf(create(invoiceFields, { related })).data['dueOn']).toBe('2026-12-07');
    const fields = { ...invoiceFields, dueOn: '2027-01-01' };
    expect(rowOf(create(fields, { related })).data['dueOn']).toBe('2027-01-01');
    expect(rowOf(create({ ...invoiceFields, dueOn: null }, { related })).data['dueOn']).toBeUndefined();
  });

  it('makes the variable symbol of the digits of the number', () => {
    expect(rowOf(create({ ...invoiceFields, number: 'FV-2026/0012' })).data['variableSymbol']).toBe('20260012');
    expect(rowOf(create({ ...invoiceFields, number: 'FV-1', variableSymbol: '77' })).data['variableSymbol']).toBe('77');
    expect(faultsOf(create({ ...invoiceFields, number: '2026-00000012' }))).toEqual([
      'variableSymbol: The number 2026-00000012 has 12 digits, a variable symbol at most 10: give "variableSymbol" beside it.',
    ]);
  });

  it('takes amounts as texts, numbers and decimals without losing a digit', () => {
    const lines = [{ name: 'a', quantity: 1, unitPrice: Decimal.of('12345678901234567.10'), vatRate: '0' }];
    expect(rowOf(create({ ...invoiceFields, lines })).data).toMatchObject({
      lines: [{ quantity: '1', unitPrice: '12345678901234567.10' }],
      total: '12345678901234567.10',
    });
    const rounded = [{ name: 'a', quantity: 1, unitPrice: Number('12345678901234567'), vatRate: '0' }];
    expect(faultsOf(create({ ...invoiceFields, lines: rounded }))[0]).toMatch(/^lines\[0\]\.unitPrice: .*as a text/);
  });

  it('tells every fault at once, each with its path and a sentence', () => {
    const plan = create({
      type: 'INVOICE.SALES',
      ownerId: '2',
      status: 'APROVED',
      linse: [],
      issuedOn: '23.11.2026',
      currency: 'crowns',
      registration: ' x',
      id: 99,
      lines: [{ name: 'a', quantity: 'two' }, { unitPrice: '1', vatRate: '210', colour: 'red' }, null],
      properties: { extStaus: 'EXT.READY', extStatus: 'READY' },
      tags: ['a', 'a'],
      note: 'a\u0000b',
    });
    expect(plan).toMatchObject({ ok: false, code: 'invalid-record' });
    expect(faultsOf(plan).sort()).toEqual(
      [
        '"ownerId" must be a whole number such as 12; "2" is not.|ownerId',
        '"companyId" is missing: a document needs it.|companyId',
        'There is no status "APROVED". Did you mean "APPROVED"?|status',
        'There is no field "linse". Did you mean "lines"?|linse',
        '"issuedOn" must be a date such as 2026-11-23; "23.11.2026" is not.|issuedOn',
        '"currency" must be a currency of three letters such as CZK; "crowns" is not.|currency',
        '"registration" must not be empty, nor begin or end with a blank.|registration',
        '"id" cannot be chosen or changed: Gangway gives the id of a new record. Leave it out.|id',
        '"lines[0].quantity" must be an amount such as 1210.00; "two" is not.|lines[0].quantity',
        '"lines[1].vatRate" must be at most 100; "210" is not.|lines[1].vatRate',
        'There is no field "colour" in "lines[1]". There are name, quantity, unit, unitPrice, vatRate, note, totalWithoutVat, vat and total.|lines[1].colour',
        '"lines[1].name" is missing.|lines[1].name',
        '"lines[2]" is null; leave it out of the list.|lines[2]',
        'There is no property "extStaus". Did you mean "extStatus"?|properties.extStaus',
        'There is no value "READY" for "properties.extStatus". It can be EXT.READY, EXT.SENT or EXT.ERROR.|properties.extStatus',
        '"tags" holds the same item twice.|tags',
        '"note" holds a NUL character, which no system can store; take it out.|note',
      ]
        .map((each) => each.split('|').reverse().join(': '))
        .sort(),
    );
  });

  it('names the missing and the unknown type', () => {
    expect(faultsOf(create({ ownerId: 2, companyId: 5 }))).toEqual(['type: "type" is missing: a document needs it.']);
    expect(faultsOf(create({ ownerId: 2, companyId: 5, type: 'INVOICE.SALE' }))).toEqual([
      'type: There is no type "INVOICE.SALE". Did you mean "INVOICE.SALES"?',
    ]);
  });

  it('refuses fields that the type does not have', () => {
    const fields = { type: 'HR.DOC', ownerId: 2, companyId: 5, lines: [], correctsId: 3 };
    expect(faultsOf(create(fields)).map((each) => each.slice(0, 40))).toEqual([
      'lines: There is no field "lines". There ',
      'correctsId: There is no field "correctsI',
    ]);
  });

  it('refuses references to records that are not there, or no more', () => {
    const related = new Map([
      ['companies/5', null],
      ['users/2', row(2, 'users', { login: 'x' }, new Date())],
      ['users/3', null],
    ]);
    expect(faultsOf(create({ ...invoiceFields, participantIds: [3] }, { related }))).toEqual([
      'ownerId: Record 2 in users was deleted: "ownerId" cannot refer to it.',
      'companyId: There is no record 5 in companies: "companyId" cannot refer to it.',
      'participantIds[0]: There is no record 3 in users: "participantIds[0]" cannot refer to it.',
    ]);
  });
});

describe('changing an invoice', () => {
  const before = created(documents, { ...invoiceFields, properties: { accountingId: 'A1' }, note: 'hello' });

  it('changes the named fields, merges properties, clears with null', () => {
    const plan = changed(documents, before, { note: null, name: 'Autumn', properties: { extStatus: 'EXT.READY' } });
    expect(plan).toMatchObject({
      names: ['documents.updated'],
      kind: 'updated',
      changes: {
        note: ['hello', null],
        name: [null, 'Autumn'],
        'properties.extStatus': [null, 'EXT.READY'],
      },
      row: { revision: 2, data: { properties: { accountingId: 'A1', extStatus: 'EXT.READY' }, total: '3058.77' } },
    });
  });

  it('makes nothing of a change that changes nothing, the whole record sent back included', () => {
    const { type, data } = before;
    const whole = { ...data, type, id: 7, registration: '2026-0007', revision: 1, exports: {}, createdAt: 'x' };
    expect(changed(documents, before, whole)).toMatchObject({ ok: true, changed: false, row: before });
    expect(changed(documents, before, { tags: [], properties: {}, lines: invoiceFields.lines })).toMatchObject({
      changed: false,
    });
  });

  it('computes the amounts anew with the lines, and leaves them alone without', () => {
    const plan = changed(documents, before, { lines: [{ name: 'a', quantity: '1', unitPrice: '100', vatRate: '21' }] });
    expect(rowOf(plan).data).toMatchObject({ total: '121.00', vat: [{ rate: '21' }] });
    const booked = { ...before, data: { ...before.data, total: '1.00' } };
    expect(rowOf(changed(documents, booked, { note: 'x' })).data['total']).toBe('1.00');
  });

  it('computes the home total of a foreign invoice', () => {
    expect(rowOf(changed(documents, before, { currency: 'EUR', exchangeRate: 25 })).data['totalHome']).toBe('76469.25');
  });

  it('refuses a total that does not follow from the lines', () => {
    expect(faultsOf(changed(documents, before, { total: '1.00' }))).toEqual([
      'total: "total" is kept by Gangway as 3058.77; leave it out, or correct what it follows from.',
    ]);
    expect(changed(documents, before, { total: 3058.77, note: 'x' })).toMatchObject({ changed: true });
  });

  it('lets the variable symbol follow the number until someone sets another', () => {
    const numbered = rowOf(changed(documents, before, { number: '2026001' }));
    expect(numbered.data['variableSymbol']).toBe('2026001');
    expect(rowOf(changed(documents, numbered, { number: '2026002' })).data['variableSymbol']).toBe('2026002');
    const own = rowOf(changed(documents, numbered, { variableSymbol: '5' }));
    expect(rowOf(changed(documents, own, { number: '2026003' })).data['variableSymbol']).toBe('5');
    expect(rowOf(changed(documents, numbered, { number: null })).data['variableSymbol']).toBeUndefined();
  });

  it('dates the payment', () => {
    const paid = rowOf(changed(documents, before, { paid: true }));
    expect(paid.data['paidOn']).toBe('2026-11-23');
    expect(rowOf(changed(documents, paid, { paid: false })).data['paidOn']).toBeUndefined();
    expect(rowOf(changed(documents, before, { paid: true, paidOn: '2026-11-20' })).data['paidOn']).toBe('2026-11-20');
  });

  it('keeps id and registration', () => {
    expect(faultsOf(changed(documents, before, { id: 8, registration: 'OTHER' }))).toEqual([
      'id: "id" cannot be chosen or changed: this is record 7. Leave it out.',
      'registration: The registration of a record stays: this one is 2026-0007. Leave "registration" out.',
    ]);
  });

  it('refuses to clear what a document needs', () => {
    expect(faultsOf(changed(documents, before, { companyId: null }))).toEqual([
      'companyId: "companyId" is missing: a document needs it.',
    ]);
  });

  it('does not judge what did not change', () => {
    const old = { ...before, data: { ...before.data, currency: 'crowns', legacy: 'x' } };
    expect(changed(documents, old, { note: 'x' })).toMatchObject({ ok: true, changed: true });
  });

  it('changes the type only before the record goes on', () => {
    const plan = changed(documents, before, { type: 'INVOICE.SALES.PROFORMA' });
    expect(plan).toMatchObject({ changed: true, row: { type: 'INVOICE.SALES.PROFORMA' } });
    expect(faultsOf(changed(documents, before, { type: 'HR.DOC' }))[0]).toMatch(
      /^\w+: A document of type HR.DOC has no field "\w+"; clear it first\.$/,
    );
    const numbered = rowOf(changed(documents, before, { number: '1' }));
    expect(faultsOf(changed(documents, numbered, { type: 'INVOICE.SALES.PROFORMA' }))).toEqual([
      'type: The type of a document can change only as long as it is OPEN and has no number. Create another one.',
    ]);
  });
});

describe('rules of an entity', () => {
  const users = entity('users');
  const jana = created(users, { login: 'jana' }, { actor: administrator });

  it('lets only the named groups change a restricted field', () => {
    expect(changed(users, jana, { groups: ['Approvers'] })).toMatchObject({
      ok: false,
      code: 'forbidden',
      sentence: 'Only Administrators may change "groups".',
    });
    expect(changed(users, jana, { groups: ['Approvers'] }, { actor: administrator })).toMatchObject({ changed: true });
  });

  it('knows the groups', () => {
    const plan = changed(users, jana, { groups: ['Aprovers'] }, { actor: administrator, groups: ['Approvers'] });
    expect(faultsOf(plan)).toEqual(['groups[0]: There is no group "Aprovers". Did you mean "Approvers"?']);
  });

  it('locks fields in a status', () => {
    const own = resolveDefinitions([
      { name: 'documents', processes: { invoice: { statuses: { APPROVED: { locked: ['lines', 'companyId'] } } } } },
    ]);
    const definition = entity('documents', own);
    const approved = created(definition, { ...invoiceFields, status: 'APPROVED' }, { actor: administrator });
    expect(changed(definition, approved, { lines: [] }, { actor: administrator })).toMatchObject({
      code: 'illegal-state',
      sentence: '"lines" is locked while the document is APPROVED.',
    });
    expect(changed(definition, approved, { lines: invoiceFields.lines, note: 'x' })).toMatchObject({ changed: true });
  });

  it('deletes by marking', () => {
    const plan = planChange(users, jana, { kind: 'delete', fields: {}, origin: 'api' }, planContext());
    expect(plan).toMatchObject({ kind: 'deleted', names: ['users.deleted'], row: { revision: 2, data: jana.data } });
    expect(rowOf(plan).deletedAt).toEqual(new Date('2026-11-23T10:00:00Z'));
  });

  it('keeps names of JavaScript’s own out', () => {
    const fields: unknown = JSON.parse('{"login":"x","__proto__":{"groups":["Administrators"]},"constructor":1}');
    const change = { kind: 'create', fields: fields as InputFields, origin: 'api', id: 1 } as const;
    const plan = planChange(users, null, change, planContext({ actor: bookkeeper }));
    expect(faultsOf(plan).map((each) => each.split(':')[0])).toEqual(['__proto__', 'constructor']);
  });
});

describe('a write-back', () => {
  const before = created(documents, invoiceFields, { actor: administrator });
  const write = (fields: InputFields) =>
    planChange(
      documents,
      before,
      { kind: 'change', fields, origin: 'write-back' },
      planContext({ actor: administrator }),
    );

  it('takes what XML and numbers of the counterparty give', () => {
    const plan = write({
      properties: { accountingId: Decimal.of('123') },
      number: 2026001,
      paid: 'true',
      exchangeRate: '25.5',
    });
    expect(rowOf(plan).data).toMatchObject({
      properties: { accountingId: '123' },
      number: '2026001',
      variableSymbol: '2026001',
      paid: true,
    });
  });

  it('computes the home total anew without knowing the agency', () => {
    const euro = new Map([['agencies/1', row(1, 'agencies', { name: 'A', currency: 'EUR' })]]);
    const fields = { ...invoiceFields, currency: 'CZK', exchangeRate: '0.04' };
    const foreign = created(documents, fields, { related: euro });
    expect(foreign.data['totalHome']).toBe('122.35');
    const change = { kind: 'change', fields: { exchangeRate: '0.05' }, origin: 'write-back' } as const;
    expect(rowOf(planChange(documents, foreign, change, planContext())).data['totalHome']).toBe('152.94');
  });

  it('never writes what an answer may not write', () => {
    const plan = write({ companyId: 6, acl: {}, total: '1', properties: { nothing: 'x' } });
    expect(faultsOf(plan).map((each) => each.slice(0, 45))).toEqual([
      'companyId: An answer may not write "companyId',
      'acl: An answer may not write "acl". It can wr',
      'total: An answer may not write "total". It ca',
      'properties.nothing: There is no property "not',
      'total: "total" is kept by Gangway as 3058.77;',
    ]);
  });
});
