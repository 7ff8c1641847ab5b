import { expect, test } from 'vitest';
import { findInTree, treeOf, type TreeNode } from '../../src/editor/tree/record-tree.ts';
import { insertionOf, nameOf } from '../../src/editor/tree/insertion.ts';
import type { MessageFormat } from '../../src/editor/preview/message-draft.ts';
import { fields, invoice } from './real-record.ts';

const nodes = treeOf(invoice, fields, 'input');
const node = (path: string): TreeNode => {
  const find = (level: readonly TreeNode[]): TreeNode | undefined =>
    level.find((one) => one.path === path) ??
    level
      .filter((one) => path.startsWith(`${one.path}.`) || path.startsWith(`${one.path}[`))
      .map((one) => find(one.children()))[0];
  const found = find(nodes);
  if (found === undefined) throw new Error(`There is no ${path}.`);
  return found;
};

test('declared fields and real values, with the paths that expressions use', () => {
  expect(node('input.type')).toMatchObject({ kind: 'value', shown: 'INVOICE.SALES', isEmpty: false });
  expect(node('input.lines')).toMatchObject({ kind: 'list', shown: expect.stringMatching(/^\[\d+\]$/) as string });
  expect(node('input.lines[1]')).toMatchObject({ kind: 'entry', shown: node('input.lines[1].name').shown });
  expect(node('input.company').shown).toBe(node('input.company.name').shown);
  expect(node('input.corrects')).toMatchObject({ kind: 'object', isEmpty: true });
});

test('a search finds names and values, with the way to them', () => {
  const found = findInTree(nodes, 'unitprice');
  expect(found).toContain('input.lines[1].unitPrice');
  expect(found).toContain('input.lines');
  expect(findInTree(nodes, 'nothing of this kind').size).toBe(0);
});

/** What a click on a field writes at the mark. */
function click(format: MessageFormat, marked: string, path: string): string {
  const at = marked.indexOf('|');
  const { from, to, text } = insertionOf(format, marked.replace('|', ''), at, at, node(path));
  return marked.slice(0, from) + text + marked.slice(to + 1);
}

test.each([
  ['json', '{"a": "|"}', 'input.number', '{"a": "${input.number}"}'],
  ['json', '{"a": |}', 'input.number', '{"a": "${input.number}"}'],
  ['json', '{"a": |}', 'input.total', '{"a": ${input.total}}'],
  ['json', '{"a": "${|}"}', 'input.number', '{"a": "${input.number}"}'],
  ['json', '{"a": "${left(|, 3)}"}', 'input.number', '{"a": "${left(input.number, 3)}"}'],
  [
    'json',
    '{"l": [{"$for": "line in input.lines", "a": "|"}]}',
    'input.lines[1].name',
    '{"l": [{"$for": "line in input.lines", "a": "${line.name}"}]}',
  ],
  ['json', '{"l": [{"$for": "|"}]}', 'input.lines', '{"l": [{"$for": "line in input.lines"}]}'],
  ['json', '{"l": [|]}', 'input.lines', '{"l": [{ "$for": "line in input.lines", "": "${line.}" }]}'],
  ['xml', '<a>|</a>', 'input.company.name', '<a>${input.company.name}</a>'],
  ['xml', '<a t:for="|"/>', 'input.lines', '<a t:for="line in input.lines"/>'],
  [
    'xml',
    '<a t:for="x in filter(input.lines, item.quantity > 1)"><b>|</b></a>',
    'input.lines[1].quantity',
    '<a t:for="x in filter(input.lines, item.quantity > 1)"><b>${x.quantity}</b></a>',
  ],
  ['text', 'No. |', 'input.lines[1].name', 'No. ${input.lines[1].name}'],
] as const)('a click writes what fits there: %s %s', (format, marked, path, expected) =>
  expect(click(format, marked, path)).toBe(expected),
);

test('one of many has a name', () =>
  expect(['input.lines', 'addresses', 'companies', 'vat', 'tags'].map(nameOf)).toEqual([
    'line',
    'address',
    'company',
    'oneVat',
    'tag',
  ]));
