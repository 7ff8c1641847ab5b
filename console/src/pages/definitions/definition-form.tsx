import { Checkbox, NumberInput, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useApi } from '../../api/session.ts';
import { ProblemAlert, useFaults, useFocusFault } from '../../components/problem-alert.tsx';
import { useTexts } from '../../texts/language.ts';
import { orNothing, withField } from '../integration/body.ts';
import { SaveBar } from '../integration/save-bar.tsx';
import { Section } from '../integration/section.tsx';
import { integrationTexts } from '../integration/texts.ts';
import { type Draft, useSave } from '../integration/use-object.ts';
import { CallerSection, type PartProps } from './caller-fields.tsx';
import { type Definition, formats, methods, sealTyped } from './definition.ts';
import { AnswersSection, ReadSection, SamplesSection } from './template-fields.tsx';
import { definitionTexts } from './texts.ts';

interface DefinitionFormProps {
  readonly draft: Draft<Definition>;
  readonly isNew?: boolean;
  readonly onSaved: (name: string) => void;
}

const fields = ['name', 'path', 'methods', 'formats', 'charset', 'bodyLimit', 'csv', 'authentication', 'user'];
const shown = [...fields, 'ipRanges', 'repeat', 'read', 'answer.accepted.body', 'answer.refused.body', 'samples'];

/** Every part of a definition, from its address to its answers. */
export function DefinitionForm({ draft, isNew = false, onSaved }: DefinitionFormProps) {
  const texts = useTexts(definitionTexts);
  const [typed, setTyped] = useState<string>();
  const save = useSave('definitions', onSaved);
  const faults = useFaults(save.error);
  const form = useFocusFault(save.error);
  const { body, change } = draft;
  const part: PartProps = { body, change, faults };
  const reset = (): void => {
    setTyped(undefined);
    draft.reset();
  };
  return (
    <form
      ref={form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ ...sealTyped(body, typed), isNew }, { onSuccess: reset });
      }}
    >
      <AddressSection {...part} isNew={isNew} />
      <CallerSection {...part} typed={typed} onTyped={setTyped} />
      <ReadSection {...part} error={save.error} />
      <AnswersSection {...part} error={save.error} />
      <SamplesSection {...part} />
      <ProblemAlert error={save.error} shown={shown} />
      <SaveBar
        isDirty={draft.isDirty || typed !== undefined}
        isBehind={draft.isBehind}
        busy={save.isPending}
        {...(isNew ? { act: texts.create } : { onReset: reset })}
      />
    </form>
  );
}

function AddressSection({ body, change, faults, isNew }: PartProps & { readonly isNew: boolean }) {
  const texts = useTexts(definitionTexts).form;
  const words = useTexts(integrationTexts);
  const { unit } = useApi();
  const said = (field: string): { error?: string } => {
    const error = faults(field);
    return error === undefined ? {} : { error };
  };
  return (
    <Section title={texts.where} grid>
      {isNew ? (
        <TextInput
          label={words.name}
          description={words.nameAbout}
          withAsterisk
          autoFocus
          value={body.name}
          onChange={({ currentTarget }) => change({ ...body, name: currentTarget.value })}
          {...said('name')}
        />
      ) : null}
      <TextInput
        label={words.title}
        value={body.title ?? ''}
        onChange={({ currentTarget: { value } }) => change(withField(body, 'title', value === '' ? undefined : value))}
      />
      <TextInput
        label={texts.path}
        description={texts.pathAbout(unit)}
        withAsterisk
        value={body.path}
        onChange={({ currentTarget }) => change({ ...body, path: currentTarget.value })}
        {...said('path')}
      />
      <Choices
        label={texts.methods}
        all={methods}
        value={body.methods ?? ['POST']}
        onChange={(chosen) => change(withField(body, 'methods', chosen.join() === 'POST' ? undefined : chosen))}
      />
      <Choices
        label={texts.formats}
        all={formats}
        value={body.formats ?? ['json']}
        onChange={(chosen) => change(withField(body, 'formats', chosen.join() === 'json' ? undefined : chosen))}
      />
      {body.formats?.includes('csv') === true ? (
        <TextInput
          label={texts.delimiter}
          description={texts.delimiterAbout}
          value={body.csv?.delimiter ?? ''}
          onChange={({ currentTarget: { value } }) => {
            const csv = withField(body.csv ?? {}, 'delimiter', value === '' ? undefined : value);
            change(withField(body, 'csv', Object.keys(csv).length === 0 ? undefined : csv));
          }}
          {...said('csv')}
        />
      ) : null}
      <TextInput
        label={texts.charset}
        description={texts.charsetAbout}
        placeholder="utf-8"
        value={body.charset ?? ''}
        onChange={({ currentTarget }) => change(withField(body, 'charset', orNothing(currentTarget.value)))}
        {...said('charset')}
      />
      <NumberInput
        label={texts.bodyLimit}
        placeholder="1000000"
        min={1}
        value={body.bodyLimit ?? ''}
        onChange={(value) => change(withField(body, 'bodyLimit', value === '' ? undefined : Number(value)))}
        {...said('bodyLimit')}
      />
      <Textarea
        className="gw-wide"
        label={texts.description}
        description={texts.descriptionAbout}
        autosize
        minRows={2}
        value={body.description ?? ''}
        onChange={({ currentTarget: { value } }) =>
          change(withField(body, 'description', value === '' ? undefined : value))
        }
      />
    </Section>
  );
}

interface ChoicesProps<Choice extends string> {
  readonly label: string;
  readonly all: readonly Choice[];
  readonly value: readonly Choice[];
  readonly onChange: (value: readonly Choice[]) => void;
}

function Choices<Choice extends string>({ label, all, value, onChange }: ChoicesProps<Choice>) {
  return (
    <fieldset className="gw-plain-fieldset">
      <legend className="gw-field-label">{label}</legend>
      <div className="gw-event-kinds">
        {all.map((choice) => (
          <Checkbox
            key={choice}
            label={choice}
            checked={value.includes(choice)}
            // The last one stays.
            disabled={value.length === 1 && value[0] === choice}
            onChange={() => onChange(all.filter((one) => value.includes(one) !== (one === choice)))}
          />
        ))}
      </div>
    </fieldset>
  );
}
