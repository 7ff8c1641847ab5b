import { describe, expect, it } from 'vitest';
import { evaluate, problemOf, problemsOf } from '../test/evaluate.ts';
import { compileExpression } from './compile-expression.ts';
import { openScope } from '../test/evaluate.ts';

describe('faults in the notation', () => {
  it.each([
    ['', 1, 'Here a value is missing, such as a field, a number or a text in quotes.'],
    ['   ', 4, 'Here a value is missing, such as a field, a number or a text in quotes.'],
    ['1 +', 4, 'Here a value is missing, such as a field, a number or a text in quotes.'],
    ['1 + * 2', 5, 'Here stands * where a value is expected, such as a field, a number or a text in quotes.'],
    ['(1 + 2', 7, 'Here ) is missing.'],
    ['1 + 2)', 6, 'This ) closes nothing that was opened.'],
    ['upper(1 2)', 9, 'Here ) is expected, not 2.'],
    ['input.a b', 9, 'Here the expression should end, but there stands b. An operator may be missing before it.'],
    ['1,5', 2, 'Write decimals with a point, not a comma: 1.5.'],
    ["'abc", 1, 'The text that begins here has no closing quote.'],
    ['“abc”', 1, 'Use straight quotes (\' or ") instead of “.'],
    ['1 – 2', 3, 'Use a plain minus sign (-) instead of –.'],
    ['1 # 2', 3, 'The character # means nothing in an expression. Put a text in quotes.'],
    ['1 &lt; 2', 3, 'Write the character itself instead of &lt;: inside ${ } nothing is escaped.'],
    ['1 === 1', 3, 'Write = for equal and <> for not equal.'],
    ['1 < 2 < 3', 7, 'One comparison at a time. Join them with "and": a < b and b < c.'],
    ['true ? 1', 9, 'Here : is missing: condition ? value : otherwise.'],
    ['input.', 7, "After the point comes a field name. Write an odd one in brackets: ['odd-name']."],
    ['input.1', 6, 'Here the expression should end, but there stands .1. An operator may be missing before it.'],
    ['input | 5', 9, 'After | comes the name of a function, such as | upper.'],
    ['12abc', 1, 'A name cannot begin with a digit. Write an odd field name in brackets: ["1st"].'],
    ['1 + not true', 5, 'Put parentheses around not and what follows it.'],
    ['and 1', 1, 'Before "and" a value is missing.'],
    ['@state', 1, 'Write what @state belongs to: a field, a point, then @state.'],
    ['evaluate 1', 1, 'After evaluate comes a colon: evaluate: expression.'],
    ["'a\\qb'", 3, "A backslash begins a special character: \\n, \\t, \\' or \\\\. Write \\\\ for a backslash itself."],
    ['{{secret:}}', 1, 'A secret is written {{secret:name}}.'],
    [`1${'0'.repeat(1_001)}`, 1, 'This number has too many digits.'],
  ])('%j', (source, column, message) => {
    expect(problemsOf(source)).toHaveLength(1);
    expect(problemOf(source)).toMatchObject({ code: 'syntax', line: 1, column, message });
  });

  it('are found in the right line, whatever ends the lines', () => {
    expect(problemOf('1 +\n2 +\r\n3 +\r  *')).toMatchObject({ line: 4, column: 3, length: 1 });
  });
});

describe('a source of any depth and length', () => {
  const nested: readonly [string, (depth: number) => string][] = [
    ['parentheses', (depth) => '('.repeat(depth) + '1' + ')'.repeat(depth)],
    ['open parentheses', (depth) => '('.repeat(depth)],
    ['placeholders', (depth) => '${'.repeat(depth) + '1' + '}'.repeat(depth)],
    ['calls', (depth) => 'text('.repeat(depth) + '1' + ')'.repeat(depth)],
    ['brackets', (depth) => 'input['.repeat(depth) + '1' + ']'.repeat(depth)],
    ['signs', (depth) => '-'.repeat(depth) + '1'],
    ['nots', (depth) => 'not '.repeat(depth) + 'true'],
    ['bangs', (depth) => '!'.repeat(depth) + 'true'],
    ['pipes', (depth) => '1' + ' | text'.repeat(depth)],
    ['choices in choices', (depth) => 'true ? '.repeat(depth) + '1' + ' : 2'.repeat(depth)],
    ['element expressions', (depth) => 'map(input, '.repeat(depth) + 'item' + ')'.repeat(depth)],
    ['changes in changes', (depth) => 'changed(input['.repeat(depth) + '1' + '])'.repeat(depth)],
  ];

  it.each(nested)('ends for 10,000 levels of %s in a problem, at once', (_, make) => {
    const started = performance.now();
    expect(problemOf(make(10_000)).code).toMatch(/^(too-deep|syntax)$/);
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  it.each(nested.filter(([name]) => name !== 'open parentheses' && name !== 'changes in changes'))(
    'is read for 60 levels of %s',
    (_, make) => {
      expect(compileExpression(make(60), openScope).ok).toBe(true);
    },
  );

  it.each([
    ['sum', Array.from({ length: 10_000 }, () => '1').join(' + '), 10_000],
    ['ladder of choices', `${'false ? 1 : '.repeat(5_000)}2`, 2],
    ['chain of ors', Array.from({ length: 5_000 }, () => 'false').join(' or '), false],
    ['join', Array.from({ length: 5_000 }, () => "''").join(' & '), ''],
    ['path', `input${'.a'.repeat(5_000)}`, null],
  ])('is no deeper for a long %s', (_, source, expected) => expect(evaluate(source)).toBe(expected));
});
