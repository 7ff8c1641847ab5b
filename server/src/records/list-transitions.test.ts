import { expect, test } from 'vitest';
import { allRights, viewerOf } from '../access/rights.ts';
import { bookkeeper, created, entity, invoiceFields, jana, planContext } from '../../test/support/records.ts';
import { listTransitions } from './list-transitions.ts';
import { resolveDefinitions } from './resolve-definitions.ts';
import type { Actor, RecordRow } from './types.ts';

const documents = entity('documents');
const open = created(documents, invoiceFields);
const at = (status: string): RecordRow => ({ ...open, status, data: { ...open.data, status } });
const listed = (row: RecordRow, actor: Actor, definition = documents) =>
  listTransitions(definition, row, { ...planContext({ actor }), viewer: { ...viewerOf(actor), rights: allRights } });

test('every way out of the status is named in the order of the statuses, with the words of its refusal', () => {
  expect(listed(at('PROCESSING'), bookkeeper)).toEqual([
    {
      to: 'APPROVED',
      allowed: false,
      step: null,
      sentence: expect.stringContaining('needs the group Approvers') as unknown,
    },
    { to: 'REJECTED', allowed: true, step: null, sentence: null },
    { to: 'CANCELLED', allowed: true, step: null, sentence: null },
  ]);
  expect(listed(at('PROCESSING'), jana).find(({ to }) => to === 'APPROVED')?.allowed).toBe(true);
});

test('of an approval in several steps it says which one would be given', () => {
  const transitions = documents.processes?.['invoice']?.transitions.map((transition) =>
    transition.to === 'APPROVED' && transition.groups?.includes('Approvers') === true
      ? { from: transition.from, to: transition.to, steps: [{ groups: ['Approvers'] }, { groups: ['Administrators'] }] }
      : transition,
  );
  const body = { name: 'documents', processes: { invoice: { transitions } } };
  const definition = resolveDefinitions([body]).get('documents');
  const ways = listed(at('PROCESSING'), jana, definition);
  expect(ways.find(({ to }) => to === 'APPROVED')).toEqual({
    to: 'APPROVED',
    allowed: true,
    step: { number: 1, of: 2 },
    sentence: null,
  });
});

test('records without statuses have none', () => {
  const companies = entity('companies');
  expect(listed(created(companies, { name: 'x' }), jana, companies)).toEqual([]);
});
