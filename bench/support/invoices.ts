import type { Database } from '../../server/src/database/database.ts';
import { newId } from '../../server/src/database/uuid.ts';
import { snapshotOf } from '../../server/src/records/snapshot.ts';
import type { JsonObject, RecordEvent, RecordRow } from '../../server/src/records/types.ts';
import { buildDelivery } from '../../server/src/triggers/build-delivery.ts';
import type { PlannedDelivery } from '../../server/src/triggers/store.ts';
import { insertDeliveries } from '../../server/src/triggers/store.ts';
import type { UnitPlan, UnitPlans } from '../../server/src/triggers/unit-plan.ts';

export const template = {
  name: 'invoice',
  format: 'json',
  body: `{
  "number": "\${input.number}", "type": "\${input.type}", "issued": "\${input.issuedOn | date('yyyy-MM-dd')}", "key": "\${message.key}",
  "customer": { "name": "\${input.company.name}", "vatId": "\${input.company.registrations.vatId | optional}" },
  "lines": [ { "$for": "line in input.lines", "text": "\${line.name}", "quantity": \${line.quantity},
    "total": \${round(line.unitPrice * line.quantity, 2)}, "rate": \${line.vatRate} } ],
  "total": \${number(input.total)} }`,
  response: `{ "outcome": "\${ response.accepted ? 'accepted' : 'refused' }", "write": { "properties": { "accountingNumber": "\${response.number}" } } }`,
};

export const trigger = (connections: readonly string[]): object => ({
  name: 'approved',
  entity: 'documents',
  when: "changed('status') and input.status = 'APPROVED'",
  deliver: connections.map((connection) => ({ connection, template: 'invoice' })),
});

const line = (index: number): JsonObject => ({
  name: `Item ${index} of the delivery`,
  quantity: '2',
  unit: 'pcs',
  unitPrice: '1250.50',
  vatRate: '21',
});

/** A ten-line invoice as it is stored. */
export function invoiceRow(id: number): RecordRow {
  const now = new Date();
  const data: JsonObject = {
    ...{ type: 'INVOICE.SALES', agencyId: 1, ownerId: 2, companyId: 3, number: `2026${String(id).padStart(6, '0')}` },
    ...{ status: 'APPROVED', issuedOn: '2026-11-23', dueOn: '2026-12-07', taxPointOn: '2026-11-23', currency: 'CZK' },
    lines: Array.from({ length: 10 }, (_, index) => line(index)),
    ...{
      total: '30262.10',
      totalWithoutVat: '25010.00',
      vat: [{ rate: '21', base: '25010.00', vat: '5252.10', total: '30262.10' }],
    },
    ...{ variableSymbol: String(id), paid: false, properties: {} },
  };
  return {
    ...{
      unitId: 1,
      entity: 'documents',
      id,
      registration: `F-${id}`,
      revision: 2,
      type: 'INVOICE.SALES',
      status: 'APPROVED',
    },
    ...{ data, exports: {}, createdAt: now, updatedAt: now, deletedAt: null },
  };
}

export async function seedCompany(database: Database): Promise<void> {
  await database.query({
    text: `insert into records (unit_id, entity, id, registration, revision, type, data, created_at, updated_at) values
      (1, 'agencies', 1, '1', 1, null, '{"name":"Bench","currency":"CZK"}', now(), now()),
      (1, 'users', 2, '2', 1, null, '{"login":"bench","email":"bench@example.com"}', now(), now()),
      (1, 'companies', 3, '3', 1, 'COMPANY', '{"name":"Odběratel & synové a.s.","type":"COMPANY","registrations":{"vatId":"CZ12345678"}}', now(), now())`,
  });
}

/** Records, snapshots and queued deliveries as so many approvals would have left them, written in bulk. */
export async function queueInvoices(
  database: Database,
  plans: UnitPlans,
  first: number,
  count: number,
  connectionOf: (index: number) => string,
): Promise<void> {
  for (let done = 0; done < count; done += 5_000) {
    const size = Math.min(5_000, count - done);
    await database.transaction(async (transaction) => {
      const plan = await plans.current(transaction, 1);
      const rows = Array.from({ length: size }, (_, index) => invoiceRow(first + done + index));
      const events = rows.map(eventOf);
      await transaction.query({
        text: `insert into records (unit_id, entity, id, registration, revision, type, status, data, created_at, updated_at)
               select 1, 'documents', id, registration, 2, 'INVOICE.SALES', 'APPROVED', data, now(), now()
               from jsonb_to_recordset($1) as r(id bigint, registration text, data jsonb)`,
        values: [JSON.stringify(rows.map(({ id, registration, data }) => ({ id, registration, data })))],
      });
      await transaction.query({
        text: `insert into snapshots (unit_id, event_id, content) select 1, id, content from unnest($1::uuid[], $2::text[]) as s(id, content)`,
        values: [events.map(({ id }) => id), events.map((event) => snapshotOf(event, new Map(), plan))],
      });
      await insertDeliveries(
        transaction,
        1,
        events.map((event, index) => delivery(plan, event, connectionOf(done + index))),
      );
    });
  }
}

/** So many further deliveries behind those that are queued already, all of one record, in one statement. */
export async function queueBacklog(database: Database, count: number): Promise<void> {
  await database.query({
    text: `insert into deliveries (unit_id, id, lane_id, connection, trigger, template, route_id, entity, record_id, event_id, state,
             due_at, first_due_at, deadline_at)
           select unit_id, uuidv7(), lane_id, connection, trigger, template, route_id, entity, 900000000 + n, event_id, 'queued',
             now() + n * interval '1 microsecond', now(), now() + interval '1 day'
           from (select * from deliveries order by id desc limit 1) d, generate_series(1, $1::int) n`,
    values: [count],
  });
}

function eventOf(row: RecordRow): RecordEvent {
  return {
    ...{ unitId: 1, id: newId(), at: new Date(), kind: 'updated', names: ['documents.updated', 'documents.approved'] },
    ...{
      entity: 'documents',
      recordId: row.id,
      registration: row.registration,
      revision: 2,
      userId: 2,
      userName: 'Bench',
    },
    ...{ userGroups: [], origin: 'api', changes: { status: ['OPEN', 'APPROVED'] }, before: row, after: row },
  };
}

function delivery(plan: UnitPlan, event: RecordEvent, connection: string): PlannedDelivery {
  const deliver = plan.triggers[0]?.trigger.deliver.find((one) => one.connection === connection);
  if (!deliver) throw new Error(`no deliver entry for ${connection}`);
  return buildDelivery(plan, event, { trigger: 'approved', deliver, routeId: plan.routes.get(deliver) ?? null });
}
