import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findAny } from './find-any.ts';

test('finds exactly what a search for each pattern finds', () => {
  const letters = fc.string({ minLength: 3, maxLength: 12, unit: fc.constantFrom('a', 'b', 'c', 'é') });
  const text = fc.string({ maxLength: 60, unit: fc.constantFrom('a', 'b', 'c', 'é') });
  fc.assert(
    fc.property(fc.array(letters, { maxLength: 6 }), text, (patterns, haystack) => {
      const expected = patterns.some((pattern) => haystack.includes(pattern));
      const finder = findAny(patterns);
      expect(finder.inText(haystack)).toBe(expected);
      expect(finder.inBytes(Buffer.from(haystack, 'latin1'))).toBe(expected);
    }),
    { numRuns: 2_000 },
  );
});

test('finds a pattern wherever it stands, also a long one and letters beyond Latin-1', () => {
  const long = 'x'.repeat(300) + 'ž';
  const finder = findAny([long, 'žluť']);
  for (const text of ['žluť', 'a'.repeat(999) + 'žluť', `žluť${'b'.repeat(999)}`, `aa${long}`])
    expect(finder.inText(text)).toBe(true);
  expect(finder.inText('x'.repeat(10_000))).toBe(false);
  expect(findAny(['abc']).inText('ab')).toBe(false);
  expect(findAny([]).inText('anything')).toBe(false);
});
