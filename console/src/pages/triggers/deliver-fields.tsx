import { Button, Select, Switch, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useApi } from '../../api/session.ts';
import { Icon } from '../../components/icon.tsx';
import { useTexts } from '../../texts/language.ts';
import { withField } from '../integration/body.ts';
import { useObjects } from '../integration/use-object.ts';
import { triggerTexts } from './texts.ts';
import { type Deliver, readValue, sayValue } from './trigger.ts';

interface DeliverFieldsProps {
  readonly entity: string | undefined;
  readonly value: readonly Deliver[];
  readonly onChange: (value: readonly Deliver[] | undefined) => void;
  readonly faults: (field: string) => string | undefined;
}

/** To whom what is sent; each entry makes a delivery of its own. */
export function DeliverFields({ entity, value, onChange, faults }: DeliverFieldsProps) {
  const texts = useTexts(triggerTexts).form;
  const recipients = useRecipients();
  const templates = useTemplates(entity);
  const set = (at: number, next: Deliver | undefined): void => {
    const rest = value.flatMap((one, index) => (index !== at ? [one] : next === undefined ? [] : [next]));
    onChange(rest.length === 0 ? undefined : rest);
  };
  return (
    <>
      {value.map((deliver, at) => (
        <fieldset key={at} className="gw-delivery">
          <legend>{texts.delivery(at + 1)}</legend>
          <OneDelivery
            {...{ deliver, recipients, templates }}
            faults={(field) =>
              faults(`deliver[${at}].${field}`) ?? (field === 'connection' ? faults(`deliver[${at}]`) : undefined)
            }
            onChange={(next) => set(at, next)}
          />
          <Button
            variant="subtle"
            color="gray"
            size="compact-sm"
            leftSection={<Icon name="x" size={14} />}
            onClick={() => set(at, undefined)}
          >
            {texts.removeDelivery(at + 1)}
          </Button>
        </fieldset>
      ))}
      <Button
        variant="subtle"
        size="compact-sm"
        leftSection={<Icon name="plus" size={14} />}
        onClick={() => onChange([...value, {}])}
      >
        {texts.addDelivery}
      </Button>
    </>
  );
}

interface OneDeliveryProps {
  readonly deliver: Deliver;
  readonly recipients: Recipients;
  readonly templates: readonly string[];
  readonly faults: (field: string) => string | undefined;
  readonly onChange: (deliver: Deliver) => void;
}

function OneDelivery({ deliver, recipients, templates, faults, onChange }: OneDeliveryProps) {
  const texts = useTexts(triggerTexts).form;
  const { connection, hook, template, repeat, payload, supersede = false } = deliver;
  const said = (field: string): { error?: string } => {
    const error = faults(field);
    return error === undefined ? {} : { error };
  };
  return (
    <div className="gw-fields">
      <Select
        label={texts.toWhom}
        withAsterisk
        searchable
        data={[
          { group: texts.connections, items: choices('connection', recipients.connections, connection) },
          { group: texts.hooks, items: choices('hook', recipients.hooks, hook) },
        ]}
        value={connection === undefined ? (hook === undefined ? null : `hook:${hook}`) : `connection:${connection}`}
        allowDeselect={false}
        onChange={(chosen) => onChange(sendTo(deliver, chosen ?? ''))}
        {...said('connection')}
        {...(faults('hook') === undefined ? {} : said('hook'))}
      />
      {hook === undefined ? (
        <Select
          label={texts.template}
          placeholder={texts.noTemplate}
          searchable
          clearable
          data={[...new Set([...templates, ...(template === undefined ? [] : [template])])]}
          value={template ?? null}
          onChange={(chosen) => onChange(withField(deliver, 'template', chosen ?? undefined))}
          {...said('template')}
        />
      ) : (
        <TextInput label={texts.template} value={texts.hookNotice} readOnly />
      )}
      <Select
        label={texts.repeat}
        data={[
          { value: '', label: texts.usualRepeat },
          { value: 'once', label: texts.once },
          { value: 'always', label: texts.always },
        ]}
        value={repeat ?? ''}
        allowDeselect={false}
        onChange={(chosen) =>
          onChange(withField(deliver, 'repeat', chosen === 'once' || chosen === 'always' ? chosen : undefined))
        }
      />
      <Select
        label={texts.payload}
        data={[
          { value: 'event', label: texts.atEvent },
          { value: 'latest', label: texts.latest },
        ]}
        value={payload ?? 'event'}
        allowDeselect={false}
        onChange={(chosen) => onChange(withField(deliver, 'payload', chosen === 'latest' ? 'latest' : undefined))}
      />
      <MarkFields {...{ deliver, said, onChange }} />
      <Switch
        className="gw-wide"
        label={texts.supersede}
        checked={supersede}
        onChange={({ currentTarget: { checked } }) =>
          onChange(withField(deliver, 'supersede', checked ? true : undefined))
        }
      />
    </div>
  );
}

interface MarkFieldsProps {
  readonly deliver: Deliver;
  readonly said: (field: string) => { error?: string };
  readonly onChange: (deliver: Deliver) => void;
}

function MarkFields({ deliver, said, onChange }: MarkFieldsProps) {
  const texts = useTexts(triggerTexts).form;
  const { mark } = deliver;
  const value = (key: 'delivered' | 'failed', label: string) => (
    <TextInput
      label={label}
      value={sayValue(mark?.[key])}
      onChange={({ currentTarget }) => {
        if (mark !== undefined)
          onChange(withField(deliver, 'mark', withField(mark, key, readValue(currentTarget.value))));
      }}
    />
  );
  return (
    <>
      <TextInput
        label={texts.mark}
        description={texts.markAbout}
        value={mark?.property ?? ''}
        onChange={({ currentTarget: { value: property } }) =>
          onChange(withField(deliver, 'mark', property === '' ? undefined : { ...mark, property }))
        }
        {...said('mark')}
      />
      {mark === undefined ? null : value('delivered', texts.markDelivered)}
      {mark === undefined ? null : value('failed', texts.markFailed)}
    </>
  );
}

const choices = (kind: string, names: readonly string[], now: string | undefined) =>
  [...new Set([...names, ...(now === undefined ? [] : [now])])].map((name) => ({
    value: `${kind}:${name}`,
    label: name,
  }));

function sendTo(deliver: Deliver, chosen: string): Deliver {
  const { connection: _connection, hook: _hook, ...rest } = deliver;
  const [kind = '', name = ''] = chosen.split(/:(.*)/s);
  if (kind !== 'hook') return { connection: name, ...rest };
  const { template: _template, ...untouched } = rest;
  return { hook: name, ...untouched };
}

interface Recipients {
  readonly connections: readonly string[];
  readonly hooks: readonly string[];
}

/** Connections, and the hooks that belong to the configuration. */
export function useRecipients(): Recipients {
  const api = useApi();
  const connections = useObjects('connections');
  const hooks = useQuery({
    queryKey: [api.unit, 'hooks', 'named'],
    queryFn: ({ signal }) => api.call('listHooks', { query: { limit: 200 }, signal }),
  });
  return {
    connections: connections.data?.map(({ body }) => body.name) ?? [],
    hooks: hooks.data?.data.flatMap(({ name }) => (name === null ? [] : [name])) ?? [],
  };
}

function useTemplates(entity: string | undefined): readonly string[] {
  const api = useApi();
  const { data } = useQuery({
    queryKey: [api.unit, 'templates'],
    queryFn: ({ signal }) => api.call('listTemplates', { signal }),
  });
  const fitting = data?.data.filter(({ body }) => body.entity === undefined || body.entity === entity) ?? [];
  return fitting.map(({ body }) => body.name);
}
