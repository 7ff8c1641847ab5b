import { refuse, Refusal } from '../errors.ts';
import { connectionFault } from './connection-fault.ts';
import type { Database, Queryable, Transaction } from './database.ts';
import { newId } from './uuid.ts';

export interface PresentCluster {
  /** GANGWAY_INSTALLATION, which is believed when it is set. */
  readonly name?: string | undefined;
  /** What tells the embedded database's folder from a copy of it (EmbeddedPostgres.mark). */
  readonly mark?: string | undefined;
}

/**
 * `new`: first start on this database. `same`: it is where it was. `copied`: the database was made elsewhere and has come
 * here by a restore or a copy; it stays so until acceptCopy, and until then nothing may be sent.
 */
export type Recognition =
  | { readonly kind: 'new' | 'same'; readonly id: string; readonly cluster: string }
  | { readonly kind: 'copied'; readonly id: string; readonly cluster: string; readonly from: string };

/** Compares where the database is with where it remembers to be. */
export async function recogniseInstallation(database: Database, present: PresentCluster): Promise<Recognition> {
  const cluster = await identify(database, present);
  return database.transaction(async (tx) => {
    const [added] = await tx.query<{ id: string }>({
      text: 'insert into installation (id, cluster) values ($1, $2) on conflict do nothing returning id',
      values: [newId(), cluster],
    });
    if (added !== undefined) return { kind: 'new', id: added.id, cluster };
    const [row] = await tx.query<{ id: string; cluster: string }>({ text: 'select id, cluster from installation' });
    if (row === undefined) throw new Error('The row of the installation is neither new nor there');
    // copied_from says to everybody who reads it that this copy waits for a person's word (lanes are born paused).
    const from = row.cluster === cluster ? null : row.cluster;
    await tx.query({
      text: 'update installation set copied_from = $1 where copied_from is distinct from $1',
      values: [from],
    });
    return from === null ? { kind: 'same', id: row.id, cluster } : { kind: 'copied', id: row.id, cluster, from };
  });
}

/** A person has confirmed that this is the installation now. */
export async function acceptCopy(tx: Transaction, cluster: string): Promise<void> {
  await tx.query({
    text: 'update installation set copied_from = null, cluster = $1 where cluster <> $1',
    values: [cluster],
  });
}

/** Where a copy comes from, for those who only look; undefined: it is no copy, or has never been started. */
export async function findOrigin(queryable: Queryable, present: PresentCluster): Promise<string | undefined> {
  const row = await readInstallation(queryable);
  if (row === undefined) return undefined;
  return row.cluster === (await identify(queryable, present)) ? undefined : row.cluster;
}

/** The name that was given, or PostgreSQL's system identifier, made by initdb: a dump that is restored elsewhere finds another. */
async function identify(queryable: Queryable, present: PresentCluster): Promise<string> {
  if (present.name !== undefined) return present.name;
  try {
    const [row] = await queryable.query<{ identifier: string }>({
      text: 'select system_identifier::text as identifier from pg_control_system()',
    });
    return [row?.identifier ?? '', ...(present.mark === undefined ? [] : [present.mark])].join('/');
  } catch (error) {
    if (!(error instanceof Refusal) || connectionFault(error.cause)?.kind !== 'refused') throw error;
    return refuse(
      'illegal-state',
      'This PostgreSQL does not tell its system identifier: set GANGWAY_INSTALLATION to a name of this installation.',
    );
  }
}

/** What an operator may know of the installation. `copiedFrom` stands as long as a copy waits for a person's word. */
export interface InstallationRow {
  readonly id: string;
  readonly cluster: string;
  readonly copiedFrom: string | null;
  readonly createdAt: Date;
}

export async function readInstallation(queryable: Queryable): Promise<InstallationRow | undefined> {
  const [row] = await queryable.query<InstallationRow>({
    text: 'select id, cluster, copied_from as "copiedFrom", created_at as "createdAt" from installation',
  });
  return row;
}
