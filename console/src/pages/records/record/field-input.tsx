import { NativeSelect, TagsInput, Textarea, TextInput } from '@mantine/core';
import { commonTexts } from '../../../texts/common.ts';
import { useTexts } from '../../../texts/language.ts';
import type { Field } from '../data/use-fields.ts';
import { isList, textOf, type Value } from '../model/record.ts';
import { useNames } from '../names.ts';
import { RecordSelect } from '../record-select.tsx';
import { DecimalInput } from './decimal-input.tsx';
import { RecordsInput } from './records-input.tsx';

export interface FieldInputProps {
  readonly field: Field;
  readonly label: string;
  readonly value: Value | undefined;
  readonly onChange: (value: Value) => void;
  readonly error?: string | undefined;
}

/** The input that fits a field's kind: a picker for related records, a list for choices, a calendar for days. */
export function FieldInput({ field, label, value, onChange, error }: FieldInputProps) {
  const names = useNames();
  const { time } = useTexts(commonTexts);
  const { type, format, list, entity, required, choices, key } = field;
  const common = { label, required, withAsterisk: required, ...(error === undefined ? {} : { error }) };
  const text = textOf(value);
  if (entity !== null && list)
    return (
      <RecordsInput
        entity={entity}
        value={isList(value) ? value : []}
        onChange={onChange}
        label={label}
        error={error}
      />
    );
  if (entity !== null)
    return (
      <RecordSelect
        entity={entity}
        value={typeof value === 'number' ? value : null}
        onChange={onChange}
        label={label}
        required={required}
        error={error}
      />
    );
  if (list)
    return (
      <TagsInput {...common} value={isList(value) ? value.map(textOf) : []} onChange={onChange} acceptValueOnBlur />
    );
  if (type === 'boolean')
    return (
      <NativeSelect
        {...common}
        value={typeof value === 'boolean' ? String(value) : ''}
        data={[
          { value: '', label: '' },
          { value: 'true', label: time.yes },
          { value: 'false', label: time.no },
        ]}
        onChange={({ currentTarget }) => onChange(currentTarget.value === '' ? null : currentTarget.value === 'true')}
      />
    );
  if (choices !== null)
    return (
      <NativeSelect
        {...common}
        value={text}
        data={[{ value: '', label: '' }, ...choices.map((choice) => ({ value: choice, label: names.choice(choice) }))]}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
      />
    );
  if (format === 'date')
    return (
      <TextInput
        {...common}
        type="date"
        max="9999-12-31"
        value={text}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
      />
    );
  if (format === 'date-time' || format === 'moment')
    return (
      <TextInput
        {...common}
        type="datetime-local"
        value={localMoment(text)}
        onChange={({ currentTarget }) => onChange(momentOf(currentTarget.value))}
      />
    );
  if (format === 'decimal') return <DecimalInput {...common} value={text} onChange={onChange} />;
  if (type === 'integer' || type === 'number')
    return (
      <TextInput
        {...common}
        inputMode="numeric"
        value={text}
        onChange={({ currentTarget }) => onChange(numberOf(currentTarget.value))}
      />
    );
  if (/(?:^|[.\]])(?:note|description)$/.test(key))
    return (
      <Textarea
        {...common}
        className="gw-wide"
        autosize
        minRows={2}
        maxRows={12}
        value={text}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
      />
    );
  return <TextInput {...common} value={text} onChange={({ currentTarget }) => onChange(currentTarget.value)} />;
}

/** What is no number is sent as it was typed: the server says what it expects there. */
function numberOf(typed: string): Value {
  const number = Number(typed);
  return typed.trim() === '' ? null : Number.isSafeInteger(number) ? number : typed;
}

/** `2026-11-23T10:00:00.000Z` in the zone of the person, as the browser's own field has it. */
function localMoment(text: string): string {
  const at = new Date(text);
  if (text === '' || Number.isNaN(at.getTime())) return '';
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

function momentOf(local: string): Value {
  const at = new Date(local);
  return local === '' || Number.isNaN(at.getTime()) ? null : at.toISOString();
}
