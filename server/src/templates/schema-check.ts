import { createHash } from 'node:crypto';
import { JobThreads } from '../threads/job-threads.ts';
import type { SchemaFault } from './schema-check-faults.ts';
import type { SchemaSet } from './schema-check-set.ts';
import type { CheckJob } from './schema-check-library.ts';

export type { SchemaFault } from './schema-check-faults.ts';
export type { SchemaSet } from './schema-check-set.ts';

export type SchemaVerdict =
  { readonly valid: true } | { readonly valid: false; readonly faults: readonly SchemaFault[] };

export interface SchemaCheck {
  /** Whether the message (bytes as sent, with its own declaration of the charset) fits the schema. Never throws for what it is given. */
  check(bytes: Uint8Array, schema: SchemaSet): Promise<SchemaVerdict>;
  /** Whether the schema itself can be used: every import there, no faults. To be asked when schema files are saved. */
  checkSchema(schema: SchemaSet): Promise<SchemaVerdict>;
  /** Ends the thread; checks under way are answered with a fault. */
  close(): Promise<void>;
  /** Memory held by the thread outside the JavaScript heap at its last answer, and how many threads were started so far. */
  readonly statistics: { readonly memoryBytes: number; readonly threadsStarted: number };
}

export interface SchemaCheckOptions {
  /** From the moment the thread takes the job up to its answer, compiling included. UBL compiles in 350 ms on a slow machine. */
  readonly deadlineMs?: number;
  /** Messages above this are not checked but refused. libxml2 needs about ten times the size as memory. */
  readonly mostBytes?: number;
  /** An idle thread that holds more than this is replaced, because libxml2's memory never shrinks. */
  readonly mostMemoryBytes?: number;
}

/**
 * Checks messages against XML schemas in a thread of its own: libxml2 is compiled C, an endless rule or a memory bomb must not stop the
 * process. The one that does not end, or that breaks the thread, is answered with a fault; those behind it go to the next thread.
 */
export function startSchemaCheck(options: SchemaCheckOptions = {}): SchemaCheck {
  const { mostBytes = 20_000_000, deadlineMs = 10_000, mostMemoryBytes = 400_000_000 } = options;
  const program = new URL('./schema-check-worker.ts', import.meta.url);
  const threads = new JobThreads<CheckJob, readonly SchemaFault[]>({
    ...{ program, threads: 1, deadlineMs, mostHeapMb: 256, mostMemoryBytes },
  });
  const tooLarge = 'The check broke down on this message: it is too large or too deep.';
  const words = {
    late: `The check did not end within ${deadlineMs / 1000} s and was stopped.`,
    // libxml2 that runs out of its own memory throws.
    ...{ memory: tooLarge, broken: tooLarge },
    stopped: 'The check was stopped.',
  };
  const run = async (schema: SchemaSet, bytes?: Uint8Array): Promise<SchemaVerdict> => {
    const job = { hash: hashOf(schema), ...(bytes === undefined ? {} : { bytes }) };
    const outcome = await threads.run(job, { extra: () => schema });
    if (!outcome.ok) return fault(words[outcome.why]);
    return outcome.answer.length === 0 ? { valid: true } : { valid: false, faults: outcome.answer };
  };
  return {
    statistics: threads.statistics,
    checkSchema: (schema) => run(schema),
    check: (bytes, schema) =>
      bytes.byteLength <= mostBytes
        ? run(schema, bytes)
        : Promise.resolve(
            fault(`The message has ${bytes.byteLength} bytes; at most ${mostBytes} can be checked against a schema.`),
          ),
    close: () => threads.close(),
  };
}

function fault(message: string): SchemaVerdict {
  return { valid: false, faults: [{ message, line: 0 }] };
}

/** The Pohoda set is 1.4 MB: its files are hashed once per object that holds them, not once per message. */
const hashes = new WeakMap<SchemaSet['files'], string>();

function hashOf({ main, files }: SchemaSet): string {
  const known = hashes.get(files);
  const hash =
    known ??
    createHash('sha256')
      .update(JSON.stringify(Object.entries(files).sort()))
      .digest('hex');
  hashes.set(files, hash);
  return `${hash}/${main}`;
}

let shared: SchemaCheck | undefined;

/** The process's own check, started at the first use. */
export function checkAgainstSchema(bytes: Uint8Array, schema: SchemaSet): Promise<SchemaVerdict> {
  shared ??= startSchemaCheck();
  return shared.check(bytes, schema);
}

/** Whether a set can be used, by the same thread. */
export function checkSchemaSet(schema: SchemaSet): Promise<SchemaVerdict> {
  shared ??= startSchemaCheck();
  return shared.checkSchema(schema);
}

/** Part of an orderly stop. */
export async function closeSchemaCheck(): Promise<void> {
  const closing = shared;
  shared = undefined;
  await closing?.close();
}
