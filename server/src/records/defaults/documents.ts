import type { EntityDefinition, TypeRule } from '../types.ts';
import { amountsPart, invoicePart, correctionPart } from './invoice-fields.ts';
import { attach, date, note, text } from './fields.ts';
import { linksTo } from './links.ts';
import { alwaysWritten, documentProcess, invoiceProcess } from './processes.ts';

/** Sales invoices are issued here: dated today, numbered when they are approved. */
function salesInvoice(title: string, series: string, more: Partial<TypeRule> = {}): TypeRule {
  return {
    title,
    parts: ['amounts', 'invoice'],
    process: 'invoice',
    series: { number: series },
    defaults: { currency: '{home}', issuedOn: '{today}', taxPointOn: '{issuedOn}' },
    ...more,
  };
}

/** Purchase invoices come from a supplier, with the supplier's dates and number. */
function purchaseInvoice(title: string, more: Partial<TypeRule> = {}): TypeRule {
  return { title, parts: ['amounts', 'invoice'], process: 'invoice', defaults: { currency: '{home}' }, ...more };
}

const withAmounts: Partial<TypeRule> = { parts: ['amounts'], defaults: { currency: '{home}', issuedOn: '{today}' } };
const correction = ['amounts', 'invoice', 'correction'];

const links = linksTo('agency', 'owner', 'company', 'person', 'binder', 'job', 'participants');

/** Fields and types of product.md, "The data API". */
export const documents: EntityDefinition = {
  name: 'documents',
  title: 'document',
  fields: {
    name: text('Name', 300),
    ...links.fields,
    number: text('Number', 60, { minLength: 1 }),
    category: text('Category'),
    validFrom: date('Valid from'),
    validTo: date('Valid to'),
    note,
    attach,
  },
  required: ['agencyId', 'ownerId', 'companyId'],
  parts: { amounts: amountsPart, invoice: invoicePart, correction: correctionPart },
  types: {
    'INVOICE.SALES': salesInvoice('Sales invoice', 'invoice-sales'),
    'INVOICE.SALES.PROFORMA': salesInvoice('Proforma invoice', 'invoice-sales-proforma', {
      defaults: { currency: '{home}', issuedOn: '{today}' },
    }),
    'INVOICE.SALES.PREPAYMENT': salesInvoice('Invoice for a prepayment', 'invoice-sales-prepayment'),
    'INVOICE.SALES.CORRECTION': salesInvoice('Credit note', 'invoice-sales-correction', { parts: correction }),
    'INVOICE.PURCHASE': purchaseInvoice('Purchase invoice'),
    'INVOICE.PURCHASE.PROFORMA': purchaseInvoice('Proforma invoice received'),
    'INVOICE.PURCHASE.PREPAYMENT': purchaseInvoice('Invoice for a prepayment received'),
    'INVOICE.PURCHASE.CORRECTION': purchaseInvoice('Credit note received', { parts: correction }),
    'DOCUMENT.ISSUED': { title: 'Document issued' },
    'DOCUMENT.RECEIVED': { title: 'Document received' },
    'DOCUMENT.CONTRACT': { title: 'Contract' },
    'DOCUMENT.QUOTATION.SALES': { title: 'Quotation', ...withAmounts },
    'DOCUMENT.QUOTATION.PURCHASE': { title: 'Quotation received', ...withAmounts },
    'DOCUMENT.ORDER.SALES': { title: 'Order received', ...withAmounts },
    'DOCUMENT.ORDER.PURCHASE': { title: 'Purchase order', ...withAmounts },
    'DOCUMENT.DELIVERY': { title: 'Delivery note', ...withAmounts },
    'INTERNAL.SALES': { title: 'Internal revenue', ...withAmounts },
    'INTERNAL.PURCHASE': { title: 'Internal cost', ...withAmounts },
    'HR.DOC': { title: 'Personnel document' },
    ABSENCE: { title: 'Absence' },
    GEM: { title: 'Gem' },
    BINDER: { title: 'Binder' },
    'CASHBOX.CREDIT': { title: 'Cash receipt', ...withAmounts },
    'CASHBOX.DEBIT': { title: 'Cash payment', ...withAmounts },
  },
  properties: {
    extStatus: { type: 'string', title: 'State of the export', enum: ['EXT.READY', 'EXT.SENT', 'EXT.ERROR'] },
    accountingId: text('Id in accounting'),
    accountingNumber: text('Number in accounting'),
  },
  processes: { invoice: invoiceProcess, document: documentProcess },
  process: 'document',
  series: {
    documents: { pattern: '{yyyy}-{0000}' },
    // Year and kind stand first, all in digits and never the same twice, so that every number makes a variable symbol of its own.
    'invoice-sales': { pattern: '{yy}01{00000}', drawAt: 'APPROVED', dateField: 'issuedOn' },
    'invoice-sales-proforma': { pattern: '{yy}02{00000}', drawAt: 'APPROVED', dateField: 'issuedOn' },
    'invoice-sales-prepayment': { pattern: '{yy}03{00000}', drawAt: 'APPROVED', dateField: 'issuedOn' },
    'invoice-sales-correction': { pattern: '{yy}04{00000}', drawAt: 'APPROVED', dateField: 'issuedOn' },
  },
  registration: 'documents',
  relations: {
    ...links.relations,
    corrects: { field: 'correctsId', entity: 'documents' },
  },
  writeBack: [
    ...alwaysWritten,
    'category',
    'number',
    'variableSymbol',
    'issuedOn',
    'taxPointOn',
    'dueOn',
    'lines',
    'exchangeRate',
    'paid',
    'paidOn',
    'validFrom',
    'validTo',
  ],
};
