import { NumberInput, SegmentedControl, Select, Switch, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useApi } from '../../api/session.ts';
import { ProblemAlert, useFaults, useFocusFault } from '../../components/problem-alert.tsx';
import { useTexts } from '../../texts/language.ts';
import { orNothing, withField } from '../integration/body.ts';
import { ConditionField } from '../integration/condition-field.tsx';
import { SaveBar } from '../integration/save-bar.tsx';
import { Section } from '../integration/section.tsx';
import { integrationTexts } from '../integration/texts.ts';
import { type Draft, useSave } from '../integration/use-object.ts';
import { DeliverFields } from './deliver-fields.tsx';
import { EventFields } from './event-fields.tsx';
import { RehearsalPanel } from './rehearsal-panel.tsx';
import { ScheduleFields } from './schedule-fields.tsx';
import { triggerTexts } from './texts.ts';
import type { Trigger } from './trigger.ts';

interface TriggerFormProps {
  readonly draft: Draft<Trigger>;
  readonly isNew?: boolean;
  readonly onSaved: (name: string) => void;
}

const shown = ['name', 'title', 'entity', 'on', 'when', 'schedule', 'deliver', 'emit', 'from', 'brake'];

/** A trigger beside what it would have done. */
export function TriggerForm({ draft, isNew = false, onSaved }: TriggerFormProps) {
  const texts = useTexts(triggerTexts);
  const save = useSave('triggers', onSaved);
  const faults = useFaults(save.error);
  const form = useFocusFault(save.error);
  const [round, setRound] = useState(0);
  const { body, change } = draft;
  const fields: FieldsProps = { body, change, faults };
  return (
    <div className="gw-beside">
      <form
        ref={form}
        key={round}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate({ body, isNew }, { onSuccess: draft.reset });
        }}
      >
        {isNew ? <NameFields {...fields} /> : null}
        <ListensSection {...fields} isNew={isNew} />
        <SendsSection {...fields} />
        <LimitsSection {...fields} />
        <ProblemAlert error={save.error} shown={shown} />
        <SaveBar
          isDirty={draft.isDirty}
          isBehind={draft.isBehind}
          busy={save.isPending}
          {...(isNew
            ? { act: texts.create }
            : {
                onReset: () => {
                  draft.reset();
                  setRound(round + 1);
                },
              })}
        />
      </form>
      <aside>
        <RehearsalPanel trigger={body} complete={body.entity !== undefined} />
      </aside>
    </div>
  );
}

interface FieldsProps {
  readonly body: Trigger;
  readonly change: (body: Trigger) => void;
  readonly faults: (field: string) => string | undefined;
}

const said = (error: string | undefined): { error?: string } => (error === undefined ? {} : { error });

function NameFields({ body, change, faults }: FieldsProps) {
  const words = useTexts(integrationTexts);
  return (
    <div className="gw-fields gw-part">
      <TextInput
        label={words.name}
        description={words.nameAbout}
        withAsterisk
        autoFocus
        placeholder="invoice-approved"
        value={body.name}
        onChange={({ currentTarget }) => change({ ...body, name: currentTarget.value })}
        {...said(faults('name'))}
      />
      <TitleField {...{ body, change, faults }} />
    </div>
  );
}

function TitleField({ body, change }: FieldsProps) {
  const words = useTexts(integrationTexts);
  return (
    <TextInput
      label={words.title}
      description={words.titleAbout}
      value={body.title ?? ''}
      onChange={({ currentTarget: { value } }) => change(withField(body, 'title', value === '' ? undefined : value))}
    />
  );
}

function ListensSection({ body, change, faults, isNew }: FieldsProps & { readonly isNew: boolean }) {
  const texts = useTexts(triggerTexts).form;
  const entities = useEntities();
  const byClock = body.schedule !== undefined;
  const begin = (kind: string): void => {
    const { on: _on, schedule: _schedule, ...rest } = body;
    change(kind === 'clock' ? { ...rest, schedule: { cron: '0 6 * * 1-5' } } : rest);
  };
  return (
    <Section title={texts.what} grid>
      {isNew ? null : <TitleField {...{ body, change, faults }} />}
      <Select
        label={texts.entity}
        data={[...new Set([...entities, ...(body.entity === undefined ? [] : [body.entity])])]}
        searchable
        clearable={byClock}
        allowDeselect={byClock}
        placeholder={texts.noEntity}
        value={body.entity ?? null}
        onChange={(entity) => change(withField(body, 'entity', entity ?? undefined))}
        {...said(faults('entity'))}
      />
      <div>
        <p className="gw-field-label" id="gw-trigger-begins">
          {texts.when}
        </p>
        <SegmentedControl
          aria-labelledby="gw-trigger-begins"
          value={byClock ? 'clock' : 'event'}
          onChange={begin}
          data={[
            { value: 'event', label: texts.byEvent },
            { value: 'clock', label: texts.byClock },
          ]}
        />
      </div>
      {body.schedule === undefined ? (
        <EventFields
          entity={body.entity}
          value={body.on ?? []}
          onChange={(on) => change(withField(body, 'on', on))}
          error={faults('on')}
        />
      ) : (
        <ScheduleFields
          value={body.schedule}
          onChange={(schedule) => change({ ...body, schedule })}
          error={faults('schedule')}
        />
      )}
      <ConditionField
        label={texts.condition}
        description={texts.conditionAbout}
        entity={body.entity}
        value={body.when ?? ''}
        onChange={(when) => change(withField(body, 'when', orNothing(when)))}
        error={faults('when')}
      />
    </Section>
  );
}

function SendsSection({ body, change, faults }: FieldsProps) {
  const texts = useTexts(triggerTexts).form;
  const error = faults('emit');
  return (
    <Section title={texts.sends} about={texts.sendsAbout}>
      <DeliverFields
        entity={body.entity}
        value={body.deliver ?? []}
        onChange={(deliver) => change(withField(body, 'deliver', deliver))}
        faults={faults}
      />
      <TextInput
        mt="md"
        maw={420}
        label={texts.emit}
        description={texts.emitAbout}
        value={body.emit ?? ''}
        onChange={({ currentTarget }) => change(withField(body, 'emit', orNothing(currentTarget.value)))}
        {...said(error)}
      />
    </Section>
  );
}

function LimitsSection({ body, change, faults }: FieldsProps) {
  const texts = useTexts(triggerTexts).form;
  const flag = (key: 'writeBacks' | 'imports') => (
    <Switch
      label={texts[key]}
      checked={body[key] ?? false}
      onChange={({ currentTarget: { checked } }) => change(withField(body, key, checked ? true : undefined))}
    />
  );
  return (
    <Section title={texts.careful} grid>
      <TextInput
        type="date"
        label={texts.from}
        value={body.from ?? ''}
        onChange={({ currentTarget }) => change(withField(body, 'from', orNothing(currentTarget.value)))}
        {...said(faults('from'))}
      />
      <NumberInput
        label={texts.brake}
        description={texts.brakeAbout}
        min={1}
        value={body.brake ?? ''}
        onChange={(value) => change(withField(body, 'brake', value === '' ? undefined : Number(value)))}
        {...said(faults('brake'))}
      />
      {flag('writeBacks')}
      {flag('imports')}
    </Section>
  );
}

function useEntities(): readonly string[] {
  const api = useApi();
  const { data } = useQuery({
    queryKey: [api.unit, 'entities'],
    staleTime: 300_000,
    queryFn: ({ signal }) => api.call('listEntities', { signal }),
  });
  return data?.data.map(({ name }) => name) ?? [];
}
