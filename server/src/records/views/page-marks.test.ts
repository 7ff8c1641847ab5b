import { describe, expect, test } from 'vitest';
import { PageMarks } from './page-marks.ts';

describe('the marks of pages', () => {
  test('know where a page ended, for ten minutes', () => {
    const marks = new PageMarks();
    marks.set('a', 6_000, ['7'], 0);
    expect(marks.get('a', 6_000, 600_000)).toEqual(['7']);
    expect(marks.get('a', 6_000, 600_001)).toBeUndefined();
    expect(marks.get('b', 6_000, 0)).toBeUndefined();
    expect(marks.get('a', 7_000, 0)).toBeUndefined();
  });

  test('leave small offsets to be counted', () => {
    const marks = new PageMarks();
    marks.set('a', 4_999, ['7'], 0);
    expect(marks.get('a', 4_999, 0)).toBeUndefined();
  });

  test('forget the oldest when there are too many', () => {
    const marks = new PageMarks();
    for (let offset = 5_000; offset <= 7_000; offset += 1) marks.set('a', offset, [String(offset)], 0);
    expect(marks.get('a', 5_000, 0)).toBeUndefined();
    expect(marks.get('a', 5_001, 0)).toEqual(['5001']);
    expect(marks.get('a', 7_000, 0)).toEqual(['7000']);
  });
});
