import type { Create, PlainInputField, PlainOutputField, ZObject } from 'zapier-platform-core';
import { fieldsForInput, inputFieldsOf, outputFieldsOf, readFields, recordOf } from '../fields.ts';
import { type AnyBundle, call, records, textOf } from '../requests.ts';
import { sampleRecord } from '../samples.ts';
import { entityField } from '../triggers/forms.ts';

export type Wire = Record<string, unknown>;

/** What a record has, for the steps behind this one. */
export async function recordOutputs(z: ZObject, bundle: AnyBundle): Promise<PlainOutputField[]> {
  const entity = textOf(bundle, 'entity');
  return entity === '' ? [] : outputFieldsOf(await readFields(z, bundle, entity));
}

const fieldsOfRecord =
  (use: 'create' | 'change', without: readonly string[] = []) =>
  async (z: ZObject, bundle: AnyBundle): Promise<PlainInputField[]> =>
    inputFieldsOf(
      (await fieldsForInput(z, bundle)).filter(({ key }) => !without.includes(key)),
      use,
    );

const pathOf = (bundle: AnyBundle): string => records(bundle, encodeURIComponent(textOf(bundle, 'entity')));

async function bodyOf(z: ZObject, bundle: AnyBundle): Promise<Wire> {
  return recordOf(await readFields(z, bundle, textOf(bundle, 'entity')), bundle.inputData);
}

export const createRecord: Create = {
  key: 'create_record',
  noun: 'Record',
  display: { label: 'Create Record', description: 'Creates a record, such as an invoice, a company or a person.' },
  operation: {
    inputFields: [entityField, fieldsOfRecord('create')],
    perform: async (z: ZObject, bundle: AnyBundle) =>
      call<Wire>(z, 'POST', pathOf(bundle), { body: await bodyOf(z, bundle) }),
    outputFields: [{ key: 'id', label: 'Id', type: 'integer' }, recordOutputs],
    sample: sampleRecord,
  },
};

export const updateRecord: Create = {
  key: 'update_record',
  noun: 'Record',
  display: { label: 'Update Record', description: 'Changes the fields of a record that are filled in, and no others.' },
  operation: {
    inputFields: [
      entityField,
      {
        key: 'id',
        label: 'Record',
        type: 'string',
        required: true,
        dynamic: 'records.id.label',
        search: 'find_record.id',
        dependsOn: ['entity'],
        helpText: 'Its id, mostly from the step before.',
      },
      fieldsOfRecord('change'),
    ],
    perform: async (z: ZObject, bundle: AnyBundle) =>
      call<Wire>(z, 'PATCH', pathOf(bundle), { params: { id: textOf(bundle, 'id') }, body: await bodyOf(z, bundle) }),
    outputFields: [{ key: 'id', label: 'Id', type: 'integer' }, recordOutputs],
    sample: sampleRecord,
  },
};

export const upsertRecord: Create = {
  key: 'upsert_record',
  noun: 'Record',
  display: {
    label: 'Create or Update Record',
    description:
      'Creates a record under a number of your own, or changes the one that has it. Run twice, it does what it did once.',
  },
  operation: {
    inputFields: [
      entityField,
      {
        key: 'registration',
        label: 'Registration',
        type: 'string',
        required: true,
        helpText: 'Your own number of it, such as the id that it has in the other app.',
      },
      fieldsOfRecord('create', ['registration']),
    ],
    perform: async (z: ZObject, bundle: AnyBundle) =>
      call<Wire>(z, 'PUT', pathOf(bundle), {
        params: { registration: textOf(bundle, 'registration') },
        body: await bodyOf(z, bundle),
      }),
    outputFields: [{ key: 'id', label: 'Id', type: 'integer' }, recordOutputs],
    sample: sampleRecord,
  },
};
