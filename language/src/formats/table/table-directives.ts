import type { Compilation } from '../../compile.ts';
import type { Environment } from '../../environment.ts';
import type { Frame } from '../../frame.ts';
import type { Range } from '../../source-text.ts';
import { forEachRound } from '../rounds.ts';
import type { TableSettings } from './parse-table.ts';

export const directiveSettings: readonly string[] = ['$for', '$if', '$let'];

/** Writes no, one or several rows. */
export type RowWriter = (frame: Frame) => string;

/** The directives of a group of rows, in the order let, for, if. */
export function compileDirectives(
  compilation: Compilation,
  settings: TableSettings,
  outer: Environment,
): { readonly environment: Environment; wrap(write: RowWriter): RowWriter } {
  const namesRange = rangeOf(settings, '$let');
  const names = namesRange && compilation.bindings(namesRange, outer);
  const loopRange = rangeOf(settings, '$for');
  const loop = loopRange && compilation.loop(loopRange, names?.environment ?? outer);
  const environment = loop?.environment ?? names?.environment ?? outer;
  const conditionRange = rangeOf(settings, '$if');
  const condition = conditionRange && compilation.condition(conditionRange, environment);
  const source = loopRange === undefined ? '' : compilation.source.text.slice(loopRange.start, loopRange.end);
  return {
    environment,
    wrap: (write) => (frame) => {
      names?.bind(frame);
      const one = (): string => (condition === undefined || condition.test(frame) ? write(frame) : '');
      if (loop === undefined) return one();
      let text = '';
      forEachRound(loop, source, frame, () => {
        frame.chargeOutput(1, loop.place);
        text += one();
      });
      return text;
    },
  };
}

function rangeOf(settings: TableSettings, name: string): Range | undefined {
  const node = settings.value(name);
  if (node === undefined) return undefined;
  if (node.kind === 'text') return { start: node.start + 1, end: node.end - 1 };
  if (node.kind === 'hole' || node.kind === 'literal') return node;
  settings.report(`"${name}" must be an expression in double quotes.`, node);
  return undefined;
}
