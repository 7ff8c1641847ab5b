import { expect, test } from 'vitest';
import { FairQueue } from './fair-queue.ts';

function taken(queue: FairQueue<string>): string[] {
  const all: string[] = [];
  for (let thing = queue.take(); thing !== undefined; thing = queue.take()) all.push(thing);
  return all;
}

test('rows take turns, and a row keeps its own order', () => {
  const queue = new FairQueue<string>();
  for (const name of ['a1', 'a2', 'a3', 'b1', 'c1', 'c2']) queue.add(name.slice(0, 1), name);
  expect(taken(queue)).toEqual(['a1', 'b1', 'c1', 'a2', 'c2', 'a3']);
  expect(queue.take()).toBeUndefined();
});

test('whoever comes later waits for one of each, not for all of another', () => {
  const queue = new FairQueue<string>();
  for (const name of ['a1', 'a2', 'a3']) queue.add('a', name);
  expect(queue.take()).toBe('a1');
  queue.add('b', 'b1');
  expect(taken(queue)).toEqual(['a2', 'b1', 'a3']);
});

test('everything can be taken at once', () => {
  const queue = new FairQueue<string>();
  queue.add('a', 'a1');
  queue.add('b', 'b1');
  expect(queue.takeAll()).toEqual(['a1', 'b1']);
  expect(queue.take()).toBeUndefined();
});
