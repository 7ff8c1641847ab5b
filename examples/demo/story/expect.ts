import { DemoFailure } from '../failure.ts';

/** The story is told only where it is true. */
export function expectThat(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new DemoFailure(otherwise);
}
