import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/support/database.ts';
import type { Transaction } from './database.ts';
import { within } from './within.ts';

let test: TestDatabase;
beforeAll(async () => {
  test = await testDatabase();
  await test.database.query({ text: 'create table notes (id bigint primary key)' });
});
afterAll(() => test.close());

const add = (id: number) => ({ text: 'insert into notes (id) values ($1)', values: [id] });
const ids = async (): Promise<number[]> => {
  const rows = await test.database.query<{ id: number }>({ text: 'select id from notes order by id' });
  return rows.map(({ id }) => id);
};

describe('a transaction within another', () => {
  it('is committed with the outer one, and so is what waits for the commit', async () => {
    const told: string[] = [];
    await test.database.transaction(async (outer) => {
      const result = await within(outer).transaction(async (inner) => {
        inner.afterCommit(() => told.push('inner'));
        await inner.query(add(1));
        return 'result';
      });
      expect([result, told]).toEqual(['result', []]);
    });
    expect([told, await ids()]).toEqual([['inner'], [1]]);
  });

  it('can fail alone; the outer one goes on, and nothing of the inner one is told', async () => {
    const told: string[] = [];
    await test.database.transaction(async (outer) => {
      const view = within(outer);
      const failing = view.transaction(async (inner) => {
        inner.afterCommit(() => told.push('never'));
        await inner.query(add(2));
        // The first is the cause; the second only travels with it.
        await Promise.all([inner.query(add(2)), inner.query(add(3))]);
      });
      await expect(failing).rejects.toMatchObject({ code: '23505' });
      await view.transaction((inner) => inner.query(add(4)));
    });
    expect([told, await ids()]).toEqual([[], [1, 4]]);
  });

  it('is undone with the outer one', async () => {
    const work = test.database.transaction(async (outer) => {
      await within(outer).transaction((inner) => inner.query(add(5)));
      throw new Error('changed my mind');
    });
    await expect(work).rejects.toThrow('changed my mind');
    expect(await ids()).toEqual([1, 4]);
  });

  it('waits for the one before, and refuses what comes after its end', async () => {
    await test.database.transaction(async (outer) => {
      const view = within(outer);
      let escaped: Transaction | undefined;
      const first = view.transaction(async (inner) => {
        escaped = inner;
        await inner.query(add(6));
        throw new Error('the first fails');
      });
      const second = view.transaction((inner) => inner.query(add(7)));
      await expect(first).rejects.toThrow('the first fails');
      await second;
      await expect(escaped?.query(add(8))).rejects.toThrow('after the end of its transaction');
    });
    expect(await ids()).toEqual([1, 4, 7]);
  });
});
