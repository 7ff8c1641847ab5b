import { compileExpression, Decimal } from '@gangway/language';
import { describe, expect, it } from 'vitest';
import { changed, created, definitions, entity, invoiceFields, jana, rowOf } from '../../test/support/records.ts';
import { eventFields, fieldsOf } from './field-tree.ts';
import { relatedKey } from './relations.ts';
import { eventContext, openSnapshot, snapshotOf } from './snapshot.ts';
import type { RecordEvent, RecordRow, Related } from './types.ts';

const documents = entity('documents');
const unit = { unitId: 1, name: 'Acme', zone: 'Europe/Prague', locale: 'cs-CZ' };
const surroundings = { unit, definitions };

function other(name: string, id: number, fields: object): RecordRow {
  return { ...created(entity(name), { ...fields }, { actor: { ...jana, administrator: true } }), id };
}

const companies = [5, 6].map((id) =>
  other('companies', id, {
    name: `Company ${id}`,
    registrations: { vatId: `CZ${id}` },
    bankAccounts: [{ iban: 'CZ65' }],
    acl: { read: { groups: ['Readers'] } },
  }),
);
const owner = other('users', 2, { login: 'ota', email: 'ota@example.com', groups: ['Approvers'], badge: 'B7' });
const related: Related = new Map([...companies, owner].map((row) => [relatedKey(row.entity, row.id), row]));

const before = created(documents, { ...invoiceFields, note: 'a note', participantIds: [2] });
const plan = changed(documents, before, { companyId: 6, note: null, name: 'new', lines: invoiceFields.lines.slice(1) });
const after = { ...rowOf(plan), exports: { accounting: { state: 'queued', at: '2026-11-23T10:00:00.000Z' } } };
const event: RecordEvent = {
  ...{ unitId: 1, id: '0191f2c4-6f0a-7c3e-9d52-3b1f8f0c2a11', at: new Date('2026-11-23T10:00:00Z') },
  ...{
    kind: 'updated',
    names: ['documents.updated'],
    entity: 'documents',
    recordId: 7,
    registration: '2026-0007',
    revision: 2,
  },
  ...{ userId: 11, userName: 'Jana', userGroups: ['Approvers'], origin: 'api', changes: {}, before, after },
};
const context = eventContext(event, related, surroundings);

describe('the context of an event', () => {
  it('has amounts as decimals, and related records by name', () => {
    expect(context).toMatchObject({
      input: {
        ...{ id: 7, registration: '2026-0007', revision: 2, status: 'OPEN' },
        total: Decimal.of('638.77'),
        lines: [{ name: 'Travel', unitPrice: Decimal.of('250.50') }, { quantity: Decimal.of('3') }],
        company: { id: 6, name: 'Company 6', registrations: { vatId: 'CZ6' } },
        owner: { login: 'ota', email: 'ota@example.com' },
        agency: null,
        participants: [{ id: 2, login: 'ota' }],
        exports: { accounting: { state: 'queued' } },
      },
      event: { kind: 'updated', name: 'documents.updated', at: '2026-11-23T10:00:00.000Z' },
      user: { id: 11, name: 'Jana', groups: ['Approvers'] },
      unit: { id: 1, zone: 'Europe/Prague' },
    });
  });

  it('shows the record before with what was other, and nothing of what was not there', () => {
    expect(context['before']).toMatchObject({
      ...{ revision: 1, note: 'a note', name: null, total: Decimal.of('3058.77') },
      company: { id: 5, name: 'Company 5' },
      owner: { login: 'ota' },
    });
    expect(context['before']).toHaveProperty('lines.length', 3);
  });

  it('keeps what others should not see of a related record out', () => {
    const { company, owner: shown } = context['input'] as Record<string, object>;
    expect(company).not.toHaveProperty('acl');
    expect(company).toHaveProperty('bankAccounts');
    expect(shown).not.toHaveProperty('groups');
    expect(shown).not.toHaveProperty('badge');
  });

  it('comes out of a stored snapshot as it went in', () => {
    const text = snapshotOf(event, related, surroundings);
    expect(openSnapshot(text, definitions).context).toEqual(context);
    expect(JSON.stringify(context)).not.toContain('"badge"');
    expect(text).not.toContain('Readers');
  });

  it('comes out the same for a created record, and for an event without one', () => {
    for (const each of [
      { ...event, kind: 'created', before: null } as const,
      { ...event, kind: 'scheduled', before: null, after: null, recordId: null } as const,
    ]) {
      expect(openSnapshot(snapshotOf(each, related, surroundings), definitions).context).toEqual(
        eventContext(each, related, surroundings),
      );
    }
  });
});

describe('the tree of fields', () => {
  it('knows every field that a context has', () => {
    const known = fieldsOf(documents, definitions);
    const names = known.kind === 'object' ? Object.keys(known.fields) : [];
    expect(names).toEqual(expect.arrayContaining(Object.keys(context['input'] as object)));
    expect(known).toMatchObject({
      fields: {
        ...{
          id: { kind: 'number' },
          total: { kind: 'number' },
          issuedOn: { kind: 'date' },
          createdAt: { kind: 'datetime' },
        },
        lines: {
          kind: 'list',
          item: { kind: 'object', fields: { vatRate: { kind: 'number' }, name: { kind: 'text' } } },
        },
        properties: { kind: 'object', fields: { extStatus: { kind: 'text' } } },
        company: { kind: 'object', fields: { registrations: { fields: { vatId: { kind: 'text' } } } } },
        participants: { kind: 'list', item: { kind: 'object' } },
      },
    });
  });

  it('lets the static check find a slip of the pen', () => {
    const scope = { fields: eventFields(documents, definitions), change: true };
    expect(compileExpression('input.company.registrations.vatId', scope).ok).toBe(true);
    expect(compileExpression("input.total * 2 > 100 and changed('status') and user.name = 'Jana'", scope).ok).toBe(
      true,
    );
    for (const wrong of ['input.compnay.name', 'input.lines.prise', 'input.owner.badge', 'input.properties.nothing']) {
      expect(compileExpression(wrong, scope)).toMatchObject({ ok: false, problems: [{ code: 'unknown-field' }] });
    }
  });
});
