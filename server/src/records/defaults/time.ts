import type { EntityDefinition } from '../types.ts';
import { amount, date, moment, note, reference, text } from './fields.ts';

/** Passes of turnstiles, absences and time spent on jobs. A pass names its user by one of four fields. */
export const time: EntityDefinition = {
  name: 'time',
  title: 'time entry',
  fields: {
    userId: reference('User'),
    agencyId: { ...reference('Agency'), default: '{unit}' },
    note,
  },
  parts: {
    pass: {
      fields: {
        email: text('E-mail of the user', 320, { format: 'email' }),
        badge: text('Badge of the user', 100),
        personalNumber: text('Personal number of the user', 50),
        direction: { type: 'string', title: 'Direction', enum: ['IN', 'OUT'] },
        at: moment('Moment of the pass'),
        device: text('Device', 100),
        eventId: text('The device’s own id of the pass', 200),
      },
      required: ['at'],
    },
    period: {
      fields: {
        from: { type: 'string', format: 'moment', title: 'From' },
        to: { type: 'string', format: 'moment', title: 'To' },
        hours: amount('Hours', { minimum: 0 }),
      },
    },
    absence: { fields: { kind: text('Kind of absence', 100), approvedOn: date('Approved on') } },
    work: { fields: { jobId: reference('Job'), taskId: reference('Task') } },
  },
  types: {
    ATTENDANCE: { title: 'Attendance', parts: ['pass'] },
    ABSENCE: { title: 'Absence', parts: ['period', 'absence'], required: ['userId', 'from'] },
    TRACK: { title: 'Time track', parts: ['period', 'work'], required: ['userId', 'from'] },
  },
  relations: {
    user: { field: 'userId', entity: 'users' },
    agency: { field: 'agencyId', entity: 'agencies' },
    job: { field: 'jobId', entity: 'jobs' },
    task: { field: 'taskId', entity: 'tasks' },
  },
  writeBack: ['properties', 'tags', 'note'],
};
