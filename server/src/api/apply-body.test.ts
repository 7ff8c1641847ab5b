import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { type TestApp, testApp } from '../../test/support/app.ts';

let server: TestApp;
beforeAll(async () => {
  server = await testApp({ start: false });
});
afterAll(() => server.close());

const address = '/api/v1/1/apply';
const connection = (name: string) => ({
  ...{ name, url: 'https://a.example.com' },
  authentication: { kind: 'bearer', token: `{{secret:${name}}}` },
});
const yaml = { 'content-type': 'application/yaml' };
const apply = (body: unknown, headers = {}, query = '') => server.call('POST', address + query, body, headers);
const there = async (name: string): Promise<boolean> =>
  (await server.call('GET', `/api/v1/1/connections/${name}`)).status === 200;

describe('an integration file is applied', () => {
  test.each([
    ['wrapped', (name: string) => ({ file: { connections: [connection(name)] }, secrets: { [name]: 'value' } })],
    [
      'as it is, with its secrets beside the sections',
      (name: string) => ({ connections: [connection(name)], secrets: { [name]: 'value' } }),
    ],
  ])('%s, in JSON and in YAML', async (_title, bodyOf) => {
    for (const [index, headers] of [{}, yaml, { 'content-type': 'text/x-yaml; charset=utf-8' }].entries()) {
      const name = `c${String(index)}-${_title.length}`;
      const body = bodyOf(name);
      const answer = await apply(index === 0 ? body : stringify(body), headers);
      expect([answer.status, answer.body]).toMatchObject([200, { secrets: [name], warnings: [] }]);
      expect(await there(name)).toBe(true);
    }
  });

  test('only to look, and pruned, as the body or the address says', async () => {
    const body = { connections: [connection('looked')], dryRun: true };
    expect((await apply(body)).body).toMatchObject({ changes: [{ change: 'created' }] });
    expect((await apply({ connections: [connection('looked')] }, {}, '?dryRun=true')).status).toBe(200);
    expect(await there('looked')).toBe(false);
    await apply({ dictionaries: [{ name: 'gone', entries: {} }] });
    const pruned = await apply('dictionaries: []\n', yaml, '?prune=true');
    expect(pruned.body).toMatchObject({ changes: [{ name: 'gone', change: 'removed' }] });
  });

  test('of secrets alone', async () => {
    await apply({ connections: [connection('alone')] });
    expect((await apply({ secrets: { alone: 'x' } })).body).toMatchObject({ changes: [], secrets: ['alone'] });
  });
});

describe('what cannot be applied is told with its place', () => {
  const errors = (answer: { readonly body: unknown }) =>
    ((answer.body as { errors?: { path?: string; message: string; line?: number }[] }).errors ?? []).map(
      ({ path = '', line = '', message }) => `${path}|${line}|${message}`,
    );

  test.each<[unknown, number, RegExp]>([
    [{}, 400, /^\|\|Send an integration file/],
    [{ file: [] }, 400, /^file\|\|An integration file is needed here/],
    [{ file: {}, secrets: { a: 1 } }, 400, /^secrets\.a\|\|A text is needed here/],
    [{ file: {}, colours: [] }, 400, /^colours\|\|There is no "colours" here/],
    [{ connections: [], dryRun: 'yes' }, 400, /^dryRun\|\|True or false is needed here/],
    [{ fil: {} }, 422, /^fil\|\|There is no "fil" here/],
    [{ conections: [] }, 422, /^conections\|\|There is no "conections" here\. Did you mean "connections"\?/],
  ])('%j', async (body, status, first) => {
    const answer = await apply(body);
    expect(answer.status).toBe(status);
    expect(errors(answer)[0]).toMatch(first);
  });

  test.each<[string, string, RegExp]>([
    ['a slip', 'connections:\n  - name: a\n url: b\n', /^\|3\|/],
    ['a name that comes twice', 'triggers: []\ntriggers: []\n', /^\|2\|Map keys must be unique/],
    ['two documents', 'a: 1\n---\nb: 2\n', /^\|\d\|.*documents/],
    [
      'an endless number',
      'connections: [{ name: a, url: https://a, concurrency: .inf }]\n',
      /^connections\[0\]\.concurrency\|\|This number is too large/,
    ],
  ])('YAML with %s', async (_title, body, first) => {
    const answer = await apply(body, yaml);
    expect(answer.status).toBe(400);
    expect(errors(answer)[0]).toMatch(first);
  });

  test.each([
    [
      'aliases of aliases',
      `a: &a [${'x,'.repeat(50)}x]\n${Array.from({ length: 8 }, (_, i) => `b${i}: &${String.fromCharCode(98 + i)} [${`*${String.fromCharCode(97 + i)},`.repeat(9)}*${String.fromCharCode(97 + i)}]`).join('\n')}\n`,
    ],
    ['brackets within brackets', `a: ${'['.repeat(200)}${']'.repeat(200)}`],
    ['brackets by the thousand', `a: ${'['.repeat(20_000)}${']'.repeat(20_000)}`],
  ])('YAML with %s', async (_title, body) => {
    expect((await apply(body, yaml)).status).toBe(400);
  });

  test('YAML anywhere else', async () => {
    const answer = await server.call('POST', '/api/v1/1/dictionaries', 'name: a\nentries: {}\n', yaml);
    expect([answer.status, answer.body]).toMatchObject([
      415,
      { detail: expect.stringContaining('YAML is read for integration files only') as string },
    ]);
  });
});
