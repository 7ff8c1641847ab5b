import {
  type Charset,
  compileTemplate,
  compileText,
  type FieldType,
  type Outcome,
  type Problem,
  type Scope,
  type Template,
  type TextTemplate,
} from '@gangway/language';
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
      const compiled = collect(`${part}.${name}`, compileText(value, scope, { encode }));
      return compiled ? [{ name, text: compiled }] : [];
    });
  const { request = {}, format } = source;
  const charset = source.charset === undefined ? {} : { charset: source.charset as Charset };
  const value: CompiledMessageTemplate = {
    source,
    body:
      source.body === undefined
        ? undefined
        : collect('body', compileTemplate({ format, body: source.body, ...charset }, scope)),
    url: request.url === undefined ? undefined : collect('url', compileText(request.url, scope, { encode: 'path' })),
    headers: named('headers', request.headers),
    query: named('query', request.query),
    response:
      source.response === undefined
        ? undefined
        : collect('response', compileTemplate({ format: 'json', body: source.response }, responseScope(scope))),
  };
  if (request.url !== undefined && /^\s*([a-z][a-z0-9+.-]*:|\/\/)/i.test(request.url)) {
    problems.push({
      part: 'url',
      code: 'absolute-url',
      message: 'The address must be a path such as /xml: the host comes from the connection. Put the host there and leave the path here.',
      line: 1,
      column: 1,
    });
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value };
}
