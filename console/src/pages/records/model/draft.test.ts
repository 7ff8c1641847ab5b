import { describe, expect, it } from 'vitest';
import { beginDraft, bodyOf, differences, draftValue, isChanged, rebase, withChange } from './draft.ts';

const base = {
  dueOn: '2026-10-22',
  note: null,
  properties: { extStatus: 'EXT.ERROR', accountingNumber: '7' },
  lines: [{ name: 'Paper', unitPrice: '10.00' }],
};

describe('what is typed over a record', () => {
  it('names only fields that differ from the record, nested and with null for emptied ones', () => {
    let draft = beginDraft(base, 3);
    draft = withChange(draft, 'properties.extStatus', 'EXT.READY');
    draft = withChange(draft, 'dueOn', '');
    draft = withChange(draft, 'note', '');
    expect(bodyOf(draft.changes)).toEqual({ properties: { extStatus: 'EXT.READY' }, dueOn: null });
    expect(draftValue(draft, 'properties.accountingNumber')).toBe('7');
  });

  it('is no change when it is typed back', () => {
    const typed = withChange(beginDraft(base, 3), 'dueOn', '2026-11-01');
    expect(isChanged(typed)).toBe(true);
    expect(isChanged(withChange(typed, 'dueOn', '2026-10-22'))).toBe(false);
    expect(isChanged(withChange(typed, 'lines', [{ unitPrice: '10.00', name: 'Paper', note: '' }]))).toBe(true);
  });
});

describe('a record that somebody else changes meanwhile', () => {
  const now = { ...base, dueOn: '2026-12-24', note: 'theirs' };
  const paths = ['dueOn', 'note', 'properties.extStatus', 'lines'];

  it('clashes only where both changed the same field to different values', () => {
    const draft = withChange(beginDraft(base, 3), 'dueOn', '2026-11-01');
    expect(differences(draft, now, paths)).toEqual([
      { path: 'dueOn', before: '2026-10-22', theirs: '2026-12-24', mine: '2026-11-01', clashes: true },
      { path: 'note', before: null, theirs: 'theirs', mine: 'theirs', clashes: false },
    ]);
  });

  it('leaves everything typed in place, over the new revision, except what is taken from the others', () => {
    let draft = withChange(beginDraft(base, 3), 'dueOn', '2026-11-01');
    draft = withChange(draft, 'properties.extStatus', 'EXT.READY');
    expect(rebase(draft, now, 4)).toMatchObject({ revision: 4, changes: draft.changes });
    expect(rebase(draft, now, 4, new Set(['dueOn'])).changes).toEqual({ 'properties.extStatus': 'EXT.READY' });
    expect(rebase(draft, { ...now, dueOn: '2026-11-01' }, 4).changes).toEqual({ 'properties.extStatus': 'EXT.READY' });
  });
});
