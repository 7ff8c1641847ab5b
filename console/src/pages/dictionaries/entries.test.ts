import { expect, test } from 'vitest';
import { doubled, entriesOf, readPasted, withPasted } from './entries.ts';

test('two columns of a spreadsheet are read, with quotes and line ends as programs write them', () => {
  expect(readPasted('21\thigh\r\n12\t"low ""12"""\r\n\t\r\n')).toEqual([
    ['21', 'high'],
    ['12', 'low "12"'],
  ]);
  expect(readPasted('CZ;Česko\nSK;Slovensko')).toEqual([
    ['CZ', 'Česko'],
    ['SK', 'Slovensko'],
  ]);
  expect(readPasted('just a word')).toBeUndefined();
});

test('what is pasted takes the place of entries with the same keyword, and fills the blank row that it was pasted into', () => {
  const entries = [
    ['21', 'old'],
    ['', ''],
  ] as const;
  expect(
    withPasted(entries, 1, [
      ['21', 'high'],
      ['12', 'low'],
    ]),
  ).toEqual([
    ['21', 'high'],
    ['12', 'low'],
  ]);
});

test('a keyword that is there twice is marked where it does not count', () => {
  const entries = [
    ['a', '1'],
    ['b', '2'],
    ['a', '3'],
    ['', ''],
  ] as const;
  expect([...doubled(entries)]).toEqual([0]);
  expect(entriesOf(entries)).toEqual({ a: '3', b: '2' });
});
