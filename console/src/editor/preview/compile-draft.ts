import {
  compileText,
  compileTracedTemplate,
  charsetNamed,
  type FieldType,
  type TracedTemplate,
} from '@gangway/language';
import {
  compileMessageTemplate,
  messageScope,
  type CompiledMessageTemplate,
  type PlacedProblem,
  responseScope,
} from '../../../../server/src/templates/compile-message-template.ts';
import type { MessageTemplate } from './message-draft.ts';

export type { PlacedProblem };

/** A draft that can be rendered; parts that cannot be compiled are missing, and their problems say why. */
export interface CompiledDraft {
  readonly body: TracedTemplate | undefined;
  /** Whole, where nothing is wrong with any part. */
  readonly message: CompiledMessageTemplate | undefined;
  readonly problems: readonly PlacedProblem[];
}

/** Compiles what stands in the editor by the rules of the server, and the body so that it can be followed. */
export function compileDraft(draft: MessageTemplate, input: FieldType, dictionaries: readonly string[]): CompiledDraft {
  const scope = messageScope(input, dictionaries);
  const message = compileMessageTemplate(draft, scope);
  const charset = draft.charset === undefined ? undefined : charsetNamed(draft.charset);
  const source = { format: draft.format, body: draft.body ?? '', ...(charset === undefined ? {} : { charset }) };
  const body = draft.body === undefined ? undefined : compileTracedTemplate(source, scope);
  return {
    body: body?.ok === true ? body.value : undefined,
    message: message.ok ? message.value : undefined,
    problems: message.ok ? [] : message.problems,
  };
}

/** What an expression in the response template may name. */
export function answerScope(input: FieldType, dictionaries: readonly string[]) {
  return responseScope(messageScope(input, dictionaries));
}

export { compileText, messageScope };
