import type { EntityDefinition } from '../types.ts';
import { amount, attach, currency, date, note, text, workFields } from './fields.ts';
import { linksTo } from './links.ts';
import { alwaysWritten, workProcess } from './processes.ts';

const links = linksTo('agency', 'owner', 'company', 'person', 'participants');

export const jobs: EntityDefinition = {
  name: 'jobs',
  title: 'job',
  fields: {
    name: text('Name', 300, { minLength: 1 }),
    ...links.fields,
    number: text('Number', 60),
    ...workFields,
    endOn: date('Ends on'),
    budget: amount('Budget'),
    currency,
    note,
    attach,
  },
  required: ['name', 'companyId', 'ownerId'],
  types: {
    JOB: { title: 'Job' },
    OPPORTUNITY: { title: 'Opportunity' },
    'OVERHEAD.CLIENT': { title: 'Overhead for a client' },
    'OVERHEAD.INTERNAL': { title: 'Internal overhead' },
  },
  defaultType: 'JOB',
  properties: { accountingId: text('Id in accounting') },
  processes: { work: workProcess },
  process: 'work',
  series: { jobs: { pattern: 'J{yyyy}-{0000}' } },
  registration: 'jobs',
  relations: links.relations,
  writeBack: [...alwaysWritten, 'number', 'category', 'description', 'startOn', 'endOn', 'budget'],
};
