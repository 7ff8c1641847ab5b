import { Checkbox } from '@mantine/core';
import { Link } from 'wouter';
import { commonTexts } from '../../texts/common.ts';
import { useTexts } from '../../texts/language.ts';
import { type Column, type DataTableProps, useRowClick } from './data-table.tsx';

interface TableRowProps<Row> {
  readonly row: Row;
  readonly index: number;
  readonly columns: readonly Column<Row>[];
  readonly phone: boolean;
  readonly table: DataTableProps<Row>;
  readonly onFocus: (index: number) => void;
  readonly glowing: boolean;
}

export function TableRow<Row>({ row, index, columns, phone, table, onFocus, glowing }: TableRowProps<Row>) {
  const { idOf, hrefOf, phoneRow, selection } = table;
  const follow = useRowClick();
  const href = hrefOf?.(row);
  const chosen = selection?.ids.has(idOf(row)) ?? false;
  return (
    <tr
      data-index={index}
      data-glow={glowing ? '' : undefined}
      data-chosen={chosen ? '' : undefined}
      data-link={href === undefined ? undefined : ''}
      aria-rowindex={index + 2}
      onClick={(event) => follow(event, href)}
      onFocus={() => onFocus(index)}
    >
      {selection === undefined ? null : <CheckCell row={row} table={table} chosen={chosen} />}
      {phone ? (
        <td>{href === undefined ? phoneRow(row) : <RowLink href={href}>{phoneRow(row)}</RowLink>}</td>
      ) : (
        columns.map(({ key, cell, align }, position) => (
          <td key={key} className={align === 'right' ? 'gw-number gw-cut' : 'gw-cut'}>
            {position === 0 && href !== undefined ? <RowLink href={href}>{cell(row)}</RowLink> : cell(row)}
          </td>
        ))
      )}
    </tr>
  );
}

function RowLink({ href, children }: { readonly href: string; readonly children: React.ReactNode }) {
  return (
    <Link href={href} data-row-link="" className="gw-row-link">
      {children}
    </Link>
  );
}

function CheckCell<Row>({
  row,
  table: { selection, idOf, nameOf, rows },
  chosen,
}: {
  readonly row: Row;
  readonly table: DataTableProps<Row>;
  readonly chosen: boolean;
}) {
  const texts = useTexts(commonTexts).list;
  const id = idOf(row);
  return (
    <td className="gw-check">
      <Checkbox
        size="xs"
        aria-label={texts.selectRow(nameOf(row))}
        checked={chosen}
        onChange={() => undefined}
        onClick={(event) => (event.shiftKey ? selection?.extendTo(id, rows.map(idOf)) : selection?.toggle(id))}
      />
    </td>
  );
}
