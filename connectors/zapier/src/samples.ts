import type { Notice } from './notice.ts';

/** Shown by Zapier where it has nothing real to show yet. */
export const sampleRecord = {
  id: 7,
  registration: '2026-0001',
  revision: 2,
  type: 'INVOICE.SALES',
  status: 'APPROVED',
  number: '260100001',
  companyId: 3,
  issuedOn: '2026-11-23',
  currency: 'CZK',
  total: '1210.00',
  lines: [{ name: 'Design', quantity: '1', unitPrice: '1000.00', vatRate: '21' }],
  tags: [],
  properties: { extStatus: 'EXT.READY' },
  createdAt: '2026-11-23T09:00:00.000Z',
  updatedAt: '2026-11-23T10:00:00.000Z',
};

const sampleEvent = {
  id: '01a20a17-e10f-7116-9b94-9d11926a9c19',
  createdAt: '2026-11-23T10:00:00.000Z',
  unit: 1,
  deliveryId: '01a20a17-e110-7000-8000-6f0f3a5d2b11',
};

export const sampleNotice: Notice = {
  ...sampleEvent,
  type: 'documents.approved',
  entity: 'documents',
  recordId: 7,
  registration: '2026-0001',
  revision: 2,
  change: { fields: ['status', 'statusDate', 'number'] },
  url: 'https://gangway.example.com/rest/v1/1/documents?id=7',
  record: sampleRecord,
};

export const sampleAlert: Notice = {
  ...sampleEvent,
  type: 'alerts.opened',
  entity: 'alerts',
  recordId: null,
  registration: '01a20a17-e10f-7116-9b94-9d11926a9c20',
  revision: null,
  change: { fields: [] },
  url: 'https://gangway.example.com/api/v1/1/alerts?open=true',
  record: {
    id: '01a20a17-e10f-7116-9b94-9d11926a9c20',
    key: 'delivery/accounting/documents/7',
    kind: 'delivery-refused',
    text: 'accounting has refused the document 2026-0001: The VAT code is not known.',
    entity: 'documents',
    recordId: 7,
    connection: 'accounting',
    deliveryId: '01a20a17-e110-7000-8000-6f0f3a5d2b12',
    at: '2026-11-23T10:00:00.000Z',
    resolvedAt: null,
    resolvedBy: null,
  },
};

export const samplePass = {
  id: 60,
  registration: '60',
  type: 'ATTENDANCE',
  badge: 'B101',
  direction: 'IN',
  at: '2026-11-23T08:00:00+01:00',
  device: 'main-gate',
  eventId: '4711',
  state: 'accepted',
  createdAt: '2026-11-23T07:00:00.112Z',
};

export const sampleDelivery = {
  id: '01a20a17-e110-7000-8000-6f0f3a5d2b11',
  state: 'delivered',
  entity: 'documents',
  recordId: 7,
  createdAt: '2026-11-23T10:00:00.000Z',
};
