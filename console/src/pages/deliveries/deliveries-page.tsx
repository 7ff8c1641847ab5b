import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { Link } from 'wouter';
import { useLiveEvent } from '../../api/live.ts';
import { Problem } from '../../api/problem.ts';
import { useApi, useMe } from '../../api/session.ts';
import { DataTable } from '../../components/data-table/data-table.tsx';
import { ListBar } from '../../components/data-table/list-bar.tsx';
import { type PagedList, usePagedList } from '../../components/data-table/use-paged-list.ts';
import { useListState } from '../../components/data-table/use-list-state.ts';
import { useSelection } from '../../components/data-table/use-selection.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { Icon } from '../../components/icon.tsx';
import { Moment } from '../../components/moment.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { ProblemAlert } from '../../components/problem-alert.tsx';
import { StateBadge } from '../../components/state-badge.tsx';
import { useFormat } from '../../format/format.ts';
import { commonTexts } from '../../texts/common.ts';
import { useTexts } from '../../texts/language.ts';
import { BulkResend } from './bulk-resend.tsx';
import './deliveries.css';
import { useDeliveryColumns } from './delivery-columns.tsx';
import { DeliveryFilters, StateCounters } from './delivery-filters.tsx';
import { type Delivery, recipientOf, resendable, stateNote, subjectOf } from './delivery.ts';
import { deliveryTexts } from './texts.ts';
import { useBulkResend } from './use-bulk-resend.ts';
import { useResend } from './use-resend.ts';
import { type DeliveryFilter, useDeliveryFilter } from './use-delivery-filter.ts';

const pageRows = 50;

export default function DeliveriesPage() {
  const texts = useTexts(deliveryTexts);
  const api = useApi();
  const { bookkeeper, configurator } = useMe();
  const list = useListState();
  const filter = useDeliveryFilter(list);
  const selection = useSelection();
  const deliveries = useDeliveries(filter);
  const counts = useQuery({
    queryKey: [api.unit, 'delivery-counts', filter.query],
    queryFn: ({ signal }) => api.call('countDeliveries', { query: filter.query, signal }),
    placeholderData: (before) => before,
    // The rows come first.
    enabled: !deliveries.waiting,
  });
  useLiveEvent('deliveries', ({ ids }) => {
    deliveries.hint(ids);
    void counts.refetch();
  });
  const resend = useResend();
  const bulk = useBulkResend();
  const columns = useDeliveryColumns();
  const mayResendAll =
    configurator && filter.states.length > 0 && filter.states.every((state) => resendable.includes(state));
  return (
    <>
      <PageHeader title={texts.title} about={texts.about}>
        {mayResendAll ? (
          <Button
            variant="default"
            leftSection={<Icon name="rotate" />}
            onClick={() => bulk.ask({ ...bulkFilter(filter), state: [...filter.states] })}
          >
            {texts.bulk.all}
          </Button>
        ) : null}
      </PageHeader>
      <StateCounters list={list} filter={filter} counts={counts.data} />
      <ListBar
        list={list}
        columns={columns}
        placeholder={texts.placeholder}
        paged={deliveries}
        selection={selection}
        selectionActs={
          <Button
            size="xs"
            variant="default"
            leftSection={<Icon name="rotate" size={14} />}
            onClick={() => bulk.ask({ ids: [...selection.ids] })}
          >
            {texts.bulk.button(selection.ids.size)}
          </Button>
        }
        count={counts.data === undefined ? undefined : countText(counts.data, filter, texts.total)}
      >
        <DeliveryFilters list={list} filter={filter} ready={!deliveries.waiting} />
      </ListBar>
      <ProblemAlert error={deliveries.error} />
      <DataTable
        label={texts.title}
        columns={columns}
        rows={deliveries.rows}
        idOf={({ id }) => id}
        nameOf={(delivery) => subjectOf(delivery, texts)}
        hrefOf={({ id }) => `/deliveries/${id}`}
        phoneRow={(delivery) => <PhoneRow delivery={delivery} />}
        list={list}
        {...(bookkeeper
          ? {
              selection,
              acts: { r: { label: texts.resendKey, act: (delivery: Delivery) => resend.mutate({ id: delivery.id }) } },
            }
          : {})}
        waiting={deliveries.waiting}
        hasMore={deliveries.hasMore}
        loadingMore={deliveries.loadingMore}
        loadMore={deliveries.loadMore}
        glowing={deliveries.glowing}
        empty={deliveries.error === null ? <Empty filtered={list.filters.length > 0} /> : null}
      />
      <BulkResend bulk={bulk} done={selection.clear} />
    </>
  );
}

function useDeliveries({ query, states }: DeliveryFilter): PagedList<Delivery> {
  const api = useApi();
  const state = useMemo(() => (states.length === 0 ? {} : { state: [...states] }), [states]);
  return usePagedList<Delivery>({
    queryKey: [api.unit, 'deliveries', query, state],
    fetchPage: (cursor, signal) =>
      api.call('listDeliveries', {
        query: { ...query, ...state, limit: pageRows, ...(cursor === undefined ? {} : { cursor }) },
        ...(signal === undefined ? {} : { signal }),
      }),
    idOf: ({ id }) => id,
    readOne: async (id) => {
      try {
        const { attempts: _attempts, cause: _cause, ...row } = await api.call('readDelivery', { path: { id } });
        return row;
      } catch (error) {
        if (error instanceof Problem && error.code === 'not-found') return undefined;
        throw error;
      }
    },
  });
}

/** What the server takes to send many again; it knows no text and no record there. */
function bulkFilter({ query: { connection, trigger, template, entity, since } }: DeliveryFilter) {
  return Object.fromEntries(
    Object.entries({ connection, trigger, template, entity, since }).filter(([, value]) => value !== undefined),
  );
}

function countText(
  {
    counts,
    total,
    atLeast,
  }: { readonly counts: Readonly<Record<string, number>>; readonly total: number; readonly atLeast: readonly string[] },
  { states }: DeliveryFilter,
  text: (count: number, atLeast: boolean) => string,
): string {
  if (states.length === 0) return text(total, atLeast.length > 0);
  const sum = states.reduce((all, state) => all + (counts[state] ?? 0), 0);
  return text(
    sum,
    states.some((state) => atLeast.includes(state)),
  );
}

function PhoneRow({ delivery }: { readonly delivery: Delivery }) {
  const texts = useTexts(deliveryTexts);
  const format = useFormat();
  return (
    <>
      <span className="gw-phone-line">
        <strong className="gw-cut">{subjectOf(delivery, texts)}</strong>
        <StateBadge state={delivery.state} />
      </span>
      <span className="gw-phone-line gw-dimmed">
        <span className="gw-cut">
          {delivery.reason ?? stateNote(delivery, texts, format) ?? recipientOf(delivery, texts)}
        </span>
        <Moment at={delivery.createdAt} />
      </span>
    </>
  );
}

function Empty({ filtered }: { readonly filtered: boolean }) {
  const { empty } = useTexts(deliveryTexts);
  const { list } = useTexts(commonTexts);
  const { configurator } = useMe();
  if (filtered) return <EmptyState icon="filter" title={list.nothingFits} />;
  return (
    <EmptyState icon="send" title={empty.title}>
      <p>{empty.how}</p>
      {configurator ? <Link href="/triggers">{empty.toTriggers}</Link> : null}
    </EmptyState>
  );
}
