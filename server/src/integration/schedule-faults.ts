import { Cron } from 'croner';
import { parseDurationMs } from '../configuration/duration.ts';
import type { Connection } from '../connections/connection.ts';
import { retryFaults } from '../connections/retry-faults.ts';
import type { Fault } from '../errors.ts';
import type { Trigger } from '../triggers/trigger.ts';
import { inside } from './inside.ts';

/** Faults in times: a retry schedule that does not begin at once or goes backwards, a cron line or time zone that nobody knows. */
export function scheduleFaults(
  path: string,
  retry: Connection['retry'],
  timeout?: string,
  schedule?: Trigger['schedule'],
): Fault[] {
  const faults: Fault[] = [];
  if (retry !== undefined) faults.push(...retryFaults(`${inside(path)}retry`, retry));
  if (timeout !== undefined && (parseDurationMs(timeout) ?? 0) < 1)
    faults.push({
      path: `${inside(path)}timeout`,
      message: 'A time-out of nothing would end every call. Write 30s, for example.',
    });
  if (schedule !== undefined) faults.push(...cronFaults(`${inside(path)}schedule`, schedule));
  return faults;
}

function cronFaults(path: string, { cron, zone }: NonNullable<Trigger['schedule']>): Fault[] {
  if (zone !== undefined && !isZone(zone)) {
    return [
      {
        path: `${inside(path)}zone`,
        message: `There is no time zone ${JSON.stringify(zone)}. Write one such as Europe/Prague.`,
      },
    ];
  }
  try {
    const next = new Cron(cron, { paused: true, ...(zone === undefined ? {} : { timezone: zone }) }).nextRun();
    if (next === null)
      return [
        {
          path: `${inside(path)}cron`,
          message: `${JSON.stringify(cron)} never comes. Write minute, hour, day, month and weekday of a time that does.`,
        },
      ];
    return [];
  } catch (error) {
    const why = error instanceof Error ? error.message.replace(/^CronPattern: /, '') : '';
    return [
      {
        path: `${inside(path)}cron`,
        message: `${JSON.stringify(cron)} is no cron line (${why}). Write minute, hour, day, month and weekday, such as "0 6 * * 1-5".`,
      },
    ];
  }
}

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    // A RangeError for an unknown name; nothing else can be thrown here.
    return false;
  }
}
