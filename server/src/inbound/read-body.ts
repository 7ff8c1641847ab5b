import {
  charsetNamed,
  charsetOf,
  decodeBody,
  type Outcome,
  readCsv,
  readForm,
  readJson,
  readXml,
  type Value,
} from '@gangway/language';
import { type Fault, Refusal } from '../errors.ts';
import { plainWords } from '../outbound/plain-words.ts';
import type { ApiDefinition, BodyFormat } from './definition.ts';

/** A body that could be read. */
export interface ReadBody {
  readonly text: string;
  /** What templates see as `input`. */
  readonly value: Value;
}

/** What the message says of its own charset, and what the definition says of those that say nothing. */
interface Charsets {
  readonly contentType: string | undefined;
  readonly otherwise: string | undefined;
}

const formatNames: Readonly<Record<BodyFormat, string>> = { json: 'JSON', xml: 'XML', csv: 'CSV', form: 'a form' };

/** Reads a body, or says with line and column why it cannot be read. A text (of a sample or a preview) is not decoded any more. */
export function readBody(
  body: Uint8Array | string,
  format: BodyFormat,
  { csv = {}, charset }: Pick<ApiDefinition, 'csv' | 'charset'>,
  contentType: string | undefined,
): ReadBody | Refusal {
  const text = typeof body === 'string' ? body : decodeBody(body, contentType, [charset ?? 'utf-8']);
  if (text === undefined) return undecodable({ contentType, otherwise: charset });
  if (text.trim() === '') return new Refusal('unreadable-body', `The body is empty. Send ${formatNames[format]}.`);
  const outcome = parse(text, format, csv, contentType);
  if (outcome.ok) return { text, value: outcome.value };
  const [problem] = outcome.problems;
  if (problem === undefined) return new Refusal('unreadable-body', `The body is not ${formatNames[format]}.`);
  const { line, column } = problem;
  // It may quote the body.
  const message = plainWords(problem.message, 1_000);
  const fault: Fault = { message, line, column };
  const sentence = `The body cannot be read as ${formatNames[format]}: line ${line}, column ${column}: ${message}`;
  return new Refusal(format === 'json' ? 'invalid-json' : 'unreadable-body', sentence, [fault]);
}

function parse(
  text: string,
  format: BodyFormat,
  csv: NonNullable<ApiDefinition['csv']>,
  contentType: string | undefined,
): Outcome<Value> {
  switch (format) {
    case 'json':
      return readJson(text);
    case 'xml':
      // Many programs put a line break before the declaration, which strict XML forbids.
      return readXml(text.replace(/^[\s\uFEFF]+/, ''));
    case 'csv':
      return readCsv(text, csv);
    case 'form':
      return readForm(text.trim(), charsetOf(contentType ?? '') ?? 'utf-8');
  }
}

function undecodable({ contentType, otherwise }: Charsets): Refusal {
  const named = charsetOf(contentType ?? '') ?? charsetNamed(otherwise ?? 'utf-8') ?? 'utf-8';
  return new Refusal(
    'unreadable-body',
    `The bytes of the body are no text in ${named}. Say which charset it has: Content-Type: ...; charset=windows-1250, or the declaration of the XML.`,
  );
}
