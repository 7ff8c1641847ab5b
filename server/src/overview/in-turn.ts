import { FewAtATime } from '../records/views/few-at-a-time.ts';

/** Rehearsals and coverages take seconds of the event loop, in small bites: two at a time leave room for everything else. */
const mostAtOnce = 2;
const turns = new FewAtATime(mostAtOnce);

export function inTurn<T>(work: () => Promise<T>): Promise<T> {
  return turns.run(work);
}
