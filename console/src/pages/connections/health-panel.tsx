import { SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import type { Answer } from '../../api/call.ts';
import { useLiveQuery } from '../../api/live.ts';
import { useApi } from '../../api/session.ts';
import { useListState } from '../../components/data-table/use-list-state.ts';
import { Moment } from '../../components/moment.tsx';
import { PageSkeleton } from '../../components/page-skeleton.tsx';
import { ProblemAlert } from '../../components/problem-alert.tsx';
import { Step, Story } from '../../components/story.tsx';
import { useFormat } from '../../format/format.ts';
import { useTexts } from '../../texts/language.ts';
import { FlowChart } from '../integration/flow-chart.tsx';
import { Facts, Section } from '../integration/section.tsx';
import { ConnectionStateBadge } from './connection-state.tsx';
import { connectionTexts } from './texts.ts';

const ranges = ['24h', '7d', '30d'] as const;

/** How a counterparty has been doing. */
export function HealthPanel({ name }: { readonly name: string }) {
  const texts = useTexts(connectionTexts).health;
  const api = useApi();
  const list = useListState();
  const range = ranges.find((one) => one === list.get('range')) ?? '24h';
  const key = [api.unit, 'connections', name, 'health'];
  const { data, error, isPending } = useQuery({
    queryKey: [...key, range],
    queryFn: ({ signal }) => api.call('readConnectionHealth', { path: { name }, query: { range }, signal }),
    placeholderData: (before) => before,
  });
  useLiveQuery('connections', key);
  if (isPending) return <PageSkeleton />;
  if (error !== null) return <ProblemAlert error={error} />;
  return (
    <>
      <HealthFacts health={data} name={name} />
      <Section
        title={texts.flow}
        actions={
          <SegmentedControl
            size="xs"
            aria-label={texts.range}
            value={range}
            onChange={(value) => list.set({ range: value === '24h' ? undefined : value })}
            data={ranges.map((value) => ({ value, label: texts.ranges[value] }))}
          />
        }
      >
        <FlowChart series={data.series} height={120} full />
      </Section>
      <Section title={texts.alerts}>
        <Alerts alerts={data.alerts} />
      </Section>
    </>
  );
}

type Health = Answer<'readConnectionHealth'>;

function HealthFacts({ health, name }: { readonly health: Health; readonly name: string }) {
  const texts = useTexts(connectionTexts);
  const words = texts.health;
  const format = useFormat();
  const took = (milliseconds: number | null): string => (milliseconds === null ? '–' : format.duration(milliseconds));
  const where = `/deliveries?connection=${encodeURIComponent(name)}`;
  return (
    <>
      <Facts
        rows={[
          [words.state, <ConnectionStateBadge key="state" state={health.state} />],
          [
            words.lastSuccess,
            health.lastSuccessAt === null ? texts.never : <Moment key="at" at={health.lastSuccessAt} as="full" />,
          ],
          [words.sent, format.number(health.sent)],
          [words.waiting, format.number(health.waiting)],
          [words.held, format.number(health.held)],
          [
            words.failed,
            <span key="failed" className={health.failed > 0 ? 'gw-bad' : ''}>
              {format.number(health.failed)}
            </span>,
          ],
          [words.median, took(health.p50Ms)],
          [words.slow, took(health.p99Ms)],
        ]}
      />
      {health.reason === null ? null : (
        <p className={health.state === 'failing' ? 'gw-diagnosis' : 'gw-note'} role="status">
          {health.reason}
          {health.since === null ? null : (
            <>
              {' '}
              ({texts.pause.since} <Moment at={health.since} />)
            </>
          )}
          {health.state === 'failing' ? ` ${texts.breakerOpen}` : ''}
        </p>
      )}
      <p>
        <Link href={where}>{words.deliveries}</Link>
        {health.failed === 0 ? null : (
          <>
            {' · '}
            <Link href={`${where}&state=failed,refused`}>{words.failedOnes(health.failed)}</Link>
          </>
        )}
      </p>
    </>
  );
}

function Alerts({ alerts }: { readonly alerts: Health['alerts'] }) {
  const texts = useTexts(connectionTexts).health;
  if (alerts.length === 0) return <p className="gw-dimmed">{texts.noAlerts}</p>;
  return (
    <Story label={texts.alerts}>
      {alerts.map(({ at, resolvedAt, text }) => (
        <Step
          key={at + text}
          icon={resolvedAt === null ? 'alert' : 'check'}
          tone={resolvedAt === null ? 'red' : 'green'}
          at={at}
          title={text}
        >
          <span className="gw-dimmed">
            {resolvedAt === null ? (
              texts.open
            ) : (
              <>
                {texts.until} <Moment at={resolvedAt} />
              </>
            )}
          </span>
        </Step>
      ))}
    </Story>
  );
}
