import { Refusal } from '../../src/errors.ts';
import { type EmbeddedOptions, startEmbeddedPostgres } from '../../src/database/embedded/embedded-postgres.ts';

/** A process of its own with an embedded PostgreSQL: says on its standard output, a line of JSON each, what happens. */
const options = JSON.parse(process.argv[2] ?? '') as EmbeddedOptions;
const say = (line: object): boolean => process.stdout.write(`${JSON.stringify(line)}\n`);

// Only SIGTERM ends it, so that a test may press Ctrl-C and see who hears it.
process.on('SIGINT', () => say({ signal: 'SIGINT' }));

try {
  const postgres = await startEmbeddedPostgres({ ...options, onEvent: ({ kind, pid }) => say({ event: kind, pid }) });
  const stop = (): void => void postgres.stop().then(() => process.exit(0));
  process.on('SIGTERM', stop);
  // The test that started it is gone.
  process.stdin.on('end', stop).resume();
  say({ ready: { connection: postgres.connection, pid: postgres.pid(), mark: postgres.mark } });
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  say({ refused: error.message });
  process.exitCode = 3;
}
