import type { EntityDefinition } from '../types.ts';
import { amount, attach, date, note, text, workFields } from './fields.ts';
import { linksTo } from './links.ts';
import { alwaysWritten, workProcess } from './processes.ts';

const links = linksTo('agency', 'owner', 'assignee', 'job', 'company', 'participants');

export const tasks: EntityDefinition = {
  name: 'tasks',
  title: 'task',
  fields: {
    name: text('Name', 300, { minLength: 1 }),
    ...links.fields,
    ...workFields,
    priority: { type: 'string', title: 'Priority', enum: ['LOW', 'NORMAL', 'HIGH'] },
    dueOn: date('Due on'),
    estimate: amount('Estimate in hours', { minimum: 0 }),
    note,
    attach,
  },
  required: ['name', 'ownerId'],
  processes: { work: workProcess },
  process: 'work',
  relations: links.relations,
  writeBack: [...alwaysWritten, 'category', 'description', 'priority', 'startOn', 'dueOn', 'estimate'],
};
