import type { FieldType, Problem, Run, Scope, TemplateSource, Value, ValueObject } from '../types.ts';
import { compileTemplate } from './compile-template.ts';
import { runWith } from './worked-examples.ts';

/* Short ways for tests to render a template on some data; names are not checked unless a scope says so. */

const any: FieldType = { kind: 'any' };
export const anyScope: Scope = { fields: { input: any, response: any }, dictionaries: ['sizes'] };

export function runOn(input: Value, more: Partial<Run> = {}): Run {
  return { ...runWith(input), dictionaries: { sizes: { S: 'small', L: 'large' } }, ...more };
}

/** The text of the message, or the problems. */
export function renderText(
  source: TemplateSource,
  input: Value = {},
  more: Partial<Run> = {},
): string | readonly Problem[] {
  const template = compileTemplate(source, anyScope);
  if (!template.ok) return template.problems;
  const outcome = template.value.render(runOn(input, more));
  return outcome.ok ? outcome.value.text : outcome.problems;
}

/** The bytes of the message; throws where there are problems. */
export function renderBytes(source: TemplateSource, input: Value = {}): Uint8Array {
  const template = compileTemplate(source, anyScope);
  if (!template.ok) throw new Error(JSON.stringify(template.problems));
  const outcome = template.value.render(runOn(input));
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problems));
  return outcome.value.bytes;
}

/** The problems of saving, [] when there are none. */
export function problemsOf(
  source: TemplateSource,
  fields?: ValueObject & Record<string, FieldType>,
): readonly Problem[] {
  const template = compileTemplate(source, fields === undefined ? anyScope : { fields });
  return template.ok ? [] : template.problems;
}
