import { ActionIcon, Button, Checkbox, Popover, TextInput } from '@mantine/core';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useKeys } from '../../app/keys.ts';
import { appTexts } from '../../app/texts.ts';
import { commonTexts } from '../../texts/common.ts';
import { useTexts } from '../../texts/language.ts';
import { Icon } from '../icon.tsx';
import { type Column, shownColumns } from './data-table.tsx';
import './list-bar.css';
import type { PagedList } from './use-paged-list.ts';
import type { ListState } from './use-list-state.ts';
import type { Selection } from './use-selection.ts';

interface ListBarProps<Row> {
  readonly list: ListState;
  readonly columns: readonly Column<Row>[];
  /** The parameter of the address that the text goes to. Default: text. */
  readonly textName?: string;
  readonly placeholder?: string;
  /** Further filters. */
  readonly children?: ReactNode;
  readonly count?: string | undefined;
  readonly paged?: Pick<PagedList<Row>, 'fresh' | 'showFresh'>;
  readonly selection?: Selection;
  /** What can be done with the rows that are chosen. */
  readonly selectionActs?: ReactNode;
}

/** The line above a list: filter as you type, further filters, how many there are, columns; and what to do with the rows that are chosen. */
export function ListBar<Row>(props: ListBarProps<Row>) {
  const { list, columns, children, count, paged, selection, selectionActs } = props;
  const texts = useTexts(commonTexts).list;
  return (
    <div className="gw-bar">
      {selection !== undefined && selection.ids.size > 0 ? (
        <div className="gw-bar-chosen">
          <strong>{texts.selected(selection.ids.size)}</strong>
          {selectionActs}
          <Button variant="subtle" size="xs" onClick={selection.clear}>
            {texts.clearSelection}
          </Button>
        </div>
      ) : (
        <>
          <TextFilter {...props} />
          {children}
          {list.filters.length === 0 ? null : (
            <Button variant="subtle" size="xs" leftSection={<Icon name="x" size={14} />} onClick={list.clear}>
              {texts.clearFilters}
            </Button>
          )}
        </>
      )}
      <div className="gw-bar-end">
        {paged === undefined || paged.fresh.count === 0 ? null : (
          <Button size="xs" radius="xl" leftSection={<Icon name="arrowUp" size={14} />} onClick={paged.showFresh}>
            {texts.fresh(paged.fresh.count, paged.fresh.more)}
          </Button>
        )}
        {count === undefined ? null : <span className="gw-dimmed">{count}</span>}
        <ColumnChoice list={list} columns={columns} />
      </div>
    </div>
  );
}

const typingMs = 250;

function TextFilter<Row>({ list, textName = 'text', placeholder }: ListBarProps<Row>) {
  const texts = useTexts(commonTexts).list;
  const keys = useTexts(appTexts).keys;
  const input = useRef<HTMLInputElement>(null);
  const stored = list.get(textName) ?? '';
  const [typed, setTyped] = useState(stored);
  // The address changed by itself: the back button, a cleared filter.
  useEffect(() => setTyped(stored), [stored]);
  const { set } = list;
  useEffect(() => {
    if (typed === stored) return;
    const timer = setTimeout(() => set({ [textName]: typed }), typingMs);
    return () => clearTimeout(timer);
  }, [typed, stored, set, textName]);
  useKeys([{ keys: 'f', label: keys.filter, act: () => input.current?.focus() }]);
  return (
    <TextInput
      ref={input}
      className="gw-bar-text"
      size="xs"
      type="search"
      aria-label={texts.filter}
      placeholder={placeholder ?? texts.filterHere}
      leftSection={<Icon name="search" size={14} />}
      value={typed}
      onChange={({ currentTarget }) => setTyped(currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') event.currentTarget.blur();
      }}
    />
  );
}

function ColumnChoice<Row>({ list, columns }: Pick<ListBarProps<Row>, 'list' | 'columns'>) {
  const texts = useTexts(commonTexts).list;
  const shown = shownColumns(columns, list).map(({ key }) => key);
  const usual = columns.filter(({ hidden }) => hidden !== true).map(({ key }) => key);
  const choose = (keys: readonly string[]): void => list.showColumns(keys.join() === usual.join() ? undefined : keys);
  return (
    <Popover position="bottom-end" withArrow shadow="md" trapFocus>
      <Popover.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={texts.columns}
          title={texts.columns}
          className="gw-columns"
        >
          <Icon name="columns" />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <fieldset className="gw-fieldset">
          <legend>{texts.columns}</legend>
          {columns.map(({ key, label }, index) => (
            <Checkbox
              key={key}
              size="xs"
              label={label}
              checked={shown.includes(key)}
              // The first column is the link to the row.
              disabled={index === 0}
              onChange={() =>
                choose(columns.map((column) => column.key).filter((each) => shown.includes(each) !== (each === key)))
              }
            />
          ))}
        </fieldset>
      </Popover.Dropdown>
    </Popover>
  );
}
