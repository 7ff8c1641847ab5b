import { NumberInput, Select, Switch, TagsInput, Textarea, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Schemas } from '../../api/call.ts';
import { useMe } from '../../api/session.ts';
import { useTexts } from '../../texts/language.ts';
import { orNothing, withField } from '../integration/body.ts';
import { PairsField } from '../integration/pairs-field.tsx';
import { Section } from '../integration/section.tsx';
import { readConstants, writeConstants } from './constants.ts';
import { connectionTexts } from './texts.ts';

type Connection = Schemas['Connection'];

export interface FieldsProps {
  readonly body: Connection;
  readonly onChange: (body: Connection) => void;
  readonly faults: (field: string) => string | undefined;
}

const said = (error: string | undefined): { error?: string } => (error === undefined ? {} : { error });
const numberOf = (value: string | number): number | undefined => (value === '' ? undefined : Number(value));

/** How patient Gangway is with it, and what happens when it does not answer. */
export function PatienceSection({ body, onChange, faults }: FieldsProps) {
  const texts = useTexts(connectionTexts).patience;
  return (
    <Section title={texts.title} grid>
      <TextInput
        label={texts.timeout}
        description={texts.timeoutAbout}
        placeholder="30s"
        value={body.timeout ?? ''}
        onChange={({ currentTarget }) => onChange(withField(body, 'timeout', orNothing(currentTarget.value)))}
        {...said(faults('timeout'))}
      />
      <NumberInput
        label={texts.concurrency}
        placeholder="4"
        min={1}
        value={body.concurrency ?? ''}
        onChange={(value) => onChange(withField(body, 'concurrency', numberOf(value)))}
        {...said(faults('concurrency'))}
      />
      <NumberInput
        label={texts.rate}
        description={texts.rateAbout}
        min={0}
        value={body.ratePerSecond ?? ''}
        onChange={(value) => onChange(withField(body, 'ratePerSecond', numberOf(value)))}
        {...said(faults('ratePerSecond'))}
      />
      <RetryFields body={body} onChange={onChange} faults={faults} />
      <Select
        label={texts.repeats}
        description={texts.repeatsAbout[body.repeats ?? 'safe']}
        data={[
          { value: 'safe', label: texts.safe },
          { value: 'unsafe', label: texts.unsafe },
        ]}
        value={body.repeats ?? 'safe'}
        allowDeselect={false}
        onChange={(value) => onChange(withField(body, 'repeats', value === 'unsafe' ? 'unsafe' : undefined))}
      />
      <Select
        label={texts.order}
        data={[
          { value: 'record', label: texts.inOrder },
          { value: 'none', label: texts.noOrder },
        ]}
        value={body.order ?? 'record'}
        allowDeselect={false}
        onChange={(value) => onChange(withField(body, 'order', value === 'none' ? 'none' : undefined))}
      />
      <TextInput
        label={texts.later}
        description={texts.laterAbout}
        placeholder="4h"
        value={body.answer?.within ?? ''}
        onChange={({ currentTarget: { value } }) =>
          onChange(
            withField(body, 'answer', orNothing(value) === undefined ? undefined : { later: true, within: value }),
          )
        }
        {...said(faults('answer'))}
      />
      <NumberInput
        label={texts.shards}
        description={texts.shardsAbout}
        placeholder="1"
        min={1}
        value={body.shards ?? ''}
        onChange={(value) => onChange(withField(body, 'shards', numberOf(value)))}
        {...said(faults('shards'))}
      />
    </Section>
  );
}

function RetryFields({ body, onChange, faults }: FieldsProps) {
  const texts = useTexts(connectionTexts).patience;
  const { retry } = body;
  const set = (at: readonly string[], within: string | undefined): void =>
    onChange(
      withField(body, 'retry', at.length === 0 ? undefined : { at, ...(within === undefined ? {} : { within }) }),
    );
  return (
    <>
      <TagsInput
        label={texts.retry}
        description={texts.retryAbout}
        {...(retry === undefined ? { placeholder: '0s, 10m, 2h, 23h' } : {})}
        splitChars={[',', ' ']}
        value={[...(retry?.at ?? [])]}
        onChange={(at) => set(at, retry?.within)}
        {...said(faults('retry'))}
      />
      {retry === undefined ? null : (
        <TextInput
          label={texts.within}
          placeholder="24h"
          value={retry.within ?? ''}
          onChange={({ currentTarget }) => set(retry.at, orNothing(currentTarget.value))}
        />
      )}
    </>
  );
}

/** What goes with every message. */
export function ContentSection({ body, onChange, faults }: FieldsProps): ReactNode {
  const texts = useTexts(connectionTexts).content;
  return (
    <Section title={texts.title} grid>
      <TextInput
        label={texts.charset}
        placeholder="utf-8"
        value={body.charset ?? ''}
        onChange={({ currentTarget }) => onChange(withField(body, 'charset', orNothing(currentTarget.value)))}
        {...said(faults('charset'))}
      />
      <Switch
        mt={28}
        label={texts.gzip}
        checked={body.gzip ?? false}
        onChange={({ currentTarget }) => onChange(withField(body, 'gzip', currentTarget.checked ? true : undefined))}
      />
      <div className="gw-wide">
        <PairsField
          label={texts.headers}
          nameLabel={texts.header}
          value={body.headers ?? {}}
          onChange={(headers) => onChange(withField(body, 'headers', headers))}
          error={faults('headers')}
        />
      </div>
      <div className="gw-wide">
        <PairsField
          label={texts.query}
          nameLabel={texts.parameter}
          value={body.query ?? {}}
          onChange={(query) => onChange(withField(body, 'query', query))}
          error={faults('query')}
        />
      </div>
      <div className="gw-wide">
        <PairsField
          label={texts.constants}
          description={texts.constantsAbout}
          nameLabel={texts.constant}
          value={readConstants(body.constants)}
          onChange={(constants) => onChange(withField(body, 'constants', writeConstants(constants, body.constants)))}
          error={faults('constants')}
        />
      </div>
    </Section>
  );
}

/** Where its requests may go, and whom they trust. */
export function NetworkSection({ body, onChange, faults }: FieldsProps) {
  const texts = useTexts(connectionTexts).network;
  const { administrator } = useMe();
  return (
    <Section title={texts.title} {...(administrator ? {} : { about: texts.onlyAdministrators })} grid>
      <TagsInput
        label={texts.allow}
        description={texts.allowAbout}
        disabled={!administrator}
        splitChars={[',', ' ']}
        value={[...(body.allow ?? [])]}
        onChange={(allow) => onChange(withField(body, 'allow', allow.length === 0 ? undefined : allow))}
        {...said(faults('allow'))}
      />
      <TextInput
        label={texts.proxy}
        placeholder="http://proxy.local:3128"
        disabled={!administrator}
        value={body.proxy ?? ''}
        onChange={({ currentTarget }) => onChange(withField(body, 'proxy', orNothing(currentTarget.value)))}
        {...said(faults('proxy'))}
      />
      <Textarea
        className="gw-wide"
        label={texts.ca}
        description={texts.caAbout}
        placeholder="-----BEGIN CERTIFICATE-----"
        autosize
        minRows={2}
        maxRows={10}
        value={body.ca ?? ''}
        onChange={({ currentTarget }) => onChange(withField(body, 'ca', orNothing(currentTarget.value)))}
        {...said(faults('ca'))}
      />
    </Section>
  );
}
