import { expect, it } from 'vitest';
import { didYouMean, suggest } from './suggest.ts';

const names = ['ico', 'name', 'company', 'issuedOn', 'extStatus'];

it.each([
  ['icoo', 'ico'],
  ['ioc', 'ico'],
  ['Company', 'company'],
  ['companny', 'company'],
  ['isuedOn', 'issuedOn'],
  ['extstatus', 'extStatus'],
  ['nam', 'name'],
  ['x', undefined],
  ['total', undefined],
  ['', undefined],
  ['x'.repeat(10_000), undefined],
])('for %s suggests %s', (name, expected) => expect(suggest(name, names)).toBe(expected));

it('says so, or nothing', () => {
  expect(didYouMean('icoo', names)).toBe(' Did you mean "ico"?');
  expect(didYouMean('total', names)).toBe('');
});
