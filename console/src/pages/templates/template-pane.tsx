import { Tabs } from '@mantine/core';
import { CodeArea } from '../../editor/codemirror/code-area.tsx';
import { useTexts } from '../../texts/language.ts';
import { AnswerPane } from './answer-pane.tsx';
import { RequestPane } from './request-pane.tsx';
import { SettingsPane } from './settings-pane.tsx';
import { templateTexts } from './texts.ts';
import { type Part, parts, type TemplateEditing } from './use-template-editing.ts';

/** What is written: the body, and in further tabs the rest of the template. */
export function TemplatePane({ editing }: { readonly editing: TemplateEditing }) {
  const texts = useTexts(templateTexts);
  const { edited, saved, part, setPart, preview, samples, followed, keepView } = editing;
  const { draft, change } = edited;
  const faulty = new Set(preview.problems.map((problem) => partOf(problem.part)));
  const common = { draft, change, problems: preview.problems };
  return (
    <Tabs value={part} onChange={(value) => setPart(parts.find((name) => name === value) ?? 'body')}>
      <Tabs.List aria-label={texts.parts.label}>
        {parts.map((name) => (
          <Tabs.Tab key={name} value={name} {...(faulty.has(name) ? { className: 'gw-tab-fault' } : {})}>
            {texts.parts[name]}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {/* The body stays while another part is shown: its cursor and the way back belong to it. */}
      <Tabs.Panel value="body">
        <CodeArea
          label={texts.bodyLabel}
          value={draft.body ?? ''}
          format={draft.format}
          onChange={(body) => change({ ...draft, body })}
          onCursor={followed.atTemplate}
          onView={keepView}
          extensions={editing.bodyExtensions}
        />
        <p className="gw-dimmed gw-editor-keys">{texts.keys}</p>
      </Tabs.Panel>
      <Tabs.Panel value="request">{part === 'request' ? <RequestPane {...common} /> : null}</Tabs.Panel>
      <Tabs.Panel value="answer">
        {part === 'answer' ? (
          <AnswerPane
            {...{ draft, change, samples }}
            isSaved={saved !== undefined}
            extensions={editing.answerExtensions}
          />
        ) : null}
      </Tabs.Panel>
      <Tabs.Panel value="settings">{part === 'settings' ? <SettingsPane {...common} /> : null}</Tabs.Panel>
    </Tabs>
  );
}

/** In which tab a part of the template is edited. */
function partOf(part: string): Part {
  if (part === 'body') return 'body';
  return part === 'charset' ? 'settings' : part === 'response' ? 'answer' : 'request';
}
