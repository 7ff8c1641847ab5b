import { describe, expect, it } from 'vitest';
import { filterText } from './filter-text.ts';

const search = {
  text: "O'Neil",
  beginnings: ['number'],
  found: [
    { field: 'id', ids: [3, 5] },
    { field: 'companyId', ids: [] },
  ],
};

describe('the filter of a list', () => {
  it('joins what was chosen, and keeps an OR typed by hand to itself', () => {
    const text = filterText(
      { status: 'APPROVED', from: '2026-10-01', dateField: 'issuedOn', expert: 'total>5 OR paid=true' },
      undefined,
      [],
    );
    expect(text).toBe("status='APPROVED' AND issuedOn>='2026-10-01' AND (total>5 OR paid=true)");
  });

  it('looks for a typed text at the beginning of fields and among records found by name', () => {
    expect(filterText({}, search, [])).toBe("((number>='O''Neil' AND number<'O''Neil\u{10ffff}') OR id IN (3,5))");
    expect(filterText({}, { ...search, beginnings: [], found: [] }, [])).toBe('id=0');
  });

  it('asks every connection for the state of the export', () => {
    expect(filterText({ exported: 'stopped' }, undefined, ['a', 'b'])).toBe(
      "(exports.a.state IN ('refused','failed','unknown') OR exports.b.state IN ('refused','failed','unknown'))",
    );
    expect(filterText({ exported: 'none' }, undefined, ['a', 'b'])).toBe(
      '(exports.a.state=null AND exports.b.state=null)',
    );
    expect(filterText({ exported: 'delivered' }, undefined, [])).toBe('id=0');
  });

  it('lets no choice from the address bar out of its quotes', () => {
    expect(filterText({ status: "x' OR id>0 OR status='", companyId: '1 OR 1=1' }, undefined, [])).toBe(
      "status='x'' OR id>0 OR status='''",
    );
  });
});
