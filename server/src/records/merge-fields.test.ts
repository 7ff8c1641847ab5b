import { describe, expect, it } from 'vitest';
import { listChanges, mergeFields, sameJson } from './merge-fields.ts';

describe('mergeFields', () => {
  it('changes the named fields, merges objects by key, replaces lists, clears with null', () => {
    const before = { a: 1, b: 'x', lines: [1, 2], properties: { one: 1, two: 2 }, gone: 'y' };
    const after = mergeFields(before, { b: 'z', lines: [3], properties: { two: null, three: 3 }, gone: null });
    expect(after).toEqual({ a: 1, b: 'z', lines: [3], properties: { one: 1, three: 3 } });
    expect(before.properties).toEqual({ one: 1, two: 2 });
  });

  it('never takes a name for something inherited', () => {
    expect(mergeFields({}, { constructor: { a: 1 } })).toEqual({ constructor: { a: 1 } });
  });
});

describe('listChanges', () => {
  it('names each leaf with its value before and after; a list is one leaf', () => {
    const changes = listChanges(
      { status: 'OPEN', lines: [1], properties: { a: 1, b: 2 }, tags: ['x'] },
      { status: 'PAID', lines: [1, 2], properties: { a: 1, c: 3 }, note: 'n' },
    );
    expect(changes).toEqual({
      status: ['OPEN', 'PAID'],
      lines: [[1], [1, 2]],
      'properties.b': [2, null],
      'properties.c': [null, 3],
      tags: [['x'], null],
      note: [null, 'n'],
    });
  });

  it('finds nothing where nothing changed: an empty list or object is the same as none', () => {
    expect(listChanges({ a: { b: [{ c: '1' }] } }, { a: { b: [{ c: '1' }] }, tags: [], properties: {} })).toEqual({});
  });

  it('compares objects without regard to the order of names', () => {
    expect(sameJson({ a: 1, b: [{ c: 1, d: 2 }] }, { b: [{ d: 2, c: 1 }], a: 1 })).toBe(true);
    expect(sameJson({ a: 1 }, { b: 1 })).toBe(false);
  });
});
