import type { ViewSource } from './view-source.ts';
import { livingRecords } from './record-source-store.ts';
import { tableSource } from './table-source-store.ts';

/** A unit is the agency that its token belongs to; others are not to be seen. */
const units = tableSource({
  ...{ name: 'units', title: 'unit', entity: 'agencies', from: 'units t' },
  columns: {
    id: { sql: 't.unit_id', kind: 'number' },
    name: { sql: 't.name', kind: 'text' },
    zone: { sql: 't.zone', kind: 'text' },
    locale: { sql: 't.locale', kind: 'text' },
    createdAt: { sql: 't.created_at', kind: 'moment' },
  },
  where: ({ bind, unitId }) => [`t.unit_id = ${bind(unitId)}`],
});

/** Groups are configuration and have no number; the name is the id. */
const groups = tableSource({
  ...{ name: 'groups', title: 'group', entity: 'users', from: 'configuration t' },
  columns: {
    id: { sql: 't.name', kind: 'text' },
    name: { sql: 't.name', kind: 'text' },
    description: { sql: `t.body ->> 'description'`, kind: 'text' },
    updatedAt: { sql: 't.updated_at', kind: 'moment' },
  },
  updatedAt: 'updatedAt',
  where: ({ bind, unitId }) => [`t.unit_id = ${bind(unitId)}`, `t.kind = 'groups'`],
});

/** The brands of companies, one row each. A company has at most 1,000, so that place and company make a number. */
const brands = tableSource({
  ...{ name: 'brands', title: 'brand', entity: 'companies' },
  from: `records r cross join lateral jsonb_array_elements_text(
    case jsonb_typeof(r.data -> 'brands') when 'array' then r.data -> 'brands' else '[]' end) with ordinality as t(name, place)`,
  columns: {
    id: { sql: 'r.id * 1000 + t.place - 1', kind: 'number' },
    name: { sql: 't.name', kind: 'text' },
    companyId: { sql: 'r.id', kind: 'number' },
    companyName: { sql: `r.data ->> 'name'`, kind: 'text' },
    client: { sql: `coalesce(r.data -> 'client' = 'true'::jsonb, false)`, kind: 'boolean' },
    supplier: { sql: `coalesce(r.data -> 'supplier' = 'true'::jsonb, false)`, kind: 'boolean' },
    updatedAt: { sql: 'r.updated_at', kind: 'moment' },
  },
  updatedAt: 'updatedAt',
  where: (sql) => livingRecords('companies', sql),
});

/** Sources of fixed shape that every unit has beside its entities. */
export const builtInSources: readonly ViewSource[] = [units, groups, brands];
