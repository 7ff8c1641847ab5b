import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { Answer } from '../../api/call.ts';
import { useLiveEvent } from '../../api/live.ts';
import { inboxQuery } from '../../api/inbox-query.ts';
import { useApi, useMe } from '../../api/session.ts';
import { notices } from '../../app/notices.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Icon } from '../../components/icon.tsx';
import { Moment } from '../../components/moment.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { PageSkeleton } from '../../components/page-skeleton.tsx';
import { ProblemAlert } from '../../components/problem-alert.tsx';
import { StateBadge } from '../../components/state-badge.tsx';
import { useTexts } from '../../texts/language.ts';
import { type Delivery, recipientOf, subjectOf } from '../deliveries/delivery.ts';
import { Resolve } from '../deliveries/resolve.tsx';
import { deliveryTexts } from '../deliveries/texts.ts';
import { useResend } from '../deliveries/use-resend.ts';
import { Brake } from './brake.tsx';
import './inbox.css';
import { Pass } from './pass.tsx';
import { inboxTexts } from './texts.ts';

export type Inbox = Answer<'readInbox'>;

/** Everything that waits for a person, each with what can be done about it. */
export default function InboxPage() {
  const texts = useTexts(inboxTexts);
  const api = useApi();
  const { data, error, refetch } = useQuery(inboxQuery(api));
  const follow = (): void => void refetch();
  useLiveEvent('deliveries', follow);
  useLiveEvent('alerts', follow);
  if (data === undefined) return error === null ? <PageSkeleton /> : <ProblemAlert error={error} />;
  const isEmpty = data.counts.total === 0 && data.recovered.length === 0;
  return (
    <>
      <PageHeader title={texts.title} about={texts.about} />
      <ProblemAlert error={error} />
      {isEmpty ? (
        <EmptyState icon="inbox" title={texts.empty}>
          <p>{texts.emptyHow}</p>
        </EmptyState>
      ) : (
        <Sections inbox={data} changed={follow} />
      )}
    </>
  );
}

function Sections({ inbox, changed }: { readonly inbox: Inbox; readonly changed: () => void }) {
  const texts = useTexts(inboxTexts);
  const { counts, alerts, unknown, failures, brakes, passes, recovered } = inbox;
  return (
    <div className="gw-inbox">
      <Section title={texts.unknown} count={counts.unknown} shown={unknown.length}>
        {unknown.map((delivery) => (
          <li key={delivery.id}>
            <DeliveryLine delivery={delivery} />
            <Resolve delivery={delivery} brief />
          </li>
        ))}
      </Section>
      <Section title={texts.brakes} count={counts.brakes} shown={brakes.length}>
        {brakes.map((brake) => (
          <Brake key={brake.trigger} brake={brake} changed={changed} />
        ))}
      </Section>
      <Section title={texts.alerts} count={counts.alerts} shown={alerts.length}>
        {alerts.map((alert) => (
          <AlertLine key={alert.id} alert={alert} changed={changed} />
        ))}
      </Section>
      <Section
        title={texts.failures}
        count={counts.failures}
        shown={failures.length}
        more={<Link href="/deliveries?state=refused,failed">{texts.failuresAll}</Link>}
      >
        {failures.map((delivery) => (
          <FailureLine key={delivery.id} delivery={delivery} changed={changed} />
        ))}
      </Section>
      <Section title={texts.passes} count={counts.passes} shown={passes.length}>
        {passes.map((pass) => (
          <Pass key={pass.id} pass={pass} changed={changed} />
        ))}
      </Section>
      <Section title={texts.recovered} count={recovered.length} shown={recovered.length}>
        {recovered.map((alert) => (
          <AlertLine key={alert.id} alert={alert} changed={changed} />
        ))}
      </Section>
    </div>
  );
}

function Section({
  title,
  count,
  shown,
  more,
  children,
}: {
  readonly title: string;
  readonly count: number;
  readonly shown: number;
  readonly more?: ReactNode;
  readonly children: ReactNode;
}) {
  const texts = useTexts(inboxTexts);
  if (shown === 0) return null;
  return (
    <section aria-label={title}>
      <h2>
        {title} <span className="gw-dimmed">{count}</span>
      </h2>
      <ul>{children}</ul>
      {count > shown ? (
        <p className="gw-dimmed">
          {texts.more(count - shown)} {more}
        </p>
      ) : null}
    </section>
  );
}

function DeliveryLine({ delivery }: { readonly delivery: Delivery }) {
  const texts = useTexts(deliveryTexts);
  return (
    <div className="gw-inbox-line">
      <StateBadge state={delivery.state} />
      <div>
        <Link href={`/deliveries/${delivery.id}`}>
          {subjectOf(delivery, texts)} → {recipientOf(delivery, texts)}
        </Link>
        <p>{delivery.reason}</p>
      </div>
      <Moment at={delivery.finishedAt ?? delivery.createdAt} />
    </div>
  );
}

function FailureLine({ delivery, changed }: { readonly delivery: Delivery; readonly changed: () => void }) {
  const texts = useTexts(inboxTexts);
  const { bookkeeper } = useMe();
  const resend = useResend();
  return (
    <li>
      <DeliveryLine delivery={delivery} />
      {bookkeeper ? (
        <Button
          size="xs"
          variant="default"
          loading={resend.isPending}
          leftSection={<Icon name="rotate" size={14} />}
          onClick={() => resend.mutate({ id: delivery.id }, { onSuccess: changed })}
        >
          {texts.resend}
        </Button>
      ) : null}
    </li>
  );
}

type Alert = Inbox['alerts'][number];

function AlertLine({ alert, changed }: { readonly alert: Alert; readonly changed: () => void }) {
  const texts = useTexts(inboxTexts);
  const { bookkeeper } = useMe();
  const api = useApi();
  const putAway = useMutation({
    mutationFn: () => api.call('resolveAlert', { body: { key: alert.key } }),
    onSuccess: () => {
      notices.done(texts.alertPutAway);
      changed();
    },
    onError: notices.problem,
  });
  const isOpen = alert.resolvedAt === null;
  return (
    <li>
      <div className="gw-inbox-line">
        <span className="gw-state" data-tone={isOpen ? 'amber' : 'green'}>
          <Icon name={isOpen ? 'bell' : 'check'} />
        </span>
        <div>
          <p>{alert.text}</p>
          <AlertLinks alert={alert} />
        </div>
        <Moment at={alert.resolvedAt ?? alert.at} />
      </div>
      {isOpen && bookkeeper ? (
        <Button size="xs" variant="default" loading={putAway.isPending} onClick={() => putAway.mutate()}>
          {texts.alertDone}
        </Button>
      ) : null}
    </li>
  );
}

function AlertLinks({ alert }: { readonly alert: Alert }) {
  const texts = useTexts(inboxTexts);
  const { deliveryId, entity, recordId, connection, hookId } = alert;
  return (
    <p className="gw-inbox-links">
      {deliveryId === null ? null : <Link href={`/deliveries/${deliveryId}`}>{texts.delivery}</Link>}
      {entity === null || recordId === null ? null : (
        <Link href={`/records/${entity}/${recordId}`}>{texts.record}</Link>
      )}
      {connection === null ? null : (
        <Link href={`/connections/${encodeURIComponent(connection)}`}>
          {texts.connection} {connection}
        </Link>
      )}
      {hookId === null ? null : <Link href={`/hooks/${hookId}`}>{texts.hook}</Link>}
    </p>
  );
}
