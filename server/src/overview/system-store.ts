import type { Queryable } from '../database/database.ts';

export interface DatabaseFacts {
  readonly version: string;
  readonly sizeBytes: number;
  readonly connections: number;
}

export async function readDatabaseFacts(queryable: Queryable): Promise<DatabaseFacts> {
  const [row] = await queryable.query<DatabaseFacts & object>({
    text: `select current_setting('server_version') as version, pg_database_size(current_database()) as "sizeBytes",
             (select count(*) from pg_stat_activity where datname = current_database()) as connections`,
  });
  return row ?? { version: '', sizeBytes: 0, connections: 0 };
}

export interface ProcessRow {
  readonly id: string;
  readonly host: string;
  readonly pid: number;
  readonly roles: readonly string[];
  readonly startedAt: Date;
}

/** The processes that hold a lease at this moment: those that send. */
export async function readProcesses(queryable: Queryable): Promise<ProcessRow[]> {
  return queryable.query<ProcessRow & object>({
    text: `select id, host, pid, roles, started_at as "startedAt" from processes where lease_until > now() order by started_at`,
  });
}

/** How far back deliveries go, and how many months there are of everything. */
export async function readKept(
  queryable: Queryable,
): Promise<{ readonly oldestDelivery: string | null; readonly partitions: number; readonly lanes: number }> {
  const [row] = await queryable.query<{ oldestDelivery: string | null; partitions: number; lanes: number }>({
    text: `select (select id from deliveries order by id limit 1) as "oldestDelivery", (select count(*) from lanes) as lanes,
             (select count(*) from pg_inherits join pg_class parent on parent.oid = inhparent
              where parent.relkind = 'p' and parent.relnamespace = current_schema()::regnamespace) as partitions`,
  });
  return row ?? { oldestDelivery: null, partitions: 0, lanes: 0 };
}
