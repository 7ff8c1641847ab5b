import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
  snippetCompletion,
} from '@codemirror/autocomplete';
import { textsNow } from '../../texts/language.ts';
import { type Choice, complete, type CompletionSource } from '../completion/complete.ts';
import { functionDocs } from '../completion/function-docs.ts';

const icons: Readonly<Record<Choice['kind'], string>> = {
  field: 'property',
  list: 'enum',
  object: 'namespace',
  name: 'variable',
  function: 'function',
  dictionary: 'type',
  entry: 'text',
  secret: 'constant',
  constant: 'constant',
  word: 'keyword',
};

/** Completion by what is known of the record at this moment; `source` is asked anew every time. */
export function completions(source: () => CompletionSource) {
  return autocompletion({
    override: [(context) => resultOf(context, source())],
    icons: false,
    activateOnTypingDelay: 50,
    optionClass: (completion) => `gw-choice-${completion.type ?? 'text'}`,
  });
}

function resultOf(context: CompletionContext, source: CompletionSource): CompletionResult | null {
  const found = complete(source, context.state.doc.toString(), context.pos);
  if (found === undefined || found.choices.length === 0) return null;
  const behind = context.state.sliceDoc(found.from - 1, found.from);
  if (!context.explicit && found.from === context.pos && !'.{\'"|('.includes(behind) && behind !== ' ') return null;
  if (
    !context.explicit &&
    found.from === context.pos &&
    behind === ' ' &&
    !/[|]\s$/.test(context.state.sliceDoc(Math.max(0, found.from - 2), found.from))
  )
    return null;
  return { from: found.from, options: found.choices.map(completionOf), validFor: /^[@#]?[\p{L}\p{N}_.:-]*$/u };
}

function completionOf(choice: Choice): Completion {
  const { kind, label, insert, detail, boost } = choice;
  const docs: Readonly<Record<string, string>> = textsNow(functionDocs);
  const info = kind === 'function' ? docs[label] : undefined;
  const completion: Completion = {
    label,
    type: icons[kind],
    ...(detail === undefined ? {} : { detail }),
    ...(boost === undefined ? {} : { boost }),
    ...(info === undefined ? {} : { info }),
  };
  if (insert === undefined) return completion;
  if (!insert.includes('#')) return { ...completion, apply: insert };
  return snippetCompletion(insert.replaceAll(/[{}\\$]/g, '\\$&').replace('#', '${}'), completion);
}
