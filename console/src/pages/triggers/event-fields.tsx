import { ActionIcon, Button, Checkbox, Input, MultiSelect, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useApi } from '../../api/session.ts';
import { Icon } from '../../components/icon.tsx';
import { useTexts } from '../../texts/language.ts';
import { triggerTexts } from './texts.ts';
import { readValue, sayEvent, sayValue, toggleEvent, type TriggerEvent } from './trigger.ts';

interface EventFieldsProps {
  readonly entity: string | undefined;
  readonly value: readonly TriggerEvent[];
  readonly onChange: (value: readonly TriggerEvent[] | undefined) => void;
  readonly error: string | undefined;
}

const plain = ['created', 'updated', 'deleted', 'requested'] as const;
type PropertyEvent = Extract<TriggerEvent, { readonly property: string }>;
const isProperty = (event: TriggerEvent): event is PropertyEvent => typeof event === 'object' && 'property' in event;

/** What has to happen: changes, a status reached, a property set. */
export function EventFields({ entity, value, onChange, error }: EventFieldsProps) {
  const texts = useTexts(triggerTexts);
  const { statuses, properties } = useNames(entity);
  const kinds = entity === 'time' ? ([...plain, 'interval'] as const) : plain;
  const reached = value.flatMap((event) => (typeof event === 'object' && 'status' in event ? [event.status] : []));
  const others = value.filter((event) => !(typeof event === 'object' && 'status' in event));
  const setAt = (at: number, event: PropertyEvent): void =>
    onChange(value.map((one, index) => (index === at ? event : one)));
  return (
    <Input.Wrapper
      className="gw-wide"
      labelElement="div"
      label={texts.form.events}
      description={texts.form.eventsAbout}
      {...(error === undefined ? {} : { error })}
    >
      <div role="group" aria-label={texts.form.events} className="gw-events">
        <div className="gw-event-kinds">
          {kinds.map((kind) => (
            <Checkbox
              key={kind}
              label={sayEvent(kind, texts.events)}
              checked={value.includes(kind)}
              onChange={() => onChange(toggleEvent(value, kind))}
            />
          ))}
        </div>
        <MultiSelect
          aria-label={texts.form.addStatus}
          placeholder={reached.length === 0 ? texts.form.addStatus : ''}
          data={[...new Set([...statuses, ...reached])]}
          value={reached}
          searchable
          onChange={(chosen) => {
            const next = [...others, ...chosen.map((status) => ({ status }))];
            onChange(next.length === 0 ? undefined : next);
          }}
        />
        {value.map((event, at) =>
          isProperty(event) ? (
            <PropertyRow
              key={at}
              event={event}
              properties={properties}
              onChange={(next) => setAt(at, next)}
              onRemove={() => onChange(toggleEvent(value, event))}
            />
          ) : null,
        )}
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<Icon name="plus" size={14} />}
          onClick={() => onChange([...value, { property: properties[0]?.name ?? '' }])}
        >
          {texts.form.addProperty}
        </Button>
      </div>
    </Input.Wrapper>
  );
}

interface Property {
  readonly name: string;
  readonly choices: readonly string[];
}

interface PropertyRowProps {
  readonly event: PropertyEvent;
  readonly properties: readonly Property[];
  readonly onChange: (event: PropertyEvent) => void;
  readonly onRemove: () => void;
}

function PropertyRow({ event, properties, onChange, onRemove }: PropertyRowProps) {
  const texts = useTexts(triggerTexts);
  const { form } = texts;
  const { property, is } = event;
  const known = properties.find(({ name }) => name === property);
  const valueChanged = (text: string): void => {
    const value = readValue(text);
    onChange(value === undefined ? { property } : { property, is: value });
  };
  return (
    <div className="gw-pair">
      <Select
        aria-label={form.property}
        data={[...new Set([...properties.map(({ name }) => name), property])]}
        value={property}
        searchable
        allowDeselect={false}
        onChange={(name) => onChange({ property: name ?? '' })}
      />
      {known === undefined || known.choices.length === 0 ? (
        <TextInput
          aria-label={form.is}
          placeholder={`${form.is} (${form.isAbout})`}
          value={sayValue(is)}
          onChange={({ currentTarget }) => valueChanged(currentTarget.value)}
        />
      ) : (
        <Select
          aria-label={form.is}
          placeholder={`${form.is} (${form.isAbout})`}
          data={[...known.choices]}
          value={is === undefined ? null : sayValue(is)}
          clearable
          onChange={(value) => valueChanged(value ?? '')}
        />
      )}
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={form.removeEvent(sayEvent(event, texts.events))}
        onClick={onRemove}
      >
        <Icon name="x" />
      </ActionIcon>
    </div>
  );
}

/** Statuses and properties of the entity, to choose from. */
function useNames(entity: string | undefined): {
  readonly statuses: readonly string[];
  readonly properties: readonly Property[];
} {
  const api = useApi();
  const { data } = useQuery({
    queryKey: [api.unit, 'entities', entity, 'fields'],
    enabled: entity !== undefined,
    staleTime: 300_000,
    queryFn: ({ signal }) => api.call('readEntityFields', { path: { name: entity ?? '' }, signal }),
  });
  const fields = data?.data ?? [];
  return {
    statuses: fields.find(({ key }) => key === 'status')?.choices ?? [],
    properties: fields
      .filter(({ key }) => key.startsWith('properties.'))
      .map(({ key, choices }) => ({ name: key.slice('properties.'.length), choices: choices ?? [] })),
  };
}
