import type { EntityDefinition, FieldSchema } from '../types.ts';
import { addresses, attach, contacts, currency, flag, list, note, reference, references, text } from './fields.ts';
import { linksTo } from './links.ts';

export const registrations: FieldSchema = {
  type: 'object',
  title: 'Registrations',
  properties: {
    registrationId: text('Registration id (IČO)', 50),
    vatId: text('VAT id (DIČ)', 50),
    taxId: text('Tax id', 50),
    register: text('Entry in the register of companies'),
    dataBox: text('Data box', 50),
    peppolId: text('Peppol participant id', 100),
  },
};

export const bankAccounts: FieldSchema = list('Bank accounts', {
  name: text('Name'),
  number: text('Account number', 50),
  bankCode: text('Bank code', 20),
  iban: text('IBAN', 42),
  bic: text('BIC', 11),
  currency,
  note: text('Note', 1_000),
});

export const companies: EntityDefinition = {
  name: 'companies',
  title: 'company',
  fields: {
    name: text('Name', 300, { minLength: 1 }),
    invalid: flag('Invalid'),
    draft: flag('Draft'),
    certified: flag('Certified'),
    client: flag('Client'),
    supplier: flag('Supplier'),
    agencyId: reference('Agency'),
    ownerId: reference('Owner'),
    dueDays: { type: 'integer', title: 'Due days', minimum: 0, maximum: 3650 },
    currency,
    industry: text('Industry'),
    category: text('Category'),
    language: text('Language', 35),
    registrations,
    persons: references('Persons'),
    addresses,
    brands: { type: 'array', title: 'Brands', items: text('Brand', 200, { minLength: 1 }), maxItems: 1000 },
    contacts,
    bankAccounts,
    note,
    attach,
  },
  required: ['name'],
  types: { COMPANY: { title: 'Company' } },
  defaultType: 'COMPANY',
  properties: { accountingId: text('Id in accounting') },
  relations: {
    ...linksTo('agency', 'owner').relations,
    contactPersons: { field: 'persons', entity: 'persons' },
  },
  writeBack: [
    'properties',
    'tags',
    'note',
    'name',
    'industry',
    'category',
    'registrations',
    'addresses',
    'contacts',
    'dueDays',
    'invalid',
    'certified',
  ],
};
