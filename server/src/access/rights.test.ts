import { describe, expect, test } from 'vitest';
import { rightNames } from './groups.ts';
import { builtInGroups, configuredGroups, covers, may, maySomewhere, readableEntities, rightsOf } from './rights.ts';

const allowed = (groups: string[], entity: string, configured = builtInGroups): string[] => {
  const rights = rightsOf(groups, configured);
  return rightNames.filter((right) => may(rights, entity, right));
};

describe('the groups of a new unit', () => {
  test.each([
    [['Administrators'], [...rightNames], [...rightNames], [...rightNames]],
    [['Configurator'], [...rightNames], [...rightNames], [...rightNames]],
    [['Approvers'], [...rightNames], ['read'], [...rightNames]],
    [['Bookkeepers'], [...rightNames], ['read'], [...rightNames]],
    [['Readers'], ['read'], ['read'], ['read']],
    [['Devices'], [], [], ['create']],
    [[], [], [], []],
  ])('%j may do this with documents, users and time', (groups, documents, users, time) => {
    expect(allowed(groups, 'documents')).toEqual(documents);
    expect(allowed(groups, 'users')).toEqual(users);
    expect(allowed(groups, 'time')).toEqual(time);
  });
});

describe('configured groups', () => {
  const configured = configuredGroups([
    { name: 'Bookkeepers' },
    { name: 'Readers', rights: { documents: ['read'] } },
    { name: 'Payroll', rights: { '*': ['read'], users: ['change'], time: [] } },
    { name: 'Directors' },
  ]);

  test('keep what they begin with as long as they say nothing, and have what they say then', () => {
    expect(allowed(['Bookkeepers'], 'documents', configured)).toEqual([...rightNames]);
    expect(allowed(['Readers'], 'documents', configured)).toEqual(['read']);
    expect(allowed(['Readers'], 'companies', configured)).toEqual([]);
  });

  test('without rights, or not there any more, they give none', () => {
    expect(allowed(['Directors'], 'documents', configured)).toEqual([]);
    expect(allowed(['Approvers'], 'documents', configured)).toEqual([]);
  });

  test('name an entity in place of *, and who may change may read', () => {
    expect(allowed(['Payroll'], 'documents', configured)).toEqual(['read']);
    expect(allowed(['Payroll'], 'users', configured)).toEqual(['read', 'change']);
    expect(allowed(['Payroll'], 'time', configured)).toEqual([]);
  });

  test('add up: what one of them gives is given', () => {
    expect(allowed(['Payroll', 'Bookkeepers'], 'users', configured)).toEqual(['read', 'change']);
    expect(allowed(['Payroll', 'Bookkeepers'], 'time', configured)).toEqual([...rightNames]);
  });

  test('are those of a new unit where a unit has none', () => {
    expect(configuredGroups([])).toBe(builtInGroups);
  });
});

test('the entities that may be read are all but some, or some only', () => {
  const readable = (rights: Record<string, ('read' | 'create')[]>) =>
    readableEntities(rightsOf(['X'], configuredGroups([{ name: 'X', rights }])));
  expect(readable({ '*': ['read'], users: ['create'], tasks: ['read'] })).toEqual({
    allBut: true,
    entities: ['users'],
  });
  expect(readable({ '*': ['create'], users: ['create'], tasks: ['read'] })).toEqual({
    allBut: false,
    entities: ['tasks'],
  });
  expect(readableEntities(rightsOf(['Administrators'], builtInGroups))).toEqual({ allBut: true, entities: [] });
});

test('a right on any entity is found', () => {
  const somewhere = (groups: string[]) => maySomewhere(rightsOf(groups, builtInGroups), ['create', 'delete']);
  expect([['Devices'], ['Readers'], ['Bookkeepers'], ['Administrators'], []].map(somewhere)).toEqual([
    true,
    false,
    true,
    true,
    false,
  ]);
});

test('rights cover others when they allow all of it, on every entity', () => {
  const rights = (groups: string[]) => rightsOf(groups, builtInGroups);
  expect(covers(rights(['Configurator']), rights(['Bookkeepers', 'Devices', 'Readers']))).toBe(true);
  expect(covers(rights(['Bookkeepers']), rights(['Devices']))).toBe(true);
  expect(covers(rights(['Bookkeepers']), rights(['Configurator']))).toBe(false);
  expect(covers(rights(['Readers']), rights(['Devices']))).toBe(false);
  expect(covers(rights(['Configurator']), rights(['Administrators']))).toBe(false);
  expect(covers(rights(['Administrators']), rights(['Administrators']))).toBe(true);
});
