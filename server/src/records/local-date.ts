const formatters = new Map<string, Intl.DateTimeFormat>();

/** The date in a zone (IANA name) at a moment: `2026-11-23`. */
export function localDate(at: Date, zone: string): string {
  let formatter = formatters.get(zone);
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' });
    formatters.set(zone, formatter);
  }
  return formatter.format(at);
}

/** A date some days later; undefined where the text is no date. */
export function addDays(date: string, days: number): string | undefined {
  const milliseconds = Date.parse(`${date}T00:00:00Z`);
  if (Number.isNaN(milliseconds)) return undefined;
  const later = new Date(milliseconds + days * 86_400_000);
  return Number.isNaN(later.getTime()) ? undefined : later.toISOString().slice(0, 10);
}
