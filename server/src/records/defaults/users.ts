import type { EntityDefinition } from '../types.ts';
import { disabled, note, text } from './fields.ts';

/** Passes name a user by id, e-mail, personal number or badge, so these are unique. */
export const users: EntityDefinition = {
  name: 'users',
  title: 'user',
  fields: {
    login: text('Login', 100, { minLength: 1 }),
    firstName: text('First name', 100),
    lastName: text('Last name', 100),
    email: text('E-mail', 320, { format: 'email' }),
    phone: text('Phone', 50),
    badge: text('Badge', 100, { minLength: 1 }),
    personalNumber: text('Personal number', 50, { minLength: 1 }),
    groups: {
      type: 'array',
      title: 'Groups',
      items: { type: 'string', format: 'group', maxLength: 80 },
      maxItems: 200,
      uniqueItems: true,
    },
    position: text('Position'),
    note,
    isDisabled: disabled,
  },
  required: ['login'],
  unique: ['login', 'email', 'badge', 'personalNumber'],
  restricted: { groups: ['Administrators'] },
  relatedFields: [
    'login',
    'firstName',
    'lastName',
    'email',
    'phone',
    'personalNumber',
    'position',
    'tags',
    'properties',
  ],
};
