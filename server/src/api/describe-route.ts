import { type TSchema, Type } from 'typebox';
import type { Need } from '../access/caller.ts';
import type { ProblemCode } from '../errors.ts';
import { problemsOf } from './describe-problems.ts';
import { exampleOf } from './example-of.ts';
import { isKeyed } from './idempotency.ts';
import type { Operation, Route } from './operation.ts';

/** A fault as problem documents and previews show it. */
export const FaultSchema = Type.Object({
  message: Type.String({ description: 'A sentence that says what to do.' }),
  path: Type.Optional(Type.String({ examples: ['lines[2].vatRate'], description: 'The field.' })),
  line: Type.Optional(Type.Integer({ minimum: 1, description: 'The line in a template or body.' })),
  column: Type.Optional(Type.Integer({ minimum: 1, description: 'The column in that line.' })),
});

/** The shape of every problem document. */
export const ProblemSchema = Type.Object(
  {
    type: Type.String({ description: 'Stable; the address explains the kind.' }),
    title: Type.String({ description: 'The kind in a few words.' }),
    status: Type.Integer({ minimum: 400, maximum: 599 }),
    detail: Type.String({ description: 'A sentence that says what to do.' }),
    instance: Type.String({ description: 'The path that was asked for.' }),
    errors: Type.Array(FaultSchema, { description: 'Every fault with its place.' }),
  },
  {
    description: 'A problem document (RFC 9457).',
    examples: [
      {
        type: '/problems/not-found',
        title: 'Not there',
        status: 404,
        detail: 'There is no document with the id 7 in unit 1.',
        instance: '/rest/v1/1/documents',
        errors: [],
      },
    ],
  },
);

const ofTokens: readonly ProblemCode[] = ['unauthenticated', 'forbidden', 'rate-limited', 'database-unavailable'];
const ofBodies: readonly ProblemCode[] = ['invalid-json', 'invalid-body', 'too-large', 'unsupported-media-type'];

const ofKeys: readonly ProblemCode[] = ['invalid-parameter', 'key-reused'];

/** What an address may refuse: what every one of its kind refuses, and what its operation names. */
export function refusalsOf({ operation, ...route }: Route): readonly ProblemCode[] {
  const takesParameters = operation.params !== undefined || operation.query !== undefined;
  return [
    ...new Set<ProblemCode>([
      ...(route.need === 'nobody' || route.need === 'page' ? [] : ofTokens),
      ...(route.need === 'nobody' || route.method === 'GET' ? [] : (['foreign-page'] as const)),
      ...(takesParameters ? (['invalid-parameter'] as const) : []),
      ...(operation.body === undefined ? [] : ofBodies),
      ...(isKeyed({ operation, ...route }) ? ofKeys : []),
      ...(operation.refusals ?? []),
      'internal-error',
    ]),
  ];
}

/** The route as an Operation Object of OpenAPI 3.1, whose schemas are JSON Schema 2020-12 just as ours. */
export function describeRoute(route: Route): object {
  const { operation, need } = route;
  return {
    operationId: operation.id,
    tags: [operation.tag],
    summary: operation.summary,
    description: descriptionOf(route),
    ...(need === 'nobody' || need === 'page'
      ? { security: [] }
      : need === 'visitor'
        ? { security: [{}, { token: [] }, { session: [] }] }
        : {}),
    ...(need === 'operator-page' ? { security: [{}, { token: [] }, { session: [] }] } : {}),
    ...(need === 'session' ? { security: [{ session: [] }] } : {}),
    ...parametersOf(route),
    ...(operation.body === undefined
      ? {}
      : { requestBody: requestBodyOf(operation, operation.bodyShown ?? operation.body) }),
    responses: { ...answersOf(route), ...problemsOf(refusalsOf(route)) },
  };
}

/** The operation's own sentences, and whose call is taken. */
function descriptionOf({ operation, need }: Route): string {
  return [operation.description, needSentence(need)].filter((part) => part !== undefined).join(' ');
}

function needSentence(need: Need): string {
  if (typeof need === 'object') {
    const entity = need.of === undefined ? 'of the entity' : `of the entity \`${need.of}\``;
    return `For users with the right to ${need.records} records ${entity}.`;
  }
  switch (need) {
    case 'nobody':
      return 'Open to everyone, without a token.';
    case 'page':
      return 'For pages of the console: with the header `Gangway-Csrf` and an `Origin` of this server.';
    case 'visitor':
      return 'Open to everyone; a token that is sent must be a good one.';
    case 'anyone':
      return 'For every good token or session.';
    case 'session':
      return 'For those who have signed in; no token is taken.';
    case 'reader':
      return 'For users who may read records of some entity.';
    case 'writer':
      return 'For users who may write records of some entity.';
    case 'bookkeeper':
      return 'For members of Bookkeepers, Configurator or Administrators.';
    case 'configurator':
      return 'For members of Configurator or Administrators.';
    case 'administrator':
      return 'For members of Administrators.';
    case 'operator-page':
      return 'For programs on this machine without a token, and for members of Configurator or Administrators from everywhere.';
  }
}

function parametersOf({ operation, ...route }: Route): { parameters?: object[] } {
  const parameters = [
    ...parametersIn('path', operation.params),
    ...parametersIn('query', operation.query),
    ...(isKeyed({ operation, ...route }) ? [{ $ref: '#/components/parameters/IdempotencyKey' }] : []),
    ...(operation.ifMatch === true ? [{ $ref: '#/components/parameters/IfMatch' }] : []),
  ];
  return parameters.length === 0 ? {} : { parameters };
}

interface ObjectSchema {
  readonly properties?: Readonly<
    Record<string, { readonly description?: string; readonly examples?: readonly unknown[] }>
  >;
  readonly required?: readonly string[];
}

function parametersIn(place: 'path' | 'query', schema: ObjectSchema | undefined): object[] {
  return Object.entries(schema?.properties ?? {}).map(([name, { description, examples, ...rest }]) => ({
    name,
    in: place,
    required: schema?.required?.includes(name) ?? false,
    ...(description === undefined ? {} : { description }),
    schema: rest,
    example: examples?.[0] ?? exampleOf(rest, name),
  }));
}

function requestBodyOf(operation: Operation, schema: TSchema): object {
  const shown = { schema, example: exampleOf(schema) };
  const content = { 'application/json': shown, ...(operation.takesYaml === true ? { 'application/yaml': shown } : {}) };
  return { required: operation.bodyOptional !== true, content };
}

interface AnswerSchema {
  readonly description?: string;
  readonly contentMediaType?: string;
}

function answersOf(route: Route): Record<string, object> {
  const answers: [string, AnswerSchema][] = Object.entries(route.operation.answers);
  const replayed = isKeyed(route)
    ? { 'Idempotent-Replayed': { $ref: '#/components/headers/Idempotent-Replayed' } }
    : {};
  return Object.fromEntries(
    answers.map(([status, schema]) => [
      status,
      {
        description: schema.description ?? 'Done.',
        ...(isKeyed(route) ? { headers: replayed } : {}),
        content: { [schema.contentMediaType ?? 'application/json']: { schema, example: exampleOf(schema) } },
      },
    ]),
  );
}
