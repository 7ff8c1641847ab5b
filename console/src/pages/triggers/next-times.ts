import { Cron } from 'croner';

/** The next times of a schedule, by the same reader that the server has; undefined: these are no times. */
export function nextTimes(cron: string, zone: string | undefined, from: Date, count = 5): readonly Date[] | undefined {
  if (cron.trim().split(/\s+/).length !== 5) return undefined;
  try {
    return new Cron(cron, { ...(zone === undefined ? {} : { timezone: zone }), paused: true }).nextRuns(count, from);
  } catch {
    return undefined;
  }
}

export const zones = (): readonly string[] => ['UTC', ...Intl.supportedValuesOf('timeZone')];
