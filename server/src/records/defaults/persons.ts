import type { EntityDefinition } from '../types.ts';
import { addresses, attach, contacts, disabled, note, text } from './fields.ts';
import { linksTo } from './links.ts';

const links = linksTo('company', 'owner');

export const persons: EntityDefinition = {
  name: 'persons',
  title: 'person',
  fields: {
    firstName: text('First name', 100),
    lastName: text('Last name', 100, { minLength: 1 }),
    titleBefore: text('Title before the name', 50),
    titleAfter: text('Title after the name', 50),
    email: text('E-mail', 320, { format: 'email' }),
    phone: text('Phone', 50),
    position: text('Position'),
    ...links.fields,
    category: text('Category'),
    language: text('Language', 35),
    addresses,
    contacts,
    note,
    attach,
    isDisabled: disabled,
  },
  required: ['lastName'],
  properties: { accountingId: text('Id in accounting') },
  relations: links.relations,
  writeBack: [
    'properties',
    'tags',
    'note',
    'firstName',
    'lastName',
    'email',
    'phone',
    'position',
    'category',
    'addresses',
    'contacts',
  ],
};
