import type { View } from './view.ts';

const time = ['createdAt', 'updatedAt'];
const head = ['id', 'registration', 'revision'];
const document = [...head, 'type', 'status', 'number', 'name', 'agencyId', 'ownerId', 'companyId', 'personId', 'jobId'];
const amounts = ['issuedOn', 'currency', 'totalWithoutVat', 'total', 'totalHome'];
const invoice = [
  ...[...document, ...amounts, 'taxPointOn', 'dueOn', 'variableSymbol', 'exchangeRate'],
  ...['paid', 'paidOn', 'correctsId', 'tags', 'properties', ...time],
];
const paper = [...document, ...amounts, 'validFrom', 'validTo', 'category', 'tags', 'properties', ...time];
const plain = [...document, 'binderId', 'category', 'validFrom', 'validTo', 'tags', 'properties', ...time];
const company = [
  ...[...head, 'type', 'name', 'client', 'supplier', 'certified', 'draft', 'invalid', 'agencyId', 'ownerId', 'dueDays'],
  ...['currency', 'industry', 'category', 'registrations.registrationId', 'registrations.vatId', 'brands', 'persons'],
  ...['tags', 'properties', ...time],
];
const job = [
  ...[
    ...head,
    'type',
    'status',
    'name',
    'number',
    'agencyId',
    'ownerId',
    'companyId',
    'personId',
    'category',
    'startOn',
  ],
  ...['endOn', 'budget', 'currency', 'participantIds', 'tags', 'properties', ...time],
];

const sales = ['INVOICE.SALES', 'INVOICE.SALES.*'];
const purchase = ['INVOICE.PURCHASE', 'INVOICE.PURCHASE.*'];
const internal = ['INTERNAL.*'];
const cash = ['CASHBOX.*'];

/** The views that every unit has. A unit's own view of the same name takes the place of one of these. */
export const defaultViews: readonly View[] = [
  view('units', 'Units', 'units', ['id', 'name', 'zone', 'locale', 'createdAt']),
  view('users', 'Users', 'users', [
    ...[...head, 'login', 'firstName', 'lastName', 'email', 'phone', 'badge', 'personalNumber', 'groups', 'position'],
    ...['isDisabled', 'tags', 'properties', ...time],
  ]),
  view('groups', 'Groups', 'groups', ['id', 'name', 'description', 'updatedAt']),
  view('companies', 'Companies', 'companies', company),
  view('companies.client', 'Clients', 'companies', company, { filter: 'client=true' }),
  view('companies.supplier', 'Suppliers', 'companies', company, { filter: 'supplier=true' }),
  view('persons', 'Persons', 'persons', [
    ...[...head, 'titleBefore', 'firstName', 'lastName', 'titleAfter', 'email', 'phone', 'position', 'companyId'],
    ...['ownerId', 'category', 'language', 'isDisabled', 'tags', 'properties', ...time],
  ]),
  view('brands', 'Brands', 'brands', ['id', 'name', 'companyId', 'companyName', 'client', 'supplier', 'updatedAt']),
  view('documents', 'Documents', 'documents', paper),
  view('documents.order.purchase', 'Purchase orders', 'documents', paper, { types: ['DOCUMENT.ORDER.PURCHASE'] }),
  view('documents.quotation.sales', 'Quotations', 'documents', paper, { types: ['DOCUMENT.QUOTATION.SALES'] }),
  view('invoices.purchase', 'Purchase invoices', 'documents', invoice, { types: purchase }),
  view('invoices.sales', 'Sales invoices', 'documents', invoice, { types: sales }),
  view('internals.purchase', 'Internal costs', 'documents', paper, { types: ['INTERNAL.PURCHASE'] }),
  view('internals.sales', 'Internal revenues', 'documents', paper, { types: ['INTERNAL.SALES'] }),
  view('overheads.client', 'Overheads for clients', 'jobs', job, { types: ['OVERHEAD.CLIENT'] }),
  view('overheads.internal', 'Internal overheads', 'jobs', job, { types: ['OVERHEAD.INTERNAL'] }),
  view('cashboxes', 'Cash receipts and payments', 'documents', paper, { types: cash }),
  view('journal', 'Everything with an amount that is or will be booked', 'documents', journalColumns(), {
    types: [...sales, ...purchase, ...internal, ...cash],
    filter: "status != 'CANCELLED' AND status != 'REJECTED'",
    sort: 'issuedOn,number',
  }),
  view('binders', 'Binders', 'documents', plain, { types: ['BINDER'] }),
  view('opportunities', 'Opportunities', 'jobs', job, { types: ['OPPORTUNITY'] }),
  view('jobs', 'Jobs', 'jobs', job, { types: ['JOB'] }),
  view('tasks', 'Tasks', 'tasks', [
    ...[...head, 'status', 'name', 'agencyId', 'ownerId', 'assigneeId', 'jobId', 'companyId', 'category', 'priority'],
    ...['startOn', 'dueOn', 'estimate', 'participantIds', 'tags', 'properties', ...time],
  ]),
  view('gems', 'Gems', 'documents', plain, { types: ['GEM'] }),
];

function journalColumns(): string[] {
  return [
    ...[
      ...head,
      'type',
      'status',
      'number',
      'issuedOn',
      'taxPointOn',
      'companyId',
      'company.name',
      'jobId',
      'currency',
    ],
    ...['totalWithoutVat', 'total', 'totalHome', 'vat', 'paid', 'paidOn', 'properties', 'updatedAt'],
  ];
}

function view(name: string, title: string, entity: string, columns: readonly string[], more: Partial<View> = {}): View {
  return { name, title, entity, columns: [...columns], ...more };
}
