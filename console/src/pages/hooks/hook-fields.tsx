import { NumberInput, Select, Switch, TagsInput, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useApi } from '../../api/session.ts';
import { useTexts } from '../../texts/language.ts';
import { orNothing, withField } from '../integration/body.ts';
import { ConditionField } from '../integration/condition-field.tsx';
import { PairsField } from '../integration/pairs-field.tsx';
import { Section } from '../integration/section.tsx';
import { entityOf, type NewHook } from './hook.ts';
import { hookTexts } from './texts.ts';

interface HookFieldsProps {
  readonly value: NewHook;
  readonly onChange: (value: NewHook) => void;
  readonly faults: (field: string) => string | undefined;
  /** A secret is only given when a hook is made; later it is made anew. */
  readonly withSecret?: boolean;
  readonly disabled?: boolean;
}

const said = (error: string | undefined): { error?: string } => (error === undefined ? {} : { error });

export function HookFields({ value, onChange, faults, withSecret = false, disabled = false }: HookFieldsProps) {
  const texts = useTexts(hookTexts).form;
  return (
    <fieldset className="gw-plain-fieldset" disabled={disabled}>
      <WhereFields {...{ value, onChange, faults, withSecret }} />
      <details className="gw-fold">
        <summary>{texts.how}</summary>
        <HowFields {...{ value, onChange, faults }} />
      </details>
    </fieldset>
  );
}

function WhereFields({ value, onChange, faults, withSecret = false }: HookFieldsProps) {
  const texts = useTexts(hookTexts).form;
  const events = useEvents();
  return (
    <Section title={texts.where} grid>
      <TextInput
        className="gw-wide"
        label={texts.targetUrl}
        description={texts.targetUrlAbout}
        withAsterisk
        type="url"
        placeholder="https://hooks.example.com/gangway"
        value={value.targetUrl}
        onChange={({ currentTarget }) => onChange({ ...value, targetUrl: currentTarget.value })}
        {...said(faults('targetUrl'))}
      />
      <Select
        label={texts.event}
        withAsterisk
        searchable
        allowDeselect={false}
        data={events}
        value={value.event ?? null}
        onChange={(event) => onChange(withField(value, 'event', event ?? undefined))}
        {...said(faults('event'))}
      />
      <TextInput
        label={texts.title}
        description={texts.titleAbout}
        value={value.title ?? ''}
        onChange={({ currentTarget: { value: title } }) =>
          onChange(withField(value, 'title', title === '' ? undefined : title))
        }
      />
      <ConditionField
        label={texts.filter}
        description={texts.filterAbout}
        entity={entityOf(value.event)}
        value={value.filter ?? ''}
        onChange={(filter) => onChange(withField(value, 'filter', orNothing(filter)))}
        error={faults('filter')}
      />
      <Select
        label={texts.payload}
        data={[
          { value: 'thin', label: texts.thin },
          { value: 'full', label: texts.full },
        ]}
        value={value.payload ?? 'thin'}
        allowDeselect={false}
        onChange={(payload) => onChange(withField(value, 'payload', payload === 'full' ? 'full' : undefined))}
      />
      {withSecret ? (
        <TextInput
          label={texts.secret}
          description={texts.secretAbout}
          autoComplete="off"
          value={value.secret ?? ''}
          onChange={({ currentTarget }) => onChange(withField(value, 'secret', orNothing(currentTarget.value)))}
          {...said(faults('secret'))}
        />
      ) : null}
    </Section>
  );
}

function HowFields({ value, onChange, faults }: HookFieldsProps) {
  const texts = useTexts(hookTexts).form;
  const number = (key: 'ratePerSecond' | 'concurrency', label: string, usual: string) => (
    <NumberInput
      label={label}
      placeholder={usual}
      min={1}
      value={value[key] ?? ''}
      onChange={(typed) => onChange(withField(value, key, typed === '' ? undefined : Number(typed)))}
      {...said(faults(key))}
    />
  );
  const flag = (key: 'writeBacks' | 'imports') => (
    <Switch
      label={texts[key]}
      checked={value[key] ?? false}
      onChange={({ currentTarget: { checked } }) => onChange(withField(value, key, checked ? true : undefined))}
    />
  );
  return (
    <div className="gw-fields gw-part">
      <TextInput
        label={texts.timeout}
        placeholder="15s"
        value={value.timeout ?? ''}
        onChange={({ currentTarget }) => onChange(withField(value, 'timeout', orNothing(currentTarget.value)))}
        {...said(faults('timeout'))}
      />
      {number('ratePerSecond', texts.rate, '25')}
      {number('concurrency', texts.concurrency, '8')}
      <TagsInput
        label={texts.retry}
        description={texts.retryAbout}
        splitChars={[',', ' ']}
        value={[...(value.retry?.at ?? [])]}
        onChange={(at) => onChange(withField(value, 'retry', at.length === 0 ? undefined : { at }))}
        {...said(faults('retry'))}
      />
      <TextInput
        label={texts.later}
        description={texts.laterAbout}
        placeholder="4h"
        value={value.answer?.within ?? ''}
        onChange={({ currentTarget: { value: within } }) =>
          onChange(withField(value, 'answer', orNothing(within) === undefined ? undefined : { later: true, within }))
        }
        {...said(faults('answer'))}
      />
      <div className="gw-wide">
        <PairsField
          label={texts.headers}
          description={texts.headersAbout}
          nameLabel={texts.header}
          value={textsOf(value.headers)}
          onChange={(headers) => onChange(withField(value, 'headers', headers))}
          error={faults('headers')}
        />
      </div>
      {flag('writeBacks')}
      {flag('imports')}
    </div>
  );
}

const textsOf = (headers: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, String(text)]));

function useEvents() {
  const api = useApi();
  const { data } = useQuery({
    queryKey: [api.unit, 'events'],
    staleTime: 60_000,
    queryFn: ({ signal }) => api.call('listEvents', { signal }),
  });
  const groups = Map.groupBy(data?.data ?? [], ({ entity }) => entity ?? '');
  return [...groups].map(([group, events]) => ({
    group,
    items: events.map(({ name, title }) => ({ value: name, label: `${name} – ${title}` })),
  }));
}
