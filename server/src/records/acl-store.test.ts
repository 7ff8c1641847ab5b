import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../test/support/database.ts';
import type { Group } from '../access/groups.ts';
import { configuredGroups, viewerOf } from '../access/rights.ts';
import { aclReads } from './acl.ts';
import { aclCondition, visibleCondition } from './acl-store.ts';
import type { Json } from './types.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

const lists: (Json | undefined)[] = [
  undefined,
  {},
  { users: [] },
  { users: [5] },
  { users: [4, 6], groups: [] },
  { groups: ['HR'] },
  { users: [5], groups: ['HR', 'Readers'] },
];
const acls: (Json | undefined)[] = [
  undefined,
  ...lists.flatMap((read) =>
    lists.map((change) => ({ ...(read !== undefined && { read }), ...(change !== undefined && { change }) })),
  ),
];
const people = [
  { userId: 5, groups: ['Readers'], administrator: false },
  { userId: 6, groups: ['HR'], administrator: false },
  { userId: 7, groups: [], administrator: false },
  { userId: null, groups: ['HR'], administrator: false },
  { userId: 8, groups: ['Administrators'], administrator: true },
];

test('the condition over lists lets through what the rule for one record does', async () => {
  for (const who of people) {
    const values: unknown[] = [acls.map((acl) => JSON.stringify(acl === undefined ? {} : { acl }))];
    const condition = aclCondition(who, 'data', (value) => `$${values.push(value)}`) ?? 'true';
    const rows = await database.database.query<{ seen: boolean }>({
      text: `select ${condition} as seen from (
               select place, value::jsonb as data from unnest($1::text[]) with ordinality as given(value, place)) records order by place`,
      values,
    });
    const expected = acls.map((acl) => aclReads(acl, who));
    expect(
      rows.map(({ seen }) => seen),
      JSON.stringify(who),
    ).toEqual(expected);
    // A condition that is never computed as null: `not` of it would be wrong then.
    expect(rows.every(({ seen }) => typeof seen === 'boolean')).toBe(true);
  }
});

test('rows about records are shown with their record, those about none to everyone', async () => {
  const groups: Group[] = [{ name: 'Some', rights: { documents: ['read'] } }];
  const viewer = viewerOf({ userId: 5, groups: ['Some'], administrator: false }, configuredGroups(groups));
  await database.database.query({
    text: `insert into records (unit_id, entity, id, registration, revision, data, created_at, updated_at)
           select 1, entity, id, id::text, 1, data::jsonb, now(), now() from (values
             ('documents', 1, '{}'), ('documents', 2, '{"acl":{"read":{"users":[6]}}}'), ('companies', 3, '{}')) as v(entity, id, data)`,
  });
  const values: unknown[] = [];
  const condition = visibleCondition(
    viewer,
    { unit: '1', entity: 'n.entity', id: 'n.id' },
    (value) => `$${values.push(value)}`,
  );
  const rows = await database.database.query<{ note: string }>({
    text: `select note from (values ('seen', 'documents', 1), ('hidden', 'documents', 2), ('other entity', 'companies', 3),
             ('not there', 'documents', 4), ('whole entity', 'documents', null), ('whole other', 'companies', null),
             ('no entity', null, null), ('empty entity', '', null)) as n(note, entity, id) where ${condition ?? ''}`,
    values,
  });
  expect(rows.map(({ note }) => note)).toEqual(['seen', 'whole entity', 'no entity', 'empty entity']);
});
