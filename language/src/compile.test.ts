import { describe, expect, it } from 'vitest';
import { openScope, plainRun } from '../test/evaluate.ts';
import { Compilation } from './compile.ts';
import { runFrame } from './frame.ts';
import { SourceText } from './source-text.ts';
import type { Scope, ValueObject } from './types.ts';
import { LEFT_OUT } from './values.ts';

/** Stretches of a source, one per line, so that a test can compile each of them. */
function compilationOf(lines: readonly string[], scope: Scope = openScope) {
  const text = lines.join('\n');
  const compilation = new Compilation(new SourceText(text), scope);
  const range = (line: number) => {
    const start = lines.slice(0, line).join('\n').length + (line === 0 ? 0 : 1);
    return { start, end: start + (lines[line] ?? '').length };
  };
  return { compilation, range };
}

const context: ValueObject = {
  input: {
    lines: [
      { name: 'a', tags: ['x', 'y'] },
      { name: 'b', tags: [] },
    ],
    company: { name: 'ACME' },
  },
};

describe('loops', () => {
  it('give each element its name, and its position from 1', () => {
    const { compilation, range } = compilationOf(['line, number in input.lines', "number & '. ' & line.name"]);
    const loop = compilation.loop(range(0), compilation.environment);
    const label = compilation.expression(range(1), loop.environment);
    expect(compilation.problems).toEqual([]);
    const labels: unknown[] = [];
    runFrame({ ...plainRun, context }, (frame) => loop.forEach(frame, () => labels.push(label.evaluate(frame))));
    expect(labels).toEqual(['1. a', '2. b']);
  });

  it.each([
    'line in input.lines',
    '${line in input.lines}',
    'line in ${input.lines}',
    ' line  in\n input.lines ',
    'line IN list(input.lines)',
  ])('are read from %j', (source) => {
    const { compilation, range } = compilationOf([source]);
    const loop = compilation.loop({ ...range(0), end: source.length }, compilation.environment);
    expect(compilation.problems).toEqual([]);
    expect(runFrame({ ...plainRun, context }, (frame) => loop.elements(frame).length)).toEqual({ ok: true, value: 2 });
  });

  it.each([
    ['line of input.lines', 'Write a loop as: line in input.lines. Here "in" is missing.'],
    ['input.lines', 'Write a loop as: line in input.lines. Here "in" is missing.'],
    ['in input.lines', '"in" has a meaning of its own. Choose another name.'],
    ['null in input.lines', '"null" has a meaning of its own. Choose another name.'],
    ['', 'Write a loop as: line in input.lines.'],
    ['line in', 'Here a value is missing, such as a field, a number or a text in quotes.'],
    ['line, in input.lines', '"in" has a meaning of its own. Choose another name.'],
    [
      'line in input.lines more',
      'Here the expression should end, but there stands more. An operator may be missing before it.',
    ],
  ])('written as %j are refused', (source, message) => {
    const { compilation, range } = compilationOf([source]);
    compilation.loop(range(0), compilation.environment);
    expect(compilation.problems.map((problem) => problem.message)).toEqual([message]);
  });

  it('run over null not at all, and over a single value once', () => {
    const { compilation, range } = compilationOf(['x in input.missing', 'x in input.company']);
    const none = compilation.loop(range(0), compilation.environment);
    const one = compilation.loop(range(1), compilation.environment);
    expect(
      runFrame({ ...plainRun, context }, (frame) => [none.elements(frame).length, one.elements(frame).length]),
    ).toEqual({
      ok: true,
      value: [0, 1],
    });
  });

  it('hide an outer name inside and nowhere else', () => {
    const { compilation, range } = compilationOf(['x in input.lines', 'x in x.tags', 'x', 'x.name']);
    const outer = compilation.loop(range(0), compilation.environment);
    const inner = compilation.loop(range(1), outer.environment);
    const tag = compilation.expression(range(2), inner.environment);
    const name = compilation.expression(range(3), outer.environment);
    expect(compilation.problems).toEqual([]);
    const seen: unknown[] = [];
    runFrame({ ...plainRun, context }, (frame) =>
      outer.forEach(frame, () => {
        inner.forEach(frame, () => seen.push(tag.evaluate(frame)));
        seen.push(name.evaluate(frame));
      }),
    );
    expect(seen).toEqual(['x', 'y', 'a', 'b']);
  });

  it('know the fields of their elements, and name them as paths of the record', () => {
    const scope: Scope = {
      fields: {
        input: {
          kind: 'object',
          fields: { lines: { kind: 'list', item: { kind: 'object', fields: { name: { kind: 'text' } } } } },
        },
      },
    };
    const { compilation, range } = compilationOf(['line in input.lines', 'line.name', 'line.nam', 'lin.name'], scope);
    const loop = compilation.loop(range(0), compilation.environment);
    for (const line of [1, 2, 3]) compilation.expression(range(line), loop.environment);
    expect(compilation.problems.map(({ line, column, message }) => [line, column, message])).toEqual([
      [3, 6, 'There is no field "nam" here. Did you mean "name"?'],
      [4, 1, 'There is no field "lin" here. Did you mean "line"?'],
    ]);
    expect(compilation.uses().paths).toContain('input.lines.name');
  });

  it('cost a step for every round', () => {
    const { compilation, range } = compilationOf(['x in input.lines']);
    const loop = compilation.loop(range(0), compilation.environment);
    const rounds = (steps: number) =>
      runFrame({ ...plainRun, context, limits: { steps } }, (frame) => loop.forEach(frame, () => undefined));
    expect(rounds(3).ok).toBe(true);
    expect(rounds(2)).toMatchObject({ ok: false, problems: [{ code: 'too-many-steps', line: 1 }] });
  });
});

describe('names of values', () => {
  it('are bound in order, a later one from an earlier one', () => {
    const { compilation, range } = compilationOf(["first = 'a'; second = first & 'b';", 'second']);
    const names = compilation.bindings(range(0), compilation.environment);
    const second = compilation.expression(range(1), names.environment);
    expect(compilation.problems).toEqual([]);
    const value = runFrame({ ...plainRun, context }, (frame) => {
      names.bind(frame);
      return second.evaluate(frame);
    });
    expect(value).toEqual({ ok: true, value: 'ab' });
  });

  it.each([
    ["x 'a'", 'Write names as: total = expression. Here = is missing.'],
    ['= 1', 'Write names as: total = expression.'],
    ['and = 1', '"and" has a meaning of its own. Choose another name.'],
    ['x = 1 y = 2', 'Here the expression should end, but there stands y. An operator may be missing before it.'],
  ])('written as %j are refused', (source, message) => {
    const { compilation, range } = compilationOf([source]);
    compilation.bindings(range(0), compilation.environment);
    expect(compilation.problems.map((problem) => problem.message)).toEqual([message]);
  });

  it('do not show data once a secret is in them', () => {
    const { compilation, range } = compilationOf(["x = base64('u:' & '{{secret:key}}')", 'number(x)']);
    const names = compilation.bindings(range(0), compilation.environment);
    const number = compilation.expression(range(1), names.environment);
    const outcome = runFrame({ ...plainRun, context, secret: () => 'hidden' }, (frame) => {
      names.bind(frame);
      return number.evaluate(frame);
    });
    expect(outcome).toMatchObject({ problems: [{ message: 'The text "***" is not a number.' }] });
  });
});

describe('conditions', () => {
  it('take boolean and null, and refuse other types when they are saved', () => {
    const { compilation, range } = compilationOf(['input.missing', '1 = 1', "'text'", 'input.company']);
    const conditions = [0, 1].map((line) => compilation.condition(range(line), compilation.environment));
    expect(runFrame({ ...plainRun, context }, (frame) => conditions.map((condition) => condition.test(frame)))).toEqual(
      {
        ok: true,
        value: [false, true],
      },
    );
    compilation.condition(range(2), compilation.environment);
    expect(compilation.problems).toMatchObject([{ code: 'not-a-condition', line: 3, column: 1 }]);
    const object = compilation.condition(range(3), compilation.environment);
    expect(runFrame({ ...plainRun, context }, (frame) => object.test(frame))).toMatchObject({
      ok: false,
      problems: [{ code: 'not-a-condition', line: 4 }],
    });
  });
});

describe('leaves', () => {
  function leafValue(parts: readonly string[]): unknown {
    const { compilation, range } = compilationOf(parts);
    const leaf = compilation.leaf(
      parts.map((part, line) =>
        part.startsWith('=')
          ? compilation.expression({ ...range(line), start: range(line).start + 1 }, compilation.environment)
          : part,
      ),
      { start: 0, end: 1 },
    );
    if (compilation.problems.length > 0) return compilation.problems;
    const outcome = runFrame({ ...plainRun, context }, leaf.evaluate);
    return outcome.ok ? outcome.value : outcome.problems;
  }

  it('keep the type of one expression alone, and are text when mixed', () => {
    expect(leafValue(['=1 + 1'])).toBe(2);
    expect(leafValue(['=null'])).toBe(null);
    expect(leafValue(['=1 = 1'])).toBe(true);
    expect(leafValue(['=input.lines.name'])).toEqual(['a', 'b']);
    expect(leafValue(['', '=1 + 1', ''])).toBe(2);
    expect(leafValue(['No. ', '=1 + 1'])).toBe('No. 2');
    expect(leafValue(['<', '=null', '>'])).toBe('<>');
    expect(leafValue(['=1', '=2'])).toBe('12');
    expect(leafValue(['just ', 'text'])).toBe('just text');
    expect(leafValue([])).toBe('');
  });

  it('are left out as soon as one expression in them is', () => {
    expect(leafValue(['=null | optional'])).toBe(LEFT_OUT);
    expect(leafValue(['No. ', '=null | optional', '!'])).toBe(LEFT_OUT);
  });

  it('refuse a list in the middle of text', () => {
    expect(leafValue(['x ', '=map(input.lines, item.name)'])).toMatchObject([{ code: 'not-a-text' }]);
  });
});
