import { type Run, type Value, type ValueObject, writeJson } from '@gangway/language';
import { type Fault, problemKinds, type Refusal } from '../errors.ts';
import type { AnswerMessage } from '../templates/read-messages.ts';
import type { ChangeResult } from './change-result.ts';
import { mediaTypeOf } from './body-format.ts';
import type { InboundAnswer, InboundCall } from './call.ts';
import type { CompiledAnswer, CompiledDefinition } from './compile-definition.ts';
import { TemplateFailure } from './read-call.ts';
import { declaration, escapeXml, problemXml } from './refusal-xml.ts';

/** What a caller is told. */
export interface AnswerFacts {
  readonly messages: readonly AnswerMessage[];
  readonly results: readonly ChangeResult[];
}

/** Larger ones are no answer to a message, and could not be kept for a repeat. */
const largestAnswer = 1_000_000;

/** The answer to a call that was accepted: the definition's own, or what became of each record in the caller's format. */
export function acceptedAnswer(
  { accepted }: Pick<CompiledDefinition, 'accepted'>,
  call: InboundCall,
  run: Run,
  facts: AnswerFacts,
): InboundAnswer | TemplateFailure {
  if (accepted === undefined) return plainAnswer(call, facts);
  return renderAnswer(
    'answer.accepted',
    accepted,
    withContext(run, { ...factsValue('accepted', facts), problem: null }),
    200,
  );
}

/** The definition's own words for a refusal; undefined: it has none, or they cannot be said. */
export function refusedAnswer(
  { refused }: Pick<CompiledDefinition, 'refused'>,
  run: Run,
  facts: AnswerFacts,
  refusal: Refusal,
): InboundAnswer | TemplateFailure | undefined {
  if (refused === undefined) return undefined;
  const { status, title } = problemKinds[refusal.code];
  const problem = {
    code: refusal.code,
    status,
    title,
    detail: refusal.message,
    errors: refusal.faults.map(faultValue),
  };
  return renderAnswer(
    'answer.refused',
    refused,
    withContext(run, { ...factsValue('refused', facts), problem }),
    status,
  );
}

/** A problem document, as XML for those who speak XML. `type` is that of errors.md. */
export function problemAnswer(call: Pick<InboundCall, 'path' | 'headers'>, refusal: Refusal): InboundAnswer {
  const { status, title } = problemKinds[refusal.code];
  const { message: detail, faults: errors, code } = refusal;
  const problem = { type: `/problems/${code}`, title, status, detail, instance: call.path, errors };
  const xml = speaksXml(call.headers);
  return {
    status,
    contentType: `application/problem+${xml ? 'xml' : 'json'}; charset=utf-8`,
    headers: {},
    body: Buffer.from(xml ? problemXml(problem) : JSON.stringify(problem)),
  };
}

function renderAnswer(
  part: string,
  { source, headers, body }: CompiledAnswer,
  run: Run,
  usualStatus: number,
): InboundAnswer | TemplateFailure {
  const rendered = body.render(run);
  if (!rendered.ok) return new TemplateFailure(`${part}.body`, rendered.problems);
  const texts: [string, string][] = [];
  for (const { name, text } of headers) {
    const value = text.render(run);
    if (!value.ok) return new TemplateFailure(`${part}.headers.${name}`, value.problems);
    texts.push([name.toLowerCase(), value.value]);
  }
  const { bytes, contentType } = rendered.value;
  if (bytes.length > largestAnswer) {
    const message = `The answer has ${bytes.length} bytes; at most ${largestAnswer} are sent.`;
    return new TemplateFailure(`${part}.body`, [{ message, line: 1, column: 1 }]);
  }
  const charset = contentType.slice(contentType.indexOf(';'));
  return {
    status: source.status ?? usualStatus,
    contentType: source.contentType === undefined ? contentType : `${source.contentType}${charset}`,
    headers: Object.fromEntries(texts),
    body: bytes,
  };
}

function withContext(run: Run, more: ValueObject): Run {
  return { ...run, context: { ...run.context, ...more } };
}

function factsValue(outcome: string, { messages, results }: AnswerFacts): ValueObject {
  return { outcome, messages: messages.map((message) => ({ ...message })), results: results.map(resultValue) };
}

function resultValue(result: ChangeResult): ValueObject {
  const { changes: _ofPreviews, ...shown } = result;
  return { ...shown };
}

const faultValue = ({ message, path, line, column }: Fault): Value => ({
  ...{ message, path: path ?? null, line: line ?? null, column: column ?? null },
});

function plainAnswer(call: InboundCall, { messages, results }: AnswerFacts): InboundAnswer {
  const shown = results.map(({ entity, outcome, id, registration, state }) => ({
    entity,
    outcome,
    id,
    registration,
    state,
  }));
  if (!speaksXml(call.headers)) {
    const body = writeJson({
      outcome: 'accepted',
      call: call.id,
      results: shown,
      messages: messages.map((each) => ({ ...each })),
    });
    return { status: 200, contentType: 'application/json; charset=utf-8', headers: {}, body: Buffer.from(body) };
  }
  const lines = [
    ...shown.map((result) => `<result${attributesOf(result)}/>`),
    ...messages.map(({ text, ...rest }) => `<message${attributesOf(rest)}>${escapeXml(text)}</message>`),
  ];
  const body = `${declaration}<answer outcome="accepted" call="${call.id}">${lines.join('')}</answer>`;
  return { status: 200, contentType: 'application/xml; charset=utf-8', headers: {}, body: Buffer.from(body) };
}

function attributesOf(values: object): string {
  return Object.entries(values)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => ` ${name}="${escapeXml(String(value))}"`)
    .join('');
}

/** By what the caller asks for, else by what it sends. */
export function speaksXml(headers: Readonly<Record<string, string>>): boolean {
  const accept = headers['accept'] ?? '';
  const wantsXml = /[/+]xml\b/i.test(accept);
  const wantsJson = /[/+]json\b/i.test(accept);
  // A browser's list of what it takes holds XML, but it does not send any.
  if (wantsXml !== wantsJson && !/html/i.test(accept)) return wantsXml;
  return /[/+]xml$/.test(mediaTypeOf(headers['content-type']));
}
