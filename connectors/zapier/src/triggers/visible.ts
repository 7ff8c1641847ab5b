import type { Notice } from '../notice.ts';
import { type AnyBundle, textOf } from '../requests.ts';
import { sampleAlert } from '../samples.ts';
import { entityField, eventField, filterField } from './forms.ts';
import { hookTrigger } from './hook-trigger.ts';

const chosenEvent = (bundle: AnyBundle): string => textOf(bundle, 'event');
const ofEntity =
  (name: string) =>
  (bundle: AnyBundle): string =>
    `${textOf(bundle, 'entity')}.${name}`;

export const recordReachedStatus = hookTrigger({
  key: 'record_status',
  noun: 'Record',
  label: 'Record Reached Status',
  description: 'Triggers when a record reaches a status, such as an invoice that was approved.',
  inputFields: [entityField, eventField('status_events', 'Status'), filterField],
  event: chosenEvent,
});

export const recordCreated = hookTrigger({
  key: 'record_created',
  noun: 'Record',
  label: 'Record Created',
  description: 'Triggers when a record is created, such as a new person or company.',
  inputFields: [entityField, filterField],
  event: ofEntity('created'),
});

export const recordUpdated = hookTrigger({
  key: 'record_updated',
  noun: 'Record',
  label: 'Record Updated',
  description: 'Triggers when a record is changed, its status and properties included.',
  inputFields: [entityField, filterField],
  event: ofEntity('updated'),
});

export const propertySet = hookTrigger({
  key: 'property_set',
  noun: 'Property',
  label: 'Property Set',
  description: 'Triggers when a property of a record is set, or set to another value.',
  inputFields: [entityField, eventField('property_events', 'Property'), filterField],
  event: chosenEvent,
});

export const anyEvent = hookTrigger({
  key: 'event',
  noun: 'Event',
  label: 'Any Event',
  description:
    'Triggers when any event happens, such as a deletion, a request for an export, or one that a Gangway trigger names.',
  inputFields: [entityField, eventField('events', 'Event'), filterField],
  event: chosenEvent,
});

const failures = ['delivery-failed', 'delivery-refused', 'delivery-unknown'];

export const exportFailed = hookTrigger({
  key: 'export_failed',
  noun: 'Export',
  label: 'Export Failed',
  description:
    'Triggers when a record could not be delivered to another system, or was refused there: once until it is mended.',
  inputFields: [
    {
      key: 'connection',
      label: 'Only to this connection',
      type: 'string',
      required: false,
      helpText: 'The name of the connection, such as accounting. The token must be one of a configurator.',
    },
  ],
  event: () => 'alerts.opened',
  wants: ({ record }: Notice, bundle) => {
    const connection = textOf(bundle, 'connection');
    return failures.includes(String(record?.['kind'])) && (connection === '' || record?.['connection'] === connection);
  },
  sample: sampleAlert,
});
