import { NativeSelect, Pill } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useApi } from '../../api/session.ts';
import type { ListState } from '../../components/data-table/use-list-state.ts';
import { type DeliveryState, deliveryStates, StateBadge } from '../../components/state-badge.tsx';
import { useFormat } from '../../format/format.ts';
import { useTexts } from '../../texts/language.ts';
import { deliveryTexts } from './texts.ts';
import { type DeliveryFilter, type Range, ranges } from './use-delivery-filter.ts';

interface CountersProps {
  readonly list: ListState;
  readonly filter: DeliveryFilter;
  readonly counts:
    { readonly counts: Readonly<Record<string, number>>; readonly atLeast: readonly string[] } | undefined;
}

/** Every state with how many there are; a click shows only these, a second one takes it back. */
export function StateCounters({ list, filter: { states }, counts }: CountersProps) {
  const texts = useTexts(deliveryTexts);
  const format = useFormat();
  const toggle = (state: DeliveryState): void => {
    const next = states.includes(state) ? states.filter((each) => each !== state) : [...states, state];
    list.set({ state: next.join(',') });
  };
  const shown = deliveryStates.filter((state) => (counts?.counts[state] ?? 0) > 0 || states.includes(state));
  return (
    <div className="gw-counters" role="group" aria-label={texts.filters.states}>
      <button type="button" aria-pressed={states.length === 0} onClick={() => list.set({ state: undefined })}>
        {texts.all}
      </button>
      {shown.map((state) => (
        <button key={state} type="button" aria-pressed={states.includes(state)} onClick={() => toggle(state)}>
          <StateBadge state={state} />
          <span className="gw-counter">
            {format.number(counts?.counts[state] ?? 0)}
            {counts?.atLeast.includes(state) === true ? '+' : ''}
          </span>
        </button>
      ))}
    </div>
  );
}

interface FiltersProps {
  readonly list: ListState;
  readonly filter: DeliveryFilter;
  /** false: the rows are on their way, and what is only to be chosen from waits for them. */
  readonly ready: boolean;
}

/** Connection and time, and as pills whatever else the address names. */
export function DeliveryFilters({ list, filter, ready }: FiltersProps) {
  const { filters } = useTexts(deliveryTexts);
  const connection = list.get('connection') ?? '';
  const names = useConnectionNames(ready);
  const trigger = list.get('trigger');
  const template = list.get('template');
  const recordId = list.get('recordId');
  return (
    <>
      <NativeSelect
        size="xs"
        aria-label={filters.connection}
        value={connection}
        data={[
          { value: '', label: filters.anyConnection },
          ...[...new Set([...names, ...(connection === '' ? [] : [connection])])].map((name) => ({
            value: name,
            label: name,
          })),
        ]}
        onChange={({ currentTarget }) => list.set({ connection: currentTarget.value })}
      />
      <NativeSelect
        size="xs"
        aria-label={filters.range}
        value={filter.range ?? ''}
        data={[
          { value: '', label: filters.anyTime },
          ...(Object.keys(ranges) as Range[]).map((range) => ({ value: range, label: filters.ranges[range] })),
        ]}
        onChange={({ currentTarget }) => list.set({ last: currentTarget.value })}
      />
      {trigger === undefined ? null : (
        <Pill withRemoveButton onRemove={() => list.set({ trigger: undefined })}>
          {filters.trigger(trigger)}
        </Pill>
      )}
      {template === undefined ? null : (
        <Pill withRemoveButton onRemove={() => list.set({ template: undefined })}>
          {filters.template(template)}
        </Pill>
      )}
      {recordId === undefined ? null : (
        <Pill withRemoveButton onRemove={() => list.set({ recordId: undefined, entity: undefined })}>
          {filters.record(list.get('entity') ?? '', recordId)}
        </Pill>
      )}
    </>
  );
}

/** By the overview, which everybody who reads deliveries may read too. */
function useConnectionNames(enabled: boolean): readonly string[] {
  const api = useApi();
  const { data } = useQuery({
    queryKey: [api.unit, 'overview', '24h'],
    queryFn: ({ signal }) => api.call('readOverview', { query: { range: '24h' }, signal }),
    staleTime: 60_000,
    enabled,
  });
  return (data?.connections ?? []).flatMap(({ name, hookId }) => (hookId === null ? [name] : []));
}
