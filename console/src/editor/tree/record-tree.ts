import { type FieldType, pathOfElement, pathOfField, type Value } from '@gangway/language';
import { shortValue } from '../completion/complete.ts';
import { fieldsBelow } from '../completion/known-names.ts';
import { isList, isObject } from '../preview/samples.ts';

/** A field of the record that is looked at, as the tree shows it. */
export interface TreeNode {
  /** As an expression names it: `input.lines[2].name`. */
  readonly path: string;
  readonly name: string;
  readonly kind: 'value' | 'object' | 'list' | 'entry';
  /** The value in a few characters; '' for what has parts, and for what is empty. */
  readonly shown: string;
  readonly type: FieldType['kind'];
  /** The record has nothing there. */
  readonly isEmpty: boolean;
  /** The parts, worked out when the node is opened. */
  readonly children: () => readonly TreeNode[];
}

/** A list shows its first entries; every entry has the same fields. */
const mostEntries = 50;

/** The nodes of one level: what the entity declares, in its order, and whatever else the record has. */
export function treeOf(value: Value, type: FieldType, path: string): TreeNode[] {
  const fields = fieldsBelow(type);
  const own = isObject(value) ? value : {};
  const names = [...new Set([...Object.keys(fields), ...Object.keys(own)])];
  return names.map((name) => nodeOf(pathOfField(path, name), name, own[name], fields[name] ?? { kind: 'any' }));
}

function nodeOf(path: string, name: string, value: Value, type: FieldType): TreeNode {
  const isEmpty = value === null || value === undefined || value === '' || (isList(value) && value.length === 0);
  const base = { path, name, isEmpty, type: type.kind, shown: shortValue(value) };
  if (isList(value) || type.kind === 'list') {
    const entries = isList(value) ? value.slice(0, mostEntries) : [];
    const item: FieldType = type.kind === 'list' ? type.item : { kind: 'any' };
    return {
      ...base,
      kind: 'list',
      children: () => entries.map((entry, index) => entryOf(path, entry, item, index + 1)),
    };
  }
  if (isObject(value) || type.kind === 'object')
    return { ...base, kind: 'object', shown: labelOf(value), children: () => treeOf(value, type, path) };
  return { ...base, kind: 'value', children: () => [] };
}

function entryOf(list: string, value: Value, type: FieldType, position: number): TreeNode {
  const path = pathOfElement(list, position);
  const node = nodeOf(path, String(position), value, type);
  return {
    ...node,
    kind: node.kind === 'value' ? 'value' : 'entry',
    shown: node.kind === 'value' ? node.shown : labelOf(value),
  };
}

/** What an object is called. */
function labelOf(value: Value): string {
  if (!isObject(value)) return '';
  for (const name of ['name', 'title', 'number', 'registration', 'login']) {
    const text = shortValue(value[name]);
    if (text !== '') return text;
  }
  return '';
}

/** The nodes whose name, path or value has the text in it, with the way to them opened. */
export function findInTree(nodes: readonly TreeNode[], text: string, depth = 6): Set<string> {
  const wanted = text.toLowerCase();
  const found = new Set<string>();
  const search = (node: TreeNode, level: number): boolean => {
    const own = node.name.toLowerCase().includes(wanted) || node.shown.toLowerCase().includes(wanted);
    // A record's related records lead back to it; a few levels are all that anybody looks for.
    const below =
      level < depth &&
      node
        .children()
        .map((child) => search(child, level + 1))
        .some(Boolean);
    if (own || below) found.add(node.path);
    return own || below;
  };
  for (const node of nodes) search(node, 0);
  return found;
}
