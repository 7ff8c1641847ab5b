import type { Column } from '../../../components/data-table/data-table.tsx';
import type { View } from '../data/use-views.ts';
import type { Row } from './record-columns.tsx';

/** On a phone: what a row is called and what became of it, and below it the most telling of the rest. */
const places = {
  name: ['registration', 'name', 'lastName', 'userId', 'login'],
  state: ['status', 'state'],
  about: ['companyId', 'name', 'firstName', 'userId', 'day', 'registrations.registrationId', 'email', 'type'],
  amount: ['total', 'hours', 'dueOn', 'from', 'updatedAt'],
} as const;

export function MobileRow({
  row,
  view,
  table,
}: {
  readonly row: Row;
  readonly view: View;
  readonly table: readonly Column<Row>[];
}) {
  const filled = (keys: readonly string[], not?: string): string | undefined =>
    keys.find((key) => key !== not && row[key] !== undefined && row[key] !== null);
  const cell = (key: string | undefined): React.ReactNode =>
    key === undefined ? null : table.find((column) => column.key === key)?.cell(row);
  const name = filled(places.name);
  const hasExports = view.entity === 'documents';
  return (
    <>
      <span className="gw-phone-line">
        <strong className="gw-cut">
          {cell(name)} <span className="gw-dimmed gw-plain">{cell(filled(places.about, name))}</span>
        </strong>
        {cell(filled(places.state))}
      </span>
      <span className="gw-phone-line gw-dimmed">
        <span className="gw-cut">
          {hasExports ? cell('exports') : cell(filled(['phone', 'email', 'priority', 'to']))}
        </span>
        <span className="gw-nowrap">{cell(filled(places.amount))}</span>
      </span>
    </>
  );
}
