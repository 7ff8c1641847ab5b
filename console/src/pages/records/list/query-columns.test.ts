import { describe, expect, it } from 'vitest';
import type { Field } from '../data/use-fields.ts';
import { queryColumns } from './query-columns.ts';

const field = (key: string, entity: string | null = null): Field => ({
  ...{
    key,
    label: key,
    type: 'string',
    format: null,
    list: false,
    required: false,
    readOnly: false,
    choices: null,
    entity,
  },
  types: { zapier: 'string', make: 'text', n8n: 'string' },
});
const fields = [field('companyId', 'companies'), field('ownerId', 'users'), field('total'), field('currency')];

describe('what is asked of a view', () => {
  it('brings names of related records and the currency of amounts', () => {
    expect(queryColumns(['companyId', 'total'], fields, true)).toEqual([
      ...['id', 'registration', 'revision', 'companyId', 'total', 'company.name', 'currency'],
    ]);
  });

  it('is only what is shown where rows are computed', () => {
    expect(queryColumns(['userId', 'day'], [field('userId', 'users')], false)).toEqual(['id', 'userId', 'day']);
  });
});
