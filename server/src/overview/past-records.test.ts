import { expect, test } from 'vitest';
import { listChanges } from '../records/merge-fields.ts';
import type { JsonObject } from '../records/types.ts';
import { undoChanges } from './past-records.ts';

const states: readonly JsonObject[] = [
  { status: 'OPEN', lines: [{ name: 'a' }] },
  { status: 'PROCESSING', lines: [{ name: 'a' }, { name: 'b' }], properties: { extStatus: 'EXT.READY' } },
  {
    status: 'APPROVED',
    lines: [{ name: 'b' }],
    properties: { extStatus: 'EXT.SENT', accountingId: '7' },
    number: '26001',
  },
  { status: 'APPROVED', number: '26001', properties: {} },
];

test.each(states.slice(1).map((after, index) => [index, states[index] ?? {}, after] as const))(
  'change %i of a history is undone',
  (_index, before, after) => {
    expect(undoChanges(after, listChanges(before, after))).toEqual(before);
  },
);
