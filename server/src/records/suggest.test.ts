import { expect, it } from 'vitest';
import { listWords, suggest } from './suggest.ts';

it('finds what was meant behind a slip of the pen', () => {
  const statuses = ['OPEN', 'PROCESSING', 'APPROVED', 'REJECTED'];
  expect(suggest('APROVED', statuses)).toBe('APPROVED');
  expect(suggest('approved', statuses)).toBe('APPROVED');
  expect(suggest('PROCESISNG', statuses)).toBe('PROCESSING');
  expect(suggest('OPNE', statuses)).toBe('OPEN');
  expect(suggest('SHIPPED', statuses)).toBeUndefined();
  expect(suggest('x'.repeat(5_000), statuses)).toBeUndefined();
});

it('lists words as a sentence does', () => {
  expect(listWords([])).toBe('');
  expect(listWords(['A'])).toBe('A');
  expect(listWords(['A', 'B', 'C'])).toBe('A, B or C');
  expect(listWords(['A', 'B', 'C'], 'and', 2)).toBe('A, B, ... (3 in all)');
});
