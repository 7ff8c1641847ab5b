import { Button, SegmentedControl, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { PageHeader } from '../../components/page-header.tsx';
import { emptyTemplate, type MessageFormat, type MessageTemplate } from '../../editor/preview/message-draft.ts';
import type { Dictionaries } from '../../editor/preview/samples.ts';
import { useTexts } from '../../texts/language.ts';
import { FromPack } from './from-pack.tsx';
import { FromSample } from './from-sample.tsx';
import { useEntities } from './settings-pane.tsx';
import { TemplateEditor } from './template-editor.tsx';
import { templateTexts } from './texts.ts';
import { useDraftTemplate } from './use-draft-template.ts';
import { useTemplates } from './use-saved-template.ts';

/** A template to begin with, and the dictionaries that it needs. */
export interface Beginning {
  readonly template: MessageTemplate;
  readonly dictionaries: Dictionaries;
}

type How = 'sample' | 'pack' | 'blank';

/** A new template: from a sample of the counterparty, from a pack, or blank. The editor opens with it; it is saved there. */
export default function NewTemplatePage() {
  const [beginning, setBeginning] = useState<Beginning>();
  return beginning === undefined ? <Begin begin={setBeginning} /> : <Begun beginning={beginning} />;
}

function Begun({ beginning }: { readonly beginning: Beginning }) {
  const edited = useDraftTemplate(`new/${beginning.template.name}`, beginning.template, undefined);
  return <TemplateEditor edited={edited} saved={undefined} dictionaries={beginning.dictionaries} />;
}

function Begin({ begin }: { readonly begin: (beginning: Beginning) => void }) {
  const all = useTexts(templateTexts);
  const texts = all.begin;
  const [how, setHow] = useState<How>('sample');
  const [name, setName] = useState('');
  const [entity, setEntity] = useState('documents');
  const [format, setFormat] = useState<MessageFormat>('json');
  const [made, setMade] = useState<Beginning>();
  const [asked, setAsked] = useState(false);
  const entities = useEntities();
  const fault = useNameFault(name || (made?.template.name ?? ''));
  const beginning = how === 'blank' ? { template: { ...emptyTemplate('x', format), entity }, dictionaries: {} } : made;

  const choose = (next: How): void => {
    setHow(next);
    setMade(undefined);
  };
  const go = (): void => {
    setAsked(true);
    if (fault !== undefined || beginning === undefined) return;
    const { name: own } = beginning.template;
    begin({ ...beginning, template: { ...beginning.template, name: name === '' ? own : name } });
  };
  return (
    <form
      className="gw-begin"
      onSubmit={(event) => {
        event.preventDefault();
        go();
      }}
    >
      <PageHeader title={texts.title} about={texts.about} />
      <SegmentedControl
        aria-label={texts.how}
        value={how}
        onChange={(value) => choose(value)}
        data={(['sample', 'pack', 'blank'] as const).map((value) => ({ value, label: texts[value] }))}
      />
      <div className="gw-two">
        <TextInput
          label={texts.name}
          description={texts.nameAbout}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          className="gw-grow"
          value={name}
          placeholder={made?.template.name ?? ''}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
          {...(asked && fault !== undefined ? { error: fault } : {})}
        />
        {how === 'pack' ? null : (
          <Select
            label={texts.entity}
            data={entities}
            value={entity}
            onChange={(value) => setEntity(value ?? 'documents')}
            allowDeselect={false}
            searchable
          />
        )}
        {how === 'blank' ? (
          <Select
            label={texts.format}
            data={Object.entries(all.formats).map(([value, label]) => ({ value, label }))}
            value={format}
            // Its choices are the formats.
            onChange={(value) => setFormat((value ?? 'json') as MessageFormat)}
            allowDeselect={false}
          />
        ) : null}
      </div>
      {how === 'sample' ? <FromSample entity={entity} made={setMade} /> : null}
      {how === 'pack' ? <FromPack made={setMade} /> : null}
      <div className="gw-begin-act">
        <Button type="submit" disabled={beginning === undefined}>
          {texts.act}
        </Button>
        <span className="gw-dimmed">{texts.notKept}</span>
      </div>
    </form>
  );
}

function useNameFault(name: string): string | undefined {
  const texts = useTexts(templateTexts).begin;
  const { data = [] } = useTemplates();
  if (name === '') return texts.nameNeeded;
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$/.test(name)) return texts.nameWrong;
  return data.some(({ body }) => body.name === name) ? texts.taken(name) : undefined;
}
