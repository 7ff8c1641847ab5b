export interface Machine {
  readonly memoryBytes: number;
  /** Of PostgreSQL; an upgrade starts an older one for the last time. */
  readonly major: number;
}

const mebibyte = 1024 * 1024;

/**
 * The settings of the embedded PostgreSQL, for a small machine that runs Gangway beside it (two cores, a gigabyte or more).
 * Durability (fsync, full_page_writes, synchronous_commit) is left at PostgreSQL's defaults, which are on.
 */
export function settingsFor(machine: Machine): Readonly<Record<string, string>> {
  // An eighth of the memory, the rest is for the system's cache and Gangway; more than 512 MB brought nothing for a queue.
  const sharedBuffersMb = Math.min(512, Math.max(64, Math.floor(machine.memoryBytes / mebibyte / 8)));
  return {
    cluster_name: "'gangway'",
    max_connections: '100',
    shared_buffers: `${sharedBuffersMb}MB`,
    effective_cache_size: `${4 * sharedBuffersMb}MB`,
    // Enough for an index on a month of deliveries, or a backup's sort, without files.
    maintenance_work_mem: '64MB',
    wal_buffers: '16MB',
    // Nothing is replicated; smaller records. Put wal_level = replica into postgresql.conf to archive the log.
    wal_level: 'minimal',
    max_wal_senders: '0',
    max_replication_slots: '0',
    max_logical_replication_workers: '0',
    // The binaries have no lz4 (nor zstd): pglz is what there is, and page images in the log compress well.
    wal_compression: 'pglz',
    // A checkpoint writes every changed page to the log once more, so not too often; a crash has at most 1 GB to read again.
    checkpoint_timeout: '15min',
    max_wal_size: '1GB',
    min_wal_size: '256MB',
    // A queue's dead rows come by the thousand every second: look often, and do not doze while cleaning.
    autovacuum_naptime: '10s',
    autovacuum_max_workers: '2',
    autovacuum_vacuum_cost_limit: '2000',
    autovacuum_vacuum_scale_factor: '0.05',
    autovacuum_analyze_scale_factor: '0.05',
    // Statements here take a millisecond: workers that would share one, and the processes that wait for it, only cost.
    max_parallel_workers_per_gather: '0',
    max_parallel_maintenance_workers: '0',
    max_worker_processes: '4',
    ...(machine.major >= 18 ? { io_method: "'sync'" } : {}),
    jit: 'off',
    random_page_cost: '1.1',
    // systemd-logind removes the POSIX segments of a user who logs out (RemoveIPC).
    dynamic_shared_memory_type: "'mmap'",
    timezone: "'UTC'",
    log_timezone: "'UTC'",
    lc_messages: "'C'",
    log_line_prefix: "'%m [%p] %a '",
    // Details of an error repeat values of a row, which are somebody's invoice.
    log_error_verbosity: "'terse'",
    log_checkpoints: 'off',
    log_autovacuum_min_duration: '10s',
  };
}

/** The file that postgresql.conf includes. Written at every start, so that a newer program's settings take effect. */
export function writeSettings(settings: Readonly<Record<string, string>>): string {
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}`);
  return [
    '# Written by Gangway at every start. Your own settings belong into postgresql.conf, behind the include.',
    ...lines,
    '',
  ].join('\n');
}

export const mainSettingsFile = `# Gangway's settings; whatever stands behind them wins. https://www.postgresql.org/docs/18/runtime-config.html
include 'gangway.conf'
`;

/** The socket's folder is private (0700), so who reaches it is the server itself: no password could add to that. */
export const accessFile = `# The only way in is the socket in a folder of mode 0700; there is no TCP.
local all all trust
`;
