import { createHash } from 'node:crypto';
import type { Queryable, Transaction } from '../database/database.ts';

/** What can be configured; each is a kind of row in `configuration` and a section of the integration file. */
export const configurationKinds = [
  'entities',
  'connections',
  'dictionaries',
  'schemas',
  'templates',
  'triggers',
  'views',
  'definitions',
  'groups',
  'hooks',
] as const;
export type ConfigurationKind = (typeof configurationKinds)[number];

export interface ConfigurationObject {
  readonly kind: ConfigurationKind;
  readonly name: string;
  /** From 1, grows with each change of this object. */
  readonly version: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly updatedAt: Date;
  readonly updatedBy: string;
}

export interface UnitRow {
  readonly unitId: number;
  readonly name: string;
  /** IANA zone. */
  readonly zone: string;
  readonly locale: string;
  readonly configurationVersion: number;
}

export async function readUnit(queryable: Queryable, unitId: number): Promise<UnitRow | undefined> {
  const [row] = await queryable.query<UnitRow>({
    name: 'read-unit',
    text: `select unit_id as "unitId", name, zone, locale, configuration_version as "configurationVersion" from units where unit_id = $1`,
    values: [unitId],
  });
  return row;
}

export async function readUnitIds(queryable: Queryable): Promise<number[]> {
  const rows = await queryable.query<{ unitId: number }>({ text: 'select unit_id as "unitId" from units order by 1' });
  return rows.map(({ unitId }) => unitId);
}

/** The version that the unit's triggers must have. */
export async function readConfigurationVersion(queryable: Queryable, unitId: number): Promise<number> {
  const [row] = await queryable.query<{ version: number }>({
    name: 'read-configuration-version',
    text: 'select configuration_version as version from units where unit_id = $1',
    values: [unitId],
  });
  return row?.version ?? 0;
}

/** The versions that a business transaction must have: of the configuration, and of the hooks. Read at its start, in one row. */
export async function readUnitVersions(
  queryable: Queryable,
  unitId: number,
): Promise<{ readonly configuration: number; readonly hooks: number }> {
  const [row] = await queryable.query<{ configuration: number; hooks: number }>({
    name: 'read-unit-versions',
    text: 'select configuration_version as configuration, hooks_version as hooks from units where unit_id = $1',
    values: [unitId],
  });
  return row ?? { configuration: 0, hooks: 0 };
}

/** Locks the unit's configuration until the transaction ends, so that two changes of it cannot pass each other, and raises its version. */
export async function raiseConfigurationVersion(transaction: Transaction, unitId: number): Promise<number> {
  const [row] = await transaction.query<{ version: number }>({
    text: `update units set configuration_version = configuration_version + 1 where unit_id = $1
           returning configuration_version as version`,
    values: [unitId],
  });
  return row?.version ?? 0;
}

export async function readConfiguration(
  queryable: Queryable,
  unitId: number,
  kind?: ConfigurationKind,
): Promise<ConfigurationObject[]> {
  return queryable.query<ConfigurationObject & object>({
    name: 'read-configuration',
    text: `select kind, name, version, body, updated_at as "updatedAt", updated_by as "updatedBy" from configuration
           where unit_id = $1 and ($2::text is null or kind = $2) order by kind, name`,
    values: [unitId, kind ?? null],
  });
}

export async function writeConfigurationObject(
  transaction: Transaction,
  unitId: number,
  object: { readonly kind: ConfigurationKind; readonly name: string; readonly body: object },
  by: string,
  reason: string | null = null,
): Promise<number> {
  const [row] = await transaction.query<{ version: number }>({
    text: `with next as (
             select coalesce(max(version), 0) + 1 as version from configuration_versions
             where unit_id = $1 and kind = $2 and name = $3
           ), history as (
             insert into configuration_versions (unit_id, kind, name, version, body, by, reason)
             select $1, $2, $3, version, $4, $5, $6 from next
           )
           insert into configuration (unit_id, kind, name, version, body, updated_by)
           select $1, $2, $3, version, $4, $5 from next
           on conflict (unit_id, kind, name) do update
             set version = excluded.version, body = excluded.body, updated_at = now(), updated_by = excluded.updated_by
           returning version`,
    values: [unitId, object.kind, object.name, JSON.stringify(object.body), by, reason],
  });
  return row?.version ?? 0;
}

export async function deleteConfigurationObject(
  transaction: Transaction,
  unitId: number,
  kind: ConfigurationKind,
  name: string,
  by: string,
  reason: string | null = null,
): Promise<boolean> {
  const rows = await transaction.query({
    text: `with gone as (delete from configuration where unit_id = $1 and kind = $2 and name = $3 returning version)
           insert into configuration_versions (unit_id, kind, name, version, body, by, reason)
           select $1, $2, $3, version + 1, null, $4, $5 from gone returning version`,
    values: [unitId, kind, name, by, reason],
  });
  return rows.length > 0;
}

export interface ConfigurationVersionRow {
  readonly version: number;
  readonly body: Readonly<Record<string, unknown>> | null;
  readonly at: Date;
  readonly by: string;
  /** Why, where somebody said so. */
  readonly reason: string | null;
}

/** The newest first; `version`: this one only. */
export async function readConfigurationVersions(
  queryable: Queryable,
  unitId: number,
  kind: ConfigurationKind,
  name: string,
  version: number | null = null,
): Promise<ConfigurationVersionRow[]> {
  return queryable.query<ConfigurationVersionRow & object>({
    text: `select version, body, at, by, reason from configuration_versions
           where unit_id = $1 and kind = $2 and name = $3 and ($4::int is null or version = $4) order by version desc limit 100`,
    values: [unitId, kind, name, version],
  });
}

/** Stores a pinned route once and gives its id; the same content always has the same id. */
export async function ensureRoute(queryable: Queryable, unitId: number, content: object): Promise<number> {
  const text = JSON.stringify(content);
  const values = [unitId, createHash('sha256').update(text).digest(), text];
  const [row] = await queryable.query<{ id: number }>({
    text: `with found as (select id from routes where unit_id = $1 and hash = $2), made as (
             insert into routes (unit_id, hash, content) select $1, $2, $3 where not exists (select from found)
             on conflict (unit_id, hash) do nothing returning id
           ) select id from found union all select id from made`,
    values,
  });
  if (row) return row.id;
  // Another process made it between our two looks; its row is committed, because the conflict waited for it.
  const [made] = await queryable.query<{ id: number }>({
    text: 'select id from routes where unit_id = $1 and hash = $2',
    values: values.slice(0, 2),
  });
  if (!made) throw new Error('a route vanished while it was made');
  return made.id;
}

export async function readRoutes(
  queryable: Queryable,
  unitId: number,
  ids: readonly number[],
): Promise<{ id: number; content: unknown }[]> {
  return queryable.query<{ id: number; content: unknown }>({
    name: 'read-routes',
    text: 'select id, content from routes where unit_id = $1 and id = any($2)',
    values: [unitId, ids],
  });
}
