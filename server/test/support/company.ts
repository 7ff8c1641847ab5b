import type { Transaction } from '../../src/database/database.ts';
import type { Actor, InputFields } from '../../src/records/types.ts';

export const administrator: Actor = { userId: 2, name: 'Admin', groups: ['Administrators'], administrator: true };

/** Two lines, 2,755.66 with VAT. */
export const invoiceFields: InputFields = {
  ...{ type: 'INVOICE.SALES', agencyId: 1, ownerId: 2, companyId: 3, currency: 'CZK' },
  lines: [
    { name: 'Consulting', quantity: '2', unit: 'h', unitPrice: '1000.00', vatRate: '21' },
    { name: 'Book', quantity: '3', unitPrice: '99.90', vatRate: '12' },
  ],
};

/** One unit with its agency, its administrator and a customer: what an invoice needs. */
export async function seedCompany(transaction: Transaction): Promise<void> {
  await transaction.query({
    text: `insert into units (unit_id, name) values (1, 'Test s.r.o.') on conflict do nothing`,
  });
  const records = [
    ['agencies', 1, { name: 'Test s.r.o.', currency: 'CZK' }],
    [
      'users',
      2,
      { login: 'admin', email: 'admin@example.com', firstName: 'Ada', lastName: 'Admin', groups: ['Administrators'] },
    ],
    [
      'companies',
      3,
      { name: 'Odběratel a.s.', type: 'COMPANY', registrations: { registrationId: '12345678', vatId: 'CZ12345678' } },
    ],
  ] as const;
  for (const [entity, id, data] of records) {
    await transaction.query({
      text: `with seeded as (
               insert into records (unit_id, entity, id, registration, revision, type, data, created_at, updated_at)
               select 1, $1, id, id::text, 1, data->>'type', data, now(), now() from (select $2::int as id, $3::jsonb as data) v
               returning unit_id, entity, updated_at, id, revision)
             insert into record_changes (unit_id, entity, at, id, revision) select unit_id, entity, updated_at, id, revision from seeded`,
      values: [entity, id, JSON.stringify(data)],
    });
  }
  await transaction.query({
    text: `insert into record_keys (unit_id, entity, key, value, record_id)
           values (1, 'users', 'login', 'admin', 2), (1, 'users', 'email', 'admin@example.com', 2)`,
  });
  await transaction.query({ text: `select setval('record_ids', 100)` });
}
