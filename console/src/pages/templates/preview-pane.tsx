import { Tabs } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTexts } from '../../texts/language.ts';
import { GoldenPane } from './golden-pane.tsx';
import { MessagePane } from './message-pane.tsx';
import { RecordsPane, SummaryLine } from './records-pane.tsx';
import { SchemaPane } from './schema-pane.tsx';
import { templateTexts } from './texts.ts';
import type { TemplateEditing } from './use-template-editing.ts';
import { VersionsPane } from './versions-pane.tsx';

const views = ['one', 'all', 'schema', 'golden', 'versions'] as const;
type View = (typeof views)[number];

/** What the template makes: of one record, of the last ones, against the schema, against what was pinned and saved before. */
export function PreviewPane({ editing }: { readonly editing: TemplateEditing }) {
  const texts = useTexts(templateTexts).preview;
  const [view, setView] = useState<View>('one');
  const { samples, check } = editing;
  const labels: Readonly<Record<View, string>> = { ...texts, all: texts.all(samples.set.samples.length) };
  const toOne = (): void => setView('one');
  return (
    <Tabs value={view} onChange={(value) => setView(views.find((name) => name === value) ?? 'one')}>
      <Tabs.List aria-label={texts.label}>
        {views.map((name) => {
          const faulty = name === 'schema' && check.faults.length > 0;
          return (
            <Tabs.Tab key={name} value={name} {...(faulty ? { className: 'gw-tab-fault' } : {})}>
              {labels[name]}
            </Tabs.Tab>
          );
        })}
      </Tabs.List>
      {views.map((name) => (
        <Tabs.Panel key={name} value={name}>
          {name === view ? viewOf(name, editing, toOne) : null}
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}

function viewOf(view: View, editing: TemplateEditing, toOne: () => void): ReactNode {
  const { edited, saved, samples, samplesError, preview, followed, check, shown, show, filter, setFilter, goTo } =
    editing;
  const { draft, isDirty, forget } = edited;
  switch (view) {
    case 'one':
      return (
        <>
          <SummaryLine preview={preview} />
          <MessagePane {...{ samples, preview, followed, shown, show }} format={draft.format} />
        </>
      );
    case 'all':
      return (
        <RecordsPane
          {...{ samples, preview, filter, setFilter }}
          error={samplesError}
          show={(index) => {
            show(index);
            toOne();
          }}
        />
      );
    case 'schema':
      return <SchemaPane check={check} goTo={goTo} />;
    case 'golden':
      return (
        <GoldenPane
          {...{ draft, isDirty }}
          isSaved={saved !== undefined}
          sample={samples.set.samples[shown]}
          entity={samples.set.entity}
        />
      );
    case 'versions':
      return <VersionsPane draft={draft} savedVersion={saved?.version} restored={forget} />;
  }
}
