import { type Value, readJson } from '@gangway/language';
import { describe, expect, test } from 'vitest';
import { mostChanges, readVerdict } from './read-verdict.ts';

const value = (json: unknown): Value => {
  const outcome = readJson(JSON.stringify(json));
  if (!outcome.ok) throw new Error(outcome.problems[0]?.message);
  return outcome.value;
};
/** The changes in short, or the faults with their places. */
const read = (json: unknown): unknown => {
  const verdict = readVerdict(value(json));
  if (!('outcome' in verdict)) return verdict.map(({ path, message }) => `${path ?? ''}: ${message}`);
  return verdict.outcome === 'refused'
    ? [verdict.outcome, ...verdict.messages.map(({ text }) => text)]
    : verdict.changes.map(({ entity, do: doing, choice, revision }) => [
        doing,
        entity,
        choice ?? null,
        revision ?? null,
      ]);
};

describe('what a read template has made', () => {
  test('one change or several, each in its place', () => {
    expect(read({ write: { entity: 'companies', fields: {} } })).toEqual([['create', 'companies', null, null]]);
    expect(
      read({
        write: [
          { entity: 'a', do: 'change', id: '7', revision: 3 },
          { entity: 'a', do: 'upsert', registration: 'C-1', id: null },
          { entity: 'a', do: 'delete', find: { x: 1 } },
          { do: 'pass', fields: { badge: 'B1' } },
        ],
      }),
    ).toMatchObject([
      ['change', 'a', { by: 'id', id: 7 }, 3],
      ['upsert', 'a', { by: 'registration', registration: 'C-1' }, null],
      ['delete', 'a', { by: 'find' }, null],
      ['pass', 'time', null, null],
    ]);
    expect(read({ write: null })).toEqual([]);
  });

  test('a refusal with its words, whatever stands in write', () => {
    expect(
      read({ outcome: 'refused', messages: ['Not today.', { text: 'Closed', code: 'C' }], write: [{ nonsense: 1 }] }),
    ).toEqual(['refused', 'Not today.', 'Closed']);
    expect(read({ accepted: false, messages: [] })).toEqual(['refused']);
    expect(read({ accepted: true, write: [] })).toEqual([]);
  });

  test.each([
    ['no object', 'text', ['read: read must make an object with "write".']],
    ['another outcome', { outcome: 'retry', write: [] }, ['outcome: "outcome" must be accepted or refused.']],
    ['an unknown name', { wirte: [] }, ['wirte: There is no "wirte" here. Did you mean "write"?']],
    [
      'no entity',
      { write: [{ fields: {} }] },
      ['write[0].entity: "entity" is missing: name the records, such as "documents".'],
    ],
    [
      'another doing',
      { write: [{ entity: 'a', do: 'make' }] },
      ['write[0].do: "make" cannot be done. Write one of create, change, upsert, delete, pass.'],
    ],
    [
      'fields that are a list',
      { write: [{ entity: 'a', fields: [] }] },
      ['write[0].fields: "fields" must be an object.'],
    ],
    [
      'an entry that is a text',
      { write: ['a'] },
      [expect.stringContaining('write[0]: Each entry of "write" is an object')],
    ],
    [
      'an unknown name in a change',
      { write: [{ entity: 'a', field: {} }] },
      ['write[0].field: There is no "field" here. Did you mean "fields"?'],
    ],
    [
      'a change of nothing',
      { write: [{ entity: 'a', do: 'change' }] },
      ['write[0].registration: Say which record to change: "id", "registration" or "find".'],
    ],
    [
      'two names of a record',
      { write: [{ entity: 'a', do: 'change', id: 1, registration: 'x' }] },
      ['write[0].id: Name the record by "id" or by "registration", not by both.'],
    ],
    [
      'an id that is none',
      { write: [{ entity: 'a', do: 'change', id: 'seven' }] },
      ['write[0].id: "id" must be a whole number from 1.'],
    ],
    [
      'an upsert by id',
      { write: [{ entity: 'a', do: 'upsert', id: 1 }] },
      [expect.stringContaining('write[0].registration: Say which record it is')],
    ],
    [
      'a creation by id',
      { write: [{ entity: 'a', id: 1 }] },
      [expect.stringContaining('write[0].id: A new record has no id yet')],
    ],
    [
      'a pass that is looked for',
      { write: [{ do: 'pass', id: 1 }] },
      [expect.stringContaining('write[0].id: A pass is known by its "eventId"')],
    ],
    [
      'a pass elsewhere',
      { write: [{ do: 'pass', entity: 'users' }] },
      ['write[0].entity: Passes are records of "time".'],
    ],
    [
      'nothing to find',
      { write: [{ entity: 'a', do: 'change', find: {} }] },
      [expect.stringContaining('write[0].find: "find" must be an object')],
    ],
    [
      'a revision that is none',
      { write: [{ entity: 'a', do: 'change', id: 1, revision: 'x' }] },
      ['write[0].revision: "revision" must be a whole number.'],
    ],
    [
      'too much',
      { write: Array.from({ length: mostChanges + 1 }, () => ({ entity: 'a' })) },
      ['write: A call may change 1000 records; this one would change 1001.'],
    ],
  ])('%s is told with its place', (_name, json, faults) => expect(read(json)).toEqual(faults));

  test('every fault of every change at once', () => {
    expect(read({ write: [{ do: 'make' }, { entity: 'a', do: 'delete' }, { entity: 'a' }] })).toHaveLength(3);
  });
});
