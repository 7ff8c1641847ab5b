import type { FieldType, Run } from '@gangway/language';
import { TextInput, UnstyledButton } from '@mantine/core';
import { useMemo, useState } from 'react';
import { Icon } from '../../components/icon.tsx';
import { findInTree, treeOf, type TreeNode } from '../../editor/tree/record-tree.ts';
import { useTexts } from '../../texts/language.ts';
import { templateTexts } from './texts.ts';

interface RecordTreeProps {
  readonly run: Run | undefined;
  readonly fields: FieldType;
  /** Fields of the value that is pointed at. */
  readonly lit: readonly string[];
  readonly insert: (node: TreeNode) => void;
  readonly point: (path: string) => void;
}

/** A real record with its values; a click writes the field into the template. */
export function RecordTree({ run, fields, lit, insert, point }: RecordTreeProps) {
  const texts = useTexts(templateTexts).tree;
  const [search, setSearch] = useState('');
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set(['input.lines', 'input.lines[1]']));
  const roots = useMemo(() => rootsOf(run, fields), [run, fields]);
  const found = useMemo(() => {
    if (search.trim() === '') return undefined;
    return findInTree(Object.values(roots).flat(), search.trim());
  }, [roots, search]);
  const shown: Shown = {
    open,
    found,
    lit,
    insert,
    point,
    toggle: (path) =>
      setOpen((before) => new Set(before.has(path) ? [...before].filter((one) => one !== path) : [...before, path])),
  };
  return (
    <div className="gw-tree">
      <TextInput
        size="xs"
        aria-label={texts.search}
        placeholder={texts.search}
        value={search}
        onChange={({ currentTarget }) => setSearch(currentTarget.value)}
        leftSection={<Icon name="search" size={14} />}
      />
      <p className="gw-dimmed gw-tree-how">{found?.size === 0 ? texts.nothing : texts.how}</p>
      <div className="gw-tree-scroll" tabIndex={0} role="region" aria-label={texts.label}>
        {Object.entries(roots).map(([root, nodes]) => (
          <section key={root} aria-label={rootName(texts.roots, root)}>
            <h3>{rootName(texts.roots, root)}</h3>
            <Branch nodes={nodes} shown={shown} />
          </section>
        ))}
      </div>
    </div>
  );
}

function rootName(names: Readonly<Record<string, string>>, root: string): string {
  return names[root] ?? root;
}

/** The record first, then the constants of the connection and what else a template may name. */
function rootsOf(run: Run | undefined, fields: FieldType): Readonly<Record<string, readonly TreeNode[]>> {
  const {
    input = null,
    constants = null,
    event = null,
    unit = null,
    message = null,
    delivery = null,
  } = run?.context ?? {};
  const any: FieldType = { kind: 'any' };
  const others = treeOf({ message, delivery }, any, '');
  return {
    input: treeOf(input, fields, 'input'),
    constants: treeOf(constants, any, 'constants'),
    event: treeOf(event, any, 'event'),
    unit: treeOf(unit, any, 'unit'),
    other: others,
  };
}

interface Shown {
  readonly open: ReadonlySet<string>;
  readonly found: ReadonlySet<string> | undefined;
  readonly lit: readonly string[];
  readonly insert: (node: TreeNode) => void;
  readonly point: (path: string) => void;
  readonly toggle: (path: string) => void;
}

function Branch({ nodes, shown }: { readonly nodes: readonly TreeNode[]; readonly shown: Shown }) {
  const visible = shown.found === undefined ? nodes : nodes.filter(({ path }) => shown.found?.has(path) === true);
  return (
    <ul>
      {visible.map((node) => (
        <Row key={node.path} node={node} shown={shown} />
      ))}
    </ul>
  );
}

function Row({ node, shown }: { readonly node: TreeNode; readonly shown: Shown }) {
  const texts = useTexts(templateTexts).tree;
  const { path, name, kind, isEmpty } = node;
  const hasParts = kind !== 'value';
  const isLit = shown.lit.includes(path);
  const leadsToLit = shown.lit.some((one) => one.startsWith(`${path}.`) || one.startsWith(`${path}[`));
  const isOpen = hasParts && (shown.open.has(path) || leadsToLit || shown.found?.has(path) === true);
  return (
    <li data-lit={isLit || (leadsToLit && !isOpen)} data-empty={isEmpty}>
      <div className="gw-tree-row">
        {hasParts ? (
          <UnstyledButton
            className="gw-tree-toggle"
            aria-expanded={isOpen}
            aria-label={isOpen ? texts.close(path) : texts.open(path)}
            onClick={() => shown.toggle(path)}
          >
            <Icon name={isOpen ? 'chevronDown' : 'chevronRight'} size={14} />
          </UnstyledButton>
        ) : (
          <span className="gw-tree-toggle" />
        )}
        <UnstyledButton
          className="gw-tree-field"
          title={texts.insert(path)}
          onClick={() => shown.insert(node)}
          onMouseEnter={() => shown.point(path)}
          onFocus={() => shown.point(path)}
        >
          <span className="gw-tree-name">{kind === 'entry' ? `[${name}]` : name}</span>
          <span className="gw-tree-value gw-cut">{isEmpty && !hasParts ? texts.empty : node.shown}</span>
        </UnstyledButton>
      </div>
      {isOpen ? <Branch nodes={node.children()} shown={shown} /> : null}
    </li>
  );
}
