import type { DurationRow } from './figures-store.ts';

export type Range = '24h' | '7d' | '30d';

/** How far a range goes back and how wide its bars are: 48, 56 or 60 of them. */
const spans: Readonly<Record<Range, { readonly hours: number; readonly bucketMinutes: number }>> = {
  '24h': { hours: 24, bucketMinutes: 30 },
  '7d': { hours: 7 * 24, bucketMinutes: 180 },
  '30d': { hours: 30 * 24, bucketMinutes: 720 },
};

export interface Span {
  /** The begin of a bucket, so that the first bar is a whole one. */
  readonly since: Date;
  readonly until: Date;
  readonly bucketMinutes: number;
}

/** Buckets begin at multiples of their width since 2000-01-01 UTC, as the store counts them. */
export function spanOf(range: Range, now: Date): Span {
  const { hours, bucketMinutes } = spans[range];
  const width = bucketMinutes * 60_000;
  const origin = Date.UTC(2000, 0, 1);
  const begin = now.getTime() - hours * 3_600_000;
  return { since: new Date(origin + Math.ceil((begin - origin) / width) * width), until: now, bucketMinutes };
}

/** The begins of all buckets of a span. */
export function bucketsOf({ since, until, bucketMinutes }: Span): Date[] {
  const width = bucketMinutes * 60_000;
  const count = Math.max(0, Math.ceil((until.getTime() - since.getTime()) / width));
  return Array.from({ length: count }, (_, index) => new Date(since.getTime() + index * width));
}

/** The duration that this share of the attempts did not exceed; classes are 22 % wide, so it is right to a tenth. null: there were none. */
export function percentile(rows: readonly Pick<DurationRow, 'msClass' | 'count'>[], share: number): number | null {
  const sorted = [...rows].sort((a, b) => a.msClass - b.msClass);
  const total = sorted.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) return null;
  let seen = 0;
  for (const { msClass, count } of sorted) {
    seen += count;
    if (seen >= share * total) return Math.round(Math.exp(msClass / 5));
  }
  return null;
}

/** Today, and the last four days of the same name. */
export const comparedDays = [0, 7, 14, 21, 28] as const;

/**
 * What is usual by this time of such a day: the mean of the last four days of the same name, as far as the figures go back. null: there is no such day yet.
 */
export function usualOf(
  days: readonly { readonly daysAgo: number; readonly delivered: number; readonly began: boolean }[],
): number | null {
  const same = days.filter(({ daysAgo, began }) => daysAgo > 0 && began);
  if (same.length === 0) return null;
  return Math.round(same.reduce((all, { delivered }) => all + delivered, 0) / same.length);
}
