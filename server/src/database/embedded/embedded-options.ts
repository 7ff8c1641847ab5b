import type { Connection } from '../connection-settings.ts';
import type { Binaries } from './binaries.ts';

/** What happened to the embedded server, for the log: one sentence each. */
export interface EmbeddedEvent {
  readonly kind: 'created' | 'started' | 'adopted' | 'joined' | 'died' | 'restarted' | 'restart-failed' | 'stopped';
  readonly sentence: string;
  readonly pid?: number;
  readonly durationMs?: number;
  readonly cause?: unknown;
}

export interface EmbeddedOptions {
  /** GANGWAY_DATA. The database is in postgres/ in it, its log in postgres.log. */
  readonly dataFolder: string;
  /** What this process does, such as `gangway start`: said to a second one that wants the same folder. */
  readonly purpose: string;
  /** When another process has the folder: `refuse` (the default), or `join`, to use its server as long as it runs. */
  readonly whenTaken?: 'refuse' | 'join';
  /** When there is no database yet: `make` it (the default), or `refuse`. */
  readonly whenMissing?: 'make' | 'refuse';
  /** Settings of PostgreSQL beside Gangway's own. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Another PostgreSQL than the installed one. */
  readonly binaries?: Binaries;
  readonly onEvent?: (event: EmbeddedEvent) => void;
}

export interface EmbeddedPostgres {
  readonly connection: Connection;
  /** For recogniseInstallation: tells this database from a copy of its folder, where the file system allows it. */
  readonly mark: string | undefined;
  /** Of the server that runs now. */
  pid(): number;
  /** Stops the server, waits until it is gone, and leaves the folder to others. One that was joined stays. */
  stop(): Promise<void>;
}
