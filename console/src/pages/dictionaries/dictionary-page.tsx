import { Tabs } from '@mantine/core';
import { useState } from 'react';
import type { PageProps } from '../../app/routes.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { PageSkeleton } from '../../components/page-skeleton.tsx';
import { ProblemAlert } from '../../components/problem-alert.tsx';
import { notices } from '../../app/notices.tsx';
import { useTexts } from '../../texts/language.ts';
import { DeleteButton } from '../integration/delete-button.tsx';
import '../integration/integration.css';
import { type Stored, useObject } from '../integration/use-object.ts';
import { useTab } from '../integration/use-tab.ts';
import { VersionsPanel } from '../integration/versions-panel.tsx';
import { CoveragePanel } from './coverage-panel.tsx';
import { DictionaryForm } from './dictionary-form.tsx';
import { dictionaryTexts } from './texts.ts';

export default function DictionaryPage({ params }: PageProps) {
  const name = params['name'] ?? '';
  return name === 'new' ? <NewDictionary /> : <KnownDictionary name={name} />;
}

function NewDictionary() {
  const texts = useTexts(dictionaryTexts);
  return (
    <>
      <PageHeader title={texts.new} about={texts.about} />
      <DictionaryForm stored={{ name: '', entries: {} }} isNew next={(name) => `/dictionaries/${name}?tab=coverage`} />
    </>
  );
}

function KnownDictionary({ name }: { readonly name: string }) {
  const { data, error, isPending } = useObject('dictionaries', name);
  if (isPending) return <PageSkeleton />;
  if (error !== null) return <ProblemAlert error={error} />;
  return <OneDictionary key={data.body.name} stored={data} />;
}

function OneDictionary({ stored }: { readonly stored: Stored<'dictionaries'> }) {
  const texts = useTexts(dictionaryTexts);
  const { name, title = name } = stored.body;
  const [tab, setTab] = useTab(['entries', 'coverage', 'versions']);
  const [begun, setBegun] = useState<readonly string[]>([]);
  const add = (keywords: readonly string[]): void => {
    setBegun(keywords);
    setTab('entries');
    notices.note(texts.coverage.added);
  };
  return (
    <>
      <PageHeader title={title} about={title === name ? texts.about : name}>
        <DeleteButton kind="dictionaries" name={name} list="/dictionaries" />
      </PageHeader>
      <Tabs value={tab} onChange={setTab} keepMounted={false}>
        <Tabs.List mb="lg">
          <Tabs.Tab value="entries">{texts.tabs.entries}</Tabs.Tab>
          <Tabs.Tab value="coverage">{texts.tabs.coverage}</Tabs.Tab>
          <Tabs.Tab value="versions">{texts.tabs.versions}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="entries">
          <DictionaryForm key={stored.version} stored={stored.body} begun={begun} onSaved={() => setBegun([])} />
        </Tabs.Panel>
        <Tabs.Panel value="coverage">
          <CoveragePanel name={name} onAdd={add} />
        </Tabs.Panel>
        <Tabs.Panel value="versions">
          <VersionsPanel kind="dictionaries" stored={stored} />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}
