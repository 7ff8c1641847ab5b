import type { Search, ZObject } from 'zapier-platform-core';
import { recordOutputs, type Wire } from '../creates/records.ts';
import { type Field, readFields } from '../fields.ts';
import { type AnyBundle, call, records, textOf } from '../requests.ts';
import { sampleRecord } from '../samples.ts';
import { entityField } from '../triggers/forms.ts';

interface Page {
  readonly metadata: { readonly nextCursor: string | null };
  readonly data: readonly Wire[];
}

const pageSize = 25;

async function perform(z: ZObject, bundle: AnyBundle) {
  const entity = textOf(bundle, 'entity');
  const fields = await readFields(z, bundle, entity);
  const params = {
    columns: '*',
    externalFilter: filterOf(z, bundle, fields),
    sort: '-id',
    limit: pageSize,
    cursor: bundle.meta.paging_token,
  };
  const view = textOf(bundle, 'view') || entity;
  const page = await call<Page>(z, 'GET', records(bundle, `views/${encodeURIComponent(view)}`), { params });
  return { results: page.data.map(known), paging_token: page.metadata.nextCursor };
}

/** A row of a view has null for what is not there; a record has nothing. */
const known = (row: Wire): Wire => Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));

/** The field and its value, the filter, or both. */
function filterOf(z: ZObject, bundle: AnyBundle, fields: readonly Field[]): string {
  const [name, filter] = [textOf(bundle, 'field'), textOf(bundle, 'filter')];
  const field = fields.find(({ key }) => key === name);
  if (field === undefined && filter === '') {
    throw new z.errors.Error('Choose the field by which the record is found, or write a filter.', 'no-condition');
  }
  const value = textOf(bundle, 'value');
  const condition = field === undefined ? '' : `${name} ${field.list ? 'ANY ' : '='} ${literal(field, value)}`;
  return [condition, filter === '' ? '' : `(${filter})`].filter((part) => part !== '').join(' AND ');
}

function literal({ type }: Field, value: string): string {
  const bare = (type === 'integer' || type === 'number') && /^-?\d+(\.\d+)?$/.test(value);
  return bare || (type === 'boolean' && /^(true|false)$/.test(value)) ? value : `'${value.replaceAll("'", "''")}'`;
}

export const findRecord: Search = {
  key: 'find_record',
  noun: 'Record',
  display: {
    label: 'Find Record',
    description: 'Finds a record by one of its fields or by a filter, the newest first.',
  },
  operation: {
    canPaginate: true,
    inputFields: [
      entityField,
      {
        key: 'field',
        label: 'Find by',
        type: 'string',
        required: false,
        dynamic: 'searchable_fields.id.label',
        dependsOn: ['entity'],
      },
      { key: 'value', label: 'Value', type: 'string', required: false },
      {
        key: 'filter',
        label: 'Filter',
        type: 'string',
        required: false,
        placeholder: "status='APPROVED' AND total>10000",
        helpText: 'Beside the field or instead of it: a filter as the views of Gangway take it.',
      },
      {
        key: 'view',
        label: 'Only in this list',
        type: 'string',
        required: false,
        dynamic: 'views.id.label',
        dependsOn: ['entity'],
        helpText:
          'Left empty: the list that is named as the kind of record. Jobs of other types stand in lists of their own, such as Opportunities.',
      },
    ],
    perform,
    outputFields: [{ key: 'id', label: 'Id', type: 'integer' }, recordOutputs],
    sample: sampleRecord,
  },
};
