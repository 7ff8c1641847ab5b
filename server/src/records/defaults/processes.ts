import type { Process } from '../types.ts';

/** Statuses and transitions of invoices as product.md gives them. Approving needs Approvers; administrators may go straight from OPEN. */
export const invoiceProcess: Process = {
  initial: 'OPEN',
  statuses: {
    OPEN: { title: 'Open' },
    PROCESSING: { title: 'In approval' },
    APPROVED: { title: 'Approved' },
    REJECTED: { title: 'Rejected' },
    PAID: { title: 'Paid', sets: { paid: true } },
    CANCELLED: { title: 'Cancelled' },
  },
  transitions: [
    { from: 'OPEN', to: 'PROCESSING' },
    { from: 'PROCESSING', to: 'APPROVED', groups: ['Approvers'] },
    { from: 'OPEN', to: 'APPROVED', groups: ['Administrators'] },
    { from: 'PROCESSING', to: 'REJECTED' },
    { from: 'REJECTED', to: 'PROCESSING' },
    { from: 'APPROVED', to: 'PAID' },
    { from: '*', except: ['PAID'], to: 'CANCELLED' },
  ],
};

/** Other documents: approved in the same way, never paid. */
export const documentProcess: Process = {
  initial: 'OPEN',
  statuses: {
    OPEN: { title: 'Open' },
    PROCESSING: { title: 'In approval' },
    APPROVED: { title: 'Approved' },
    REJECTED: { title: 'Rejected' },
    CLOSED: { title: 'Closed' },
    CANCELLED: { title: 'Cancelled' },
  },
  transitions: [
    { from: 'OPEN', to: 'PROCESSING' },
    { from: 'PROCESSING', to: 'APPROVED', groups: ['Approvers'] },
    { from: 'OPEN', to: 'APPROVED', groups: ['Administrators'] },
    { from: 'PROCESSING', to: 'REJECTED' },
    { from: 'REJECTED', to: 'PROCESSING' },
    { from: ['OPEN', 'APPROVED'], to: 'CLOSED' },
    { from: '*', except: ['CLOSED'], to: 'CANCELLED' },
  ],
};

/** Jobs and tasks: work that begins, rests and ends. */
export const workProcess: Process = {
  initial: 'OPEN',
  statuses: {
    OPEN: { title: 'Open' },
    PROCESSING: { title: 'In progress' },
    DONE: { title: 'Done' },
    CANCELLED: { title: 'Cancelled' },
  },
  transitions: [
    { from: ['OPEN', 'DONE'], to: 'PROCESSING' },
    { from: ['OPEN', 'PROCESSING'], to: 'DONE' },
    { from: ['PROCESSING', 'DONE', 'CANCELLED'], to: 'OPEN' },
    { from: '*', except: ['DONE'], to: 'CANCELLED' },
  ],
};
