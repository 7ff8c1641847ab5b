import { expect, test } from 'vitest';
import { overreach } from './overreach.ts';
import { builtInGroups, viewerOf } from './rights.ts';

const deciding = new Set(['Approvers', 'Administrators']);
const refused = (maker: string[], user: string[]): string | undefined => {
  const administrator = maker.includes('Administrators');
  const viewer = viewerOf({ userId: 1, groups: maker, administrator }, builtInGroups);
  return overreach(viewer, { groups: user }, builtInGroups, deciding);
};

test('an administrator may stand for everyone', () => {
  expect(refused(['Administrators'], ['Administrators', 'Approvers'])).toBeUndefined();
});

test('a configurator stands for whoever may do less', () => {
  for (const groups of [[], ['Devices'], ['Readers'], ['Bookkeepers'], ['Configurator']])
    expect(refused(['Configurator'], groups), groups.join()).toBeUndefined();
});

test('nobody else stands for an administrator', () => {
  expect(refused(['Configurator'], ['Administrators'])).toMatch(/Only administrators/);
});

test('who decides is stood for by those who decide as well', () => {
  expect(refused(['Configurator'], ['Approvers'])).toMatch(/in the group Approvers, which may decide what you may not/);
  expect(refused(['Configurator', 'Approvers'], ['Approvers'])).toBeUndefined();
});

test('who has rights on more records is not stood for', () => {
  expect(refused(['Readers'], ['Devices'])).toMatch(/rights on records that you do not have/);
});
