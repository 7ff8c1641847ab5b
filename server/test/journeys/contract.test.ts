import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openapiDocument } from '../../src/api/openapi.ts';
import { routes } from '../../src/api/routes.ts';
import { type Answered, type TestApp, testApp } from '../support/app.ts';
import { arbitraryOf, type JsonSchema } from '../support/arbitrary-of.ts';

/** Calls everything that the OpenAPI document names, with input that fits and input that does not, and holds every answer against the document. */

interface Parameter {
  readonly $ref?: string;
  readonly name: string;
  readonly in: 'path' | 'query';
  readonly required: boolean;
  readonly schema: JsonSchema;
  readonly example: unknown;
}
type Content = Readonly<Record<string, { readonly schema: JsonSchema; readonly example?: unknown }>>;
interface Described {
  readonly operationId: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly required: boolean; readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly $ref?: string; readonly content?: Content }>>;
}

const id = 'https://gangway.example/openapi';
const document = openapiDocument(routes, '1.2.3') as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
};
const whole = JSON.parse(
  JSON.stringify(document).replaceAll('"#/components/', `"${id}#/components/`),
) as typeof document;
const ajv = new Ajv2020({ strict: false });
addFormats.default(ajv);
ajv.addSchema({ $id: id, ...whole });

/** What stands at `#/a/b` in the document. */
function find(reference: string): JsonSchema {
  const parts = reference.slice(reference.indexOf('#/') + 2).split('/');
  return parts.reduce<unknown>((value, part) => (value as Record<string, unknown>)[part], whole) as JsonSchema;
}

const compiled = new Map<string, ValidateFunction>();
function fits(schema: JsonSchema, value: unknown): boolean {
  const key = JSON.stringify(schema);
  const check = compiled.get(key) ?? ajv.compile(schema);
  compiled.set(key, check);
  return check(value);
}

/** What would lock out the caller of these tests. */
const spared: readonly string[] = ['changeToken', 'revokeToken'];
const operations = Object.entries(whole.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, described]) => ({
    name: described.operationId,
    method: method.toUpperCase(),
    path,
    described,
  })),
);

let server: TestApp;
beforeAll(async () => {
  server = await testApp({ start: false });
});
afterAll(() => server.close());

interface Input {
  readonly path: Readonly<Record<string, unknown>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

const strange = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '0',
    '-1',
    '1e9',
    'null',
    'undefined',
    '..',
    '%',
    '\u0000',
    '\ud800',
    '💥',
    "' or 1=1 --",
    '__proto__',
    'constructor',
    '9'.repeat(40),
  ),
  fc.string({ unit: 'binary', maxLength: 30 }),
);
const strangeBody = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom(null, [], [[]], '', 0, true, { __proto__x: 1 }, [null], { '': '' }, { '\u0000': '\ud800' }),
);

function inputOf({ parameters = [], requestBody }: Described): fc.Arbitrary<Input> {
  const own = parameters.filter(({ $ref }) => $ref === undefined);
  const valueOf = ({ name, schema, example }: Parameter) => {
    // The unit of the caller nearly always; everything else would only be 403.
    if (name === 'unit') return fc.oneof({ weight: 9, arbitrary: fc.constant(1) }, { weight: 1, arbitrary: strange });
    return fc.oneof(
      { weight: 3, arbitrary: fc.constant(example) },
      { weight: 2, arbitrary: arbitraryOf(schema, find) },
      { weight: 1, arbitrary: strange },
    );
  };
  const inPlace = (place: string): [string, fc.Arbitrary<unknown>][] =>
    own.filter((parameter) => parameter.in === place).map((parameter) => [parameter.name, valueOf(parameter)]);
  const required = own.filter((parameter) => parameter.in === 'query' && parameter.required).map(({ name }) => name);
  const [media] = Object.values(requestBody?.content ?? {});
  return fc.record({
    path: fc.record(Object.fromEntries(inPlace('path'))),
    query: fc.record(Object.fromEntries(inPlace('query')), { requiredKeys: required }),
    body:
      media === undefined
        ? fc.constant(undefined)
        : fc.oneof(
            { weight: 2, arbitrary: fc.constant(media.example) },
            { weight: 3, arbitrary: arbitraryOf(media.schema, find) },
            { weight: 2, arbitrary: strangeBody },
          ),
  });
}

/** A text that a URL can carry; half characters are what a client would make of them. */
const encoded = (value: unknown): string =>
  encodeURIComponent((typeof value === 'string' ? value : JSON.stringify(value)).toWellFormed());

function addressOf(path: string, input: Input): string {
  const filled = path.replace(/\{(\w+)\}/g, (_whole, name: string) => encoded(input.path[name]));
  const query = Object.entries(input.query).flatMap(([name, value]) =>
    [value].flat().map((item) => `${name}=${encoded(item)}`),
  );
  return query.length === 0 ? filled : `${filled}?${query.join('&')}`;
}

/** Why the answer does not fit the document; undefined: it does. */
function misfit(
  { responses, requestBody }: Described,
  { status, headers, body }: Answered,
  sent: unknown,
): string | undefined {
  if (status >= 500) return `${status} is a fault of ours: ${JSON.stringify(body)}`;
  const told = responses[String(status)] ?? (status >= 400 ? responses['4XX'] : undefined);
  if (told === undefined) return `${status} is not in the document`;
  const content = (told.$ref === undefined ? told : (find(told.$ref) as unknown as typeof told)).content ?? {};
  const type = String(headers['content-type']).split(';')[0] ?? '';
  const media = content[type];
  if (media === undefined) return `${status} has the type ${type}, which is not in the document`;
  if (type.endsWith('json') && !fits(media.schema, body))
    return `${status} has a body that does not fit: ${JSON.stringify(body)}`;
  const [taken] = Object.values(requestBody?.content ?? {});
  if (status < 300 && sent !== undefined && taken !== undefined && !fits(taken.schema, sent))
    return `${status}, although the body does not fit the document`;
  return undefined;
}

test.each(operations.filter(({ name }) => !spared.includes(name)))(
  '$method $path answers whatever it is sent as the document says',
  async ({ method, path, described }) => {
    await fc.assert(
      fc.asyncProperty(inputOf(described), async (input) => {
        const address = addressOf(path, input);
        const answer = await callWith(method, address, input.body);
        const fault = misfit(described, answer, input.body);
        if (fault !== undefined)
          throw new Error(
            `${method} ${address} ${input.body === undefined ? '' : JSON.stringify(input.body)}\n${fault}`,
          );
      }),
      { numRuns: runs, seed: 20_261_123, interruptAfterTimeLimit: 20_000 },
    );
  },
);

/** Enough to find what a change breaks; `GANGWAY_TEST_CONTRACT_RUNS` asks for more. */
const runs = Number(process.env['GANGWAY_TEST_CONTRACT_RUNS'] ?? 30);

async function callWith(method: string, url: string, body: unknown): Promise<Answered> {
  const answer = await server.app.inject({
    method: method as 'GET',
    url,
    headers: {
      authorization: `Bearer ${server.token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
  });
  const json = String(answer.headers['content-type']).includes('json');
  return { status: answer.statusCode, headers: answer.headers, body: json ? answer.json() : answer.body };
}

test('a misfit is seen: an unknown status, another type, another body, a fault', () => {
  const described = operations.find(({ name }) => name === 'readHealth')?.described ?? {
    operationId: '',
    responses: {},
  };
  const json = { 'content-type': 'application/json; charset=utf-8' };
  expect(misfit(described, { status: 200, headers: json, body: { status: 'ok' } }, undefined)).toBeUndefined();
  expect(misfit(described, { status: 201, headers: json, body: { status: 'ok' } }, undefined)).toContain(
    '201 is not in',
  );
  expect(misfit(described, { status: 200, headers: { 'content-type': 'text/html' }, body: '' }, undefined)).toContain(
    'the type text/html',
  );
  expect(misfit(described, { status: 200, headers: json, body: { status: 'fine' } }, undefined)).toContain(
    'does not fit',
  );
  expect(misfit(described, { status: 500, headers: json, body: {} }, undefined)).toContain('a fault of ours');
});
