import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { useLiveEvent } from '../../api/live.ts';
import { useApi } from '../../api/session.ts';
import type { PageProps } from '../../app/routes.tsx';
import { CopyableId } from '../../components/copyable.tsx';
import { Moment } from '../../components/moment.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { PageSkeleton } from '../../components/page-skeleton.tsx';
import { ProblemAlert } from '../../components/problem-alert.tsx';
import { StateBadge } from '../../components/state-badge.tsx';
import { useFormat } from '../../format/format.ts';
import { useTexts } from '../../texts/language.ts';
import './delivery.css';
import { DeliveryActions } from './delivery-actions.tsx';
import { DeliveryStory } from './delivery-story.tsx';
import { type DeliveryDetail, recipientOf, stateNote, subjectOf } from './delivery.ts';
import { Resolve } from './resolve.tsx';
import { deliveryTexts } from './texts.ts';

/** One delivery as a story: why it was made, every attempt with what was sent and answered, and what comes next. */
export default function DeliveryPage({ params }: PageProps) {
  const id = params['id'] ?? '';
  const api = useApi();
  const texts = useTexts(deliveryTexts);
  const format = useFormat();
  const { data, error, refetch } = useQuery({
    queryKey: [api.unit, 'delivery', id],
    queryFn: ({ signal }) => api.call('readDelivery', { path: { id }, signal }),
  });
  useLiveEvent('deliveries', ({ ids, more }) => {
    if (more || ids.includes(id)) void refetch();
  });
  if (data === undefined)
    return error === null ? (
      <PageSkeleton />
    ) : (
      <>
        <PageHeader title={texts.title} />
        <ProblemAlert error={error} />
      </>
    );
  const title = `${subjectOf(data, texts)} → ${recipientOf(data, texts)}`;
  return (
    <>
      <PageHeader
        title={title}
        about={
          <span aria-live="polite">
            <StateBadge state={data.state} note={stateNote(data, texts, format)} />
          </span>
        }
      >
        <DeliveryActions delivery={data} />
      </PageHeader>
      {data.state === 'unknown' && data.resentAs === null ? <Resolve delivery={data} /> : null}
      <div className="gw-delivery">
        <DeliveryStory delivery={data} />
        <Facts delivery={data} />
      </div>
    </>
  );
}

function Facts({ delivery }: { readonly delivery: DeliveryDetail }) {
  const { facts } = useTexts(deliveryTexts);
  const { id, entity, recordId, registration, connection, hookId, trigger, template, createdAt, deadlineAt } = delivery;
  const rows: readonly (readonly [string, React.ReactNode])[] = [
    [facts.id, <CopyableId key="id" id={id} />],
    [
      facts.record,
      recordId === null ? null : (
        <Link key="record" href={`/records/${entity}/${recordId}`}>
          {registration ?? `${entity} ${recordId}`}
        </Link>
      ),
    ],
    [facts.connection, connection === null ? null : <Link href={`/connections/${connection}`}>{connection}</Link>],
    [facts.webhook, hookId === null ? null : <Link href={`/hooks/${hookId}`}>…{hookId.slice(-8)}</Link>],
    [facts.trigger, trigger === null ? null : <Link href={`/triggers/${trigger}`}>{trigger}</Link>],
    [facts.template, template === null ? null : <Link href={`/templates/${template}`}>{template}</Link>],
    [facts.created, <Moment key="created" at={createdAt} as="seconds" />],
    [facts.deadline, <Moment key="deadline" at={deadlineAt} as="seconds" />],
    [facts.attempts, String(delivery.attemptCount)],
  ];
  return (
    <aside aria-label={facts.label}>
      <dl className="gw-facts">
        {rows.map(([label, value]) =>
          value === null ? null : (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ),
        )}
      </dl>
    </aside>
  );
}
