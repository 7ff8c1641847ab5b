import { type TSchema, Type } from 'typebox';
import { type ProblemCode, problemKinds } from '../errors.ts';
import type { Operation, Route } from './operation.ts';
import { problemType } from './problem.ts';

const FaultSchema = Type.Object({
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

/** What an address may refuse: what every one of its kind refuses, and what its operation names. */
export function refusalsOf({ operation, need }: Route): readonly ProblemCode[] {
  const takesParameters = operation.params !== undefined || operation.query !== undefined;
  return [
    ...new Set<ProblemCode>([
      ...(need === 'nobody' ? [] : ofTokens),
      ...(takesParameters ? (['invalid-parameter'] as const) : []),
      ...(operation.body === undefined ? [] : ofBodies),
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
    ...(operation.description === undefined ? {} : { description: operation.description }),
    ...(need === 'nobody' ? { security: [] } : {}),
    ...parametersOf(operation),
    ...(operation.body === undefined
      ? {}
      : { requestBody: requestBodyOf(operation, operation.bodyShown ?? operation.body) }),
    responses: { ...answersOf(operation), ...problemsOf(refusalsOf(route)) },
  };
}

function parametersOf(operation: Operation): { parameters?: object[] } {
  const parameters = [...parametersIn('path', operation.params), ...parametersIn('query', operation.query)];
  return parameters.length === 0 ? {} : { parameters };
}

interface ObjectSchema {
  readonly properties?: Readonly<Record<string, { readonly description?: string }>>;
  readonly required?: readonly string[];
}

function parametersIn(place: 'path' | 'query', schema: ObjectSchema | undefined): object[] {
  return Object.entries(schema?.properties ?? {}).map(([name, { description, ...rest }]) => ({
    name,
    in: place,
    required: schema?.required?.includes(name) ?? false,
    ...(description === undefined ? {} : { description }),
    schema: rest,
  }));
}

function requestBodyOf(operation: Operation, schema: TSchema): object {
  return { required: operation.bodyOptional !== true, content: { 'application/json': { schema } } };
}

function answersOf(operation: Operation): Record<string, object> {
  return Object.fromEntries(
    Object.entries(operation.answers).map(
      ([status, schema]: [string, { description?: string; contentMediaType?: string }]) => [
        status,
        {
          description: schema.description ?? 'Done.',
          content: { [schema.contentMediaType ?? 'application/json']: { schema } },
        },
      ],
    ),
  );
}

function problemsOf(codes: readonly ProblemCode[]): Record<string, object> {
  const byStatus = Object.groupBy(codes, (code) => String(problemKinds[code].status));
  return Object.fromEntries(
    Object.entries(byStatus).map(([status, group = []]) => {
      const [first] = group;
      const only = group.length === 1 && first !== undefined ? { $ref: `#/components/responses/${first}` } : undefined;
      return [status, only ?? problemResponse(group)];
    }),
  );
}

function problemResponse(codes: readonly ProblemCode[]): object {
  return {
    description: codes.map((code) => `${problemKinds[code].title} (\`${problemType(code)}\`).`).join(' '),
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
}

/** One response for each kind of problem; most statuses of an address mean exactly one. */
export const problemResponses: Readonly<Record<string, object>> = Object.fromEntries(
  (Object.keys(problemKinds) as ProblemCode[]).map((code) => [code, problemResponse([code])]),
);
