import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type TestApp, testApp } from '../../test/support/app.ts';

let server: TestApp;
beforeAll(async () => {
  server = await testApp({ start: false });
});
afterAll(() => server.close());

const api = '/api/v1/1';
const apply = (file: object, more: object = {}) => server.call('POST', `${api}/apply`, { file, ...more });
const errorsOf = ({ body }: { readonly body: unknown }) =>
  (body as { errors?: { path: string; message: string; line?: number }[] }).errors ?? [];
const faultsOf = (answer: { readonly body: unknown }): string[] =>
  errorsOf(answer).map(({ path, message }) => `${path}: ${message}`);

test('faults of an entity hide no others: everything is told at once but what hangs on fields that nobody knows', async () => {
  const file = {
    entities: [{ name: 'documents', fields: { total: { type: 'nonsense' } } }],
    connections: [{ name: 'one', url: 'http://169.254.169.254/', retry: { at: ['5s'] } }],
    dictionaries: [{ name: 'kinds', entries: {} }],
    templates: [
      { name: 'form', format: 'json', body: '{ "a": ' },
      // Its fields are not known for sure, so nothing is said of them.
      { name: 'field', format: 'json', entity: 'documents', body: '{ "a": "${input.unheardOf}" }' },
      { name: 'word', format: 'json', body: '{}', response: '{ "outcome": "acepted", "write": { "unheardOf": 1 } }' },
    ],
    triggers: [
      { name: 'lost', entity: 'documents', on: [{ status: 'UNHEARD' }], deliver: [{ connection: 'nowhere' }] },
      { name: 'late', entity: 'documents', schedule: { cron: 'never' }, deliver: [{ connection: 'one' }] },
    ],
  };
  const answer = await apply(file);
  expect(answer.status).toBe(422);
  expect(errorsOf(answer).map(({ path }) => path)).toEqual([
    expect.stringMatching(/^entities\[0\]\.fields\.total/),
    'connections[0].url',
    'connections[0].retry.at[0]',
    'templates[0].body',
    'templates[2].response',
    'triggers[0].deliver[0].connection',
    'triggers[1].schedule.cron',
  ]);
  // The form of the entity cannot be read at all: the same, with its own fault in the first place.
  const unreadable = await apply({ ...file, entities: [{ name: 'documents', fields: 1 }] });
  expect(errorsOf(unreadable).map(({ path }) => path)).toEqual([
    'entities[0].fields',
    ...errorsOf(answer)
      .slice(1)
      .map(({ path }) => path),
  ]);
});

test('what a configurator may not do is told together with the faults', async () => {
  const headers = { authorization: `Bearer ${await server.tokenFor(['Configurator'])}` };
  const connections = [{ name: 'inside', url: 'http://10.0.0.1/', allow: ['10.0.0.1:80'], charset: 'klingon' }];
  const answer = await server.call('POST', `${api}/apply`, { file: { connections } }, headers);
  expect(errorsOf(answer).map(({ path }) => path)).toEqual(['connections[0].charset', 'connections["inside"].allow']);
});

test.each([
  [
    '{ "outcome": "acepted" }',
    '"outcome" is accepted, refused, retry or unknown, not "acepted". Did you mean "accepted"?',
  ],
  ['{ "outcome": "OK" }', '"outcome" is accepted, refused, retry or unknown, not "OK".'],
  [
    '{ "$if": "http.status = 200", "$value": { "outcome": "refused" }, "$else": { "outcome": "later" } }',
    '"outcome" is accepted, refused, retry or unknown, not "later".',
  ],
  ['{ "accepted": "yes" }', '"accepted" is true or false without quotes, not the text "yes".'],
])('a response template that says %s is refused when it is saved', async (response, message) => {
  const templates = [{ name: 'answered', format: 'json', body: '{}', response }];
  expect(faultsOf(await apply({ templates }))).toEqual([`templates[0].response: ${message}`]);
});

test.each([
  '{ "outcome": "${response.ok ? \'accepted\' : \'refused\'}" }',
  '{ "outcome": "accepted" }',
  '{ "accepted": ${response.ok} }',
])('a response template that says %s is saved', async (response) => {
  const templates = [{ name: 'answered', format: 'json', body: '{}', response }];
  expect((await apply({ templates }, { dryRun: true })).status).toBe(200);
});

describe('what is used', () => {
  beforeEach(async () => {
    await apply({
      connections: [{ name: 'used', url: 'https://a.example.com' }],
      templates: [{ name: 'used', format: 'json', body: '{}' }],
      triggers: [
        { name: 'user', entity: 'documents', on: ['created'], deliver: [{ connection: 'used', template: 'used' }] },
      ],
    });
  });

  test('cannot go, and the sentence names what uses it and what to do', async () => {
    const sentence = (one: string) =>
      `The ${one} "used" cannot go, because the trigger "user" uses it. Change or delete the trigger "user" first, or both in one file.`;
    const connection = await server.call('DELETE', `${api}/connections/used`);
    expect(connection.status).toBe(422);
    expect(faultsOf(connection)).toEqual([`triggers["user"].deliver[0].connection: ${sentence('connection')}`]);
    expect((connection.body as { detail: string }).detail).toContain(sentence('connection'));
    expect(faultsOf(await server.call('DELETE', `${api}/templates/used`))).toEqual([
      `triggers["user"].deliver[0].template: ${sentence('template')}`,
    ]);
    expect((await apply({ triggers: [], connections: [] }, { prune: true })).status).toBe(200);
  });

  test('by messages on their way cannot go either', async () => {
    await server.invoice();
    const answer = await apply({ triggers: [], connections: [] }, { prune: true });
    expect(faultsOf(answer)).toEqual([
      'connections["used"]: The connection "used" cannot go yet, because it has messages on their way. Wait until they have ended, or cancel them first: GET /api/v1/{unit}/deliveries?connection=used lists them.',
    ]);
  });
});

test('an XML schema that cannot be used is told when it is saved, with file and line', async () => {
  const xsd = (body: string) =>
    `<?xml version="1.0"?>\n<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">\n${body}\n</xs:schema>`;
  const file = (files: Readonly<Record<string, string>>) => ({
    schemas: [{ name: 'set', files }],
    templates: [{ name: 'checked', format: 'xml', body: '<a/>', schema: 'set/main.xsd' }],
  });
  const faulty = await apply(
    file({
      'main.xsd': xsd('<xs:include schemaLocation="part.xsd"/>'),
      'part.xsd': xsd('<xs:element name="a" type="nowhere"/>'),
    }),
  );
  expect(errorsOf(faulty)).toMatchObject([{ path: 'schemas[0].files["part.xsd"]', line: 3 }]);
  const missing = await apply(file({ 'main.xsd': xsd('<xs:include schemaLocation="part.xsd"/>') }));
  expect(faultsOf(missing)[0]).toBe(
    'schemas[0].files["main.xsd"]: The schema needs part.xsd, which is not among its files. Add it.',
  );
  expect((await apply(file({ 'main.xsd': xsd('<xs:element name="a" type="xs:string"/>') }))).status).toBe(200);
});
