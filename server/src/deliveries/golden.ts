import { decodeText, type Limits, type Run } from '@gangway/language';
import type { Definitions } from '../records/types.ts';
import {
  compileMessageTemplate,
  messageScope,
  type PlacedProblem,
  withCharsetOf,
} from '../templates/compile-message-template.ts';
import type { MessageTemplate } from '../templates/template.ts';
import { composeMessage } from './compose-message.ts';
import { type MessageParts, runOf } from './message-parts.ts';
import { compileOwnTexts } from './own-texts.ts';

/**
 * A golden record: a record as it was when it was pinned, with everything around it that decides a message's bytes (its related records, the constants and
 * texts of the connection, the moment, the ids), and the message that the template made of it. What is left is what a person changes: the template and its
 * dictionaries. A template that makes another message of it has changed its mind, and somebody says why.
 */
export type GoldenContent = Pick<MessageParts, 'snapshot' | 'own' | 'delivery' | 'now'> & {
  readonly content: Pick<MessageParts['content'], 'connection' | 'constants' | 'unit'>;
  readonly charset?: string;
};

export interface GoldenMessage {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** As text; null: the request has no body. */
  readonly body: string | null;
}

export type GoldenResult =
  | { readonly ok: true; readonly message: GoldenMessage }
  | { readonly ok: false; readonly problems: readonly PlacedProblem[] };

/** Ten times what the event loop gives a message that is sent: some 50 ms at the very most. */
const limits: Partial<Limits> = { steps: 200_000, outputLength: 2_000_000 };

/** Of the parts of a preview what is pinned. */
export function goldenContent(
  { snapshot, own, delivery, now, content }: MessageParts,
  charset?: string,
): GoldenContent {
  const { connection, constants, unit } = content;
  return {
    ...{ snapshot, own, delivery, now },
    content: { connection, constants, unit },
    ...(charset === undefined ? {} : { charset }),
  };
}

/** What a template sees of a golden record. */
export function goldenRun(golden: GoldenContent, dictionaries: DictionaryEntries, definitions: Definitions): Run {
  const parts: MessageParts = {
    ...golden,
    content: { ...golden.content, template: null, dictionaries },
    secrets: undefined,
  };
  return runOf(parts, definitions);
}

type DictionaryEntries = MessageParts['content']['dictionaries'];

/** The message that a template makes of a golden record; secrets stay as their placeholders. */
export function renderGolden(
  golden: GoldenContent,
  saved: MessageTemplate,
  dictionaries: DictionaryEntries,
  definitions: Definitions,
): GoldenResult {
  const template = withCharsetOf(golden.charset, saved);
  const compiled = compileMessageTemplate(template, messageScope({ kind: 'any' }, Object.keys(dictionaries)));
  const own = compileOwnTexts(golden.own);
  if (!compiled.ok) return { ok: false, problems: compiled.problems };
  if (!own.ok)
    return {
      ok: false,
      problems: [{ part: 'connection', code: 'wrong-connection', message: own.reason, line: 1, column: 1 }],
    };
  const run: Run = { ...goldenRun(golden, dictionaries, definitions), limits, everyProblem: true };
  const composed = composeMessage(compiled.value, own.value, run);
  if (!composed.ok) return composed;
  const { method, url, headers, body } = composed.message;
  const charset = compiled.value.body?.charset ?? 'utf-8';
  return { ok: true, message: { method, url, headers, body: body === null ? null : decodeText(body, charset) } };
}

/** Whether it is the same message; the order of headers does not count. */
export function sameMessage(one: GoldenMessage, other: GoldenMessage): boolean {
  const names = [...new Set([...Object.keys(one.headers), ...Object.keys(other.headers)])];
  return (
    one.method === other.method &&
    one.url === other.url &&
    one.body === other.body &&
    names.every((name) => one.headers[name] === other.headers[name])
  );
}
