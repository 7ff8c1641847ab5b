import type { Column } from '../../../components/data-table/data-table.tsx';
import { exportsOf } from '../model/record.ts';
import type { Row } from './record-columns.tsx';

/** On a phone: what a row is called and what became of it, and below it the most telling of the rest. */
const places = {
  name: ['registration', 'name', 'lastName', 'userId', 'login'],
  state: ['status', 'state', 'email', 'login', 'registrations.vatId', 'direction'],
  about: ['companyId', 'name', 'firstName', 'userId', 'registrations.registrationId', 'type'],
  amount: ['total', 'hours', 'priority'],
  when: ['issuedOn', 'dueOn', 'day', 'endOn', 'from', 'at', 'phone'],
} as const;

export function MobileRow({ row, table }: { readonly row: Row; readonly table: readonly Column<Row>[] }) {
  const filled = (keys: readonly string[], not?: string): string | undefined =>
    keys.find((key) => key !== not && row[key] !== undefined && row[key] !== null);
  const cell = (key: string | undefined): React.ReactNode =>
    key === undefined ? null : table.find((column) => column.key === key)?.cell(row);
  const name = filled(places.name);
  // Where it was sent says more than its status; a webhook that has it is not told of.
  const isSent = Object.entries(exportsOf(row['exports'])).some(
    ([to, { state }]) => !to.startsWith('hook:') || state !== 'delivered',
  );
  return (
    <>
      <span className="gw-row-line">
        <span className="gw-cut">
          {cell(name)} <span className="gw-dimmed">{cell(filled(places.about, name))}</span>
        </span>
        <span className="gw-nowrap">{cell(filled(places.amount))}</span>
      </span>
      <span className="gw-row-line">
        <span className="gw-cut">{isSent ? cell('exports') : cell(filled(places.state))}</span>
        <span className="gw-nowrap gw-dimmed">{cell(filled(places.when))}</span>
      </span>
    </>
  );
}
