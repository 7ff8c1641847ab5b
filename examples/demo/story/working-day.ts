const zone = 'Europe/Prague';

/** The date before this moment, where the company is: all of it lies behind us, whenever the demonstration runs. */
export function dayBefore(now: Date): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(now.getTime() - 86_400_000);
}

/** A time of day there, with its zone: `2026-11-23T08:00:00+01:00`. */
export function momentAt(date: string, time: string): string {
  const parts = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' }).formatToParts(
    new Date(`${date}T${time}:00Z`),
  );
  const offset = parts.find(({ type }) => type === 'timeZoneName')?.value.replace('GMT', '') ?? '';
  return `${date}T${time}:00${offset === '' ? 'Z' : offset}`;
}

export function clockTime(moment: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' }).format(
    new Date(moment),
  );
}
