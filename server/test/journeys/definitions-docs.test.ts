import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestApp, testApp } from '../support/app.ts';

/** Every example of docs/definitions.md can be copied and applied; its samples are read when it is saved, and tried here on the records. */
const page = readFileSync(new URL('../../../docs/definitions.md', import.meta.url), 'utf8');
interface Example {
  readonly definitions: readonly {
    readonly name: string;
    readonly samples?: readonly { readonly name: string; readonly expect?: string }[];
  }[];
}
const examples = Array.from(
  page.matchAll(/```yaml\n([^]*?)```/g),
  ([, text = '']) => parse(text) as Example | { answer: unknown },
).filter((example): example is Example => 'definitions' in example);

let server: TestApp;
beforeAll(async () => {
  server = await testApp({ start: false });
  for (const login of ['shop', 'web'])
    await server.call('POST', '/rest/v1/1/users', { login, groups: ['Bookkeepers'] });
  await server.call('POST', '/rest/v1/1/users', { login: 'reader', groups: ['Devices'] });
});
afterAll(() => server.close());

test('there are examples of every format', () => {
  expect(examples.length).toBeGreaterThan(4);
});

test.each(examples.map((example) => [example.definitions[0]?.name ?? '', example] as const))(
  '%s',
  async (_name, example) => {
    const secrets = { shop: 'x'.repeat(20), reader: 'a-password', web: 'a-password' };
    const applied = await server.call('POST', '/api/v1/1/apply', { file: example, secrets });
    expect([applied.status, applied.body]).toMatchObject([200, { changes: expect.anything() as object }]);
    for (const { name, samples = [] } of example.definitions) {
      for (const { name: sampleName, expect: expected = 'accepted', ...call } of samples) {
        const { body } = await server.call('POST', `/api/v1/1/definitions/${name}/preview`, call);
        expect([sampleName, body]).toMatchObject([sampleName, { outcome: expected }]);
      }
    }
  },
);
