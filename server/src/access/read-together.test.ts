import { describe, expect, test } from 'vitest';
import { readTogether } from './read-together.ts';

/** A reading whose statements end when the test says so. */
function controlled(most = 2) {
  const statements: { keys: readonly string[]; end: (found?: Record<string, number>) => void; fail: () => void }[] = [];
  const read = readTogether<number>(
    (keys) =>
      new Promise((resolve, reject) => {
        statements.push({
          keys,
          end: (found = {}) => {
            resolve(new Map(Object.entries(found)));
          },
          fail: () => {
            reject(new Error('away'));
          },
        });
      }),
    most,
  );
  const started = async (count: number): Promise<void> => {
    while (statements.length < count) await new Promise((resolve) => setImmediate(resolve));
  };
  return { read, statements, started };
}

describe('those who ask at the same time', () => {
  test('share one statement, each key in it once', async () => {
    const { read, statements, started } = controlled();
    const answers = Promise.all([read('a'), read('b'), read('a'), read('c')]);
    await started(1);
    expect(statements.map(({ keys }) => keys)).toEqual([['a', 'b', 'c']]);
    statements[0]?.end({ a: 1, b: 2 });
    expect(await answers).toEqual([1, 2, 1, undefined]);
  });

  test('are never answered from a statement that began before they asked', async () => {
    const { read, statements, started } = controlled();
    const early = read('a');
    await started(1);
    const late = read('a');
    await started(2);
    statements[0]?.end({ a: 1 });
    statements[1]?.end({ a: 2 });
    expect(await Promise.all([early, late])).toEqual([1, 2]);
  });

  test('wait for the next statement while as many run as may', async () => {
    const { read, statements, started } = controlled(1);
    const first = read('a');
    await started(1);
    const others = Promise.all([read('b'), read('c')]);
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    expect(statements).toHaveLength(1);
    statements[0]?.end({ a: 1 });
    await started(2);
    expect(statements[1]?.keys).toEqual(['b', 'c']);
    statements[1]?.end({ b: 2, c: 3 });
    expect([await first, await others]).toEqual([1, [2, 3]]);
  });

  test('all hear of a statement that failed, and the next one is tried anew', async () => {
    const { read, statements, started } = controlled();
    const both = Promise.allSettled([read('a'), read('b')]);
    await started(1);
    statements[0]?.fail();
    expect((await both).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    const again = read('a');
    await started(2);
    statements[1]?.end({ a: 5 });
    expect(await again).toBe(5);
  });
});
