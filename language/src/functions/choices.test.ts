import { describe, expect, it } from 'vitest';
import { evaluate, problemOf } from '../../test/evaluate.ts';
import { compileText } from '../compile-text.ts';
import { Compilation } from '../compile.ts';
import { runFrame } from '../frame.ts';
import { SourceText } from '../source-text.ts';
import { LEFT_OUT } from '../values.ts';
import { openScope, plainRun } from '../../test/evaluate.ts';

describe('choices', () => {
  it.each([
    ["if(1 = 1, 'yes', 'no')", 'yes'],
    ["if(null, 'yes', 'no')", 'no'],
    ["if(false, 'yes')", null],
    ['if(true, 1, 1 / 0)', 1],
    ["default(null, 'x')", 'x'],
    ["default('', 'x')", 'x'],
    ["default(list(null), 'x')", 'x'],
    ['default(0, 1)', 0],
    ['default(false, true)', false],
    ['default(1, 1 / 0)', 1],
    ["null | optional | default('x')", 'x'],
    ['empty(null)', true],
    ["empty('')", true],
    ["empty(' ')", false],
    ['empty(0)', false],
    ['empty(list(null))', true],
    ['empty(input)', true],
    ['optional(5)', 5],
    ['null | optional', null],
    ['(null | optional) = null', true],
    ['(null | optional) ?? 1', 1],
    ['(null | optional) + 1', null],
    ['not (null | optional)', true],
    ["required('x', 'Fill it in')", 'x'],
  ])('%s', (source, expected) => expect(evaluate(source, { input: {} })).toEqual(expected));

  it('stops with the author’s sentence where a required value is missing', () => {
    expect(problemOf("input.vatId | required('Customer has no VAT id')", { input: {} })).toEqual({
      code: 'required',
      message: 'Customer has no VAT id',
      line: 1,
      column: 1,
      length: 11,
    });
    expect(problemOf("'' | required('Nothing for ' & input.name)", { input: { name: 'ACME' } }).message).toBe(
      'Nothing for ACME',
    );
    expect(problemOf('input.vatId | required').message).toBe(
      'A required value is missing: input.vatId. Fill it in and send again.',
    );
  });
});

/** The value itself, where evaluate() would turn a left-out one into null. */
function rawValue(source: string): unknown {
  const compilation = new Compilation(new SourceText(source), openScope);
  const compiled = compilation.expression({ start: 0, end: source.length }, compilation.environment);
  const outcome = runFrame({ ...plainRun, context: { input: { name: 'ACME', tags: ['a'] } } }, compiled.evaluate);
  return outcome.ok ? outcome.value : outcome.problems;
}

describe('optional', () => {
  it.each([
    'input.missing | optional',
    "'' | optional",
    'list(null) | optional',
    'input.missing | optional | upper',
    'input.missing | optional | decimals(2)',
    "input.missing | optional | date('d')",
    "input.missing | optional | dict('x')",
    'input.missing | optional | join',
    'input.missing | optional | json',
    'input.missing | optional | text',
    "'No. ' & (input.missing | optional)",
    'true ? (input.missing | optional) : 1',
    'null ?? (input.missing | optional)',
  ])('%s leaves the place out', (source) => expect(rawValue(source)).toBe(LEFT_OUT));

  it('leaves a whole text out as soon as one of its values is left out', () => {
    const compiled = compileText('${input.name}, ${input.city | optional}', openScope);
    if (!compiled.ok) throw new Error('does not compile');
    expect(compiled.value.render({ ...plainRun, context: { input: { name: 'ACME', city: 'Brno' } } })).toEqual({
      ok: true,
      value: 'ACME, Brno',
    });
    expect(compiled.value.render({ ...plainRun, context: { input: { name: 'ACME' } } })).toEqual({
      ok: true,
      value: '',
    });
  });
});
