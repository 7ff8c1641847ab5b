import { Compilation } from './compile.ts';
import type { Evaluate } from './frame.ts';
import { runFrame } from './frame.ts';
import { SourceText } from './source-text.ts';
import type { Expression, Outcome, Scope } from './types.ts';
import { LEFT_OUT, truthOf } from './values.ts';

/**
 * Compiles one expression, with or without `${ }` around it. All problems of names, functions and types come at once, each with its line
 * and column; of faults in the notation only the first.
 */
export function compileExpression(source: string, scope: Scope): Outcome<Expression> {
  const compilation = new Compilation(new SourceText(source), scope);
  const compiled = compilation.expression({ start: 0, end: source.length }, compilation.environment);
  if (compilation.problems.length > 0) return { ok: false, problems: compilation.problems };
  const evaluate: Evaluate = (frame) => {
    const value = compiled.evaluate(frame);
    return value === LEFT_OUT || value === undefined ? null : value;
  };
  const expression: Expression = {
    source,
    type: compiled.shape.type,
    uses: compilation.uses(),
    evaluate: (run) => runFrame(run, evaluate),
    test: (run) => runFrame(run, (frame) => truthOf(evaluate(frame), compiled.place)),
  };
  return { ok: true, value: expression };
}
