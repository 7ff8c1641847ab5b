import { describe, expect, it } from 'vitest';
import {
  administrator,
  bookkeeper,
  changed,
  created,
  entity,
  faultsOf,
  invoiceFields,
  jana,
  petr,
  planContext,
  rowOf,
} from '../../test/support/records.ts';
import { planChange } from './plan-change.ts';
import { resolveDefinitions } from './resolve-definitions.ts';
import type { Actor, RecordRow } from './types.ts';

const documents = entity('documents');
const open = created(documents, invoiceFields);

function move(row: RecordRow, status: string, actor: Actor, definition = documents) {
  return changed(definition, row, { status }, { actor });
}

function at(status: string): RecordRow {
  return { ...open, status, data: { ...open.data, status } };
}

describe('statuses of invoices', () => {
  const statuses = ['OPEN', 'PROCESSING', 'APPROVED', 'REJECTED', 'PAID', 'CANCELLED'];
  const people: [string, Actor, readonly string[]][] = [
    [
      'a bookkeeper',
      bookkeeper,
      [
        'OPEN PROCESSING',
        'OPEN CANCELLED',
        'PROCESSING REJECTED',
        'PROCESSING CANCELLED',
        'APPROVED PAID',
        'APPROVED CANCELLED',
        'REJECTED PROCESSING',
        'REJECTED CANCELLED',
      ],
    ],
    ['an approver', jana, ['PROCESSING APPROVED']],
    ['an administrator', administrator, ['PROCESSING APPROVED', 'OPEN APPROVED']],
  ];
  const common = people[0]?.[2] ?? [];

  it.each(people)('goes only the ways that are open to %s', (_, actor, own) => {
    const ways = statuses.flatMap((from) =>
      statuses.filter((to) => from !== to && move(at(from), to, actor).ok).map((to) => `${from} ${to}`),
    );
    expect(ways.sort()).toEqual([...new Set([...common, ...own])].sort());
  });

  it('says where a record can go instead', () => {
    expect(move(open, 'PAID', bookkeeper)).toMatchObject({
      ok: false,
      code: 'illegal-transition',
      sentence:
        'A document cannot go from OPEN to PAID. From OPEN it can go to PROCESSING, APPROVED (Administrators only) or CANCELLED.',
      faults: [{ path: 'status' }],
    });
    expect(move(at('PROCESSING'), 'APPROVED', bookkeeper)).toMatchObject({
      code: 'forbidden',
      sentence:
        'Going from PROCESSING to APPROVED needs the group Approvers. From PROCESSING it can go to APPROVED (Approvers only), REJECTED or CANCELLED.',
    });
    expect(move(at('CANCELLED'), 'OPEN', administrator)).toMatchObject({
      sentence: 'A document cannot go from CANCELLED to OPEN. CANCELLED is final.',
    });
  });

  it('names the event after the status, dates it and draws the number', () => {
    const plan = move(at('PROCESSING'), 'APPROVED', jana);
    expect(plan).toMatchObject({
      names: ['documents.updated', 'documents.approved'],
      changes: { status: ['PROCESSING', 'APPROVED'], number: [null, '260100001'], variableSymbol: [null, '260100001'] },
    });
    expect(rowOf(plan)).toMatchObject({ status: 'APPROVED', data: { statusDate: '2026-11-23T10:00:00.000Z' } });
    const undrawn = changed(documents, at('PROCESSING'), { status: 'APPROVED' }, { actor: jana, drawn: {} });
    expect(undrawn).toMatchObject({ draws: [{ field: 'number', series: 'invoice-sales', period: '2026' }] });
  });

  it('draws the number of the year in which the invoice is issued', () => {
    const lastYear = created(documents, { ...invoiceFields, issuedOn: '2025-12-31' }, { actor: administrator });
    const plan = changed(documents, lastYear, { status: 'APPROVED' }, { actor: administrator, drawn: {} });
    expect(plan).toMatchObject({ draws: [{ period: '2025' }] });
  });

  it('keeps a number that is there, and draws none for a supplier’s invoice', () => {
    const numbered = rowOf(changed(documents, open, { number: '77' }));
    const approved = changed(documents, numbered, { status: 'APPROVED' }, { actor: administrator, drawn: {} });
    expect(approved).toMatchObject({ draws: [], row: { data: { number: '77' } } });
    const purchase = created(documents, { ...invoiceFields, type: 'INVOICE.PURCHASE' });
    const plan = changed(documents, purchase, { status: 'APPROVED' }, { actor: administrator, drawn: {} });
    expect(plan).toMatchObject({ draws: [] });
  });

  it('pays an invoice by its status', () => {
    expect(rowOf(move(at('APPROVED'), 'PAID', bookkeeper)).data).toMatchObject({ paid: true, paidOn: '2026-11-23' });
  });

  it('creates in a status that one step leads to', () => {
    const fields = { ...invoiceFields, status: 'APPROVED' };
    const change = { kind: 'create', fields, origin: 'api', id: 1, registration: 'x' } as const;
    const plan = planChange(documents, null, change, planContext({ actor: administrator, drawn: { number: 3 } }));
    expect(plan).toMatchObject({
      names: ['documents.created', 'documents.approved'],
      row: { data: { number: '260100003' } },
    });
    expect(planChange(documents, null, change, planContext())).toMatchObject({ code: 'forbidden' });
  });

  it('takes any status from an import', () => {
    const fields = { ...invoiceFields, status: 'PAID', number: '9' };
    const change = { kind: 'create', fields, origin: 'import', id: 1, registration: 'x' } as const;
    expect(planChange(documents, null, change, planContext())).toMatchObject({ ok: true, row: { status: 'PAID' } });
  });

  it('refuses to take the status away', () => {
    expect(faultsOf(changed(documents, open, { status: null }))).toEqual([
      'status: A document always has a status; this one is OPEN.',
    ]);
  });
});

describe('an approval in two steps', () => {
  const definitions = resolveDefinitions([
    {
      name: 'documents',
      processes: {
        invoice: {
          transitions: [
            { from: 'OPEN', to: 'PROCESSING' },
            {
              from: 'PROCESSING',
              to: 'APPROVED',
              when: 'count(input.lines) > 0',
              message: 'An invoice without lines cannot be approved.',
              steps: [
                { title: 'Approver', groups: ['Approvers'] },
                { title: 'Director', groups: ['Directors'], when: 'input.total > 100000', differentPerson: true },
              ],
            },
            { from: 'PROCESSING', to: 'REJECTED' },
            { from: 'REJECTED', to: 'PROCESSING' },
          ],
        },
      },
    },
  ]);
  const definition = entity('documents', definitions);
  const inApproval = (unitPrice: string): RecordRow => {
    const lines = [{ name: 'Machine', quantity: '1', unitPrice, vatRate: '21' }];
    return rowOf(move(created(definition, { ...invoiceFields, lines }), 'PROCESSING', bookkeeper, definition));
  };

  it('needs one approval for a small amount', () => {
    const plan = move(inApproval('1000'), 'APPROVED', jana, definition);
    expect(rowOf(plan)).toMatchObject({
      status: 'APPROVED',
      data: { process: { to: 'APPROVED', steps: 1, approvals: [{ step: 1, userId: 11, name: 'Jana' }] } },
    });
  });

  it('waits for a second person above the amount', () => {
    const first = move(inApproval('100000'), 'APPROVED', jana, definition);
    expect(first).toMatchObject({
      names: ['documents.updated'],
      draws: [],
      changes: { 'process.to': [null, 'APPROVED'] },
    });
    const row = rowOf(first);
    expect(row).toMatchObject({ status: 'PROCESSING', data: { process: { waitingFor: 'Step 2: Director' } } });
    expect(row.data['number']).toBeUndefined();
    expect(move(row, 'APPROVED', jana, definition)).toMatchObject({
      code: 'forbidden',
      sentence: 'Step 2 of APPROVED needs the group Directors.',
    });
    const second = move(row, 'APPROVED', petr, definition);
    expect(second).toMatchObject({ names: ['documents.updated', 'documents.approved'] });
    expect(rowOf(second).data['process']).toMatchObject({ approvals: [{ name: 'Jana' }, { name: 'Petr' }] });
  });

  it('does not let one person give both', () => {
    const row = rowOf(move(inApproval('100000'), 'APPROVED', petr, definition));
    expect(move(row, 'APPROVED', petr, definition)).toMatchObject({
      code: 'forbidden',
      sentence: 'Petr has approved an earlier step; another person must give step 2 of APPROVED.',
    });
    expect(move(row, 'APPROVED', administrator, definition)).toMatchObject({ ok: true, row: { status: 'APPROVED' } });
  });

  it('begins anew when what was approved changes, and only then', () => {
    const row = rowOf(move(inApproval('100000'), 'APPROVED', jana, definition));
    const raised = rowOf(
      changed(definition, row, { lines: [{ name: 'Machine', quantity: '2', unitPrice: '100000' }] }),
    );
    expect(raised.data['process']).toBeUndefined();
    expect(move(raised, 'APPROVED', petr, definition)).toMatchObject({ row: { status: 'PROCESSING' } });
    const noted = rowOf(changed(definition, row, { note: 'please', lines: row.data['lines'] }));
    expect(noted.data['process']).toEqual(row.data['process']);
  });

  it('begins anew after a rejection', () => {
    const row = rowOf(move(inApproval('100000'), 'APPROVED', jana, definition));
    const again = rowOf(move(rowOf(move(row, 'REJECTED', petr, definition)), 'PROCESSING', bookkeeper, definition));
    expect(again.data['process']).toBeUndefined();
  });

  it('cannot be forged by its caller', () => {
    const process = { to: 'APPROVED', steps: 2, waitingFor: 'x', approvals: [{ step: 1, userId: 11 }] };
    expect(faultsOf(changed(definition, inApproval('100000'), { process }, { actor: petr }))).toEqual([
      'process: "process" is kept by Gangway; leave it out, or correct what it follows from.',
    ]);
  });

  it('says why a condition is not met', () => {
    const empty = rowOf(
      move(created(definition, { ...invoiceFields, lines: [] }), 'PROCESSING', bookkeeper, definition),
    );
    expect(move(empty, 'APPROVED', jana, definition)).toMatchObject({
      code: 'illegal-transition',
      sentence: 'An invoice without lines cannot be approved.',
    });
  });
});
