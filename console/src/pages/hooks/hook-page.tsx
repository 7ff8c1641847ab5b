import { Tabs } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { PageProps } from '../../app/routes.tsx';
import { useLiveQuery } from '../../api/live.ts';
import { useApi } from '../../api/session.ts';
import { notices } from '../../app/notices.tsx';
import { Copyable } from '../../components/copyable.tsx';
import { Moment } from '../../components/moment.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { PageSkeleton } from '../../components/page-skeleton.tsx';
import { ProblemAlert } from '../../components/problem-alert.tsx';
import { useTexts } from '../../texts/language.ts';
import '../integration/integration.css';
import { Facts } from '../integration/section.tsx';
import { useTab } from '../integration/use-tab.ts';
import { type Hook, nameOf } from './hook.ts';
import { HookActions } from './hook-actions.tsx';
import { HookSettings } from './hook-settings.tsx';
import { HookStateBadge } from './hook-state.tsx';
import { HookTestResult } from './hook-test-result.tsx';
import { NoticesPanel } from './notices-panel.tsx';
import { SignaturePanel } from './signature-panel.tsx';
import { hookTexts } from './texts.ts';

export default function HookPage({ params }: PageProps) {
  const api = useApi();
  const id = params['id'] ?? '';
  const key = [api.unit, 'hooks', id];
  const { data, error, isPending } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => api.call('readHook', { path: { id }, signal }),
  });
  useLiveQuery('connections', key);
  if (isPending) return <PageSkeleton />;
  if (error !== null) return <ProblemAlert error={error} />;
  return <OneHook key={id} hook={data} />;
}

function OneHook({ hook }: { readonly hook: Hook }) {
  const texts = useTexts(hookTexts);
  const api = useApi();
  const { id, targetUrl } = hook;
  const [tab, setTab] = useTab(['deliveries', 'settings', 'signature']);
  const test = useMutation({
    mutationFn: () => api.call('testHook', { path: { id } }),
    onError: notices.problem,
  });
  return (
    <>
      <PageHeader
        title={nameOf(hook)}
        heading={
          <span className="gw-heading">
            {nameOf(hook)} <HookStateBadge hook={hook} />
          </span>
        }
        about={<Copyable text={targetUrl} />}
      >
        <HookActions hook={hook} busy={test.isPending} onTest={() => test.mutate()} />
      </PageHeader>
      <Why hook={hook} />
      {test.data === undefined ? null : <HookTestResult result={test.data} close={test.reset} />}
      <HookFacts hook={hook} />
      <Tabs value={tab} onChange={setTab} keepMounted={false}>
        <Tabs.List mb="lg">
          <Tabs.Tab value="deliveries">{texts.tabs.deliveries}</Tabs.Tab>
          <Tabs.Tab value="settings">{texts.tabs.settings}</Tabs.Tab>
          <Tabs.Tab value="signature">{texts.tabs.signature}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="deliveries">
          <NoticesPanel id={id} />
        </Tabs.Panel>
        <Tabs.Panel value="settings">
          <HookSettings key={hook.updatedAt} hook={hook} />
        </Tabs.Panel>
        <Tabs.Panel value="signature">
          <SignaturePanel />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}

/** Why it is not simply active. */
function Why({ hook }: { readonly hook: Hook }) {
  const texts = useTexts(hookTexts);
  const { status, pausedBy, pausedReason, endedReason, failure } = hook;
  if (status === 'ended') return endedReason === null ? null : <p className="gw-note">{endedReason}</p>;
  if (status === 'paused')
    return (
      <p className="gw-note">
        {pausedBy === null ? '' : `${texts.pausedBy(pausedBy)}. `}
        {pausedReason}
      </p>
    );
  return failure === null ? null : <p className="gw-diagnosis">{failure}</p>;
}

function HookFacts({ hook }: { readonly hook: Hook }) {
  const texts = useTexts(hookTexts);
  const { event, lastDeliveredAt, createdBy, createdAt, failingSince } = hook;
  return (
    <Facts
      rows={[
        [texts.facts.event, event ?? texts.allEvents],
        [texts.facts.lastSuccess, lastDeliveredAt === null ? texts.never : <Moment key="at" at={lastDeliveredAt} />],
        [texts.facts.owner, createdBy],
        [texts.facts.since, <Moment key="since" at={createdAt} as="full" />],
        ...(failingSince === null ? [] : [[texts.facts.failing, <Moment key="failing" at={failingSince} />] as const]),
      ]}
    />
  );
}
