import { compileExpression, type FieldType, type Problem, type Scope } from '@gangway/language';
import { type Choices, complete } from '../../editor/completion/complete.ts';
import type { SampleSet } from '../../editor/preview/samples.ts';

const any: FieldType = { kind: 'any' };
const text: FieldType = { kind: 'text' };
const number: FieldType = { kind: 'number' };
const object = (fields: Readonly<Record<string, FieldType>>): FieldType => ({ kind: 'object', fields });

const event = object({
  ...{ kind: text, name: text, names: { kind: 'list', item: text }, entity: text, origin: text, id: text },
  at: { kind: 'datetime' },
});
const user = object({ id: number, name: text, groups: { kind: 'list', item: text } });
const unit = object({ id: number, name: text, zone: text, locale: text });

/** What a condition may name (docs/triggers.md). */
export function conditionScope({ fields, dictionaries }: SampleSet): Scope {
  return {
    fields: { input: fields, before: fields.kind === 'object' ? fields : any, event, user, unit },
    dictionaries: Object.keys(dictionaries),
    change: true,
  };
}

/** Every fault of a condition, with its place. An empty one is fulfilled by everything. */
export function faultsOfCondition(source: string, scope: Scope): readonly Problem[] {
  if (source.trim() === '') return [];
  const compiled = compileExpression(source, scope);
  return compiled.ok ? [] : compiled.problems;
}

const opening = '${';

/** What could be written at the cursor of a condition: the completion of templates, in a template that is nothing but this expression. */
export function completeCondition(
  samples: SampleSet,
  scope: Scope,
  source: string,
  cursor: number,
): Choices | undefined {
  const run = samples.samples[0]?.run;
  const found = complete(
    { format: 'text', scope, run, dictionaries: samples.dictionaries, secrets: [] },
    `${opening}${source}}`,
    cursor + opening.length,
  );
  return found === undefined ? undefined : { ...found, from: found.from - opening.length };
}
