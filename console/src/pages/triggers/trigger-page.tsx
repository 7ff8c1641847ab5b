import { Tabs } from '@mantine/core';
import type { PageProps } from '../../app/routes.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { PageSkeleton } from '../../components/page-skeleton.tsx';
import { ProblemAlert } from '../../components/problem-alert.tsx';
import { useTexts } from '../../texts/language.ts';
import { DeleteButton } from '../integration/delete-button.tsx';
import '../integration/integration.css';
import { type Stored, useBodyDraft, useObject } from '../integration/use-object.ts';
import { useTab } from '../integration/use-tab.ts';
import { VersionsPanel } from '../integration/versions-panel.tsx';
import { BrakeBar } from './brake-bar.tsx';
import { FirePanel } from './fire-panel.tsx';
import { ModeBadge } from './mode-badge.tsx';
import { ModeSwitch } from './mode-switch.tsx';
import { triggerTexts } from './texts.ts';
import { modeOf } from './trigger.ts';
import { TriggerForm } from './trigger-form.tsx';
import { WatchedPanel } from './watched-panel.tsx';

export default function TriggerPage({ params }: PageProps) {
  const { data, error, isPending } = useObject('triggers', params['name'] ?? '');
  if (isPending) return <PageSkeleton />;
  if (error !== null) return <ProblemAlert error={error} />;
  return <OneTrigger key={data.body.name} stored={data} />;
}

function OneTrigger({ stored }: { readonly stored: Stored<'triggers'> }) {
  const texts = useTexts(triggerTexts);
  const { body, version } = stored;
  const { name, title = name } = body;
  const [tab, setTab] = useTab(['settings', 'watched', 'fire', 'versions']);
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
        about={texts.modeAbouts[mode]}
      >
        <ModeSwitch trigger={body} disabled={draft.isDirty} />
        <DeleteButton kind="triggers" name={name} list="/triggers" />
      </PageHeader>
      <BrakeBar name={name} />
      <Tabs value={tab} onChange={setTab} keepMounted={false}>
        <Tabs.List mb="lg">
          <Tabs.Tab value="settings">{texts.tabs.settings}</Tabs.Tab>
          <Tabs.Tab value="watched">{texts.tabs.watched}</Tabs.Tab>
          <Tabs.Tab value="fire">{texts.tabs.fire}</Tabs.Tab>
          <Tabs.Tab value="versions">{texts.tabs.versions}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="settings">
          <TriggerForm draft={draft} onSaved={() => undefined} />
        </Tabs.Panel>
        <Tabs.Panel value="watched">
          <WatchedPanel name={name} />
        </Tabs.Panel>
        <Tabs.Panel value="fire">
          <FirePanel trigger={body} />
        </Tabs.Panel>
        <Tabs.Panel value="versions">
          <VersionsPanel kind="triggers" stored={stored} />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}
