import type { Fault } from '../errors.ts';
import type { Definitions } from '../records/types.ts';
import type { CallUnit, CallUser, Dictionaries } from './call.ts';
import { changeFaults } from './check-changes.ts';
import type { CompiledDefinition } from './compile-definition.ts';
import type { Sample } from './definition.ts';
import { interpretCall } from './interpret-call.ts';
import { callOf } from './written-call.ts';

export interface SampleSurroundings {
  readonly definitions: Definitions;
  readonly dictionaries: Dictionaries;
  readonly now: Date;
}

/** Nobody in particular: a sample is read, and nothing is looked up for it. */
const someone: CallUser = { userId: 1, name: 'Sample', groups: [], administrator: false };
const somewhere: CallUnit = { unitId: 1, name: 'Sample', zone: 'Europe/Prague', locale: 'cs-CZ' };

/**
 * Reads every sample of a definition as a call would be, as far as no record decides: faults of the samples, of what `read` makes of them, and of fields that
 * no record has. Paths are those within the definition.
 */
export function sampleFaults(compiled: CompiledDefinition, surroundings: SampleSurroundings): Fault[] {
  return (compiled.source.samples ?? []).flatMap((sample, index) =>
    faultsOf(compiled, sample, `samples[${index}]`, surroundings),
  );
}

function faultsOf(
  compiled: CompiledDefinition,
  sample: Sample,
  path: string,
  { definitions, dictionaries, now }: SampleSurroundings,
): Fault[] {
  const call = callOf(compiled.source, sample, somewhere.unitId, now);
  if ('fault' in call) return [{ path: `${path}.${call.field}`, message: call.fault }];
  const named = `The sample ${JSON.stringify(sample.name)}`;
  const interpreted = interpretCall(compiled, call, { user: someone, unit: somewhere, dictionaries });
  const { expect = 'accepted' } = sample;
  if (!interpreted.ok) {
    const { refusal, faults } = interpreted;
    // A definition that cannot be understood is at fault, whatever the sample expects.
    if (expect === 'refused' && refusal.code !== 'definition-failed') return [];
    if (faults.length === 0) return [{ path, message: `${named} is refused: ${refusal.message}` }];
    return faults.map(({ path: part, message, ...place }) =>
      part === 'read' || part === 'repeat'
        ? { path: part, message: `${named}: ${message}`, ...place }
        : {
            path: part === undefined && place.line !== undefined ? `${path}.body` : path,
            message: `${named} is refused: ${message}`,
            ...place,
          },
    );
  }
  if (expect === 'refused') return [{ path, message: `${named} is accepted, and should be refused.` }];
  return changeFaults(interpreted.changes, definitions).map(({ path: place = '', message }) => ({
    path,
    message: `${named} gives ${place}: ${message}`,
  }));
}
