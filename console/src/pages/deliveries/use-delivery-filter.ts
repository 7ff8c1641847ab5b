import { useMemo } from 'react';
import type { QueryOf } from '../../api/call.ts';
import type { ListState } from '../../components/data-table/use-list-state.ts';
import { type DeliveryState, isDeliveryState } from '../../components/state-badge.tsx';

export const ranges = {
  '1h': 3_600_000,
  '24h': 24 * 3_600_000,
  '7d': 7 * 24 * 3_600_000,
  '30d': 30 * 24 * 3_600_000,
} as const;
export type Range = keyof typeof ranges;
export const isRange = (text: string): text is Range => Object.hasOwn(ranges, text);

/** Parameters of the address that go to the server as they are. */
export const plainFilters = ['text', 'connection', 'trigger', 'template', 'entity', 'recordId', 'hookId'] as const;

export interface DeliveryFilter {
  readonly states: readonly DeliveryState[];
  readonly range: Range | undefined;
  /** Without the states, so that they can be counted beside one another. */
  readonly query: QueryOf<'countDeliveries'>;
}

/** The filter that the address bar holds. "Last hour" is counted from the moment that it was asked for, to the minute. */
export function useDeliveryFilter(list: ListState): DeliveryFilter {
  const given = list.get('state') ?? '';
  const last = list.get('last') ?? '';
  const plain = plainFilters.map((name) => list.get(name) ?? '').join('\n');
  return useMemo(() => {
    const range = isRange(last) ? last : undefined;
    const values = plain.split('\n');
    const named = Object.fromEntries(
      plainFilters.flatMap((name, index) => {
        const value = values[index] ?? '';
        return value === '' ? [] : [[name, name === 'recordId' ? Number(value) : value]];
      }),
    );
    const since =
      range === undefined ? undefined : new Date(Math.floor((Date.now() - ranges[range]) / 60_000) * 60_000);
    return {
      states: given.split(',').filter(isDeliveryState),
      range,
      query: { ...named, ...(since === undefined ? {} : { since: since.toISOString() }) },
    };
  }, [given, last, plain]);
}
