import type { EntityDefinition } from '../types.ts';
import { amount, attach, date, note, reference, references, text } from './fields.ts';
import { workProcess } from './processes.ts';

export const tasks: EntityDefinition = {
  name: 'tasks',
  title: 'task',
  fields: {
    name: text('Name', 300, { minLength: 1 }),
    agencyId: { ...reference('Agency'), default: '{unit}' },
    ownerId: reference('Owner'),
    assigneeId: reference('Assignee'),
    jobId: reference('Job'),
    companyId: reference('Company'),
    category: text('Category'),
    description: text('Description', 20_000),
    priority: { type: 'string', title: 'Priority', enum: ['LOW', 'NORMAL', 'HIGH'] },
    startOn: date('Begins on'),
    dueOn: date('Due on'),
    estimate: amount('Estimate in hours', { minimum: 0 }),
    participantIds: references('Participants'),
    note,
    attach,
  },
  required: ['name', 'ownerId'],
  processes: { work: workProcess },
  process: 'work',
  relations: {
    agency: { field: 'agencyId', entity: 'agencies' },
    owner: { field: 'ownerId', entity: 'users' },
    assignee: { field: 'assigneeId', entity: 'users' },
    job: { field: 'jobId', entity: 'jobs' },
    company: { field: 'companyId', entity: 'companies' },
    participants: { field: 'participantIds', entity: 'users' },
  },
  writeBack: [
    'properties',
    'status',
    'tags',
    'note',
    'name',
    'category',
    'description',
    'priority',
    'startOn',
    'dueOn',
    'estimate',
  ],
};
