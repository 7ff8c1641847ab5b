import { expect, test } from 'vitest';
import { FewAtATime } from './few-at-a-time.ts';

test('few at a time: no more than so many work, all come to their turn in order, a failure frees its place', async () => {
  const few = new FewAtATime(2);
  let working = 0;
  let most = 0;
  const order: number[] = [];
  const results = await Promise.allSettled(
    Array.from({ length: 9 }, (_, index) =>
      few.run(async () => {
        order.push(index);
        working += 1;
        most = Math.max(most, working);
        await new Promise(setImmediate);
        working -= 1;
        if (index % 3 === 0) throw new Error(String(index));
        return index;
      }),
    ),
  );
  expect(most).toBe(2);
  expect(order).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  expect(results.map(({ status }) => status).filter((status) => status === 'rejected')).toHaveLength(3);
});
