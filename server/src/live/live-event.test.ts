import { expect, test } from 'vitest';
import { eventsFor, eventText, type UnitChanges } from './live-event.ts';

const nothing: UnitChanges = {
  ...{ deliveries: [], moreDeliveries: false, records: [], moreRecords: false },
  ...{ alerts: false, connections: [], jobs: [], configuration: [] },
};

test('nothing is told of nothing', () => {
  expect(eventsFor(nothing, { sees: () => true, configures: true })).toEqual([]);
});

test('100 ids at most are named, and that there are more', () => {
  const deliveries = Array.from({ length: 101 }, (_, index) => ({
    id: `${index}`,
    entity: 'documents',
    recordId: index,
  }));
  const [event] = eventsFor({ ...nothing, deliveries }, { sees: () => true, configures: true });
  expect(event).toMatchObject({ event: 'deliveries', data: { more: true } });
  expect((event?.data as { ids: string[] }).ids).toHaveLength(100);
});

test('rows that may not be seen are not named, and configuration only to those who may read it', () => {
  const changes: UnitChanges = {
    ...nothing,
    records: [
      { entity: 'documents', id: 1 },
      { entity: 'documents', id: 2 },
      { entity: 'documents', id: 2 },
    ],
    jobs: ['j'],
    configuration: [
      { kind: 'templates', name: 't' },
      { kind: 'views', name: 'v' },
    ],
  };
  expect(eventsFor(changes, { sees: ({ recordId }) => recordId === 2, configures: false })).toEqual([
    { event: 'records', data: { entity: 'documents', ids: [2], more: false } },
    { event: 'configuration', data: { kind: 'views', name: 'v' } },
  ]);
});

test('an event is written in one line of data', () => {
  expect(eventText(3, { event: 'connections', data: { names: ['a\nb'] } })).toBe(
    'id: 3\nevent: connections\ndata: {"names":["a\\nb"]}\n\n',
  );
});
