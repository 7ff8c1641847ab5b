import fc from 'fast-check';
import { expect, test } from 'vitest';
import { differenceOf } from '../../src/editor/codemirror/difference-of.ts';

test('the difference makes the one text of the other, and nothing at its ends is the same', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', 'b') }),
      fc.string({ unit: fc.constantFrom('a', 'b') }),
      (before, after) => {
        const { from, to, insert } = differenceOf(before, after);
        expect(before.slice(0, from) + insert + before.slice(to)).toBe(after);
        if (before === after) expect([from, to, insert]).toEqual([before.length, before.length, '']);
      },
    ),
  );
});
