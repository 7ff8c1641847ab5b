import type { EntityDefinition } from '../types.ts';
import { addresses, contacts, currency, disabled, note, text } from './fields.ts';
import { bankAccounts, registrations } from './companies.ts';

/** An agency is a business unit; the unit's own agency has the unit's id. */
export const agencies: EntityDefinition = {
  name: 'agencies',
  title: 'agency',
  fields: {
    name: text('Name', 200, { minLength: 1 }),
    currency: { ...currency, title: 'Home currency', default: 'CZK' },
    registrations,
    addresses,
    contacts,
    bankAccounts,
    note,
    isDisabled: disabled,
  },
  required: ['name'],
};
