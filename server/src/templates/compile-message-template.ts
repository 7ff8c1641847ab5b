import {
  charsetNamed,
  charsets,
  compileTemplate,
  compileText,
  type FieldType,
  type Outcome,
  type Problem,
  type Scope,
  type Template,
  type TextTemplate,
} from '@gangway/language';
import { headerNameFault } from '../outbound/header-names.ts';
import type { MessageTemplate } from './template.ts';

/** A message template ready to render. The parts that it does not have are undefined; the connection's own apply then. */
export interface CompiledMessageTemplate {
  readonly source: MessageTemplate;
  readonly body: Template | undefined;
  readonly url: TextTemplate | undefined;
  readonly headers: readonly NamedText[];
  readonly query: readonly NamedText[];
  readonly response: Template | undefined;
}

export interface NamedText {
  readonly name: string;
  readonly text: TextTemplate;
}

/** A problem and the part of the template where it is: `body`, `url`, `headers.X-Name`, `query.page`, `response`. */
export interface PlacedProblem extends Problem {
  readonly part: string;
}

/** All of them for a person, each with its place. */
export function describeProblems(problems: readonly PlacedProblem[]): string {
  return problems
    .map(({ part, message, line, column }) => `${message} (${part}, line ${line}, column ${column})`)
    .join(' ');
}

const any: FieldType = { kind: 'any' };
const text: FieldType = { kind: 'text' };

/** What a message template may name; `input` is the entity's own tree of fields. */
export function messageScope(input: FieldType, dictionaries: readonly string[]): Scope {
  const object = (fields: Record<string, FieldType>): FieldType => ({ kind: 'object', fields });
  return {
    fields: {
      input,
      before: input,
      event: any,
      user: any,
      unit: any,
      constants: any,
      connection: object({ name: text, constants: any }),
      delivery: object({ id: text }),
      message: object({ key: text }),
    },
    dictionaries,
    change: true,
  };
}

export function responseScope(scope: Scope): Scope {
  return {
    ...scope,
    fields: {
      ...scope.fields,
      response: any,
      http: { kind: 'object', fields: { status: { kind: 'number' }, headers: any } },
    },
  };
}

/** Compiles every part; all problems of all parts at once. */
export function compileMessageTemplate(
  source: MessageTemplate,
  scope: Scope,
): { ok: true; value: CompiledMessageTemplate } | { ok: false; problems: readonly PlacedProblem[] } {
  const problems: PlacedProblem[] = [];
  const collect = <T>(part: string, outcome: Outcome<T>): T | undefined => {
    if (outcome.ok) return outcome.value;
    problems.push(...outcome.problems.map((problem) => ({ ...problem, part })));
    return undefined;
  };
  const named = (part: 'headers' | 'query', texts: Readonly<Record<string, string>> = {}): NamedText[] =>
    Object.entries(texts).flatMap(([name, value]) => {
      const encode = part === 'headers' ? 'header' : 'none';
      const fault = part === 'headers' ? headerNameFault(name) : undefined;
      if (fault !== undefined) problems.push(problemOf(`${part}.${name}`, 'wrong-header', `${fault}.`));
      const compiled = collect(`${part}.${name}`, compileText(value, scope, { encode }));
      return compiled ? [{ name, text: compiled }] : [];
    });
  const { request = {}, format } = source;
  const charset = source.charset === undefined ? undefined : charsetNamed(source.charset);
  if (source.charset !== undefined && charset === undefined) {
    problems.push(problemOf('charset', 'wrong-charset', unknownCharset(source.charset)));
  }
  const value: CompiledMessageTemplate = {
    source,
    body:
      source.body === undefined
        ? undefined
        : collect('body', compileTemplate({ format, body: source.body, ...(charset && { charset }) }, scope)),
    url: request.url === undefined ? undefined : collect('url', compileText(request.url, scope, { encode: 'path' })),
    headers: named('headers', request.headers),
    query: named('query', request.query),
    response:
      source.response === undefined
        ? undefined
        : collect('response', compileTemplate({ format: 'json', body: source.response }, responseScope(scope))),
  };
  if (request.url !== undefined && /^\s*([a-z][a-z0-9+.-]*:|\/\/)/i.test(request.url)) {
    const message =
      'The address must be a path such as /xml: the host comes from the connection. Put the host there and leave the path here.';
    problems.push(problemOf('url', 'absolute-url', message));
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value };
}

/** A problem with a part as a whole. */
function problemOf(part: string, code: string, message: string): PlacedProblem {
  return { part, code, message, line: 1, column: 1 };
}

/** A sentence for a charset that nobody knows; undefined for one that Gangway writes. */
export function charsetFault(name: string): string | undefined {
  return charsetNamed(name) === undefined ? unknownCharset(name) : undefined;
}

function unknownCharset(name: string): string {
  return `There is no charset ${JSON.stringify(name)}. There is ${charsets.join(', ')}.`;
}

/**
 * The template with the charset of its connection, where neither it names one nor its XML declaration does: what travels in the declaration is the
 * author's word about this very document.
 */
export function withCharsetOf(connectionCharset: string | undefined, template: MessageTemplate): MessageTemplate {
  const { format, body = '', charset } = template;
  const declared = format === 'xml' && /^\s*<\?xml[^>]*\sencoding\s*=/.test(body);
  return connectionCharset === undefined || charset !== undefined || declared
    ? template
    : { ...template, charset: connectionCharset };
}
