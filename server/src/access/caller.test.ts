import { expect, test } from 'vitest';
import { type Need, requireRole } from './caller.ts';
import { builtInGroups, noRights, rightsOf } from './rights.ts';

const needs: readonly Need[] = [
  'nobody',
  'anyone',
  'reader',
  'writer',
  'bookkeeper',
  'configurator',
  'administrator',
  'operator-page',
];

function allowed(groups: readonly string[]): Need[] {
  return needs.filter((need) => {
    try {
      requireRole(
        {
          ...{ groups, administrator: groups.includes('Administrators'), rights: rightsOf(groups, builtInGroups) },
          sessionId: null,
        },
        need,
      );
      return true;
    } catch {
      return false;
    }
  });
}

test('each group may do what it is for, and nothing beyond', () => {
  expect(allowed([])).toEqual(['nobody', 'anyone']);
  expect(allowed(['Devices'])).toEqual(['nobody', 'anyone', 'writer']);
  expect(allowed(['Readers'])).toEqual(['nobody', 'anyone', 'reader']);
  expect(allowed(['Readers', 'Devices'])).toEqual(['nobody', 'anyone', 'reader', 'writer']);
  expect(allowed(['Guests'])).toEqual(['nobody', 'anyone']);
  expect(allowed(['Approvers'])).toEqual(['nobody', 'anyone', 'reader', 'writer']);
  expect(allowed(['Bookkeepers'])).toEqual(['nobody', 'anyone', 'reader', 'writer', 'bookkeeper']);
  expect(allowed(['Configurator'])).toEqual(needs.filter((need) => need !== 'administrator'));
  expect(allowed(['Administrators'])).toEqual(needs);
});

test('the refusal names the groups', () => {
  expect(() =>
    requireRole({ groups: [], administrator: false, rights: noRights, sessionId: null }, 'bookkeeper'),
  ).toThrow('Only members of the groups Bookkeepers, Configurator and Administrators may do this.');
});

test('an account of one’s own is for those who have signed in, not for tokens of whatever group', () => {
  const caller = {
    groups: ['Administrators'],
    administrator: true,
    rights: rightsOf(['Administrators'], builtInGroups),
  };
  expect(() => requireRole({ ...caller, sessionId: null }, 'session')).toThrow(/sign in to the console/);
  expect(() => requireRole({ ...caller, sessionId: 'x' }, 'session')).not.toThrow();
});
