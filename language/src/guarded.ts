import type { Frame } from './frame.ts';

/**
 * Work whose problem is its own: where every problem is asked for (a preview), the evaluation notes it and goes on with `instead`. Otherwise the first
 * problem ends it, and this costs one look at the frame.
 */
export function guarded<T, I>(work: (frame: Frame) => T, instead: I): (frame: Frame) => T | I {
  return (frame) => (frame.noted === undefined ? work(frame) : frame.attempt(work, instead));
}

/** Work on a value that may hold a secret: a problem in it tells nothing of the value, not a character, not a length. */
export function discreet<T>(secretive: boolean, work: (frame: Frame) => T): (frame: Frame) => T {
  if (!secretive) return work;
  return (frame) => {
    frame.hideData();
    const made = work(frame);
    frame.showData();
    return made;
  };
}
