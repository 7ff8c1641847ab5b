import type { ValueObject } from '@gangway/language';
import {
  agency,
  bodyOf,
  companies,
  invoices,
  users,
  type SampleInvoice,
} from '../../examples/demo/sample-company/index.ts';
import { contextOf } from '../../server/src/records/context.ts';
import { planChange } from '../../server/src/records/plan-change.ts';
import { relatedKey } from '../../server/src/records/relations.ts';
import { resolveDefinitions } from '../../server/src/records/resolve-definitions.ts';
import type { Actor, RecordRow } from '../../server/src/records/types.ts';

/** An invoice as a message template sees it (`input`), made by the records' own rules: totals, defaults, related records. */
export interface SampleContext {
  readonly registration: string;
  readonly type: string;
  readonly input: ValueObject;
}

export const definitions = resolveDefinitions([]);
const actor: Actor = { userId: 1, name: 'Alena Vzorová', groups: [], administrator: true };
const related = new Map<string, RecordRow>();

function plan(entity: string, id: number, fields: Readonly<Record<string, unknown>>): RecordRow {
  const definition = definitions.get(entity);
  if (!definition) throw new Error(`There is no entity ${entity}.`);
  const change = { kind: 'create', fields, origin: 'import', id } as const;
  const now = new Date('2026-11-23T10:00:00Z');
  const context = { unitId: 1, actor, now, zone: 'Europe/Prague', related };
  const planned = planChange(definition, null, change, context);
  if (!planned.ok)
    throw new Error(
      `${planned.sentence} ${planned.faults.map(({ path, message }) => `${path ?? ''}: ${message}`).join('; ')}`,
    );
  related.set(relatedKey(entity, id), planned.row);
  return planned.row;
}

const idsOf = (rows: readonly { registration?: string; login?: string }[]): Map<string, number> =>
  new Map(rows.map((row, index) => [row.registration ?? row.login ?? '', index + 1]));

const companyIds = idsOf(companies);
const userIds = idsOf(users);
const documentIds = idsOf(invoices);
const idIn =
  (ids: ReadonlyMap<string, number>) =>
  (name: string): number =>
    ids.get(name) ?? 0;

plan('agencies', 1, agency);
for (const [index, user] of users.entries()) plan('users', index + 1, user);
for (const [index, company] of companies.entries()) plan('companies', index + 1, company);

/** With the number that it gets when it is approved. */
export function contextOfInvoice(
  invoice: SampleInvoice,
  id: number,
  change: Readonly<Record<string, unknown>> = {},
): SampleContext {
  const ids = { company: idIn(companyIds), user: idIn(userIds), document: idIn(documentIds) };
  const number = invoice.body.number ?? `2601${String(id).padStart(5, '0')}`;
  const row = plan('documents', id, { ...bodyOf(invoice, ids), agencyId: 1, number, ...change });
  const definition = definitions.get('documents');
  if (!definition) throw new Error('There is no entity documents.');
  return {
    registration: row.registration,
    type: row.type ?? '',
    input: contextOf(definition, row, related, definitions),
  };
}

/** The forty invoices of the sample company. */
export const sampleContexts = invoices.map((invoice, index) => contextOfInvoice(invoice, index + 1));

/** Whether an invoice is issued by the company itself. */
export const isSale = ({ type }: SampleContext): boolean => type.startsWith('INVOICE.SALES');

export function findSample(registration: string): SampleContext {
  const context = sampleContexts.find((one) => one.registration === registration);
  if (!context) throw new Error(`There is no sample invoice ${registration}.`);
  return context;
}

/** The same invoice with another company beside it. */
export function withCompany(context: SampleContext, change: (company: ValueObject) => ValueObject): SampleContext {
  return { ...context, input: { ...context.input, company: change(context.input['company'] as ValueObject) } };
}
