import { createConfig, lintFromString } from '@redocly/openapi-core';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import { problemKinds } from '../errors.ts';
import { openapiDocument } from './openapi.ts';
import { routes } from './routes.ts';

interface Media {
  readonly schema: object;
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, { readonly $ref: string }>>;
}
interface Described {
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly parameters?: readonly {
    readonly $ref?: string;
    readonly name?: string;
    readonly schema?: object;
    readonly example?: unknown;
  }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, Media>> };
  readonly responses: Readonly<
    Record<string, { readonly $ref?: string; readonly content?: Readonly<Record<string, Media>> }>
  >;
}

const document = openapiDocument(routes, '1.2.3') as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
  readonly components: Readonly<
    Record<
      string,
      Readonly<Record<string, { readonly value?: unknown; readonly content?: Readonly<Record<string, Media>> }>>
    >
  >;
  readonly tags: readonly { readonly name: string }[];
};
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, described]) => ({ name: `${method.toUpperCase()} ${path}`, described })),
);

test('the document lints without a warning', async () => {
  const config = await createConfig({
    extends: ['recommended'],
    // The addresses of the model: a view and an entity's history are told apart by the name "views", which no entity may have.
    // What sends a browser on answers 303 and nothing else; that every operation has an answer is asked below.
    rules: { 'no-ambiguous-paths': 'off', 'operation-2xx-response': 'off' },
  });
  const faults = await lintFromString({ source: JSON.stringify(document), absoluteRef: '/openapi.json', config });
  expect(faults.map(({ message, location }) => `${message} ${location.map(({ pointer }) => pointer).join()}`)).toEqual(
    [],
  );
});

describe('every example', () => {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema({ $id: 'https://gangway.example/openapi', ...document });
  /** What does not fit, as a list of sentences. */
  const misfits = (schema: object, example: unknown): string[] => {
    const resolved = JSON.parse(
      JSON.stringify(schema).replaceAll('"#/components/', '"https://gangway.example/openapi#/components/'),
    ) as object;
    const check = ajv.compile(resolved);
    return check(example)
      ? []
      : (check.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`);
  };

  test.each(operations)('$name: is there, and fits its schema', ({ described }) => {
    for (const { $ref, name = '', schema = {}, example } of described.parameters ?? []) {
      if ($ref !== undefined) continue;
      expect([name, example === undefined, misfits(schema, example)]).toEqual([name, false, []]);
    }
    const answers = Object.entries(described.responses).flatMap(([status, { content = {} }]) =>
      Object.entries(content).map(([type, media]) => [`${status} ${type}`, media] as const),
    );
    const bodies = Object.entries(described.requestBody?.content ?? {});
    for (const [place, { schema, example, examples }] of [...bodies, ...answers]) {
      expect([place, example === undefined && examples === undefined]).toEqual([place, false]);
      if (example !== undefined) expect([place, misfits(schema, example)]).toEqual([place, []]);
    }
  });

  test('of a problem fits the shape of problems, and belongs to its own kind', () => {
    const examples = Object.entries(document.components['examples'] ?? {});
    expect(examples.length).toBeGreaterThan(20);
    for (const [code, { value }] of examples) {
      expect([code, misfits({ $ref: '#/components/schemas/Problem' }, value)]).toEqual([code, []]);
      expect(value).toMatchObject({ type: `/problems/${code}` });
    }
  });
});

test('every operation says what it does, whose call it takes, and what it may refuse', () => {
  for (const { name, described } of operations) {
    expect([name, described.description.length > 10, described.tags.length]).toEqual([name, true, 1]);
    expect(document.tags.map((tag) => tag.name)).toContain(described.tags[0]);
    expect([name, Object.keys(described.responses)]).toEqual([name, expect.arrayContaining(['4XX', '500'])]);
    expect(Object.keys(described.responses)).toContainEqual(expect.stringMatching(/^(?:2\d\d|303)$/));
  }
});

test('every kind of problem is told of somewhere', () => {
  const told = Object.keys(document.components['examples'] ?? {});
  // What only the command line, the start or an API definition of a unit's own refuses has no place in this document.
  const elsewhere = Object.keys(problemKinds).filter((code) => !told.includes(code));
  expect(elsewhere).toEqual(['unreadable-body', 'message-refused', 'definition-failed']);
});
