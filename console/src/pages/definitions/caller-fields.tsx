import { Select, TagsInput, TextInput } from '@mantine/core';
import { useTexts } from '../../texts/language.ts';
import { orNothing, withField } from '../integration/body.ts';
import { SecretField } from '../integration/secret-field.tsx';
import { Section } from '../integration/section.tsx';
import { beginCaller, type Caller, type CallerKind, type Definition } from './definition.ts';
import { definitionTexts } from './texts.ts';

export interface PartProps {
  readonly body: Definition;
  readonly change: (body: Definition) => void;
  readonly faults: (field: string) => string | undefined;
}

interface CallerFieldsProps extends PartProps {
  readonly typed: string | undefined;
  readonly onTyped: (typed: string | undefined) => void;
}

const kinds = ['token', 'basic', 'hmac'] as const satisfies readonly CallerKind[];
const hmacFields = ['header', 'prefix', 'timestampHeader', 'content', 'tolerance'] as const;
const usual = {
  header: 'X-Signature',
  prefix: 'sha256=',
  timestampHeader: 'X-Timestamp',
  content: '{timestamp}.{body}',
  tolerance: '5m',
};

/** Who may call, and in whose name. */
export function CallerSection({ body, change, faults, typed, onTyped }: CallerFieldsProps) {
  const texts = useTexts(definitionTexts).form;
  const { authentication } = body;
  const set = (next: Caller): void => change({ ...body, authentication: next });
  const said = (field: string): { error?: string } => {
    const error = faults(field);
    return error === undefined ? {} : { error };
  };
  const secret = (label: string, value: string, write: (text: string) => Caller) => (
    <SecretField
      label={label}
      required
      value={value}
      {...{ typed, onTyped }}
      onChange={(text) => set(write(text))}
      error={faults('authentication.password') ?? faults('authentication.secret')}
    />
  );
  return (
    <Section title={texts.who} grid>
      <Select
        label={texts.kind}
        data={kinds.map((value) => ({ value, label: texts.kinds[value] }))}
        value={authentication.kind}
        allowDeselect={false}
        onChange={(kind) => {
          onTyped(undefined);
          set(beginCaller(kind ?? 'token'));
        }}
      />
      {authentication.kind === 'basic' ? (
        <>
          <TextInput
            label={texts.username}
            withAsterisk
            autoComplete="off"
            value={authentication.username}
            onChange={({ currentTarget }) => set({ ...authentication, username: currentTarget.value })}
            {...said('authentication.username')}
          />
          {secret(texts.password, authentication.password, (password) => ({ ...authentication, password }))}
        </>
      ) : null}
      {authentication.kind === 'hmac' ? (
        <>
          {secret(texts.secret, authentication.secret, (text) => ({ ...authentication, secret: text }))}
          <Select
            label={texts.algorithm}
            data={['sha256', 'sha512'] as const}
            value={authentication.algorithm ?? 'sha256'}
            allowDeselect={false}
            onChange={(value) => set(withField(authentication, 'algorithm', value === 'sha512' ? value : undefined))}
          />
          <Select
            label={texts.encoding}
            data={['hex', 'base64'] as const}
            value={authentication.encoding ?? 'hex'}
            allowDeselect={false}
            onChange={(value) => set(withField(authentication, 'encoding', value === 'base64' ? value : undefined))}
          />
          {hmacFields.map((field) => (
            <TextInput
              key={field}
              label={texts[field]}
              placeholder={usual[field]}
              value={authentication[field] ?? ''}
              onChange={({ currentTarget }) => set(withField(authentication, field, orNothing(currentTarget.value)))}
              {...said(`authentication.${field}`)}
            />
          ))}
        </>
      ) : null}
      <TextInput
        label={texts.user}
        description={texts.userAbout}
        withAsterisk={authentication.kind !== 'token'}
        value={body.user ?? ''}
        onChange={({ currentTarget }) => change(withField(body, 'user', orNothing(currentTarget.value)))}
        {...said('user')}
      />
      <TagsInput
        label={texts.ipRanges}
        description={texts.ipRangesAbout}
        placeholder={body.ipRanges === undefined ? '10.0.0.0/8' : ''}
        splitChars={[',', ' ']}
        value={[...(body.ipRanges ?? [])]}
        onChange={(ranges) => change(withField(body, 'ipRanges', ranges.length === 0 ? undefined : ranges))}
        {...said('ipRanges')}
      />
    </Section>
  );
}
