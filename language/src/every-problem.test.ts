import { describe, expect, test } from 'vitest';
import { compileText } from './compile-text.ts';
import { compileTemplate } from './formats/compile-template.ts';
import type { Format, Outcome, Run, Scope } from './types.ts';

const scope: Scope = { fields: { input: { kind: 'any' } }, dictionaries: ['vat'] };
const run: Run = {
  context: {
    input: { name: 'Kos', list: ['a', 'b'], lines: [{ n: 1 }, { n: 'two', t: '\u0001' }, { n: 'three', t: '\u0001' }] },
  },
  dictionaries: { vat: { 21: 'high' } },
  ...{ now: '2026-11-23T10:00:00Z', seed: 's', zone: 'Europe/Prague', locale: 'cs-CZ', everyProblem: true },
};

function problemsOf(outcome: Outcome<unknown>): string[] {
  return outcome.ok ? [] : outcome.problems.map(({ message, line }) => `${line} ${message}`);
}
function problems(format: Format, body: string, with_: Partial<Run> = {}): string[] {
  const compiled = compileTemplate({ format, body }, scope);
  return compiled.ok ? problemsOf(compiled.value.render({ ...run, ...with_ })) : ['it does not compile'];
}

describe('where every problem is asked for, each place of a template tells its own', () => {
  test.each<[Format, string, string[]]>([
    [
      'json',
      '{\n"a": "${input.gone | required(\'No a.\')}",\n"b": "x ${input.list}",\n"c": [ { "$if": "input.name", "d": 1 } ],\n"e": "${input.name | dict(\'vat\')}", "f": 1 }',
      ['2 No a.', '3 Here is a list', '4 A condition', '5 '],
    ],
    [
      'xml',
      '<a xmlns:t="urn:gangway:template"\n x="${input.gone | required(\'No x.\')}">\n<b>${input.list}</b>\n<c t:if="input.name">c</c>\n<d>${1 / 0}</d></a>',
      ['2 No x.', '3 Here is a list', '4 A condition', '5 This divides'],
    ],
    [
      'csv',
      '{ "columns": [\n{ "name": "a", "value": "${input.gone | required(\'No a.\')}" },\n{ "name": "b", "value": "${1 / 0}" } ] }',
      ['2 No a.', '3 This divides'],
    ],
    [
      'fixed',
      '{ "columns": [\n{ "name": "a", "value": "${input.name}", "width": 2 },\n{ "name": "b", "value": "${1 / 0}", "width": 3 } ] }',
      ['2 The value has 3 characters', '3 This divides'],
    ],
    ['form', '{\n"a": "${input.gone | required(\'No a.\')}",\n"b": ${1 / 0} }', ['2 No a.', '3 This divides']],
    [
      'text',
      "${input.gone | required('No a.')}\n${1 / 0}\n${input.list}",
      ['1 No a.', '2 This divides', '3 Here is a list'],
    ],
  ])('%s', (format, body, expected) => {
    const found = problems(format, body);
    expect(found).toHaveLength(expected.length);
    for (const [index, start] of expected.entries()) expect(found[index]?.slice(0, start.length)).toBe(start);
    // Without the wish the first one ends it.
    expect(problems(format, body, { everyProblem: false })).toEqual(found.slice(0, 1));
  });

  test('a text such as an address', () => {
    const compiled = compileText("/${input.gone | required('No path.')}/${1 / 0}", scope, { encode: 'path' });
    expect(compiled.ok && problemsOf(compiled.value.render(run))).toMatchObject([
      '1 No path.',
      expect.stringContaining('divides'),
    ]);
  });
});

test('a loop tells the same problem once, with the round in which it came first', () => {
  const body = '[{ "$for": "line in input.lines",\n"n": ${line.n * 2},\n"o": "${line.o | required(\'No o.\')}" }]';
  expect(problems('json', body)).toEqual([
    expect.stringMatching(/^2 The text "two" is not a number.*\(Round 2 of "line in input\.lines"\.\)$/),
    '3 No o. (Round 1 of "line in input.lines".)',
  ]);
});

test('a limit ends the evaluation all the same, behind what was found before', () => {
  const body = '{ "a": "${1 / 0}", "b": [{ "$for": "x in input.lines", "c": "${x.n}" }] }';
  const found = problems('json', body, { limits: { steps: 4 } });
  expect(found).toHaveLength(2);
  expect(found[1]).toContain('too many steps');
});

test('a hundred problems are enough', () => {
  const body = `[${Array.from({ length: 150 }, () => '"${1 / 0}"').join(',')}]`;
  expect(problems('json', body)).toHaveLength(101);
});

test('without a problem the message is the same as ever', () => {
  const compiled = compileTemplate({ format: 'json', body: '{ "a": "${input.name}" }' }, scope);
  if (!compiled.ok) throw new Error('it does not compile');
  expect(compiled.value.render(run)).toEqual(compiled.value.render({ ...run, everyProblem: false }));
});

test('what was hidden in one place is not hidden in the next, and a secret in neither', () => {
  const body = '{ "a": ${number(\'{{secret:key}}\')}, "b": ${number(input.name)} }';
  const found = problems('json', body, { secret: () => 'opensesame' });
  expect(found.join()).not.toContain('sesame');
  expect(found[1]).toContain('Kos');
});
