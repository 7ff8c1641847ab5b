import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { Schemas } from '../../api/call.ts';
import { useLiveEvent } from '../../api/live.ts';
import { useApi } from '../../api/session.ts';
import { notices } from '../../app/notices.tsx';
import { type Column, DataTable } from '../../components/data-table/data-table.tsx';
import { usePagedList } from '../../components/data-table/use-paged-list.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { Icon } from '../../components/icon.tsx';
import { Moment } from '../../components/moment.tsx';
import { ProblemAlert } from '../../components/problem-alert.tsx';
import { StateBadge } from '../../components/state-badge.tsx';
import { commonTexts } from '../../texts/common.ts';
import { useTexts } from '../../texts/language.ts';
import { ResendSinceButton } from './resend-since-button.tsx';
import { hookTexts } from './texts.ts';

type Delivery = Schemas['Delivery'];
const subjectOf = ({ registration, entity, recordId }: Delivery): string =>
  registration ?? `${entity} ${recordId ?? ''}`.trim();

/** The notices of one hook, each with its fate, and sent again with one click. */
export function NoticesPanel({ id }: { readonly id: string }) {
  const texts = useTexts(hookTexts).notices;
  const { list: words } = useTexts(commonTexts);
  const api = useApi();
  const paged = usePagedList<Delivery>({
    queryKey: [api.unit, 'hooks', id, 'deliveries'],
    idOf: (row) => row.id,
    fetchPage: (cursor, signal) =>
      api.call('listHookDeliveries', {
        path: { id },
        query: { limit: 50, ...(cursor === undefined ? {} : { cursor }) },
        ...(signal === undefined ? {} : { signal }),
      }),
    readOne: (one) => api.call('readDelivery', { path: { id: one } }),
  });
  useLiveEvent('deliveries', ({ ids }) => paged.hint(ids));
  const resend = useMutation({
    mutationFn: (delivery: string) => api.call('resendHookDelivery', { path: { id, delivery } }),
    onSuccess: () => {
      notices.done(texts.resent);
      paged.readAgain();
    },
    onError: notices.problem,
  });
  const columns = useColumns((delivery) => resend.mutate(delivery));
  return (
    <>
      <div className="gw-part-head">
        <ResendSinceButton id={id} done={paged.readAgain} />
        {paged.fresh.count === 0 ? null : (
          <Button size="xs" radius="xl" onClick={paged.showFresh}>
            {words.fresh(paged.fresh.count, paged.fresh.more)}
          </Button>
        )}
      </div>
      <ProblemAlert error={paged.error} />
      <DataTable
        label={texts.columns.record}
        columns={columns}
        rows={paged.rows}
        idOf={(row) => row.id}
        nameOf={subjectOf}
        hrefOf={(row) => `/deliveries/${row.id}`}
        phoneRow={(row) => (
          <span className="gw-phone-row">
            <span>
              <strong>{subjectOf(row)}</strong>
              <StateBadge state={row.state} />
            </span>
            <span className="gw-dimmed">{row.event}</span>
          </span>
        )}
        acts={{ r: { label: texts.resendKey, act: (row) => resend.mutate(row.id) } }}
        waiting={paged.waiting}
        hasMore={paged.hasMore}
        loadingMore={paged.loadingMore}
        loadMore={paged.loadMore}
        glowing={paged.glowing}
        empty={
          <EmptyState icon="bell" title={texts.empty}>
            <p>{texts.emptyHow}</p>
          </EmptyState>
        }
      />
    </>
  );
}

function useColumns(resend: (id: string) => void): readonly Column<Delivery>[] {
  const texts = useTexts(hookTexts).notices;
  const { columns } = texts;
  return [
    { key: 'record', label: columns.record, cell: subjectOf },
    {
      ...{ key: 'state', label: columns.state, width: 150 },
      cell: ({ state, reason }) => <StateBadge state={state} why={reason} />,
    },
    { key: 'event', label: columns.event, cell: ({ event }) => event },
    { key: 'at', label: columns.at, width: 140, cell: ({ createdAt }) => <Moment at={createdAt} /> },
    {
      ...{ key: 'attempts', label: columns.attempts, width: 90, align: 'right' as const },
      cell: ({ attemptCount }) => attemptCount,
    },
    { key: 'reason', label: columns.reason, cell: ({ reason }) => reason },
    {
      ...{ key: 'act', label: texts.resend, width: 150 },
      cell: ({ id }) => (
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<Icon name="rotate" size={14} />}
          onClick={(event) => {
            // The row itself is a link.
            event.stopPropagation();
            resend(id);
          }}
        >
          {texts.resend}
        </Button>
      ),
    },
  ];
}
