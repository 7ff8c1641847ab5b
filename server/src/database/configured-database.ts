import type { Config } from '../config.ts';
import type { Target } from './connection-settings.ts';
import type { Database } from './database.ts';
import { type EmbeddedEvent, startEmbeddedPostgres } from './embedded/embedded-postgres.ts';
import { openDatabase } from './open-database.ts';

export interface ConfiguredDatabaseOptions {
  /** Said to another process that wants the same data folder. */
  readonly purpose: string;
  /** When another process has the data folder: refuse (the default), or use its server as long as it runs. */
  readonly whenTaken?: 'refuse' | 'join';
  /** When there is no embedded database yet: make it (the default), or refuse. */
  readonly whenMissing?: 'make' | 'refuse';
  readonly onEvent?: (event: EmbeddedEvent) => void;
  readonly onConnectionLost?: (error: Error) => void;
}

/** The database that the settings name. */
export interface ConfiguredDatabase {
  readonly database: Database;
  /** For what opens connections of its own (backup, restore). */
  readonly target: Target;
  readonly embedded: boolean;
  /** For recogniseInstallation. */
  readonly mark: string | undefined;
  /** Closes the pool, and stops the embedded server if this process has started it. */
  close(): Promise<void>;
}

/** GANGWAY_DATABASE_URL where it is set, else the embedded PostgreSQL in the data folder, which is started for it. */
export async function openConfiguredDatabase(
  config: Pick<Config, 'databaseUrl' | 'dataFolder' | 'databaseConnections'>,
  options: ConfiguredDatabaseOptions,
): Promise<ConfiguredDatabase> {
  const { purpose, whenTaken, whenMissing, onEvent, onConnectionLost } = options;
  const pool = {
    poolSize: config.databaseConnections,
    applicationName: purpose,
    ...(onConnectionLost === undefined ? {} : { onConnectionLost }),
  };
  if (config.databaseUrl !== undefined) {
    const target = { url: config.databaseUrl };
    const database = await openDatabase({ ...target, ...pool });
    return { database, target, embedded: false, mark: undefined, close: () => database.close() };
  }
  const server = await startEmbeddedPostgres({
    dataFolder: config.dataFolder,
    purpose,
    // The pool, a listener, a command or two beside it, and what PostgreSQL keeps for itself.
    settings: { max_connections: String(Math.max(100, config.databaseConnections + 20)) },
    ...(whenTaken === undefined ? {} : { whenTaken }),
    ...(whenMissing === undefined ? {} : { whenMissing }),
    ...(onEvent === undefined ? {} : { onEvent }),
  });
  const database = await openDatabase({ connection: server.connection, ...pool });
  return {
    database,
    target: { connection: server.connection },
    embedded: true,
    mark: server.mark,
    close: async () => {
      await database.close();
      await server.stop();
    },
  };
}
