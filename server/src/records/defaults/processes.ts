import type { Process } from '../types.ts';

/** What an answer may write on every record that has a process. */
export const alwaysWritten = ['properties', 'status', 'tags', 'note', 'name'] as const;

/** The way to an approval. It needs Approvers; administrators may go straight from OPEN. Behind it the ways part. */
function approval(last: string, behind: Process['statuses'], ways: Process['transitions']): Process {
  return {
    initial: 'OPEN',
    statuses: {
      OPEN: { title: 'Open' },
      PROCESSING: { title: 'In approval' },
      APPROVED: { title: 'Approved' },
      REJECTED: { title: 'Rejected' },
      ...behind,
      CANCELLED: { title: 'Cancelled' },
    },
    transitions: [
      { from: 'OPEN', to: 'PROCESSING' },
      { from: 'PROCESSING', to: 'APPROVED', groups: ['Approvers'] },
      { from: 'OPEN', to: 'APPROVED', groups: ['Administrators'] },
      { from: 'PROCESSING', to: 'REJECTED' },
      { from: 'REJECTED', to: 'PROCESSING' },
      ...ways,
      { from: '*', except: [last], to: 'CANCELLED' },
    ],
  };
}

/** Statuses and transitions of invoices as product.md gives them. */
export const invoiceProcess = approval('PAID', { PAID: { title: 'Paid', sets: { paid: true } } }, [
  { from: 'APPROVED', to: 'PAID' },
]);

/** Other documents: approved in the same way, never paid. */
export const documentProcess = approval('CLOSED', { CLOSED: { title: 'Closed' } }, [
  { from: ['OPEN', 'APPROVED'], to: 'CLOSED' },
]);

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
