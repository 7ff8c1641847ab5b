import {
  charsetNamed,
  compileExpression,
  compileTemplate,
  compileText,
  type Expression,
  type FieldType,
  type Outcome,
  type Problem,
  type Scope,
  type Template,
  type TextTemplate,
  type Uses,
} from '@gangway/language';
import { headerNameFault } from '../outbound/header-names.ts';
import { charsetFault, type NamedText } from '../templates/compile-message-template.ts';
import { type AnswerTemplate, type ApiDefinition, type CallMethod, definitionDefaults } from './definition.ts';
import { parametersOf, parsePattern, type PathPattern } from './path-pattern.ts';

export interface CompiledAnswer {
  readonly source: AnswerTemplate;
  readonly headers: readonly NamedText[];
  readonly body: Template;
}

/** A definition ready to take calls. */
export interface CompiledDefinition {
  readonly source: ApiDefinition;
  readonly pattern: PathPattern;
  readonly methods: readonly CallMethod[];
  readonly read: Template;
  readonly repeat: Expression | undefined;
  readonly accepted: CompiledAnswer | undefined;
  readonly refused: CompiledAnswer | undefined;
}

/** A problem and the part of the definition where it is: `read`, `repeat`, `answer.accepted.body`, `path`. */
export interface PlacedProblem extends Problem {
  readonly part: string;
}

export type CompiledOutcome =
  | { readonly ok: true; readonly value: CompiledDefinition }
  | { readonly ok: false; readonly problems: readonly PlacedProblem[] };

const any: FieldType = { kind: 'any' };
const text: FieldType = { kind: 'text' };
const number: FieldType = { kind: 'number' };
const object = (fields: Record<string, FieldType>): FieldType => ({ kind: 'object', fields });
const list = (item: FieldType): FieldType => ({ kind: 'list', item });

/** What `read` and `repeat` may name. */
export function readScope(parameters: readonly string[], dictionaries: readonly string[]): Scope {
  return {
    fields: {
      input: any,
      path: object(Object.fromEntries(parameters.map((name) => [name, text]))),
      query: any,
      http: object({ method: text, headers: any }),
      call: object({ id: text, definition: text, mode: text }),
      user: object({ id: number, name: text, groups: list(text) }),
      unit: object({ id: number, name: text, zone: text, locale: text }),
    },
    dictionaries,
  };
}

/** What answers may name beside that. */
export function answerScope(scope: Scope): Scope {
  const fault = object({ message: text, path: text, line: number, column: number });
  const message = object({ level: text, code: text, text, where: text });
  return {
    ...scope,
    fields: {
      ...scope.fields,
      outcome: text,
      messages: list(message),
      results: list(
        object({
          entity: text,
          do: text,
          outcome: text,
          id: number,
          registration: text,
          revision: number,
          state: text,
          record: any,
        }),
      ),
      problem: object({ code: text, status: number, title: text, detail: text, errors: list(fault) }),
    },
  };
}

/** Compiles every part; all problems of all parts at once. */
export function compileDefinition(source: ApiDefinition, dictionaries: readonly string[]): CompiledOutcome {
  const problems: PlacedProblem[] = [];
  const pattern = parsePattern(source.path);
  const parameters = parametersOf(pattern);
  const twice = parameters.find((name, index) => parameters.indexOf(name) !== index);
  if (twice !== undefined) problems.push(problemOf('path', `{${twice}} stands in the path twice. Rename one of them.`));
  const scope = readScope(parameters, dictionaries);
  const collect: Collect = (part, outcome) => {
    if (!outcome.ok) problems.push(...outcome.problems.map((problem) => ({ ...problem, part })));
    else problems.push(...secretProblems(part, outcome.value.uses));
    return outcome.ok ? outcome.value : undefined;
  };
  const read = collect('read', compileTemplate({ format: 'json', body: source.read }, scope));
  const repeat = source.repeat === undefined ? undefined : collect('repeat', compileExpression(source.repeat, scope));
  const answer = (outcome: 'accepted' | 'refused'): CompiledAnswer | undefined => {
    const template = source.answer?.[outcome];
    return template && compileAnswer(`answer.${outcome}`, template, answerScope(scope), collect, problems);
  };
  const { accepted, refused } = { accepted: answer('accepted'), refused: answer('refused') };
  problems.push(...settingProblems(source));
  if (problems.length > 0 || read === undefined) return { ok: false, problems };
  const methods = source.methods ?? definitionDefaults.methods;
  return { ok: true, value: { source, pattern, methods, read, repeat, accepted, refused } };
}

type Collect = <T extends { readonly uses: Uses }>(part: string, outcome: Outcome<T>) => T | undefined;

function compileAnswer(
  part: string,
  source: AnswerTemplate,
  scope: Scope,
  collect: Collect,
  problems: PlacedProblem[],
): CompiledAnswer | undefined {
  const { format, body } = source;
  const charset = source.charset === undefined ? undefined : charsetNamed(source.charset);
  if (source.charset !== undefined && charset === undefined)
    problems.push(problemOf(`${part}.charset`, charsetFault(source.charset) ?? ''));
  if (isPage(source.contentType)) {
    const message = `An answer is never ${source.contentType ?? ''}: programs read it. Write application/json, application/xml, text/xml or text/plain.`;
    problems.push(problemOf(`${part}.contentType`, message));
  }
  const [least, most] = part === 'answer.accepted' ? [200, 299] : [200, 499];
  if (source.status !== undefined && (source.status < least || source.status > most))
    problems.push(problemOf(`${part}.status`, `A status from ${least} to ${most} is needed here.`));
  const headers = Object.entries(source.headers ?? {}).flatMap(([name, value]): NamedText[] => {
    const at = `${part}.headers.${name}`;
    const fault = headerNameFault(name) ?? ownHeaderFault(name);
    if (fault !== undefined) problems.push(problemOf(at, `${fault}.`));
    const compiled: TextTemplate | undefined = collect(at, compileText(value, scope, { encode: 'header' }));
    return compiled === undefined ? [] : [{ name, text: compiled }];
  });
  const compiled = collect(`${part}.body`, compileTemplate({ format, body, ...(charset && { charset }) }, scope));
  return compiled && { source, headers, body: compiled };
}

/** What a browser would show as a page, or run. */
function isPage(contentType: string | undefined): boolean {
  return contentType !== undefined && /html|script|svg|xsl/i.test(contentType);
}

const ownHeaders: ReadonlySet<string> = new Set([
  'content-type',
  'content-encoding',
  'content-security-policy',
  'set-cookie',
  'strict-transport-security',
  'x-content-type-options',
]);

function ownHeaderFault(name: string): string | undefined {
  if (name.toLowerCase() === 'content-type') return 'Write the content type under contentType, beside headers';
  return ownHeaders.has(name.toLowerCase()) ? `"${name}" is a header that Gangway sets itself: take it out` : undefined;
}

/** A secret is for checking who calls; in what is read or answered it would be told to others. */
function secretProblems(part: string, { secrets }: Uses): PlacedProblem[] {
  return secrets.map((name) =>
    problemOf(part, `The secret ${JSON.stringify(name)} cannot stand here: a message and its answer hold no secrets.`),
  );
}

function settingProblems({ authentication, user, charset }: ApiDefinition): PlacedProblem[] {
  const problems: PlacedProblem[] = [];
  if (charset !== undefined && charsetNamed(charset) === undefined)
    problems.push(problemOf('charset', charsetFault(charset) ?? ''));
  if (authentication.kind !== 'token' && user === undefined)
    problems.push(problemOf('user', 'user is missing: name the login of the user in whose name calls change records.'));
  const { content = '{timestamp}.{body}' } = authentication.kind === 'hmac' ? authentication : {};
  for (const part of ['{timestamp}', '{body}']) {
    if (content.includes(part)) continue;
    const message = `${part} must be part of what is signed, or a recorded call would be good for ever.`;
    problems.push(problemOf('authentication.content', message));
  }
  for (const [part] of content.matchAll(/\{[^{}]*\}/g)) {
    if (/^\{(?:timestamp|body|method|path|header:[^{}]+)\}$/.test(part)) continue;
    const message = `There is no ${part} in a call. There are {timestamp}, {body}, {method}, {path} and {header:Name}.`;
    problems.push(problemOf('authentication.content', message));
  }
  return problems;
}

/** A problem with a part as a whole. */
function problemOf(part: string, message: string): PlacedProblem {
  return { part, code: 'wrong-setting', message, line: 1, column: 1 };
}
