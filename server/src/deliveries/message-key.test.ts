import { expect, test } from 'vitest';
import { messageKey } from './message-key.ts';

const about = {
  unitId: 1,
  connection: 'accounting',
  template: 'invoice',
  entity: 'documents',
  recordId: 7,
  eventId: 'e1',
};

test('is a UUID of version 8 that no release may change: counterparties have stored it', () => {
  expect(messageKey(about)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(messageKey(about)).toMatchInlineSnapshot(`"6e51a983-077f-8ce8-8c8d-356b96920930"`);
});

test('is the same for every delivery of the record, and another for everything else', () => {
  expect(messageKey({ ...about, eventId: 'e2' })).toBe(messageKey(about));
  const others = [
    { unitId: 2 },
    { connection: 'other' },
    { template: 'other' },
    { template: null },
    { entity: 'companies' },
    { recordId: 8 },
  ].map((more) => messageKey({ ...about, ...more }));
  expect(new Set([messageKey(about), ...others]).size).toBe(7);
});

test('is the event’s own where there is no record', () => {
  const alone = { ...about, recordId: null };
  expect(messageKey(alone)).not.toBe(messageKey({ ...alone, eventId: 'e2' }));
});
