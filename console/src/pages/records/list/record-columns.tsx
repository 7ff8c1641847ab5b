import { useMemo } from 'react';
import { Amount } from '../../../components/amount.tsx';
import type { Column } from '../../../components/data-table/data-table.tsx';
import type { Field } from '../data/use-fields.ts';
import type { RelatedName } from '../data/use-related.ts';
import type { View } from '../data/use-views.ts';
import { rowName } from '../model/name-columns.ts';
import { exportsOf, type Fields, textOf } from '../model/record.ts';
import { type Names, useNames } from '../names.ts';
import { FieldValue } from '../record/field-value.tsx';
import { StatusBadge } from '../status-badge.tsx';
import { ExportCell } from './export-cell.tsx';
import { amountFields } from './usual-columns.ts';

export type Row = Fields;
export const idOfRow = (row: Row): string => textOf(row['id']);

/** Every column has a width: one without would vanish beside many others. What is left over is shared. */
const usualWidth = 170;
const widths: Readonly<Record<string, number>> = {
  registration: 115,
  issuedOn: 130,
  dueOn: 135,
  taxPointOn: 190,
  companyId: 175,
  name: 230,
  variableSymbol: 130,
  status: 140,
  exports: 190,
  'properties.extStatus': 150,
  'properties.accountingNumber': 172,
  total: 145,
  totalWithoutVat: 140,
  totalHome: 140,
  currency: 80,
  email: 230,
};

interface ColumnFacts {
  readonly view: View;
  readonly fields: readonly Field[];
  readonly usual: readonly string[];
  readonly shown: readonly string[];
  readonly isRecord: boolean;
  readonly related: RelatedName;
}

/** Every field of a view as a column; those that people look at first are shown. */
export function useRecordColumns({
  view,
  fields,
  usual,
  shown,
  isRecord,
  related,
}: ColumnFacts): readonly Column<Row>[] {
  const names = useNames();
  return useMemo(() => {
    const keys = [...new Set([...usual, ...view.columns, ...view.fields, ...(isRecord ? ['exports'] : [])])];
    const properties = fields.filter(({ key }) => /^properties\.[\w-]+$/.test(key)).map(({ key }) => key);
    const all = [...new Set([...keys, ...properties])].filter((key) => !['acl', 'process', 'properties'].includes(key));
    const first = all.find((key) => shown.includes(key));
    return all.map((key): Column<Row> => {
      const field = fields.find((one) => one.key === key);
      const isNumber = field?.format === 'decimal' || ['integer', 'number'].includes(field?.type ?? '');
      return {
        key,
        label: names.field(view.entity, key, field?.label),
        hidden: !usual.includes(key),
        sortable: key !== 'exports' && field?.list !== true && field?.type !== 'object',
        ...(isNumber && field?.entity === null ? { align: 'right' as const } : {}),
        width: widths[key] ?? widthOf(field),
        // The first one is the link to the record: it never has nothing to press.
        cell: (row) => cellOf({ row, key, field, view, names, related }) ?? (key === first ? `#${idOfRow(row)}` : null),
      };
    });
  }, [view, fields, usual, shown, isRecord, related, names]);
}

function widthOf(field: Field | undefined): number {
  if (field === undefined || field.entity !== null) return usualWidth;
  if (field.format === 'date') return 115;
  if (field.format === 'date-time' || field.format === 'moment') return 160;
  if (field.type === 'boolean' || field.type === 'integer') return 110;
  return field.format === 'decimal' ? 130 : usualWidth;
}

interface Cell {
  readonly row: Row;
  readonly key: string;
  readonly field: Field | undefined;
  readonly view: View;
  readonly names: Names;
  readonly related: RelatedName;
}

function cellOf({ row, key, field, view: { entity }, names, related }: Cell): React.ReactNode {
  const value = row[key];
  if (key === 'exports') return <ExportCell exports={exportsOf(value)} />;
  if (value === undefined || value === null) return null;
  if (key === 'registration') return <strong className="gw-strong">{textOf(value)}</strong>;
  if (key === 'status') return <StatusBadge entity={entity} status={textOf(value)} />;
  if (key === 'type') return names.type(entity, textOf(value));
  if (amountFields.includes(key)) return <Amount value={textOf(value)} currency={textOf(row['currency'])} />;
  if (field === undefined) return textOf(value);
  if (field.entity !== null && typeof value === 'number')
    return relatedIn(row, field) ?? related(field.entity, value) ?? `#${value}`;
  return <FieldValue field={field} value={value} related={related} />;
}

/** `company.name`, which came with the row. */
function relatedIn(row: Row, { key, entity }: Field): string | undefined {
  const before = `${key.slice(0, -2)}.`;
  const own = Object.entries(row).filter(([column]) => column.startsWith(before));
  const named = Object.fromEntries(own.map(([column, value]) => [column.slice(before.length), value]));
  const name = rowName(entity ?? '', named);
  return name === '' ? undefined : name;
}
