import type { View } from '../data/use-views.ts';

const invoices = [
  ...['registration', 'companyId', 'issuedOn', 'total', 'status', 'exports', 'properties.accountingNumber'],
];
const companies = [
  'name',
  'registrations.registrationId',
  'registrations.vatId',
  'client',
  'supplier',
  'ownerId',
  'updatedAt',
];
const work = ['registration', 'name', 'companyId', 'ownerId', 'status', 'startOn', 'endOn'];

/** What a bookkeeper looks at first; every other field is one click away. */
const byView: Readonly<Record<string, readonly string[]>> = {
  'invoices.sales': invoices,
  'invoices.purchase': ['registration', 'variableSymbol', ...invoices.slice(1)],
  'intervals.attendance': ['userId', 'day', 'from', 'to', 'hours', 'state', 'needsCheck'],
  'intervals.absence': ['registration', 'userId', 'from', 'to', 'kind', 'approvedOn'],
  'intervals.track': ['registration', 'userId', 'from', 'to', 'hours', 'jobId', 'taskId'],
};
const byEntity: Readonly<Record<string, readonly string[]>> = {
  documents: ['registration', 'type', 'name', 'companyId', 'issuedOn', 'total', 'status', 'exports', 'updatedAt'],
  companies,
  persons: ['lastName', 'firstName', 'email', 'phone', 'companyId', 'updatedAt'],
  jobs: work,
  tasks: ['registration', 'name', 'assigneeId', 'status', 'priority', 'dueOn'],
  time: ['registration', 'type', 'userId', 'direction', 'at', 'device'],
  users: ['login', 'lastName', 'firstName', 'email', 'badge', 'groups', 'isDisabled'],
};

const technical = ['id', 'revision', 'createdAt', 'agencyId', 'properties', 'tags'];

/** Columns of the unit's own views are the ones that it has written down. */
export function usualColumns({ name, entity, columns }: View, isBuiltIn: boolean): readonly string[] {
  const known = byView[name] ?? (isBuiltIn ? byEntity[entity] : undefined);
  if (known !== undefined) return known;
  return columns.filter((column) => !technical.includes(column)).slice(0, 9);
}

/** Fields that hold the amounts of the record's own currency. */
export const amountFields = ['total', 'totalWithoutVat', 'rounding', 'budget'];
