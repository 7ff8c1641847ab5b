import { TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Schemas } from '../../api/call.ts';
import { ProblemAlert, useFaults, useFocusFault } from '../../components/problem-alert.tsx';
import { useTexts } from '../../texts/language.ts';
import { SaveBar } from '../integration/save-bar.tsx';
import { integrationTexts } from '../integration/texts.ts';
import { useLeave } from '../integration/use-leave.ts';
import { useSave } from '../integration/use-object.ts';
import { entriesOf, type Entry } from './entries.ts';
import { EntriesField } from './entries-field.tsx';
import { dictionaryTexts } from './texts.ts';

type Dictionary = Schemas['Dictionary'];

interface DictionaryFormProps {
  readonly stored: Dictionary;
  readonly isNew?: boolean;
  /** Keywords to begin entries for. */
  readonly begun?: readonly string[];
  readonly onSaved?: () => void;
  /** Where to go when it is saved; it stays here otherwise. */
  readonly next?: (name: string) => string;
}

/** Rows belong to the page until they are saved: a row may be blank, or there twice, while it is being written. */
export function DictionaryForm({ stored, isNew = false, begun = [], onSaved, next }: DictionaryFormProps) {
  const texts = useTexts(dictionaryTexts);
  const words = useTexts(integrationTexts);
  const start = (): readonly Entry[] => {
    const missing = begun.filter((keyword) => !Object.hasOwn(stored.entries, keyword));
    return [
      ...Object.entries(stored.entries),
      ...missing.map((keyword): Entry => [keyword, '']),
      ...(isNew ? [['', ''] as const] : []),
    ];
  };
  const [entries, setEntries] = useState(start);
  const [name, setName] = useState(stored.name);
  const [title, setTitle] = useState(stored.title ?? '');
  const [isSaved, setIsSaved] = useState(false);
  const save = useSave('dictionaries', (saved) => {
    setIsSaved(true);
    onSaved?.();
    if (next !== undefined) leave(next(saved));
  });
  const faults = useFaults(save.error);
  const form = useFocusFault(save.error);
  const body: Dictionary = { name, ...(title === '' ? {} : { title }), entries: entriesOf(entries) };
  const isDirty = !isSaved && (isNew || JSON.stringify(body) !== JSON.stringify(stored));
  const leave = useLeave(isDirty && entries.some(([keyword]) => keyword !== ''));
  const said = (field: string): { error?: string } => {
    const error = faults(field);
    return error === undefined ? {} : { error };
  };
  return (
    <form
      ref={form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ body, isNew });
      }}
    >
      <div className="gw-fields gw-part">
        {isNew ? (
          <TextInput
            label={words.name}
            description={words.nameAbout}
            withAsterisk
            autoFocus
            value={name}
            onChange={({ currentTarget }) => setName(currentTarget.value)}
            {...said('name')}
          />
        ) : null}
        <TextInput
          label={words.title}
          description={words.titleAbout}
          value={title}
          onChange={({ currentTarget }) => {
            setTitle(currentTarget.value);
            setIsSaved(false);
          }}
        />
      </div>
      <EntriesField
        value={entries}
        faults={faults}
        onChange={(next) => {
          setEntries(next);
          setIsSaved(false);
        }}
      />
      <ProblemAlert error={save.error} shown={['name', 'entries']} />
      <SaveBar
        isDirty={isDirty}
        busy={save.isPending}
        {...(isNew
          ? { act: texts.create }
          : {
              onReset: () => {
                setEntries(Object.entries(stored.entries));
                setTitle(stored.title ?? '');
              },
            })}
      />
    </form>
  );
}
