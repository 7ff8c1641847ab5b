import type { FieldSchema } from '../types.ts';

/** Building blocks of the built-in entities. */

export function text(title: string, maxLength = 200, more: Partial<FieldSchema> = {}): FieldSchema {
  return { type: 'string', title, maxLength, ...more };
}

export function amount(title: string, more: Partial<FieldSchema> = {}): FieldSchema {
  return { type: 'string', format: 'decimal', title, ...more };
}

export function date(title: string): FieldSchema {
  return { type: 'string', format: 'date', title };
}

export function moment(title: string): FieldSchema {
  return { type: 'string', format: 'date-time', title };
}

export function flag(title: string, more: Partial<FieldSchema> = {}): FieldSchema {
  return { type: 'boolean', title, ...more };
}

/** The id of another record. */
export function reference(title: string): FieldSchema {
  return { type: 'integer', minimum: 1, title };
}

export function references(title: string): FieldSchema {
  return { type: 'array', items: { type: 'integer', minimum: 1 }, maxItems: 1000, uniqueItems: true, title };
}

export function list(
  title: string,
  properties: Readonly<Record<string, FieldSchema>>,
  required: readonly string[] = [],
): FieldSchema {
  return { type: 'array', title, maxItems: 1000, items: { type: 'object', properties, required } };
}

export const note = text('Note', 20_000);
/** What is to be done from when on: jobs and tasks. */
export const workFields = {
  category: text('Category'),
  description: text('Description', 20_000),
  startOn: date('Begins on'),
} as const;

export const currency = text('Currency', 3, { format: 'currency' });
export const disabled = flag('No longer in use');

export const attach = list(
  'Attachments',
  {
    name: text('File name'),
    url: text('Address', 2_000, { format: 'uri' }),
    contentType: text('Content type'),
    note: text('Note', 1_000),
  },
  ['name'],
);

export const addresses = list('Addresses', {
  type: text('Kind of address', 40),
  name: text('Name'),
  street: text('Street and number'),
  city: text('City'),
  zip: text('Postal code', 20),
  region: text('Region'),
  country: text('Country (two letters)', 2, { format: 'country' }),
  note: text('Note', 1_000),
});

export const contacts = list(
  'Contacts',
  { type: text('Kind of contact (email, phone, web, ...)', 40), value: text('Value', 320), note: text('Note', 1_000) },
  ['value'],
);
