import { Tabs } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { PageProps } from '../../app/routes.tsx';
import { useApi } from '../../api/session.ts';
import { useListState } from '../../components/data-table/use-list-state.ts';
import { Copyable } from '../../components/copyable.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { PageSkeleton } from '../../components/page-skeleton.tsx';
import { ProblemAlert } from '../../components/problem-alert.tsx';
import { useTexts } from '../../texts/language.ts';
import { DeleteButton } from '../integration/delete-button.tsx';
import '../integration/integration.css';
import { type Stored, useBodyDraft, useObject } from '../integration/use-object.ts';
import { useTab } from '../integration/use-tab.ts';
import { VersionsPanel } from '../integration/versions-panel.tsx';
import { ConnectionForm } from './connection-form.tsx';
import { HealthPanel } from './health-panel.tsx';
import { PauseButton } from './pause-button.tsx';
import { type Diagnosis, diagnosisOf, TestButton, TestResult } from './test-result.tsx';
import { connectionTexts } from './texts.ts';

export default function ConnectionPage({ params }: PageProps) {
  const { data, error, isPending } = useObject('connections', params['name'] ?? '');
  if (isPending) return <PageSkeleton />;
  if (error !== null) return <ProblemAlert error={error} />;
  return <Connection key={data.body.name} stored={data} />;
}

function Connection({ stored }: { readonly stored: Stored<'connections'> }) {
  const texts = useTexts(connectionTexts);
  const api = useApi();
  const { name, title = name, url } = stored.body;
  const [tab, setTab] = useTab(['health', 'settings', 'versions']);
  const draft = useBodyDraft(stored.body, stored.version);
  const [diagnosis, setDiagnosis] = useState<Diagnosis>();
  const test = useMutation({
    mutationFn: () => api.call('testConnection', { path: { name } }),
    onMutate: () => setDiagnosis(undefined),
    onSuccess: setDiagnosis,
  });
  // A new connection that was asked to be tested at once.
  const list = useListState();
  const asked = list.get('test') !== undefined;
  const { mutate } = test;
  const { set } = list;
  useEffect(() => {
    if (!asked) return;
    set({ test: undefined });
    mutate();
  }, [asked, set, mutate]);
  return (
    <>
      <PageHeader title={title} about={<Copyable text={url} />}>
        <TestButton busy={test.isPending} onTest={() => test.mutate()} />
        <PauseButton name={name} />
        <DeleteButton kind="connections" name={name} list="/connections" />
      </PageHeader>
      <ProblemAlert error={test.error} />
      {diagnosis === undefined ? null : <TestResult diagnosis={diagnosis} close={() => setDiagnosis(undefined)} />}
      <Tabs value={tab} onChange={setTab} keepMounted={false}>
        <Tabs.List mb="lg">
          <Tabs.Tab value="health">{texts.tabs.health}</Tabs.Tab>
          <Tabs.Tab value="settings">{texts.tabs.settings}</Tabs.Tab>
          <Tabs.Tab value="versions">{texts.tabs.versions}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="health">
          <HealthPanel name={name} />
        </Tabs.Panel>
        <Tabs.Panel value="settings">
          <ConnectionForm
            draft={draft}
            diagnosis={diagnosisOf(diagnosis)}
            onSaved={(_name, thenTest) => (thenTest ? test.mutate() : undefined)}
          />
        </Tabs.Panel>
        <Tabs.Panel value="versions">
          <VersionsPanel kind="connections" stored={stored} />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}
