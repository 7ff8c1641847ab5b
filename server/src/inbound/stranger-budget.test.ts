import { expect, test } from 'vitest';
import { StrangerBudget } from './stranger-budget.ts';

test('thirty calls of strangers are kept in a minute, for each definition', () => {
  let now = 0;
  const budget = new StrangerBudget(() => now);
  const kept = (name: string) => Array.from({ length: 40 }, () => budget.take(name)).filter(Boolean).length;
  expect([kept('gate'), kept('gate'), kept('other')]).toEqual([30, 0, 30]);
  now = 60_000;
  expect(kept('gate')).toBe(30);
});
