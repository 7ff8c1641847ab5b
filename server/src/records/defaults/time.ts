import type { EntityDefinition, FieldSchema } from '../types.ts';
import { amount, date, flag, moment, note, reference, text } from './fields.ts';
import { linksTo } from './links.ts';

/** The interval that begins with the pass, where one does. It is computed from all passes around, and seen by triggers that listen to intervals. */
const interval: FieldSchema = {
  type: 'object',
  title: 'Interval',
  readOnly: true,
  properties: {
    id: reference('Id of the interval'),
    state: text('State'),
    day: date('Working day'),
    from: moment('From'),
    to: moment('To'),
    hours: amount('Hours'),
    secondEntry: flag('Second entry without an exit between'),
  },
};

/**
 * Passes of turnstiles, absences and time spent on jobs. Each names its user by one of four fields; who that is, is found when it comes in
 * (attendance/find-users.ts), and stands in `userId`. Nobody known: `userId` is empty until a person assigns it.
 */
export const time: EntityDefinition = {
  name: 'time',
  title: 'time entry',
  fields: {
    userId: reference('User'),
    email: text('E-mail of the user', 320, { format: 'email' }),
    badge: text('Badge of the user', 100, { minLength: 1 }),
    personalNumber: text('Personal number of the user', 50, { minLength: 1 }),
    device: text('Device', 100, { minLength: 1 }),
    eventId: text('The device’s own id of what it sends', 200, { minLength: 1 }),
    agencyId: { ...reference('Agency'), default: '{unit}' },
    note,
  },
  parts: {
    pass: {
      fields: {
        direction: { type: 'string', title: 'Direction', enum: ['IN', 'OUT'] },
        at: moment('Moment of the pass'),
        interval,
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
    ABSENCE: { title: 'Absence', parts: ['period', 'absence'], required: ['from'] },
    TRACK: { title: 'Time track', parts: ['period', 'work'], required: ['from'] },
  },
  relations: {
    ...linksTo('user', 'agency', 'job').relations,
    task: { field: 'taskId', entity: 'tasks' },
  },
  writeBack: ['properties', 'tags', 'note'],
};
