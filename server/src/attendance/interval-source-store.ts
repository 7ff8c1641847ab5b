import { aclCondition } from '../records/acl-store.ts';
import { tableSource } from '../records/views/table-source-store.ts';
import type { SqlContext } from '../records/views/view-field.ts';
import type { ViewSource } from '../records/views/view-source.ts';

/** The intervals of attendance as rows of views. Whoever may not see the pass that an interval begins with does not see the interval. */
const intervals = tableSource({
  ...{ name: 'intervals', title: 'interval', entity: 'time', from: 'intervals t' },
  columns: {
    id: { sql: 't.id', kind: 'number', indexed: 'bigint' },
    type: { sql: `'ATTENDANCE'::text`, kind: 'text' },
    userId: { sql: 't.user_id', kind: 'number', indexed: 'bigint' },
    agencyId: { sql: 't.unit_id', kind: 'number' },
    day: { sql: 't.day', kind: 'date', indexed: 'date' },
    from: { sql: 't.from_at', kind: 'moment' },
    to: { sql: 't.to_at', kind: 'moment' },
    state: { sql: 't.state', kind: 'text' },
    hours: { sql: 'round(t.seconds / 3600.0, 2)', kind: 'decimal' },
    seconds: { sql: 't.seconds', kind: 'number' },
    secondEntry: { sql: 't.second_entry', kind: 'boolean' },
    needsCheck: { sql: `t.second_entry or t.state in ('forgotten', 'exitOnly')`, kind: 'boolean' },
    entryPassId: { sql: 'case when t.from_at is not null then t.id end', kind: 'number' },
    exitPassId: { sql: 't.exit_pass_id', kind: 'number' },
    updatedAt: { sql: 't.updated_at', kind: 'moment', indexed: 'timestamptz' },
  },
  updatedAt: 'updatedAt',
  where: (sql) => [`t.unit_id = ${sql.bind(sql.unitId)}`, ...readablePasses(sql)],
});

function readablePasses({ who, bind }: SqlContext): string[] {
  const acl = aclCondition(who, 'r.data', bind);
  if (acl === undefined) return [];
  return [
    `exists (select from records r where r.unit_id = t.unit_id and r.entity = 'time' and r.id = t.id and ${acl})`,
  ];
}

export const attendanceSources: readonly ViewSource[] = [intervals];
