import { expect, test } from 'vitest';
import { pohodaAnswer } from '../worked-examples.ts';
import { keysOfJsonTemplate } from './template-keys.ts';

const paths = (body: string) =>
  keysOfJsonTemplate(body).map(({ path, isLeaf }) => `${path.join('.')}${isLeaf ? '' : ' >'}`);

test('the keys of the answer of Pohoda', () => {
  expect(paths(pohodaAnswer).filter((path) => path.startsWith('write'))).toEqual([
    'write >',
    'write.properties >',
    'write.properties.accountingId',
    'write.properties.accountingNumber',
  ]);
  expect(keysOfJsonTemplate(pohodaAnswer).at(-1)?.place).toEqual({ line: 11, column: 7, length: 18 });
});

test('directives are looked through, keys from the data are *', () =>
  expect(
    paths(
      '{"a": [{"$for": "x in input.l", "$if": "x", "b": 1, "$else": {"c": 2}}], "d": {"$let": {"n": "1"}, "$if": "n", "$value": {"e": {}}}, "k${1}": 1}',
    ),
  ).toEqual(['a >', 'a.b', 'a.c', 'd >', 'd.e >', '*']));

test('keys of one object are known to belong together, and texts without expressions are known', () => {
  const keys = keysOfJsonTemplate(
    '{"l": [{"a": "x", "f": {"b": 1}}, {"$if": "y", "a": "z", "f": {"c": "${1}"}, "$else": {"a": "w"}}]}',
  );
  const shown = keys.map(({ path, objects, text }) => `${path.join('.')} ${objects.join('.')} ${text ?? ''}`.trim());
  expect(shown).toEqual([
    'l 0',
    'l.a 0.1 x',
    'l.f 0.1',
    'l.f.b 0.1.2',
    'l.a 0.3 z',
    'l.f 0.3',
    'l.f.c 0.3.4',
    'l.a 0.5 w',
  ]);
});

test('none where the template cannot be read', () => expect(keysOfJsonTemplate('{"a": ')).toEqual([]));
