import { parseDurationMs } from '../configuration/duration.ts';
import type { Fault } from '../errors.ts';

/** A retry schedule that does not begin at once, goes backwards, or ends before its last attempt. */
export function retryFaults(
  path: string,
  { at, within }: { readonly at: readonly string[]; readonly within?: string },
): Fault[] {
  const times = at.map((text) => parseDurationMs(text) ?? 0);
  const faults: Fault[] = [];
  if (times[0] !== 0)
    faults.push({ path: `${path}.at[0]`, message: 'The first attempt is made at once: begin with 0s.' });
  for (const [index, time] of times.entries()) {
    if (index > 0 && time <= (times[index - 1] ?? 0)) {
      faults.push({
        path: `${path}.at[${index}]`,
        message: `Each attempt must be later than the one before: ${at[index] ?? ''} does not come after ${at[index - 1] ?? ''}.`,
      });
    }
  }
  const last = times.at(-1) ?? 0;
  if (within !== undefined && (parseDurationMs(within) ?? 0) < last) {
    faults.push({
      path: `${path}.within`,
      message: `The last attempt at ${at.at(-1) ?? ''} would come after the end at ${within}. Make within longer, or leave attempts out.`,
    });
  }
  return faults;
}
