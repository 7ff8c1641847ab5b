import { findSample, definitions } from '../../../packs/test/sample-contexts.ts';
import { fieldsOf } from '../../../server/src/records/field-tree.ts';
import { messageScope } from '../../../server/src/templates/compile-message-template.ts';
import type { FieldType, Run, ValueObject } from '@gangway/language';
import type { SampleSet } from '../../src/editor/preview/samples.ts';
import { sampleContexts } from '../../../packs/test/sample-contexts.ts';

const documents = definitions.get('documents');
if (documents === undefined) throw new Error('There is no entity documents.');

/** Invoices of the sample company as the editor has them. */
export const fields: FieldType = fieldsOf(documents, definitions);
export const dictionaries = {
  'pohoda-vat': { '21': 'high', '12': 'low', '0': 'none' },
  'pohoda-type': { 'INVOICE.SALES': 'issuedInvoice' },
};
export const scope = messageScope(fields, Object.keys(dictionaries));

export function runOf(input: ValueObject): Run {
  const constants = { ico: '12345678' };
  return {
    context: {
      input,
      before: null,
      constants,
      connection: { name: 'pohoda', constants },
      message: { key: 'k' },
      delivery: { id: 'd' },
    },
    dictionaries,
    now: '2026-11-23T10:00:00.000Z',
    seed: 'seed',
    zone: 'Europe/Prague',
    locale: 'cs-CZ',
    everyProblem: true,
  };
}

const sales = sampleContexts.filter(({ type }) => type === 'INVOICE.SALES');
export const invoice: ValueObject = (sales[0] ?? findSample('')).input;

export const sampleSet: SampleSet = {
  entity: 'documents',
  fields,
  dictionaries,
  samples: sampleContexts.slice(0, 20).map(({ registration, input }, index) => ({
    label: registration,
    registration,
    id: index + 1,
    run: runOf(input),
  })),
};
