import { Tabs } from '@mantine/core';
import { useState } from 'react';
import type { PageProps } from '../../app/routes.tsx';
import { useApi } from '../../api/session.ts';
import { Copyable } from '../../components/copyable.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { PageSkeleton } from '../../components/page-skeleton.tsx';
import { ProblemAlert } from '../../components/problem-alert.tsx';
import { useTexts } from '../../texts/language.ts';
import { DeleteButton } from '../integration/delete-button.tsx';
import '../integration/integration.css';
import { type Stored, useBodyDraft, useObject } from '../integration/use-object.ts';
import { useLeave } from '../integration/use-leave.ts';
import { useTab } from '../integration/use-tab.ts';
import { VersionsPanel } from '../integration/versions-panel.tsx';
import { AttemptPanel } from './attempt-panel.tsx';
import { CallsPanel } from './calls-panel.tsx';
import { addressOf, blank, modeOf } from './definition.ts';
import { DefinitionForm } from './definition-form.tsx';
import { ModeBadge } from './mode-badge.tsx';
import { ModeSwitch } from './mode-switch.tsx';
import { definitionTexts } from './texts.ts';

export default function DefinitionPage({ params }: PageProps) {
  const name = params['name'] ?? '';
  return name === 'new' ? <NewDefinition /> : <KnownDefinition name={name} />;
}

function NewDefinition() {
  const texts = useTexts(definitionTexts);
  const [body, setBody] = useState(blank);
  const leave = useLeave(body !== blank);
  return (
    <>
      <PageHeader title={texts.new} about={texts.newAbout} />
      <DefinitionForm
        draft={{ body, change: setBody, isDirty: true, isBehind: false, reset: () => undefined }}
        isNew
        onSaved={(name) => leave(`/definitions/${name}?tab=attempt`)}
      />
    </>
  );
}

function KnownDefinition({ name }: { readonly name: string }) {
  const { data, error, isPending } = useObject('definitions', name);
  if (isPending) return <PageSkeleton />;
  if (error !== null) return <ProblemAlert error={error} />;
  return <OneDefinition key={data.body.name} stored={data} />;
}

function OneDefinition({ stored }: { readonly stored: Stored<'definitions'> }) {
  const texts = useTexts(definitionTexts);
  const { unit } = useApi();
  const { body, version } = stored;
  const { name, title = name } = body;
  const [tab, setTab] = useTab(['settings', 'attempt', 'calls', 'versions']);
  const draft = useBodyDraft(body, version);
  const mode = modeOf(body);
  return (
    <>
      <PageHeader
        title={title}
        heading={
          <span className="gw-heading">
            {title} <ModeBadge mode={mode} />
          </span>
        }
        about={
          <>
            <Copyable text={addressOf(unit, body)} /> {texts.modeAbouts[mode]}
          </>
        }
      >
        <ModeSwitch definition={body} disabled={draft.isDirty} />
        <DeleteButton kind="definitions" name={name} list="/definitions" />
      </PageHeader>
      <Tabs value={tab} onChange={setTab} keepMounted={false}>
        <Tabs.List mb="lg">
          <Tabs.Tab value="settings">{texts.tabs.settings}</Tabs.Tab>
          <Tabs.Tab value="attempt">{texts.tabs.attempt}</Tabs.Tab>
          <Tabs.Tab value="calls">{texts.tabs.calls}</Tabs.Tab>
          <Tabs.Tab value="versions">{texts.tabs.versions}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="settings">
          <DefinitionForm draft={draft} onSaved={() => undefined} />
        </Tabs.Panel>
        <Tabs.Panel value="attempt">
          <AttemptPanel definition={draft.body} />
        </Tabs.Panel>
        <Tabs.Panel value="calls">
          <CallsPanel definition={body} />
        </Tabs.Panel>
        <Tabs.Panel value="versions">
          <VersionsPanel kind="definitions" stored={stored} />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}
