import type { Database } from '../../server/src/database/database.ts';

/**
 * Documents as they come together in some years: eight types, six statuses, 5,000 companies, 50 owners, two lines each; later ones have later dates, most were
 * changed some days after they were made. Written in bulk, with the order of their changes.
 */
export async function seedDocuments(database: Database, first: number, count: number): Promise<void> {
  for (let done = 0; done < count; done += 50_000) {
    const from = first + done;
    const to = first + Math.min(count, done + 50_000) - 1;
    await database.query({ text: insertDocuments, values: [from, to, first, first + count] });
  }
  await database.query({
    text: `insert into record_changes (unit_id, entity, at, id, revision)
           select unit_id, entity, updated_at, id, revision from records where unit_id = 1 and entity = 'documents' and id between $1 and $2`,
    values: [first, first + count - 1],
  });
  await database.query({ text: 'vacuum analyze records, record_changes' });
}

const insertDocuments = `
  insert into records (unit_id, entity, id, registration, revision, type, status, data, created_at, updated_at)
  select 1, 'documents', n, 'D-' || lpad(n::text, 8, '0'), 1 + n % 3, type, status, jsonb_build_object(
      'type', type, 'status', status, 'agencyId', 1, 'ownerId', 100 + n % 50, 'companyId', 1000 + (n * 7919) % 5000,
      'number', to_char(created, 'YY') || lpad(n::text, 8, '0'), 'variableSymbol', to_char(created, 'YY') || lpad(n::text, 8, '0'),
      'issuedOn', to_char(created, 'YYYY-MM-DD'), 'dueOn', to_char(created + interval '14 days', 'YYYY-MM-DD'),
      'taxPointOn', to_char(created, 'YYYY-MM-DD'), 'currency', 'CZK', 'paid', n % 4 = 0, 'tags', '["bench"]'::jsonb,
      'lines', jsonb_build_array(
        jsonb_build_object('name', 'Design of the campaign', 'quantity', '2', 'unit', 'h', 'unitPrice', '1250.50', 'vatRate', '21',
          'totalWithoutVat', '2501.00', 'vat', '525.21', 'total', '3026.21'),
        jsonb_build_object('name', 'Print', 'quantity', '1', 'unit', 'pcs', 'unitPrice', '499.00', 'vatRate', '21',
          'totalWithoutVat', '499.00', 'vat', '104.79', 'total', '603.79')),
      'totalWithoutVat', '3000.00', 'total', '3630.00',
      'vat', '[{"rate": "21", "base": "3000.00", "vat": "630.00", "total": "3630.00"}]'::jsonb,
      'properties', jsonb_build_object('accountingNumber', 'A' || n)),
    created, created + (n * 31 % 100) * interval '3 hours'
  from (
    select n, timestamptz '2024-01-01' + (n - $3) * (interval '900 days' / ($4::float8 - $3)) as created,
      (array['INVOICE.SALES', 'INVOICE.SALES', 'INVOICE.SALES', 'INVOICE.SALES.CORRECTION', 'INVOICE.PURCHASE', 'INVOICE.PURCHASE',
        'DOCUMENT.ORDER.PURCHASE', 'DOCUMENT.QUOTATION.SALES', 'INTERNAL.PURCHASE', 'BINDER'])[1 + n * 7 % 10] as type,
      (array['OPEN', 'PROCESSING', 'APPROVED', 'APPROVED', 'PAID', 'PAID', 'PAID', 'PAID', 'REJECTED', 'CANCELLED'])[1 + n * 3 / 7 % 10] as status
    from generate_series($1::bigint, $2::bigint) n) documents`;
