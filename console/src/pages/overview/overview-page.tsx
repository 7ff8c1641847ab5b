import { SegmentedControl } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { Answer } from '../../api/call.ts';
import { useLiveEvent } from '../../api/live.ts';
import { useApi } from '../../api/session.ts';
import { appTexts } from '../../app/texts.ts';
import { useListState } from '../../components/data-table/use-list-state.ts';
import { PageHeader } from '../../components/page-header.tsx';
import { PageSkeleton } from '../../components/page-skeleton.tsx';
import { ProblemAlert } from '../../components/problem-alert.tsx';
import { useFormat } from '../../format/format.ts';
import { useTexts } from '../../texts/language.ts';
import { Checklist } from './checklist.tsx';
import { ConnectionsAtAGlance } from './connections-at-a-glance.tsx';
import { FlowChart, sumOf } from './flow-chart.tsx';
import { NeedsPerson } from './needs-person.tsx';
import './overview.css';
import { overviewTexts } from './texts.ts';

export type Overview = Answer<'readOverview'>;
const ranges = ['24h', '7d', '30d'] as const;
type Range = (typeof ranges)[number];
const isRange = (text: string | undefined): text is Range => ranges.some((range) => range === text);

/** While much is going on the page is read again no more often than this. */
const followMs = 2_000;
/** Figures are counted beside the queue, up to two seconds later; so it is read once more when it has become quiet. */
const settledMs = 2_500;

/** Does anything need me now? Then: what flows, waits and fails, for each connection. */
export default function OverviewPage() {
  const { overview: title } = useTexts(appTexts).places;
  const texts = useTexts(overviewTexts);
  const api = useApi();
  const list = useListState();
  const given = list.get('range');
  const range = isRange(given) ? given : '24h';
  const { data, error, refetch } = useQuery({
    queryKey: [api.unit, 'overview', range],
    queryFn: ({ signal }) => api.call('readOverview', { query: { range }, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: 30_000,
  });
  const follow = useThrottled(() => void refetch());
  useLiveEvent('deliveries', follow);
  useLiveEvent('alerts', follow);
  useLiveEvent('connections', follow);
  useLiveEvent('configuration', follow);
  return (
    <>
      <PageHeader title={title}>
        <SegmentedControl
          size="xs"
          aria-label={texts.range.label}
          value={range}
          onChange={(value) => list.set({ range: value === '24h' ? undefined : value })}
          data={ranges.map((value) => ({ value, label: texts.range[value] }))}
        />
      </PageHeader>
      <ProblemAlert error={error} />
      {data === undefined ? error === null ? <PageSkeleton /> : null : <Whole overview={data} range={range} />}
    </>
  );
}

function Whole({ overview, range }: { readonly overview: Overview; readonly range: Range }) {
  const texts = useTexts(overviewTexts);
  const { checklist, needsPerson, connections, bucketMinutes } = overview;
  const begins = checklist.some(({ done }) => !done);
  const all = sumOf(connections.map(({ series }) => series));
  return (
    <div className="gw-overview">
      {begins ? <Checklist steps={checklist} /> : null}
      <NeedsPerson needs={needsPerson} />
      <Figures overview={overview} range={texts.range[range]} />
      {connections.length === 0 ? null : (
        <section aria-label={texts.flow.all}>
          <FlowChart name={texts.flow.all} series={all} bucketMinutes={bucketMinutes} height={140} legend />
        </section>
      )}
      <ConnectionsAtAGlance overview={overview} />
    </div>
  );
}

function Figures({
  overview: { counts, atLeast, today, lagMs },
  range,
}: {
  readonly overview: Overview;
  readonly range: string;
}) {
  const { figures } = useTexts(overviewTexts);
  const format = useFormat();
  const sum = (...states: readonly string[]): string => {
    const count = states.reduce((all, state) => all + (counts[state] ?? 0), 0);
    return `${format.number(count)}${states.some((state) => atLeast.includes(state)) ? '+' : ''}`;
  };
  return (
    <dl className="gw-figures">
      <div>
        <dt>{figures.delivered}</dt>
        <dd>
          {format.number(today.delivered)}
          {today.usual === null ? null : <small>{figures.usual(format.number(today.usual))}</small>}
        </dd>
      </div>
      <div>
        <dt>{figures.waiting}</dt>
        <dd>{sum('queued', 'sending', 'waiting', 'awaiting')}</dd>
      </div>
      <div>
        <dt>{figures.held}</dt>
        <dd>{sum('held')}</dd>
      </div>
      <div>
        <dt>{figures.failed(range)}</dt>
        <dd>{sum('refused', 'failed', 'unknown')}</dd>
      </div>
      <div>
        <dt title={figures.lagAbout}>{figures.lag}</dt>
        <dd>{format.duration(lagMs)}</dd>
      </div>
    </dl>
  );
}

/** Calls at most once in a while, and once more when nothing has asked for it any longer. */
function useThrottled(act: () => void): () => void {
  const timers = useRef<{ next?: ReturnType<typeof setTimeout>; last?: ReturnType<typeof setTimeout>; at: number }>({
    at: 0,
  });
  useEffect(() => {
    const { current } = timers;
    return () => {
      clearTimeout(current.next);
      clearTimeout(current.last);
    };
  }, []);
  return () => {
    const { current } = timers;
    clearTimeout(current.last);
    current.last = setTimeout(act, settledMs);
    current.next ??= setTimeout(
      () => {
        delete current.next;
        current.at = performance.now();
        act();
      },
      Math.max(0, current.at + followMs - performance.now()),
    );
  };
}
