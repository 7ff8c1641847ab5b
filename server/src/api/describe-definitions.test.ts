import { createConfig, lintFromString } from '@redocly/openapi-core';
import { expect, test } from 'vitest';
import { type ApiDefinition, definitionDefaults } from '../inbound/definition.ts';
import { routed } from '../inbound/inbound-plan.ts';
import { describeDefinitions } from './describe-definitions.ts';
import { openapiDocument } from './openapi.ts';
import { routes } from './routes.ts';

const base = { user: 'device', read: '{ "write": [] }', authentication: { kind: 'token' } } as const;
const sources: ApiDefinition[] = [
  { ...base, name: 'plain', path: '/plain' },
  {
    ...base,
    ...{ name: 'passes', title: 'Passes', description: 'Sends **passes**.', path: '/gate/{device}/passes' },
    ...{ formats: ['json', 'csv', 'form'], contentTypes: { 'application/x-gate': 'json' }, mode: 'test' },
    authentication: { kind: 'hmac', secret: '{{secret:gate}}', header: 'X-Gate' },
    repeat: 'input.id',
    samples: [
      { name: 'json', path: '/gate/7/passes?late=1', body: '{"amount":1.10}' },
      { name: 'table', path: '/gate/7/passes', contentType: 'text/csv; charset=utf-8', body: 'a;b\n1;2' },
      { name: 'odd', path: '/gate/7/passes', contentType: 'application/x-gate', body: '{"odd":true}' },
      { name: 'form', path: '/gate/7/passes', contentType: 'application/x-www-form-urlencoded', body: 'a=1&b=c' },
      { name: 'not this one', path: '/gate/7/passes', body: '{}', expect: 'refused' },
    ],
  },
  {
    ...base,
    ...{ name: 'own', path: '/own', methods: ['PUT', 'GET'], formats: ['xml'] },
    authentication: { kind: 'basic', username: 'x', password: '{{secret:x}}' },
    answer: {
      accepted: { status: 202, format: 'xml', contentType: 'text/xml', body: '<a/>' },
      refused: { status: 409, format: 'xml', body: '<b/>' },
    },
    samples: [{ name: 'xml', body: '<message id="1"/>' }],
  },
  { ...base, name: 'off', path: '/off', mode: 'off' },
  { ...base, name: 'broken', path: '/broken', read: '{ "write": ${nowhere} }' },
];
const own = describeDefinitions({
  unit: { unitId: 3, name: 'Test', zone: 'Europe/Prague', locale: 'cs-CZ' },
  dictionaries: {},
  definitions: sources.map((source) => routed(source, [])),
});

test('definitions that are switched on and compile are described, each method by itself', () => {
  const described = Object.entries(own.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method} ${path}`),
  );
  expect(described).toEqual(['post /in/3/plain', 'post /in/3/gate/{device}/passes', 'put /in/3/own', 'get /in/3/own']);
  expect(definitionDefaults.mode).toBe('live');
});

test('samples are the examples, each at its content type, and say what stands in the path', () => {
  expect(own.paths['/in/3/gate/{device}/passes']?.['post']).toMatchObject({
    ...{ operationId: 'inbound-passes', summary: 'Passes', security: [{ 'signature-passes': [] }] },
    description: expect.stringMatching(/^Sends \*\*passes\*\*\.\n\nCalls are tried and answered/) as string,
    parameters: [
      { name: 'device', in: 'path', example: '7' },
      { name: 'X-Timestamp', in: 'header', required: true },
    ],
    requestBody: {
      content: {
        'application/json': { examples: { 'sample-1': { summary: 'json', value: { amount: '1.10' } } } },
        'text/csv': { examples: { 'sample-1': { summary: 'table', value: 'a;b\n1;2' } } },
        'application/x-gate': { examples: { 'sample-1': { summary: 'odd', value: { odd: true } } } },
        'application/x-www-form-urlencoded': {
          examples: { 'sample-1': { summary: 'form', value: { a: '1', b: 'c' } } },
        },
      },
    },
  });
  expect(JSON.stringify(own)).not.toContain('not this one');
  expect(own.paths['/in/3/own']?.['put']).toMatchObject({
    security: [{ basic: [] }],
    requestBody: { content: { 'application/xml': { examples: { 'sample-1': { value: '<message id="1"/>' } } } } },
    responses: { 202: { content: { 'text/xml': {} } }, 409: { content: { 'application/xml': {} } } },
  });
  expect(own.paths['/in/3/own']?.['get']).not.toHaveProperty('requestBody');
});

test('the document with them lints without a warning', async () => {
  const config = await createConfig({
    extends: ['recommended'],
    rules: { 'no-ambiguous-paths': 'off', 'operation-2xx-response': 'off' },
  });
  const source = JSON.stringify(openapiDocument(routes, '1.2.3', own));
  const faults = await lintFromString({ source, absoluteRef: '/openapi.json', config });
  expect(faults.map(({ message, location }) => `${message} ${location.map(({ pointer }) => pointer).join()}`)).toEqual(
    [],
  );
});
