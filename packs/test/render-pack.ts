import type { Rendered, Run, Value, ValueObject } from '@gangway/language';
import { fieldsOf } from '../../server/src/records/field-tree.ts';
import {
  compileMessageTemplate,
  messageScope,
  type CompiledMessageTemplate,
} from '../../server/src/templates/compile-message-template.ts';
import { loadPack } from './load-pack.ts';
import { definitions, type SampleContext } from './sample-contexts.ts';

/** A template of a pack, compiled against the fields of documents as at `apply`, with the pack's dictionaries and constants. */
export interface PackTemplate {
  readonly compiled: CompiledMessageTemplate;
  /** The message's body, or the sentences of what stops it. */
  render(context: SampleContext, constants?: ValueObject): Rendered | string;
  /** The URL path. */
  url(context: SampleContext): string;
  /** What the response template makes of an answer that was read already. */
  judge(response: Value, status?: number): ValueObject;
}

export const messageKey = '0f8fad5b-d9cb-869f-a165-70867728950e';

export function packTemplate(pack: string, template: string): PackTemplate {
  const file = loadPack(pack);
  const source = file.templates?.find(({ name }) => name === template);
  const documents = definitions.get('documents');
  if (!source || !documents) throw new Error(`The pack ${pack} has no template ${template}.`);
  const dictionaries = Object.fromEntries((file.dictionaries ?? []).map(({ name, entries }) => [name, entries]));
  const scope = messageScope(fieldsOf(documents, definitions), Object.keys(dictionaries));
  const compiled = compileMessageTemplate(source, scope);
  if (!compiled.ok)
    throw new Error(
      compiled.problems.map(({ part, line, column, message }) => `${part} ${line}:${column} ${message}`).join('\n'),
    );
  const ownConstants = (file.connections?.[0]?.constants ?? {}) as ValueObject;
  const runOf = (context: ValueObject, constants: ValueObject): Run => ({
    context: {
      ...context,
      constants,
      connection: { name: 'accounting', constants },
      delivery: { id: 'delivery-1' },
      message: { key: messageKey },
    },
    dictionaries,
    now: '2026-11-23T10:00:00.000Z',
    seed: 'seed',
    zone: 'Europe/Prague',
    locale: 'cs-CZ',
  });
  return {
    compiled: compiled.value,
    render: ({ input }, constants = ownConstants) => {
      const rendered = compiled.value.body?.render(runOf({ input }, constants));
      if (!rendered) return 'The template has no body.';
      return rendered.ok
        ? rendered.value
        : rendered.problems.map(({ message, line }) => `${line}: ${message}`).join(' ');
    },
    url: ({ input }) => {
      const rendered = compiled.value.url?.render(runOf({ input }, ownConstants));
      return rendered?.ok ? rendered.value : '';
    },
    judge: (response, status = 200) => {
      const judged = compiled.value.response?.renderValue(
        runOf({ response, http: { status, headers: {} } }, ownConstants),
      );
      if (!judged?.ok)
        throw new Error(
          judged
            ? judged.problems.map(({ message, line }) => `${line}: ${message}`).join('\n')
            : 'no response template',
        );
      return judged.value as ValueObject;
    },
  };
}
