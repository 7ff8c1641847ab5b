import { Decimal } from '@gangway/language';
import { expect, test } from 'vitest';
import { entity, faultsOf, invoiceFields, planContext } from '../../test/support/records.ts';
import { planChange } from './plan-change.ts';
import { resolveDefinitions } from './resolve-definitions.ts';
import type { InputFields } from './types.ts';

const faults = (fields: InputFields, definition = entity('documents')): string[] =>
  faultsOf(
    planChange(
      definition,
      null,
      { kind: 'create', fields: { ...invoiceFields, ...fields }, origin: 'api', id: 7 },
      planContext({ drawn: { registration: 7, number: 1 } }),
    ),
  );

test('of one text one thing is said, in words and never with a pattern', () => {
  expect(faults({ variableSymbol: '123456789012' })).toEqual([
    'variableSymbol: "variableSymbol" may have at most 10 characters.',
  ]);
  for (const variableSymbol of ['12-34', '12-34-56-78-90']) {
    expect(faults({ variableSymbol })).toEqual([
      `variableSymbol: "variableSymbol" must be digits such as 2026001; "${variableSymbol}" is not.`,
    ]);
  }
});

test('a field’s own pattern is told by its description', () => {
  const own = resolveDefinitions([
    {
      name: 'documents',
      fields: {
        place: { type: 'string', pattern: '^[A-Z]-[0-9]+$', maxLength: 8, description: 'A letter, a dash, digits.' },
        code: { type: 'string', pattern: '^x' },
      },
    },
  ]);
  const documents = entity('documents', own);
  expect(faults({ place: 'north', code: 'y' }, documents)).toEqual([
    'place: "place" does not have the form that is wanted here (A letter, a dash, digits); "north" has another one.',
    'code: "code" does not have the form that is wanted here; "y" has another one.',
  ]);
  expect(faults({ place: 'far too long' }, documents)).toEqual(['place: "place" may have at most 8 characters.']);
});

test('a number beyond 2^53 is too large, not a wrong kind of number', () => {
  const large = Decimal.of('9007199254740993');
  const largest = 'must be at most 9007199254740991, the largest whole number that is kept exactly';
  expect(faults({ companyId: large, participantIds: [Decimal.of('12345678901234567890')] })).toEqual([
    `companyId: "companyId" ${largest}; 9007199254740993 is not.`,
    `participantIds[0]: "participantIds[0]" ${largest}; 12345678901234567890 is not.`,
  ]);
  expect(faults({ companyId: Decimal.of('3.5') })).toEqual([
    'companyId: "companyId" must be a whole number such as 12; 3.5 is not.',
  ]);
});
