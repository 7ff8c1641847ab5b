import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/support/database.ts';
import { bools, byteas, float8s, int4s, int8s, texts, timestamptzs, uuids } from './array-parameter.ts';
import { newId } from './uuid.ts';

let test: TestDatabase;
beforeAll(async () => {
  test = await testDatabase();
});
afterAll(() => test.close());

/** What PostgreSQL has read of the array. */
async function readBack(type: string, value: Buffer): Promise<unknown> {
  const rows = await test.database.query<{ item: unknown }>({
    text: `select item from unnest($1::${type}[]) with ordinality as a(item, place) order by place`,
    values: [value],
  });
  return rows.map(({ item }) => item);
}

describe('an array as a binary parameter', () => {
  const cases: readonly [string, unknown[], Buffer][] = [
    ['integer', [0, -1, 2_147_483_647, -2_147_483_648, null], int4s([0, -1, 2_147_483_647, -2_147_483_648, null])],
    [
      'bigint',
      [0, -1, 9_007_199_254_740_991, -9_007_199_254_740_991, 4_294_967_296, -4_294_967_297, null],
      int8s([0, -1, 9_007_199_254_740_991, -9_007_199_254_740_991, 4_294_967_296, -4_294_967_297, null]),
    ],
    ['float8', [0.1, -1e300, null], float8s([0.1, -1e300, null])],
    ['boolean', [true, false, null], bools([true, false, null])],
    [
      'text',
      ['', 'a "b" \\ {c},NULL', 'žluťoučký 🚚', null, 'NULL'],
      texts(['', 'a "b" \\ {c},NULL', 'žluťoučký 🚚', null, 'NULL']),
    ],
    ['bytea', [Buffer.from([0, 255]), Buffer.alloc(0), null], byteas([Buffer.from([0, 255]), new Uint8Array(0), null])],
    [
      'timestamptz',
      [new Date('1999-12-31T23:59:59.999Z'), new Date('2026-11-23T12:00:00.001Z'), null],
      timestamptzs([new Date('1999-12-31T23:59:59.999Z'), new Date('2026-11-23T12:00:00.001Z'), null]),
    ],
  ];
  it.each(cases)('arrives as it is: %s', async (type, items, value) => {
    expect(await readBack(type, value)).toEqual(items);
  });

  it('arrives as it is: uuid, and an empty array', async () => {
    const ids = [newId(), null, newId()];
    expect(await readBack('uuid', uuids(ids))).toEqual(ids);
    expect(await readBack('text', texts([]))).toEqual([]);
  });

  it('keeps every text', async () => {
    const text = fc.string({ unit: 'binary', maxLength: 50 }).map((each) => each.replaceAll('\0', ''));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.option(text), { maxLength: 40 }), async (items) => {
        expect(await readBack('text', texts(items))).toEqual(items);
      }),
      { numRuns: 50 },
    );
  });

  it('is refused where the element type is another than the statement says', async () => {
    await expect(readBack('bigint', int4s([1]))).rejects.toThrow();
  });

  it('does not take a text that is no UUID', () => {
    expect(() => uuids(['not-one'])).toThrow('not a UUID');
  });
});
