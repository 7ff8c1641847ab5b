import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useApi } from '../../api/session.ts';
import { useTexts } from '../../texts/language.ts';
import { useNamesOf } from './data/use-related.ts';
import { recordTexts } from './texts.ts';

interface RecordSelectProps {
  readonly entity: string;
  /** The id of the record. */
  readonly value: number | null;
  readonly onChange: (id: number | null) => void;
  readonly label?: string;
  /** Where there is no label to be seen. */
  readonly named?: string;
  readonly error?: string | undefined;
  readonly required?: boolean;
  readonly placeholder?: string;
}

/** Picks a record by a few letters of its number or name; the server looks through all of them. */
export function RecordSelect({
  entity,
  value,
  onChange,
  label,
  named,
  error,
  required = false,
  placeholder,
}: RecordSelectProps) {
  const api = useApi();
  const texts = useTexts(recordTexts).pick;
  const [typed, setTyped] = useState('');
  const name = useNamesOf(value === null ? [] : [[entity, [value]]])(entity, value ?? 0);
  const shown = value === null ? undefined : { value: String(value), label: name ?? `#${value}` };
  // What is chosen stands in the field as text; it is no question.
  const [text] = useDebouncedValue(typed === shown?.label ? '' : typed.trim(), 200);
  const { data = [] } = useQuery({
    queryKey: [api.unit, 'options', entity, 'pick', text],
    queryFn: async ({ signal }) => {
      const query = { limit: 30, ...(text === '' ? {} : { q: text }) };
      return (await api.call('listEntityOptions', { path: { name: entity }, query, signal })).data;
    },
    staleTime: 30_000,
  });
  const found = data.map((option) => ({ value: String(option.value), label: option.label }));
  const options =
    shown === undefined || found.some((option) => option.value === shown.value) ? found : [shown, ...found];
  return (
    <Select
      size="sm"
      searchable
      clearable={!required}
      {...(label === undefined ? {} : { label })}
      {...(named === undefined ? {} : { 'aria-label': named })}
      {...(error === undefined ? {} : { error })}
      required={required}
      withAsterisk={required}
      placeholder={placeholder ?? texts.placeholder}
      nothingFoundMessage={texts.nothing}
      data={options}
      // The server has searched already.
      filter={(input) => input.options}
      value={shown?.value ?? null}
      onSearchChange={setTyped}
      onChange={(id) => onChange(id === null ? null : Number(id))}
      maxDropdownHeight={280}
      comboboxProps={{ withinPortal: true }}
    />
  );
}
