import { Button, SegmentedControl } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useState } from 'react';
import { Icon } from '../../components/icon.tsx';
import { ProblemAlert } from '../../components/problem-alert.tsx';
import { useTexts } from '../../texts/language.ts';
import { EditorHeader } from './editor-header.tsx';
import { PreviewPane } from './preview-pane.tsx';
import { RecordTree } from './record-tree.tsx';
import './template-editor.css';
import { TemplatePane } from './template-pane.tsx';
import { templateTexts } from './texts.ts';
import { type EditedTemplate, useTemplateEditing } from './use-template-editing.ts';

/** The template on the left, what it makes on the right; a real record between them on wish. */
export function TemplateEditor(template: EditedTemplate) {
  const texts = useTexts(templateTexts);
  const editing = useTemplateEditing(template);
  const [withTree, setWithTree] = useState(false);
  const isNarrow = useMediaQuery('(max-width: 900px)');
  const { edited, saved, saving, pane, setPane, samples, shown, followed, insert, faults } = editing;
  return (
    <div className="gw-editor" data-pane={pane} data-tree={withTree}>
      <EditorHeader edited={edited} saved={saved} saving={saving}>
        <Button
          className="gw-tree-button"
          variant={withTree ? 'light' : 'default'}
          leftSection={<Icon name="list" />}
          aria-pressed={withTree}
          onClick={() => setWithTree(!withTree)}
        >
          {texts.tree.show}
        </Button>
      </EditorHeader>
      <ProblemAlert error={saving.error} shown={faults.length > 0 ? ['body'] : []} />
      <SegmentedControl
        className="gw-pane-choice"
        size="xs"
        fullWidth
        aria-label={texts.panes.label}
        value={pane}
        onChange={(value) => setPane(value)}
        data={(['template', 'record', 'preview'] as const).map((value) => ({ value, label: texts.panes[value] }))}
      />
      <div className="gw-editor-columns">
        <section className="gw-column gw-column-template" aria-label={texts.panes.template}>
          <TemplatePane editing={editing} />
        </section>
        <section className="gw-column gw-column-record" aria-label={texts.tree.label}>
          {withTree || (isNarrow && pane === 'record') ? (
            <RecordTree
              run={samples.set.samples[shown]?.run}
              fields={samples.set.fields}
              lit={followed.paths}
              insert={insert}
              point={followed.atField}
            />
          ) : null}
        </section>
        <section className="gw-column gw-column-preview" aria-label={texts.preview.label}>
          <PreviewPane editing={editing} />
        </section>
      </div>
    </div>
  );
}
