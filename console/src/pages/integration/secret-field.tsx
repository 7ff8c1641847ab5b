import { PasswordInput, TextInput } from '@mantine/core';
import { useTexts } from '../../texts/language.ts';
import { secretNamed } from './secrets.ts';
import { integrationTexts } from './texts.ts';

interface SecretFieldProps {
  readonly label: string;
  readonly description?: string;
  /** As it is stored: `{{secret:accounting}}`, or nothing yet. */
  readonly value: string;
  /** What was typed and is not saved yet. */
  readonly typed: string | undefined;
  readonly onTyped: (text: string | undefined) => void;
  /** For a text with more in it than one secret. */
  readonly onChange: (text: string) => void;
  readonly error?: string | undefined;
  readonly required?: boolean;
}

/** Written, never shown again: what is stored stays as it is until something is typed. */
export function SecretField(props: SecretFieldProps) {
  const { label, description, value, typed, onTyped, onChange, error, required = false } = props;
  const texts = useTexts(integrationTexts);
  const name = secretNamed(value);
  const shared = {
    label,
    ...(error === undefined ? {} : { error }),
    withAsterisk: required,
  };
  if (value !== '' && name === undefined)
    return (
      <TextInput
        {...shared}
        description={texts.secret.mixed}
        value={value}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
      />
    );
  const kept = name === undefined ? texts.secret.willBeKept : texts.secret.keptAs(name);
  return (
    <PasswordInput
      {...shared}
      description={description === undefined ? kept : `${description} ${kept}`}
      autoComplete="new-password"
      data-1p-ignore=""
      placeholder={name === undefined ? '' : texts.secret.unchanged}
      value={typed ?? ''}
      onChange={({ currentTarget }) => onTyped(currentTarget.value === '' ? undefined : currentTarget.value)}
    />
  );
}
