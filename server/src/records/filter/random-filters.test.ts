import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allRights } from '../../access/rights.ts';
import { type TestDatabase, testDatabase } from '../../../test/support/database.ts';
import { resolveDefinitions } from '../resolve-definitions.ts';
import { insertRecords } from '../store.ts';
import type { EntityDefinition, JsonObject, RecordRow } from '../types.ts';
import { askView } from '../views/ask-view.ts';
import { compileView } from '../views/compile-view.ts';
import { readPage } from '../views/read-page.ts';
import { recordSource } from '../views/record-source-store.ts';

/** Every kind of field that there is. */
const things: EntityDefinition = {
  name: 'things',
  title: 'thing',
  fields: {
    name: { type: 'string' },
    number: { type: 'string' },
    companyId: { type: 'integer' },
    count: { type: 'number' },
    amount: { type: 'string', format: 'decimal' },
    done: { type: 'boolean' },
    issuedOn: { type: 'string', format: 'date' },
    at: { type: 'string', format: 'moment' },
    place: { type: 'object', properties: { city: { type: 'string' }, floor: { type: 'integer' } } },
    members: { type: 'array', items: { type: 'integer' } },
    lines: {
      type: 'array',
      items: { type: 'object', properties: { rate: { type: 'string', format: 'decimal' }, text: { type: 'string' } } },
    },
    free: { type: 'object', additionalProperties: true },
  },
};
const definitions = resolveDefinitions([things as unknown as Record<string, unknown>]);
const zone = 'Europe/Prague';

const word = fc.constantFrom(
  '',
  'a',
  'A',
  'ab',
  'b',
  'ž',
  'Z',
  "o'clock",
  '😀',
  '\uffee',
  'a b',
  '10',
  '9',
  'x'.repeat(320),
  `${'x'.repeat(310)}y`,
);
const whole = fc.integer({ min: -2, max: 12 });
const amount = fc.constantFrom('0', '-1', '1.50', '1.5', '10', '9.99', '12345678901234567890.01', '0.00');
const date = fc.constantFrom('2026-03-28', '2026-03-29', '2026-03-30', '2025-12-31', '2024-02-29');
const moment = fc.constantFrom(
  ...['2026-03-28T23:30:00+01:00', '2026-03-28T22:30:00Z', '2026-03-29T00:00:00.000Z', '2026-03-29T03:30:00+02:00'],
  ...['2026-03-29T21:59:59.999Z', '2026-03-29T22:00:00Z', '2025-12-31T23:30:00-05:00', '2026-03-29T10:00:00+0200'],
);
const sometimes = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(value, { nil: undefined });

const thing: fc.Arbitrary<JsonObject> = fc
  .record({
    name: sometimes(word),
    number: sometimes(word),
    companyId: sometimes(whole),
    count: sometimes(fc.oneof(whole, fc.constantFrom(0.5, 1e21, -0.25))),
    amount: sometimes(amount),
    done: sometimes(fc.boolean()),
    issuedOn: sometimes(date),
    at: sometimes(fc.oneof(moment, date)),
    place: sometimes(fc.record({ city: sometimes(word), floor: sometimes(whole) })),
    members: sometimes(fc.uniqueArray(whole, { maxLength: 3 })),
    lines: sometimes(fc.array(fc.record({ rate: sometimes(amount), text: sometimes(word) }), { maxLength: 3 })),
    tags: sometimes(fc.uniqueArray(word, { maxLength: 3 })),
    free: sometimes(fc.record({ text: sometimes(word), number: sometimes(whole), truth: sometimes(fc.boolean()) })),
  })
  // What is not there has no name: as records are stored.
  .map((fields) => JSON.parse(JSON.stringify(fields)) as JsonObject);

type Test = (record: JsonObject) => boolean;
interface Filter {
  readonly text: string;
  readonly fits: Test;
}
type Order = -1 | 0 | 1;
const operators: Readonly<Record<string, (order: Order) => boolean>> = {
  '=': (order) => order === 0,
  '!=': (order) => order !== 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};
const operator = fc.constantFrom(...Object.keys(operators));
const turned: Readonly<Record<string, string>> = { '=': '=', '!=': '!=', '<': '>', '<=': '>=', '>': '<', '>=': '<=' };

const valueAt = (record: JsonObject, path: string): unknown =>
  path.split('.').reduce<unknown>((at, name) => (at as Record<string, unknown> | undefined)?.[name], record);
const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** By code points, not by the halves of them that JavaScript compares. */
function orderOfTexts(one: string, other: string): Order {
  const [left, right] = [Array.from(one), Array.from(other)].map((text) =>
    text.map((each) => each.codePointAt(0) ?? 0),
  );
  for (const [index, code] of (left ?? []).entries()) {
    const beside = right?.[index];
    if (beside === undefined) return 1;
    if (code !== beside) return code < beside ? -1 : 1;
  }
  return (left?.length ?? 0) < (right?.length ?? 0) ? -1 : 0;
}
function orderOfNumbers(one: string, other: string): Order {
  const scaled = (text: string): bigint => {
    const [digits = '', decimals = ''] = text.split('.');
    return BigInt(`${digits}${decimals.padEnd(4, '0')}`);
  };
  const [left, right] = [scaled(one), scaled(other)];
  return left === right ? 0 : left < right ? -1 : 1;
}
const order = (one: number, other: number): Order => (one === other ? 0 : one < other ? -1 : 1);

const plainNumber = (value: unknown): string =>
  Number.isInteger(value) ? BigInt(Number(value)).toString() : String(value);

function comparison<T>(
  path: string,
  literal: fc.Arbitrary<{ readonly text: string; readonly value: T }>,
  orderOf: (stored: unknown, value: T) => Order | undefined,
): fc.Arbitrary<Filter> {
  return fc
    .record({ operator, literal, flipped: fc.boolean() })
    .map(({ operator: sign, literal: { text, value }, flipped }) => ({
      text: flipped ? `${text}${turned[sign] ?? ''}${path}` : `${path} ${sign}${text}`,
      fits: (record) => {
        const found = valueAt(record, path);
        const compared = found === undefined ? undefined : orderOf(found, value);
        return compared === undefined ? sign === '!=' : (operators[sign]?.(compared) ?? false);
      },
    }));
}

const textLiteral = word.map((value) => ({ text: quoted(value), value }));
const numberLiteral = fc.oneof(
  whole.map((value) => ({ text: String(value), value: String(value) })),
  amount.map((value) => ({ text: value, value })),
  amount.map((value) => ({ text: quoted(value), value })),
);
const dateLiteral = date.map((value) => ({ text: quoted(value), value }));
const instant = (text: string): number => new Date(text.replace(/(\d\d)(\d\d)$/, '$1:$2')).getTime();
const localDay = (at: number): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' }).format(at);
/** Prague is an hour ahead of UTC until 2026-03-29 02:00, then two. */
const midnight: Readonly<Record<string, string>> = {
  '2026-03-28': '2026-03-27T23:00:00Z',
  '2026-03-29': '2026-03-28T23:00:00Z',
  '2026-03-30': '2026-03-29T22:00:00Z',
  '2025-12-31': '2025-12-30T23:00:00Z',
  '2024-02-29': '2024-02-28T23:00:00Z',
};
const instantOf = (stored: string): number => instant(midnight[stored] ?? stored);

const comparisons: fc.Arbitrary<Filter>[] = [
  ...['name', 'number', 'place.city'].map((path) =>
    comparison(path, textLiteral, (stored, value) => orderOfTexts(String(stored), value)),
  ),
  ...['companyId', 'count', 'place.floor'].map((path) =>
    comparison(path, numberLiteral, (stored, value) => orderOfNumbers(plainNumber(stored), value)),
  ),
  comparison('amount', numberLiteral, (stored, value) => orderOfNumbers(String(stored), value)),
  comparison('issuedOn', dateLiteral, (stored, value) => orderOfTexts(String(stored), value)),
  comparison(
    'at',
    moment.map((value) => ({ text: quoted(value), value: instant(value) })),
    (stored, value) => order(instantOf(String(stored)), value),
  ),
  comparison('at', dateLiteral, (stored, value) => orderOfTexts(localDay(instantOf(String(stored))), value)),
  comparison('free.text', textLiteral, (stored, value) => orderOfTexts(String(stored), value)),
];

const truth: fc.Arbitrary<Filter> = fc
  .record({ sign: fc.constantFrom('=', '!=', '<>'), value: fc.boolean(), path: fc.constantFrom('done', 'free.truth') })
  .map(({ sign, value, path }) => ({
    text: `${path}${sign}${value ? 'TRUE' : 'false'}`,
    fits: (record) => ((valueAt(record, path) === true) === value) === (sign === '='),
  }));
const alone: Filter = { text: 'done', fits: ({ done }) => done === true };
const nothing: fc.Arbitrary<Filter> = fc
  .record({
    path: fc.constantFrom(
      'name',
      'number',
      'companyId',
      'amount',
      'done',
      'at',
      'place',
      'place.city',
      'tags',
      'members',
      'free',
    ),
    equal: fc.boolean(),
  })
  .map(({ path, equal }) => ({
    text: `${path} ${equal ? '=' : '!='} null`,
    fits: (record) => {
      const value = valueAt(record, path);
      return (value === undefined || (Array.isArray(value) && value.length === 0)) === equal;
    },
  }));
const listed: fc.Arbitrary<Filter> = fc.oneof(
  fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => ({
    text: words.length === 1 ? `tags any ${quoted(words[0] ?? '')}` : `tags ANY (${words.map(quoted).join(',')})`,
    fits: ({ tags }: JsonObject) => Array.isArray(tags) && words.some((each) => tags.includes(each)),
  })),
  fc.record({ operator, value: whole }).map(({ operator: sign, value }) => ({
    text: `${value} ${sign} ANY(members)`,
    fits: ({ members }: JsonObject) =>
      Array.isArray(members) && members.some((each) => operators[sign]?.(order(value, Number(each)))),
  })),
  fc.record({ operator, value: amount }).map(({ operator: sign, value }) => ({
    text: `ANY lines.rate ${sign} ${value}`,
    fits: ({ lines }: JsonObject) =>
      Array.isArray(lines) &&
      lines.some((each) => {
        const { rate } = each as { rate?: string };
        return rate !== undefined && operators[sign]?.(orderOfNumbers(rate, value));
      }),
  })),
);
const oneOf: fc.Arbitrary<Filter> = fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => ({
  text: `name in (${words.map(quoted).join(', ')})`,
  fits: ({ name }) => typeof name === 'string' && words.includes(name),
}));

const { filter } = fc.letrec<{ filter: Filter; leaf: Filter; joined: Filter; not: Filter }>((tie) => ({
  leaf: fc.oneof(...comparisons, truth, fc.constant(alone), nothing, listed, oneOf),
  joined: fc
    .record({ items: fc.array(tie('filter'), { minLength: 2, maxLength: 3 }), or: fc.boolean(), upper: fc.boolean() })
    .map(({ items, or, upper }) => {
      const joint = or ? 'or' : 'and';
      return {
        text: items.map(({ text }) => `(${text})`).join(` ${upper ? joint.toUpperCase() : joint} `),
        fits: (record) => (or ? items.some(({ fits }) => fits(record)) : items.every(({ fits }) => fits(record))),
      };
    }),
  not: tie('filter').map(({ text, fits }) => ({ text: `NOT (${text})`, fits: (record) => !fits(record) })),
  filter: fc.oneof({ maxDepth: 4, depthSize: 'small' }, tie('leaf'), tie('joined'), tie('not')),
}));

let testing: TestDatabase;
const records: RecordRow[] = fc.sample(thing, { numRuns: 120, seed: 20261123 }).map((data, index): RecordRow => {
  const at = new Date(Date.UTC(2026, 10, 23, 10, 0, index));
  return {
    ...{
      unitId: 1,
      entity: 'things',
      id: index + 1,
      registration: `T-${index + 1}`,
      revision: 1,
      type: null,
      status: null,
    },
    ...{ data, exports: {}, createdAt: at, updatedAt: at, deletedAt: null },
  };
});
beforeAll(async () => {
  testing = await testDatabase();
  await testing.database.transaction((transaction) => insertRecords(transaction, records));
});
afterAll(() => testing.close());

const compiled = compileView(
  { name: 'things', entity: 'things', columns: ['id'] },
  new Map([['things', recordSource(things, definitions)]]),
  zone,
);

async function idsOf(externalFilter: string): Promise<number[]> {
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.faults));
  const asked = askView(compiled.view, { externalFilter }, zone, () => true);
  if (asked.kind !== 'question') throw new Error(`${externalFilter}: ${JSON.stringify(asked)}`);
  const viewer = { userId: 1, groups: [], administrator: true, rights: allRights };
  const page = await readPage(testing.database, asked.query, { unitId: 1, viewer, zone }, 1_000_000);
  if (page.kind !== 'page') throw new Error(page.kind);
  return (JSON.parse(`[${page.rows}]`) as { id: number }[]).map(({ id }) => id);
}

describe('a filter', () => {
  test('gives the records that a plain look at each of them gives', async () => {
    await fc.assert(
      fc.asyncProperty(filter, async ({ text, fits }) => {
        const wanted = records.filter(({ data }) => fits(data)).map(({ id }) => id);
        expect(await idsOf(text)).toEqual(wanted);
      }),
      { numRuns: 400 },
    );
  }, 60_000);
});
