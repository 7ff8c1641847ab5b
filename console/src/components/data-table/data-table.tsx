import { Checkbox, Skeleton } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type MouseEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { useKeys } from '../../app/keys.ts';
import { appTexts } from '../../app/texts.ts';
import { commonTexts } from '../../texts/common.ts';
import { useTexts } from '../../texts/language.ts';
import { Icon } from '../icon.tsx';
import { useSlow } from '../page-skeleton.tsx';
import './data-table.css';
import { TableRow } from './table-row.tsx';
import type { ListState } from './use-list-state.ts';
import type { Selection } from './use-selection.ts';

export interface Column<Row> {
  readonly key: string;
  readonly label: string;
  readonly cell: (row: Row) => ReactNode;
  /** Pixels; columns without one share what is left. */
  readonly width?: number;
  readonly align?: 'right';
  readonly sortable?: boolean;
  /** Not shown until it is chosen. */
  readonly hidden?: boolean;
}

export interface DataTableProps<Row> {
  /** What is listed, for screen readers. */
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly idOf: (row: Row) => string;
  /** How a row is called: "Select 2026-0001". */
  readonly nameOf: (row: Row) => string;
  /** The row's own page. The first cell is a link to it; j, k and Enter need it. */
  readonly hrefOf?: (row: Row) => string;
  /** On a phone, instead of columns: two lines at most. */
  readonly phoneRow: (row: Row) => ReactNode;
  readonly list?: ListState;
  readonly selection?: Selection;
  /** What letters do with the row that has the focus: `{ r: resend }`. */
  readonly acts?: Readonly<Record<string, { readonly label: string; readonly act: (row: Row) => void }>>;
  readonly waiting?: boolean;
  readonly hasMore?: boolean;
  readonly loadingMore?: boolean;
  readonly loadMore?: () => void;
  readonly glowing?: ReadonlySet<string>;
  /** Instead of rows: what would appear here, and how to begin. */
  readonly empty: ReactNode;
}

const rowHeight = 37;
const phoneRowHeight = 62;
const none: ReadonlySet<string> = new Set();

/** The columns that are shown: those of the address bar, or the usual ones. */
export function shownColumns<Row>(
  columns: readonly Column<Row>[],
  list: ListState | undefined,
): readonly Column<Row>[] {
  const chosen = list?.columns;
  if (chosen === undefined) return columns.filter(({ hidden }) => hidden !== true);
  return columns.filter(({ key }) => chosen.includes(key));
}

/** A dense list that people can read all day: it draws only the rows that are in sight, however many there are. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { label, rows, idOf, list, selection, waiting = false, hasMore = false, loadMore, empty } = props;
  const box = useRef<HTMLDivElement>(null);
  const phone = useMediaQuery('(max-width: 640px)', undefined, { getInitialValueInEffect: false });
  const columns = shownColumns(props.columns, list);
  const height = phone ? phoneRowHeight : rowHeight;
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => height,
    overscan: 10,
    getItemKey: (index) => {
      const row = rows[index];
      return row === undefined ? index : idOf(row);
    },
  });
  useEffect(() => virtual.measure(), [virtual, height]);
  const items = virtual.getVirtualItems();
  const lastSeen = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && lastSeen >= rows.length - 15) loadMore?.();
  }, [hasMore, lastSeen, rows.length, loadMore]);
  const active = useActiveRow(props, box, (index) => virtual.scrollToIndex(index));
  const slow = useSlow(waiting && rows.length === 0);
  if (rows.length === 0) return waiting ? <Waiting slow={slow} label={label} /> : <>{empty}</>;
  const above = items[0]?.start ?? 0;
  const below = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);
  const width = columns.reduce((sum, column) => sum + (column.width ?? 160), selection === undefined ? 0 : 40);
  return (
    <div className="gw-table-box" ref={box} tabIndex={0} role="region" aria-label={label}>
      <table
        className="gw-table"
        aria-label={label}
        aria-rowcount={hasMore ? -1 : rows.length + 1}
        data-phone={phone ? '' : undefined}
        data-busy={waiting ? '' : undefined}
        style={phone ? {} : { minWidth: Math.min(width, 1200) }}
      >
        <colgroup>
          {selection === undefined ? null : <col className="gw-check" />}
          {phone ? <col /> : columns.map((column) => <col key={column.key} {...widthOf(column)} />)}
        </colgroup>
        <Head {...props} columns={columns} phone={phone} />
        <tbody>
          <Gap height={above} />
          {items.map(({ index, key }) => {
            const row = rows[index];
            return row === undefined ? null : (
              <TableRow
                key={key}
                row={row}
                index={index}
                columns={columns}
                phone={phone}
                table={props}
                onFocus={active.set}
                glowing={(props.glowing ?? none).has(idOf(row))}
              />
            );
          })}
          <Gap height={below} />
        </tbody>
      </table>
      {props.loadingMore === true ? <Skeleton height={20} m={10} aria-hidden="true" /> : null}
    </div>
  );
}

function widthOf<Row>({ width }: Column<Row>) {
  return width === undefined ? {} : { style: { width } };
}

function Gap({ height }: { readonly height: number }) {
  return height <= 0 ? null : (
    <tr aria-hidden="true" className="gw-gap">
      <td style={{ height }} />
    </tr>
  );
}

function Waiting({ slow, label }: { readonly slow: boolean; readonly label: string }) {
  return (
    <div className="gw-table-wait" aria-busy="true" aria-label={label} role="status">
      {slow ? Array.from({ length: 10 }, (_none, line) => <Skeleton key={line} height={18} />) : null}
    </div>
  );
}

function Head<Row>({ columns, rows, idOf, selection, list, phone }: DataTableProps<Row> & { readonly phone: boolean }) {
  const texts = useTexts(commonTexts).list;
  const ids = rows.map(idOf);
  const chosen = selection === undefined ? 0 : ids.filter((id) => selection.ids.has(id)).length;
  return (
    <thead className={phone ? 'gw-hidden' : undefined}>
      <tr>
        {selection === undefined ? null : (
          <th scope="col" className="gw-check">
            <Checkbox
              size="xs"
              aria-label={texts.selectAll}
              checked={chosen > 0 && chosen === ids.length}
              indeterminate={chosen > 0 && chosen < ids.length}
              onChange={() => (chosen === ids.length ? selection.clear() : selection.setAll(ids))}
            />
          </th>
        )}
        {phone ? (
          <th scope="col">{columns[0]?.label}</th>
        ) : (
          columns.map((column) => <HeadCell key={column.key} column={column} list={list} />)
        )}
      </tr>
    </thead>
  );
}

function HeadCell<Row>({ column, list }: { readonly column: Column<Row>; readonly list: ListState | undefined }) {
  const { key, label, align, sortable = false } = column;
  const texts = useTexts(commonTexts).list;
  const sort = list?.sort?.column === key ? list.sort : undefined;
  const inside =
    !sortable || list === undefined ? (
      label
    ) : (
      <button
        type="button"
        className="gw-sort"
        title={sort === undefined ? label : sort.descending ? texts.sortDown(label) : texts.sortUp(label)}
        // Upwards, downwards, and back to the usual order.
        onClick={() =>
          list.sortBy(
            sort === undefined
              ? { column: key, descending: false }
              : sort.descending
                ? undefined
                : { column: key, descending: true },
          )
        }
      >
        {label}
        {sort === undefined ? null : <Icon name={sort.descending ? 'arrowDown' : 'arrowUp'} size={13} />}
      </button>
    );
  return (
    <th
      scope="col"
      className={align === 'right' ? 'gw-number' : undefined}
      aria-sort={sort === undefined ? undefined : sort.descending ? 'descending' : 'ascending'}
    >
      {inside}
    </th>
  );
}

/** The row that the keys mean: the one whose link has the focus. j and k move the focus itself, so that every reader of the screen follows. */
function useActiveRow<Row>(
  { rows, idOf, selection, acts = {}, hrefOf }: DataTableProps<Row>,
  box: React.RefObject<HTMLDivElement | null>,
  scrollTo: (index: number) => void,
) {
  const [active, set] = useState(-1);
  const texts = useTexts(appTexts).keys;
  const move = (step: number): void => {
    const next = Math.min(rows.length - 1, Math.max(0, active + step));
    set(next);
    scrollTo(next);
    // The row may have to be drawn first.
    requestAnimationFrame(() =>
      requestAnimationFrame(() =>
        box.current
          ?.querySelector<HTMLElement>(`tr[data-index="${next}"] [data-row-link]`)
          ?.focus({ preventScroll: true }),
      ),
    );
  };
  const current = rows[active];
  useKeys([
    ...(hrefOf === undefined
      ? []
      : [
          { keys: 'j', label: texts.move, act: () => move(1) },
          { keys: 'k', label: texts.move, act: () => move(-1) },
        ]),
    ...(selection === undefined
      ? []
      : [
          { keys: 'x', label: texts.select, act: () => current !== undefined && selection.toggle(idOf(current)) },
          ...(selection.ids.size > 0 ? [{ keys: 'Escape', label: texts.escape, act: () => selection.clear() }] : []),
        ]),
    ...Object.entries(acts).map(([keys, { label, act }]) => ({
      keys,
      label,
      act: () => current !== undefined && act(current),
    })),
  ]);
  return { set };
}

/** Follows a row's link when a person clicks beside it. */
export function useRowClick(): (event: MouseEvent<HTMLElement>, href: string | undefined) => void {
  const [, navigate] = useLocation();
  return (event, href) => {
    if (href === undefined || event.defaultPrevented || window.getSelection()?.isCollapsed === false) return;
    const target = event.target;
    if (target instanceof Element && target.closest('a, button, input, label') !== null) return;
    if (event.metaKey || event.ctrlKey) return;
    navigate(href);
  };
}
