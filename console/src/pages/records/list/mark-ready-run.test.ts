import { describe, expect, it } from 'vitest';
import { chunkSize, markAll, type MarkResult } from './mark-ready-run.ts';

const records = (count: number) =>
  Array.from({ length: count }, (_none, index) => ({ id: index + 1, name: `R${index + 1}`, revision: 1 }));
const run = async (count: number, send: (ids: readonly number[]) => Promise<unknown>, stopped = () => false) => {
  const results: MarkResult[] = [];
  await markAll(records(count), send, (some) => results.push(...some), stopped);
  return results;
};

describe('marking several records', () => {
  it('tells of each what the server said, and never success for what was refused or changed nothing', async () => {
    const results = await run(3, async () =>
      Promise.resolve([
        { status: 200, record: { revision: 2 } },
        { status: 422, problem: { detail: 'The company is missing.' } },
        { status: 200, record: { revision: 1 } },
      ]),
    );
    expect(results.map(({ outcome, sentence }) => [outcome, sentence])).toEqual([
      ['marked', null],
      ['refused', 'The company is missing.'],
      ['unchanged', null],
    ]);
  });

  it('goes on in chunks after one that got no answer, whose records nobody knows of', async () => {
    let calls = 0;
    const results = await run(chunkSize + 1, async (ids) => {
      calls += 1;
      if (calls === 1) throw new Error('Gangway does not answer.');
      return Promise.resolve(ids.map(() => ({ status: 200, record: { revision: 2 } })));
    });
    expect(results.filter(({ outcome }) => outcome === 'unsure')).toHaveLength(chunkSize);
    expect(results.at(-1)?.outcome).toBe('marked');
  });

  it('stops where a person says so', async () => {
    expect(
      await run(
        3,
        async () => Promise.resolve([]),
        () => true,
      ),
    ).toEqual([]);
  });
});
