import { describe, expect, test } from 'vitest';
import { Refusal } from './errors.ts';
import { createLog, stripControls } from './log.ts';

function linesOf(write: (log: ReturnType<typeof createLog>) => void): Record<string, unknown>[] {
  const lines: string[] = [];
  write(createLog('info', { write: (line: string) => void lines.push(line) }));
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('the log', () => {
  test('writes one line of JSON with level, time and message', () => {
    const [line] = linesOf((log) => log.info({ delivery: 7 }, 'delivery.attempted'));
    expect(line).toMatchObject({ level: 'info', delivery: 7, msg: 'delivery.attempted' });
    expect(line?.['time']).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
  });

  test('strips control characters and marks that turn the direction of text, and keeps the line readable as JSON', () => {
    const hostile = 'a\u001b[31mb\u0000c\u009bd\u202ee\\u001bf\\\u0007g\nh';
    const [line] = linesOf((log) => log.info({ words: hostile }, 'x'));
    expect(line?.['words']).toBe('a[31mbcde\\u001bf\\g\nh');
  });

  test('never writes what is named like a secret', () => {
    const [line] = linesOf((log) => log.info({ token: 't1', request: { authorization: 't2' } }, 'x'));
    expect(JSON.stringify(line)).not.toMatch(/t1|t2/);
  });

  test('writes an error with its causes and none of its other properties', () => {
    const error = Object.assign(new Error('outer', { cause: new Error('inner') }), { body: 'private', code: 'E1' });
    const [line] = linesOf((log) => log.error({ error }, 'x'));
    expect(line?.['error']).toMatchObject({ message: 'outer', code: 'E1', cause: { message: 'inner' } });
    expect(JSON.stringify(line)).not.toContain('private');
  });

  test('writes no stack of a database that is away: its sentence says everything', () => {
    const away = new Refusal('database-unavailable', 'It is away.', [], { cause: new Error('ECONNREFUSED') });
    const [line] = linesOf((log) => log.warn({ err: away }, 'x'));
    expect(line?.['err']).toEqual({ name: 'Refusal', message: 'It is away.', code: 'database-unavailable' });
  });

  test('keeps newlines and tabs of a text that is printed to a terminal', () => {
    expect(stripControls('a\tb\nc\rd')).toBe('a\tb\ncd');
  });
});
