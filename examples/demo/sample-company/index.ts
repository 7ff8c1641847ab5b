import { otherInvoices } from './other-invoices.ts';
import { salesInvoicesCzech } from './sales-invoices-czech.ts';
import { salesInvoicesForeign } from './sales-invoices-foreign.ts';

export { agency } from './agency.ts';
export { companies } from './companies.ts';
export { bodyOf, type SampleInvoice, type SampleLine } from './invoice.ts';
export { users } from './users.ts';

/** Forty invoices. A correction stands after the document that it corrects. */
export const invoices = [...salesInvoicesCzech, ...salesInvoicesForeign, ...otherInvoices];

/** Registrations of the invoices that the demonstration tells its story with. */
export const story = {
  /** Approved: goes to Pohoda as XML. */
  approved: 'UA-0114',
  /** Marked EXPORT READY: go to the JSON accounting server. */
  exportReady: ['UA-0101', 'UA-0122', 'UA-0301'],
  /** Its tax point lies in August: accounting refuses it once the VAT period is closed until `vatClosedUntil`. */
  refused: 'UA-0131',
  vatClosedUntil: '2026-08-31',
  /** Approved during the outage. */
  duringOutage: 'UA-0118',
  /** Approved, and Gangway killed before it could read the answer. */
  killed: 'UA-0119',
  /** Approved, told to a webhook receiver and a bridge. */
  told: 'UA-0116',
} as const;
