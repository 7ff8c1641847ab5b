import { type DestinationStream, type Logger, destination, pino } from 'pino';
import type { LogLevel } from './config.ts';
import { Refusal } from './errors.ts';

export type { Logger } from 'pino';

/**
 * One structured line (JSON) per thing that happened, on standard output or the stream that is given. Words from outside may stand in a
 * line, so control characters are stripped from it: they could rewrite an operator's terminal.
 */
export function createLog(level: LogLevel, stream: DestinationStream = destination({ dest: 1, sync: false })): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }), log: (facts) => hideSecrets(facts, 3) },
      serializers: { cause: plainError, error: plainError, err: plainError },
    },
    { write: (line: string) => stream.write(stripControls(line.trimEnd()) + '\n') },
  );
}

/** The second lock: no caller passes these to the log, and if one did they would not be written. */
const secretNames: ReadonlySet<string> = new Set([
  'authorization',
  'token',
  'password',
  'secret',
  'secretKey',
  'cookie',
]);

/** Looks so many levels deep. pino's own redaction took 40 µs a line for these names, twenty times as long as writing it; this takes one. */
function hideSecrets(facts: Record<string, unknown>, depth: number): Record<string, unknown> {
  let hidden: Record<string, unknown> | undefined;
  for (const [name, value] of Object.entries(facts)) {
    const shown = secretNames.has(name)
      ? '[hidden]'
      : isPlainObject(value) && depth > 1
        ? hideSecrets(value, depth - 1)
        : value;
    if (shown === value) continue;
    hidden ??= { ...facts };
    hidden[name] = shown;
  }
  return hidden ?? facts;
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/**
 * Removes C0 and C1 controls, also those that JSON wrote as `\u001b`, and the marks that turn the direction of text. A newline or tab
 * inside a value stands as `\n` or `\t` in JSON and stays. An escaped backslash is read as a pair, so that `\\u001b` is left alone.
 */
export function stripControls(text: string): string {
  const unwanted = /\\\\|\\u00[01][0-9a-f]|\\[bf]|[\p{Cc}--[\n\t]]|\p{Bidi_Control}/giv;
  return text.replace(unwanted, (found) => (found === '\\\\' ? found : ''));
}

/**
 * An error with its causes, as data: name, message, code and stack. Never its other properties, which may hold what was sent. That the database is away
 * is no fault of ours, its sentence says everything, and in an outage it comes many times a second: no stack, no cause.
 */
function plainError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  if (error instanceof Refusal && error.code === 'database-unavailable')
    return { name: error.name, message: error.message, code: error.code };
  const code: unknown = 'code' in error ? error.code : undefined;
  return {
    name: error.name,
    message: error.message,
    ...(typeof code === 'string' ? { code } : {}),
    stack: error.stack,
    ...(error.cause === undefined ? {} : { cause: plainError(error.cause) }),
  };
}
