import { describe, expect, test } from 'vitest';
import { resolveDefinitions } from '../records/resolve-definitions.ts';
import type { RecordRow } from '../records/types.ts';
import { eventKinds, namesOfEvent } from './event-kinds.ts';
import { changedFields, noticeBytes, thinNotice } from './notice.ts';

const definitions = resolveDefinitions([]);

describe('the kinds of events', () => {
  const kinds = eventKinds(definitions, [
    { name: 'big', entity: 'documents', emit: 'documents.big' },
    { name: 'twice', entity: 'documents', emit: 'documents.big' },
    { name: 'known', entity: 'documents', emit: 'documents.exportRequested' },
    { name: 'silent', entity: 'documents' },
  ]);
  const names = kinds.map(({ name }) => name);

  test('are those of every entity, its statuses and properties, and those that triggers name, each once', () => {
    for (const name of [
      ...['documents.created', 'documents.updated', 'documents.deleted', 'documents.approved', 'documents.paid'],
      ...['documents.properties.extStatus', 'documents.exportRequested', 'companies.created', 'documents.big'],
      ...['alerts.opened', 'alerts.resolved'],
    ]) {
      expect(names).toContain(name);
    }
    expect(new Set(names).size).toBe(names.length);
  });

  test('have a title and a sentence for a person', () => {
    for (const { title, description } of kinds) {
      expect(title).toMatch(/^[A-Z]/);
      expect(description).toMatch(/[.]$/);
    }
  });
});

describe('the names of an event', () => {
  const row = (properties: object): RecordRow => ({
    ...{ unitId: 1, entity: 'documents', id: 7, registration: '7', revision: 2, type: null, status: null },
    ...{
      data: { properties: { ...properties } },
      exports: {},
      createdAt: new Date(),
      updatedAt: new Date(),
      deletedAt: null,
    },
  });
  const base = { entity: 'documents', names: ['documents.updated'], after: row({}) } as const;

  test('tell of properties that were set, not of those that were cleared', () => {
    const changes = {
      'properties.extStatus': [null, 'EXT.READY'],
      'properties.accountingId': ['A', null],
      note: ['a', 'b'],
    } as const;
    expect(namesOfEvent({ ...base, kind: 'updated', changes })).toEqual([
      'documents.updated',
      'documents.properties.extStatus',
    ]);
  });

  test('tell of every property of a record that is created', () => {
    const event = {
      ...base,
      kind: 'created',
      changes: {},
      names: ['documents.created'],
      after: row({ extStatus: 'EXT.READY' }),
    } as const;
    expect(namesOfEvent(event)).toEqual(['documents.created', 'documents.properties.extStatus']);
  });
});

describe('a thin notice', () => {
  const event = {
    ...{ unitId: 1, id: 'e', at: new Date('2026-11-23T10:00:00Z'), entity: 'documents', recordId: 7 },
    ...{ registration: '2026-0001', revision: 2 },
    changes: {
      'lines[0].unitPrice': ['1', '2'],
      'lines[1].name': ['a', 'b'],
      'properties.extStatus': [null, 'X'],
      status: ['A', 'B'],
    },
  } as const;

  test('names the fields and holds no value of the record', () => {
    const notice = thinNotice(event, { type: 'documents.updated', deliveryId: 'd', publicUrl: 'https://g.example' });
    expect(notice).toEqual({
      ...{ id: 'e', type: 'documents.updated', createdAt: '2026-11-23T10:00:00.000Z', unit: 1, entity: 'documents' },
      ...{ recordId: 7, registration: '2026-0001', revision: 2, deliveryId: 'd' },
      change: { fields: ['lines', 'properties.extStatus', 'status'] },
      url: 'https://g.example/rest/v1/1/documents?id=7',
    });
    expect(noticeBytes(notice)).toEqual(noticeBytes({ ...notice }));
  });

  test('stays below 256 KB however much changed', () => {
    const changes = Object.fromEntries(
      Array.from({ length: 20_000 }, (_, index) => [`properties.${'x'.repeat(300)}${index}`, [null, 1] as const]),
    );
    const notice = thinNotice({ ...event, changes }, { type: 't', deliveryId: 'd', publicUrl: 'https://g.example' });
    expect(changedFields(changes)).toHaveLength(1_000);
    expect(noticeBytes(notice).length).toBeLessThan(256 * 1_024);
  });
});
