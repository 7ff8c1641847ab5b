import { Button, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Schemas } from '../../api/call.ts';
import { Icon } from '../../components/icon.tsx';
import { ProblemAlert, useFaults, useFocusFault } from '../../components/problem-alert.tsx';
import { useTexts } from '../../texts/language.ts';
import { orNothing, withField } from '../integration/body.ts';
import { SaveBar } from '../integration/save-bar.tsx';
import { Section } from '../integration/section.tsx';
import { integrationTexts } from '../integration/texts.ts';
import { type Draft, type Saving, useSave } from '../integration/use-object.ts';
import { sealTyped } from './authentication.ts';
import { AuthenticationFields, type TypedSecrets } from './authentication-fields.tsx';
import { ContentSection, NetworkSection, PatienceSection } from './connection-fields.tsx';
import { connectionTexts } from './texts.ts';

interface ConnectionFormProps {
  readonly draft: Draft<Schemas['Connection']>;
  readonly isNew?: boolean;
  readonly onSaved: (name: string, thenTest: boolean) => void;
  /** What the last test said, at the field that it is about. */
  readonly diagnosis?: Readonly<Partial<Record<'url' | 'authentication', string>>>;
}

const shown = ['name', 'url', 'authentication', 'timeout', 'concurrency', 'ratePerSecond', 'retry', 'answer', 'shards'];
const shownToo = ['charset', 'headers', 'query', 'constants', 'allow', 'proxy', 'ca', 'method'];

/** Every setting of a connection. Of a new one only those that it cannot do without are unfolded. */
export function ConnectionForm({ draft, isNew = false, onSaved, diagnosis = {} }: ConnectionFormProps) {
  const texts = useTexts(connectionTexts);
  const [typed, setTyped] = useState<TypedSecrets>({});
  const [round, setRound] = useState(0);
  const save = useSave('connections');
  const said = useFaults(save.error);
  const form = useFocusFault(save.error);
  const faults = (field: string): string | undefined => said(field);
  const { body, change } = draft;
  const begin = (thenTest: boolean): void => {
    const saving: Saving<'connections'> = { ...sealTyped(body, typed), isNew };
    save.mutate(saving, {
      onSuccess: () => {
        setTyped({});
        draft.reset();
        onSaved(body.name, thenTest);
      },
    });
  };
  const isDirty = draft.isDirty || Object.keys(typed).length > 0;
  const fields = { body, onChange: change, faults };
  return (
    <form
      ref={form}
      noValidate
      key={round}
      onSubmit={(event) => {
        event.preventDefault();
        begin(false);
      }}
    >
      <WhereSection {...fields} isNew={isNew} diagnosis={diagnosis.url} />
      <Section title={texts.authentication.title} grid>
        {diagnosis.authentication === undefined ? null : (
          <p className="gw-diagnosis gw-wide">{diagnosis.authentication}</p>
        )}
        <AuthenticationFields
          value={body.authentication}
          onChange={(authentication) => change(withField(body, 'authentication', authentication))}
          {...{ typed, faults }}
          onTyped={setTyped}
        />
      </Section>
      <details className="gw-fold" open={!isNew || save.error !== null}>
        <summary>{texts.furtherSettings}</summary>
        <PatienceSection {...fields} />
        <ContentSection {...fields} />
        <NetworkSection {...fields} />
      </details>
      <ProblemAlert error={save.error} shown={[...shown, ...shownToo]} />
      <SaveBar
        isDirty={isDirty}
        isBehind={draft.isBehind}
        busy={save.isPending}
        {...(isNew
          ? { act: texts.create }
          : {
              onReset: () => {
                setTyped({});
                draft.reset();
                setRound(round + 1);
              },
            })}
      >
        <Button
          variant="default"
          leftSection={<Icon name="activity" />}
          disabled={!isDirty || save.isPending}
          onClick={() => begin(true)}
        >
          {isNew ? texts.createAndTest : texts.saveAndTest}
        </Button>
      </SaveBar>
    </form>
  );
}

interface WhereSectionProps {
  readonly body: Schemas['Connection'];
  readonly onChange: (body: Schemas['Connection']) => void;
  readonly faults: (field: string) => string | undefined;
  readonly isNew: boolean;
  readonly diagnosis: string | undefined;
}

function WhereSection({ body, onChange, faults, isNew, diagnosis }: WhereSectionProps) {
  const texts = useTexts(connectionTexts).where;
  const words = useTexts(integrationTexts);
  const error = faults('url') ?? diagnosis;
  return (
    <Section title={texts.title} grid>
      {isNew ? (
        <TextInput
          label={words.name}
          description={words.nameAbout}
          withAsterisk
          autoFocus
          placeholder="accounting"
          value={body.name}
          onChange={({ currentTarget }) => onChange({ ...body, name: currentTarget.value })}
          {...(faults('name') === undefined ? {} : { error: faults('name') })}
        />
      ) : null}
      <TextInput
        label={words.title}
        description={words.titleAbout}
        value={body.title ?? ''}
        onChange={({ currentTarget }) =>
          onChange(withField(body, 'title', currentTarget.value === '' ? undefined : currentTarget.value))
        }
      />
      <TextInput
        className="gw-wide"
        label={texts.url}
        description={texts.urlAbout}
        withAsterisk
        type="url"
        placeholder="https://accounting.example.com/api"
        value={body.url}
        onChange={({ currentTarget }) => onChange({ ...body, url: currentTarget.value })}
        {...(error === undefined ? {} : { error })}
      />
      <Select
        label={texts.method}
        description={texts.methodAbout}
        data={['POST', 'PUT', 'PATCH', 'GET', 'DELETE']}
        value={body.method ?? 'POST'}
        allowDeselect={false}
        onChange={(method) =>
          onChange(withField(body, 'method', method === 'POST' ? undefined : orNothing(method ?? '')))
        }
      />
    </Section>
  );
}
