import { Select, Textarea, TextInput } from '@mantine/core';
import { SecretField } from '../integration/secret-field.tsx';
import { useTexts } from '../../texts/language.ts';
import {
  type Authentication,
  type AuthenticationField,
  authenticationFields,
  authenticationKinds,
  beginAuthentication,
  type FieldKey,
  readField,
  writeField,
} from './authentication.ts';
import { connectionTexts } from './texts.ts';

export type TypedSecrets = Readonly<Partial<Record<FieldKey, string>>>;

interface AuthenticationFieldsProps {
  readonly value: Authentication | undefined;
  readonly onChange: (value: Authentication | undefined) => void;
  readonly typed: TypedSecrets;
  readonly onTyped: (typed: TypedSecrets) => void;
  readonly faults: (field: string) => string | undefined;
}

/** How Gangway proves who it is; each kind has fields of its own. */
export function AuthenticationFields({ value, onChange, typed, onTyped, faults }: AuthenticationFieldsProps) {
  const texts = useTexts(connectionTexts).authentication;
  const authentication = value ?? { kind: 'none' };
  return (
    <>
      <Select
        className="gw-wide"
        label={texts.kind}
        description={texts.abouts[authentication.kind]}
        data={authenticationKinds.map((kind) => ({ value: kind, label: texts.kinds[kind] }))}
        value={authentication.kind}
        allowDeselect={false}
        maw={420}
        {...(faults('authentication.kind') === undefined ? {} : { error: faults('authentication.kind') })}
        onChange={(chosen) => {
          const kind = chosen ?? 'none';
          onTyped({});
          onChange(kind === 'none' ? undefined : beginAuthentication(kind));
        }}
      />
      {authenticationFields[authentication.kind].map((field) => (
        <OneField
          key={`${authentication.kind}.${field.key}`}
          field={field}
          authentication={authentication}
          typed={typed[field.key]}
          error={faults(`authentication.${field.key}`)}
          onChange={(text) => onChange(writeField(authentication, field.key, text))}
          onTyped={(text) => {
            const rest = Object.entries(typed).filter(([key]) => key !== field.key);
            onTyped(Object.fromEntries(text === undefined ? rest : [...rest, [field.key, text]]));
          }}
        />
      ))}
    </>
  );
}

interface OneFieldProps {
  readonly field: AuthenticationField;
  readonly authentication: Authentication;
  readonly typed: string | undefined;
  readonly error: string | undefined;
  readonly onChange: (text: string) => void;
  readonly onTyped: (text: string | undefined) => void;
}

function OneField({ field, authentication, typed, error, onChange, onTyped }: OneFieldProps) {
  const { fields } = useTexts(connectionTexts).authentication;
  const { key, secret = false, required = false, choices, usual = '', lines = false } = field;
  const value = readField(authentication, key);
  const shared = { label: fields[key], withAsterisk: required, ...(error === undefined ? {} : { error }) };
  if (secret)
    return <SecretField label={fields[key]} value={value} {...{ typed, onTyped, onChange, error, required }} />;
  if (choices !== undefined)
    return (
      <Select
        {...shared}
        data={[...choices]}
        value={value === '' ? choices[0] : value}
        allowDeselect={false}
        onChange={(chosen) => onChange(chosen === choices[0] && !required ? '' : (chosen ?? ''))}
      />
    );
  const typing = { ...shared, value, placeholder: usual };
  return lines ? (
    <Textarea
      {...typing}
      className="gw-wide"
      autosize
      minRows={4}
      maxRows={12}
      placeholder="-----BEGIN CERTIFICATE-----"
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
    />
  ) : (
    <TextInput {...typing} autoComplete="off" onChange={({ currentTarget }) => onChange(currentTarget.value)} />
  );
}
