export type PhaseName = 'dns' | 'connect' | 'tls' | 'wait' | 'read';
export interface Phase {
  readonly name: PhaseName;
  readonly ms: number;
  /** From the beginning of the attempt. */
  readonly startMs: number;
}

const measured = [
  ['dns', 'dnsMs'],
  ['connect', 'connectMs'],
  ['tls', 'tlsMs'],
  ['wait', 'firstByteMs'],
] as const;

/** The phases of an attempt one after the other; what is left of the whole is the reading of the answer. A phase that took no time is left out. */
export function phasesOf(timing: Readonly<Record<string, unknown>> | null, durationMs: number): readonly Phase[] {
  if (timing === null) return [];
  const numberAt = (name: string): number => {
    const value = timing[name];
    return typeof value === 'number' && value > 0 ? value : 0;
  };
  const phases: Phase[] = [];
  let startMs = 0;
  const add = (name: PhaseName, ms: number): void => {
    if (ms > 0) phases.push({ name, ms, startMs });
    startMs += ms;
  };
  for (const [name, field] of measured) add(name, numberAt(field));
  const total = numberAt('totalMs');
  const read = (total === 0 ? durationMs : total) - startMs;
  if (numberAt('firstByteMs') > 0 && read >= 0.05) add('read', read);
  return phases;
}
