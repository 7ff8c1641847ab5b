/** A message lives for 24 hours, so a longer wait says no more than this. */
export const longestRetryAfterMs = 86_400_000;

const months = 'Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec';
// The three forms of RFC 9110 5.6.7: IMF-fixdate, the obsolete RFC 850 one, and C's asctime, which names no zone and means GMT.
const dateForms = [
  new RegExp(`^\\w{3}, \\d{2} (?:${months}) \\d{4} \\d{2}:\\d{2}:\\d{2} GMT$`),
  new RegExp(`^\\w{6,9}, \\d{2}-(?:${months})-\\d{2} \\d{2}:\\d{2}:\\d{2} GMT$`),
  new RegExp(`^\\w{3} (?:${months}) [ \\d]\\d \\d{2}:\\d{2}:\\d{2} \\d{4}$`),
];

/**
 * How long a server asks to be left alone (Retry-After, RFC 9110 10.2.3: seconds or a date), in milliseconds from `nowMs` (Unix time), at most a
 * day. A date that has passed is 0; anything else that cannot be read is undefined, as if the header were not there.
 */
export function retryAfterMs(header: string | readonly string[] | undefined, nowMs: number): number | undefined {
  const text = (typeof header === 'string' ? header : header?.[0])?.trim();
  if (text === undefined || text === '') return undefined;
  // Some servers send fractions; they are no more than seconds with a point.
  if (/^\d+(\.\d+)?$/.test(text)) return Math.min(Math.ceil(Number(text) * 1_000), longestRetryAfterMs);
  if (!dateForms.some((form) => form.test(text))) return undefined;
  const atMs = Date.parse(text.endsWith('GMT') ? text : `${text} GMT`);
  return Number.isNaN(atMs) ? undefined : Math.min(Math.max(atMs - nowMs, 0), longestRetryAfterMs);
}
