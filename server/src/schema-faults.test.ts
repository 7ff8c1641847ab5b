import { Type } from 'typebox';
import { expect, test } from 'vitest';
import { schemaFaults } from './schema-faults.ts';

const schema = Type.Object(
  {
    name: Type.String({ pattern: '^[a-z-]+$', examples: ['accounting'] }),
    title: Type.Optional(Type.String({ minLength: 1, maxLength: 5 })),
    mode: Type.Optional(Type.Union([Type.Literal('off'), Type.Literal('live')])),
    attempts: Type.Optional(Type.Integer({ minimum: 1, maximum: 5 })),
    from: Type.Optional(Type.String({ format: 'date' })),
    on: Type.Optional(
      Type.Array(
        Type.Union([Type.Literal('created'), Type.Object({ status: Type.String() }, { additionalProperties: false })]),
        {
          minItems: 1,
        },
      ),
    ),
    headers: Type.Optional(Type.Record(Type.String({ minLength: 1 }), Type.String())),
  },
  { additionalProperties: false },
);
const faults = (value: unknown) => schemaFaults(schema, value).map(({ path, message }) => `${path ?? ''}: ${message}`);

test('a value that fits has no faults', () => {
  const value = {
    name: 'a-b',
    title: 'x',
    mode: 'off',
    attempts: 5,
    from: '2026-11-23',
    on: ['created', { status: 'X' }],
    headers: { A: 'b' },
  };
  expect(faults(value)).toEqual([]);
  expect(faults({ name: 'a', title: undefined })).toEqual([]);
});

test('every fault is named at once, with its place and what to write instead', () => {
  expect(
    faults({
      title: 'much too long',
      mode: 'on',
      attempts: 9,
      from: '2026-02-31',
      on: [{ statu: 'X' }, 'createdd', 7],
      headers: { 'X-Y': 1 },
      naem: 'a',
    }),
  ).toEqual([
    'name: "name" is missing, such as "accounting".',
    'title: At most 5 characters may stand here; there are 13.',
    'mode: Write one of "off", "live" here, not the text "on".',
    'attempts: A number from 1 to 5 is needed here, not 9.',
    'from: "2026-02-31" is not a date such as 2026-11-23.',
    'on[0].status: "status" is missing.',
    'on[0].statu: There is no "statu" here. Did you mean "status"?',
    'on[1]: Write one of "created", an object here, not the text "createdd".',
    'on[2]: Write one of "created", an object here, not 7.',
    'headers.X-Y: A text is needed here, not 1.',
    'naem: There is no "naem" here. Did you mean "name"?',
  ]);
});

test('a value of another type, a wrong form, too few', () => {
  expect(faults(3)).toEqual([': An object is needed here, not 3.']);
  expect(faults([])).toEqual([': An object is needed here, not a list.']);
  expect(faults({ name: 'A b', title: '', attempts: 1.5, on: [] })).toEqual([
    'name: "A b" does not have the form that is wanted here, such as "accounting".',
    'title: A text is needed here; an empty one is not enough.',
    'attempts: A whole number is needed here, not 1.5.',
    'on: At least one item is needed here.',
  ]);
});

test('a whole number beyond 2^53 is too large, as text of an address too', () => {
  const large = '9007199254740993';
  expect([...faults({ name: 'a', attempts: Number(large) }), ...faults({ name: 'a', attempts: large })]).toEqual([
    'attempts: A whole number of at most 9007199254740991 is needed here, not 9007199254740992.',
    `attempts: A whole number of at most 9007199254740991 is needed here, not ${large}.`,
  ]);
});

test('names that data may bring along are ordinary names', () => {
  expect(faults(JSON.parse('{"name":"a","__proto__":{"x":1},"constructor":1}'))).toHaveLength(2);
});

test('a hostile body makes no long answer', () => {
  const value = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`n${index}`, 1]));
  expect(faults(value)).toHaveLength(100);
});

test('of shapes that one field tells apart, the named one is judged', () => {
  const kinds = Type.Union([
    Type.Object({ kind: Type.Literal('none') }, { additionalProperties: false }),
    Type.Object({ kind: Type.Literal('basic'), username: Type.String() }, { additionalProperties: false }),
  ]);
  const of = (value: unknown) => schemaFaults(kinds, value).map(({ path, message }) => `${path ?? ''}: ${message}`);
  expect(of({ kind: 'basic', username: 'x' })).toEqual([]);
  expect(of({ kind: 'basic', usernam: 'x' })).toEqual([
    'username: "username" is missing.',
    'usernam: There is no "usernam" here. Did you mean "username"?',
  ]);
  expect(of({ kind: 'basci', username: 'x' })).toEqual(['kind: There is no kind "basci". Did you mean "basic"?']);
  expect(of({ username: 'x' })).toEqual(['kind: "kind" is missing. Write one of "none", "basic".']);
  expect(of({ kind: 7 })).toEqual(['kind: Write one of "none", "basic" here, not 7.']);
});
