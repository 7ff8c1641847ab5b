import { useEffect, useState } from 'react';
import { useFormat } from '../format/format.ts';

interface MomentProps {
  /** ISO 8601. */
  readonly at: string | Date | null | undefined;
  /** `short`: the time today, with the day otherwise. `time`: with milliseconds, where order matters. */
  readonly as?: 'short' | 'full' | 'time' | 'seconds';
}

/** A moment in the zone of the person; the whole of it, with the zone, when pointed at. */
export function Moment({ at, as = 'short' }: MomentProps) {
  const format = useFormat();
  if (at === null || at === undefined) return null;
  const date = typeof at === 'string' ? new Date(at) : at;
  const text = {
    short: () => format.shortly(date, new Date()),
    full: () => format.dateTime(date),
    seconds: () => format.dateTime(date, 'seconds'),
    time: () => format.time(date, 'milliseconds'),
  }[as]();
  return (
    <time dateTime={date.toISOString()} title={format.full(date)}>
      {text}
    </time>
  );
}

/** Now, again every so many milliseconds, for what counts down. */
export function useNow(everyMs = 1_000): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
