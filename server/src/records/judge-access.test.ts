import { describe, expect, test } from 'vitest';
import { type Group } from '../access/groups.ts';
import { builtInGroups, configuredGroups, viewerOf } from '../access/rights.ts';
import {
  administrator,
  bookkeeper,
  changed,
  created,
  entity,
  faultsOf,
  invoiceFields,
  jana,
  planContext,
  rowOf,
} from '../../test/support/records.ts';
import { aclChanges, aclReads, mayReadRecord } from './acl.ts';
import { planChange } from './plan-change.ts';
import type { Actor, ChangePlan, RecordRow } from './types.ts';

const documents = entity('documents');
const users = entity('users');
const as = (actor: Actor, groups = builtInGroups) => ({ actor, viewer: viewerOf(actor, groups) });
const open = created(documents, invoiceFields, as(bookkeeper));
const withAcl = (acl: object): RecordRow => ({ ...open, data: { ...open.data, acl: acl as RecordRow['data'] } });
const codeOf = (plan: ChangePlan): string => (plan.ok ? 'ok' : plan.code);
const rights = (...given: string[]): Group[] => [{ name: 'Some', rights: { documents: given as [] } }];
const some: Actor = { userId: 20, name: 'Some', groups: ['Some'], administrator: false };
const may = (right: string[], fields: object, row = open): string =>
  codeOf(changed(documents, row, { ...fields }, as(some, configuredGroups(rights(...right)))));

describe('rights on an entity', () => {
  test('fields need change, the status needs transition, both need both', () => {
    expect(may(['change'], { note: 'x' })).toBe('ok');
    expect(may(['change'], { status: 'PROCESSING' })).toBe('forbidden');
    expect(may(['transition'], { status: 'PROCESSING' })).toBe('ok');
    expect(may(['transition'], { note: 'x' })).toBe('forbidden');
    expect(may(['transition'], { status: 'PROCESSING', note: 'x' })).toBe('forbidden');
    expect(may(['transition', 'change'], { status: 'PROCESSING', note: 'x' })).toBe('ok');
  });

  test('what is sent back as it is needs neither', () => {
    expect(may(['read'], { status: 'OPEN', note: null, ownerId: 2 })).toBe('ok');
  });

  test('stand beside the groups of the process', () => {
    const processing = rowOf(changed(documents, open, { status: 'PROCESSING' }, as(bookkeeper)));
    expect(codeOf(changed(documents, processing, { status: 'APPROVED' }, as(bookkeeper)))).toBe('forbidden');
    expect(codeOf(changed(documents, processing, { status: 'APPROVED' }, as(jana)))).toBe('ok');
    const both = configuredGroups([
      { name: 'Some', rights: { documents: ['change'] } },
      { name: 'Approvers', rights: {} },
    ]);
    const approver: Actor = { ...some, groups: ['Some', 'Approvers'] };
    expect(codeOf(changed(documents, processing, { status: 'APPROVED' }, as(approver, both)))).toBe('forbidden');
  });

  test('a record that is created with a further status needs create and transition', () => {
    const create = (given: string[], more: object): string => {
      const change = { kind: 'create', fields: { ...invoiceFields, ...more }, origin: 'import', id: 8 } as const;
      const context = planContext({
        drawn: { registration: 1, number: 1 },
        ...as(some, configuredGroups(rights(...given))),
      });
      return codeOf(planChange(documents, null, change, context));
    };
    expect(create(['create'], {})).toBe('ok');
    expect(create(['create'], { status: 'OPEN' })).toBe('ok');
    expect(create(['create'], { status: 'PROCESSING' })).toBe('forbidden');
    expect(create(['change', 'read'], {})).toBe('forbidden');
  });

  test('deleting needs delete', () => {
    const remove = (...given: string[]): string =>
      codeOf(
        planChange(
          documents,
          open,
          { kind: 'delete', fields: {}, origin: 'api' },
          planContext(as(some, configuredGroups(rights(...given)))),
        ),
      );
    expect([remove('delete'), remove('change', 'create', 'transition')]).toEqual(['ok', 'forbidden']);
  });

  test('are told alone, without the faults of the record', () => {
    const wrong = changed(documents, open, { note: 'x', ownerId: 'x' }, as(some, configuredGroups(rights('read'))));
    expect(faultsOf(wrong)).toEqual([
      ': The user of this token may not change documents. An administrator can give one of its groups the right "change" on documents.',
    ]);
  });
});

describe('the acl of a record', () => {
  const hr: Actor = { userId: 30, name: 'Hana', groups: ['HR', 'Bookkeepers'], administrator: false };

  test.each([
    [{}, true, true],
    [{ read: { users: [13] } }, true, true],
    [{ read: { groups: ['Bookkeepers'] } }, true, true],
    [{ read: { groups: ['HR'], users: [30] } }, false, false],
    [{ change: { groups: ['HR'] } }, true, false],
    [{ change: { users: [13] } }, true, true],
    [{ read: { groups: ['HR'] }, change: { users: [13] } }, true, true],
    [{ read: { users: [13] }, change: { groups: ['HR'] } }, true, false],
    [{ read: {} }, false, false],
    [{ read: { users: [] }, change: {} }, false, false],
  ])('%j lets a bookkeeper read: %s, change: %s', (acl, reads, changes) => {
    const row = withAcl(acl);
    expect([aclReads(row.data['acl'], bookkeeper), aclChanges(row.data['acl'], bookkeeper)]).toEqual([reads, changes]);
    expect(mayReadRecord(row, viewerOf(bookkeeper))).toBe(reads);
    expect(codeOf(changed(documents, row, { note: 'x' }, as(bookkeeper)))).toBe(changes ? 'ok' : 'forbidden');
    expect([aclReads(row.data['acl'], administrator), aclChanges(row.data['acl'], administrator)]).toEqual([
      true,
      true,
    ]);
  });

  test('gives nothing that the rights on the entity do not', () => {
    const reader = viewerOf({ userId: 13, groups: [], administrator: false });
    expect(mayReadRecord(withAcl({ read: { users: [13] } }), reader)).toBe(false);
  });

  test('is changed by those whom it names, as long as it names them still', () => {
    const row = withAcl({ read: { groups: ['HR'] } });
    expect(codeOf(changed(documents, row, { acl: { read: { groups: ['HR', 'Bookkeepers'] } } }, as(hr)))).toBe('ok');
    expect(codeOf(changed(documents, row, { acl: { read: null } }, as(hr)))).toBe('ok');
    expect(faultsOf(changed(documents, row, { acl: { read: { groups: ['Directors'] } } }, as(hr)))).toEqual([
      'acl: With this acl you could not change the record any more yourself. Add your user (30) or one of your groups to "acl.read", or ask an administrator.',
    ]);
    expect(codeOf(changed(documents, row, { acl: { change: { users: [31] } } }, as(hr)))).toBe('forbidden');
    expect(codeOf(changed(documents, row, { acl: { read: null } }, as(bookkeeper)))).toBe('forbidden');
    expect(codeOf(changed(documents, row, { acl: { read: { groups: ['Directors'] } } }, as(administrator)))).toBe('ok');
  });

  test('that names nobody is refused, because it would be a guess what it means', () => {
    for (const acl of [{ read: {} }, { read: { users: [] } }, { change: { groups: [], users: [] } }])
      expect(codeOf(changed(documents, open, { acl }, as(administrator))), JSON.stringify(acl)).toBe('invalid-record');
    const row = withAcl({ read: { users: [2] } });
    expect(faultsOf(changed(documents, row, { acl: { read: { users: [] } } }, as(administrator)))).toEqual([
      expect.stringMatching(/^acl\.read: "acl\.read" names nobody/),
    ]);
  });

  test('may shut out whoever only puts records in', () => {
    const post = configuredGroups([{ name: 'Some', rights: { documents: ['create'] } }]);
    const fields = { ...invoiceFields, acl: { read: { groups: ['HR'] } } };
    expect(created(documents, fields, as(some, post)).data['acl']).toEqual({ read: { groups: ['HR'] } });
    const change = { kind: 'create', fields, origin: 'api', id: 7, registration: 'x' } as const;
    expect(codeOf(planChange(documents, null, change, planContext(as(bookkeeper))))).toBe('forbidden');
  });

  test('hides a record from those who refer to it', () => {
    const company = {
      ...created(entity('companies'), { name: 'Secret', acl: { read: { groups: ['HR'] } } }, as(administrator)),
      id: 6,
    };
    const related = new Map([['companies/6', company]]);
    const refer = (actor: Actor) => faultsOf(changed(documents, open, { companyId: 6 }, { ...as(actor), related }));
    expect(refer(bookkeeper)).toEqual([
      'companyId: There is no record 6 in companies: "companyId" cannot refer to it.',
    ]);
    expect(refer(hr)).toEqual([]);
  });
});

describe('the groups of a user', () => {
  const configurator: Actor = { userId: 40, name: 'Karel', groups: ['Configurator'], administrator: false };
  const jan = created(users, { login: 'jan', groups: ['Readers'] }, as(administrator));
  const chief = created(users, { login: 'chief', groups: ['Administrators'] }, as(administrator));

  test('are changed by administrators only, as the unit begins', () => {
    expect(codeOf(changed(users, jan, { groups: ['Readers', 'Bookkeepers'] }, as(administrator)))).toBe('ok');
    for (const groups of [['Administrators'], ['Readers', 'Configurator'], []])
      expect(codeOf(changed(users, jan, { groups }, as(configurator)))).toBe('forbidden');
  });

  test('are given by nobody who is not in them, whatever the unit allows', () => {
    const loose = { ...users, restricted: {} };
    const give = (groups: string[]): string => codeOf(changed(loose, jan, { groups }, as(configurator)));
    expect(give(['Readers', 'Configurator'])).toBe('ok');
    expect(give(['Readers', 'Administrators'])).toBe('forbidden');
    expect(give(['Readers', 'Approvers'])).toBe('forbidden');
    expect(give([])).toBe('forbidden');
  });

  test('protect an administrator from everyone else', () => {
    expect(codeOf(changed(users, chief, { isDisabled: true }, as(configurator)))).toBe('forbidden');
    expect(codeOf(changed(users, chief, { email: 'mine@example.com' }, as(configurator)))).toBe('forbidden');
    expect(codeOf(changed(users, jan, { email: 'jan@example.com' }, as(configurator)))).toBe('ok');
    const remove = { kind: 'delete', fields: {}, origin: 'api' } as const;
    expect(codeOf(planChange(users, chief, remove, planContext(as(configurator))))).toBe('forbidden');
  });
});
