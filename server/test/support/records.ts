import { planChange } from '../../src/records/plan-change.ts';
import { resolveDefinitions } from '../../src/records/resolve-definitions.ts';
import type {
  Actor,
  ChangePlan,
  Definitions,
  EntityDefinition,
  InputFields,
  PlanContext,
  RecordRow,
} from '../../src/records/types.ts';

/** People and records that tests of records are told with. */

export const jana: Actor = { userId: 11, name: 'Jana', groups: ['Approvers'], administrator: false };
export const petr: Actor = { userId: 12, name: 'Petr', groups: ['Approvers', 'Directors'], administrator: false };
export const bookkeeper: Actor = { userId: 13, name: 'Bára', groups: ['Bookkeepers'], administrator: false };
export const administrator: Actor = { userId: 2, name: 'Admin', groups: ['Administrators'], administrator: true };

export const definitions: Definitions = resolveDefinitions([]);

export function entity(name: string, all: Definitions = definitions): EntityDefinition {
  const found = all.get(name);
  if (found === undefined) throw new Error(`no entity ${name}`);
  return found;
}

export function planContext(more: Partial<PlanContext> = {}): PlanContext {
  return {
    unitId: 1,
    definitions,
    actor: bookkeeper,
    now: new Date('2026-11-23T10:00:00Z'),
    zone: 'Europe/Prague',
    related: new Map(),
    ...more,
  };
}

/** The fields of a small sales invoice: two lines at 21 %, one at 12 %. */
export const invoiceFields = {
  type: 'INVOICE.SALES',
  agencyId: 1,
  ownerId: 2,
  companyId: 5,
  lines: [
    { name: 'Consulting', quantity: '2', unit: 'h', unitPrice: '1000.00', vatRate: '21' },
    { name: 'Travel', quantity: '1', unitPrice: '250.50', vatRate: '21' },
    { name: 'Book', quantity: '3', unitPrice: '99.90', vatRate: '12' },
  ],
} as const;

/** The row of a record made of these fields; throws with every fault. */
export function created(definition: EntityDefinition, fields: InputFields, more: Partial<PlanContext> = {}): RecordRow {
  const change = { kind: 'create', fields, origin: 'api', id: 7, registration: '2026-0007' } as const;
  return rowOf(planChange(definition, null, change, planContext({ drawn: { number: 1 }, ...more })));
}

export function changed(
  definition: EntityDefinition,
  row: RecordRow,
  fields: InputFields,
  more: Partial<PlanContext> = {},
): ChangePlan {
  return planChange(
    definition,
    row,
    { kind: 'change', fields, origin: 'api' },
    planContext({ drawn: { number: 1 }, ...more }),
  );
}

export function rowOf(plan: ChangePlan): RecordRow {
  if (!plan.ok) throw new Error(JSON.stringify(plan.faults));
  return plan.row;
}

/** `path: sentence` of every fault, or nothing where the plan is fine. */
export function faultsOf(plan: ChangePlan): string[] {
  return plan.ok ? [] : plan.faults.map(({ path, message }) => `${path ?? ''}: ${message}`);
}
