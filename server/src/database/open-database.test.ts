import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Transaction } from './database.ts';
import { type TestDatabase, testDatabase } from '../../test/support/database.ts';

let test: TestDatabase;
beforeAll(async () => {
  test = await testDatabase();
  await test.database.query({ text: 'create table notes (id bigint primary key, text text not null)' });
});
afterAll(() => test.close());

const add = (id: number) => ({
  name: 'add-note',
  text: 'insert into notes (id, text) values ($1, $2)',
  values: [id, 'x'],
});
const count = async (): Promise<number> => {
  const [row] = await test.database.query<{ count: number }>({ text: 'select count(*) as count from notes' });
  return row?.count ?? -1;
};

describe('a statement', () => {
  it('gives values the types that the interface promises', async () => {
    const [row] = await test.database.query({
      text: `select 9007199254740991::bigint as big, array[1, null]::bigint[] as bigs, 1.50::numeric as amount,
        '2026-01-31 12:00:00.5+01'::timestamptz as at, '2026-01-31'::date as day, interval '1 day 2 seconds' as span,
        '{"a": [1]}'::jsonb as json, '{"a": 1}'::text as text, '\\x00ff'::bytea as bytes, array['a', 'b'] as words`,
    });
    expect(row).toEqual({
      big: 9_007_199_254_740_991,
      bigs: [1, null],
      amount: '1.50',
      at: new Date('2026-01-31T11:00:00.500Z'),
      day: '2026-01-31',
      span: '1 day 00:00:02',
      json: { a: [1] },
      text: '{"a": 1}',
      bytes: Buffer.from([0, 255]),
      words: ['a', 'b'],
    });
  });
});

describe('a transaction', () => {
  it('commits, and runs what waits for the commit', async () => {
    const done: string[] = [];
    const result = await test.database.transaction(async (tx) => {
      tx.afterCommit(() => done.push('told'));
      await tx.query(add(1));
      expect(done).toEqual([]);
      return 'result';
    });
    expect(result).toBe('result');
    expect(done).toEqual(['told']);
    expect(await count()).toBe(1);
  });

  it('rolls back when the work throws, and tells nobody', async () => {
    const done: string[] = [];
    const work = test.database.transaction(async (tx) => {
      tx.afterCommit(() => done.push('told'));
      await tx.query(add(2));
      throw new Error('on purpose');
    });
    await expect(work).rejects.toThrow('on purpose');
    expect(done).toEqual([]);
    expect(await count()).toBe(1);
  });

  it('never says that it committed when a failed statement was ignored', async () => {
    const work = test.database.transaction(async (tx) => {
      await tx.query(add(1)).catch(() => undefined);
    });
    await expect(work).rejects.toThrow('rolled back');
  });

  it('sends statements together that do not wait for each other, each with its own answer', async () => {
    const answers = await test.database.transaction((tx) =>
      Promise.all(
        [1, 2, 3].map((value) => tx.query({ name: 'echo', text: 'select $1::integer as value', values: [value] })),
      ),
    );
    expect(answers).toEqual([[{ value: 1 }], [{ value: 2 }], [{ value: 3 }]]);
  });

  it('fails as a whole when one of the statements sent together fails', async () => {
    const work = test.database.transaction((tx) => Promise.all([tx.query(add(4)), tx.query(add(4)), tx.query(add(5))]));
    await expect(work).rejects.toThrow('duplicate key');
    expect(await count()).toBe(1);
  });

  it('refuses a statement after its end', async () => {
    const tx = await test.database.transaction((transaction) => Promise.resolve(transaction));
    await expect(tx.query(add(3))).rejects.toThrow('after the end of its transaction');
    expect(() => tx.afterCommit(() => undefined)).toThrow('after the end of its transaction');
  });

  it('does not wait for the disk when told so, and only then', async () => {
    const setting = {
      text: "select set_config('synchronous_commit', 'on', false), current_setting('synchronous_commit') as value",
    };
    const shown = (tx: Transaction) =>
      tx.query<{ value: string }>({ text: "select current_setting('synchronous_commit') as value" });
    const single = await testDatabase({ poolSize: 1 });
    try {
      await single.database.query(setting);
      expect(await single.database.transaction(shown, { synchronousCommit: 'off' })).toEqual([{ value: 'off' }]);
      expect(await single.database.transaction(shown)).toEqual([{ value: 'on' }]);
    } finally {
      await single.close();
    }
  });
});

describe('listen', () => {
  it('hears notices of its channel until it is stopped', async () => {
    const heard = Promise.withResolvers<string>();
    const stop = await test.database.listen('test', heard.resolve);
    await test.database.query({ text: "select pg_notify('test', 'hello')" });
    expect(await heard.promise).toBe('hello');
    await stop();
  });
});
