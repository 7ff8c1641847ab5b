import { describe, expect, it } from 'vitest';
import { decimal, evaluate, problemOf } from '../../test/evaluate.ts';

const input = {
  name: '  Žluťoučký kůň s.r.o. ',
  emoji: 'a😀b😀c',
  tags: ['red', 'blue', decimal('21.00')],
  note: 'first\r\nsecond\nthird\rfourth\n',
  price: decimal('1250.50'),
};

describe('functions of texts', () => {
  it.each([
    ['text(input.price)', '1250.50'],
    ['text(null)', ''],
    ['text(true)', 'true'],
    ['input.name | trim | upper', 'ŽLUŤOUČKÝ KŮŇ S.R.O.'],
    ['lower("ČAU")', 'čau'],
    ['left("abc", 2)', 'ab'],
    ['left("abc", 9)', 'abc'],
    ['left("abc", 0)', ''],
    ['left(input.emoji, 2)', 'a😀'],
    ['right("abc", 2)', 'bc'],
    ['right("abc", 0)', ''],
    ['right(input.emoji, 2)', '😀c'],
    ['pad(42, 6, "0")', '000042'],
    ['pad("abc", 6)', '   abc'],
    ['pad("abc", 6, ".", "right")', 'abc...'],
    ['pad("abc", 6, "xy")', 'xyxabc'],
    ['pad("abcdef", 3)', 'abcdef'],
    ['pad("😀", 3, "😀")', '😀😀😀'],
    ['digits("VS: 2026/001")', '2026001'],
    ['replace("a-b-c", "-", "+")', 'a+b+c'],
    ['replace("a-b-c", "-")', 'abc'],
    ['replace("aaa", "a", "$&$1")', '$&$1$&$1$&$1'],
    ['replace("abc", "", "x")', 'abc'],
    ['before("2026/001/2", "/")', '2026'],
    ['after("2026/001/2", "/")', '001/2'],
    ['between("a [b] [c]", "[", "]")', 'b'],
    ['before("2026", "/")', null],
    ['after("2026", "/")', null],
    ['between("a [b", "[", "]")', null],
    ['before("2026", "/") ?? "2026"', '2026'],
    ['lines(input.note)', ['first', 'second', 'third', 'fourth']],
    ['lines("")', []],
    ['count(lines(null))', 0],
    ['contains("Gangway", "gang")', false],
    ['contains("Gangway", "way")', true],
    ['contains(input.tags, "red")', true],
    ['contains(input.tags, 21)', true],
    ['contains(input.tags, "re")', false],
    ['contains(null, "x")', false],
    ['contains("x", null)', false],
    ['startsWith("Gangway", "Gang")', true],
    ['endsWith("Gangway", "Gang")', false],
    ['STARTSWITH(null, "x")', false],
  ])('%s', (source, expected) => expect(evaluate(source, { input })).toEqual(expected));

  it.each(['upper', 'lower', 'trim', 'digits', 'left', 'right', 'pad', 'replace', 'before', 'after'])(
    'hands null on through %s',
    (name) => {
      const others = ['upper', 'lower', 'trim', 'digits'].includes(name)
        ? ''
        : ', 3, 4'.slice(0, name === 'pad' || name === 'replace' ? 6 : 3);
      expect(evaluate(`${name}(input.missing${others})`, { input })).toBe(null);
    },
  );

  it('says what is wrong with a length, a side and a filling', () => {
    expect(problemOf("left('abc', 1.5)")).toMatchObject({ code: 'wrong-arguments', column: 13, length: 3 });
    expect(problemOf("left('abc', -1)").message).toBe('The length must be 0 or more, not -1.');
    expect(problemOf("left('abc', 'x')").code).toBe('not-a-number');
    expect(problemOf("pad('abc', 5, '')").message).toContain('something to fill with');
    expect(problemOf("pad('abc', 5, ' ', 'middle')").message).toBe("Here one of these is expected: 'left', 'right'.");
    expect(problemOf("pad('abc', 5, ' ', input.side)", { input: { side: 'x' } }).code).toBe('wrong-arguments');
  });
});
