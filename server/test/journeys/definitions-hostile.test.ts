import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestApp, testApp } from '../support/app.ts';
import { breakingDatabase } from '../support/breaking-database.ts';
import { testDatabase } from '../support/database.ts';
import { databaseDoor } from '../support/database-door.ts';

/** What devices, and people who are none, may send to an API definition: refused with a sentence, quickly, and nothing is written. */
let server: TestApp;
beforeAll(async () => {
  server = await testApp({ start: false });
  await server.call('POST', '/rest/v1/1/users', { login: 'device', groups: ['Bookkeepers'] });
  const definition = (format: string, input: string, more: object = {}): object => ({
    ...{ name: format, path: `/${format}`, formats: [format], user: 'device' },
    authentication: { kind: 'basic', username: 'gate', password: '{{secret:gate}}' },
    read: `{ "write": [ { "entity": "companies", "fields": { "name": "\${${input}}", "note": "\${json(input) | left(100)}" } } ] }`,
    ...more,
  });
  const { status, body } = await server.call('POST', '/api/v1/1/apply', {
    file: {
      definitions: [
        definition('json', 'input.name'),
        definition('xml', 'input.m.name'),
        definition('csv', 'input[1].name'),
        definition('form', 'input.name', { bodyLimit: 100 }),
        definition('id', 'input.name', { formats: ['json'], repeat: 'input.id' }),
      ],
    },
    secrets: { gate: 'the-password' },
  });
  expect([status, body]).toMatchObject([200, {}]);
});
afterAll(() => server.close());

const types: Readonly<Record<string, string>> = {
  json: 'application/json',
  xml: 'application/xml',
  csv: 'text/csv',
  form: 'application/x-www-form-urlencoded',
  id: 'application/json',
};
const authorization = `Basic ${Buffer.from('gate:the-password').toString('base64')}`;

async function send(format: string, body: string | Buffer, headers: Record<string, string> = {}) {
  const began = performance.now();
  const answer = await server.app.inject({
    ...{ method: 'POST', url: `/in/1/${format}`, payload: Buffer.from(body) },
    headers: { authorization, 'content-type': types[format] ?? '', ...headers },
  });
  return {
    status: answer.statusCode,
    text: answer.body,
    type: String(answer.headers['content-type']),
    ms: performance.now() - began,
  };
}
const companies = async (): Promise<number> =>
  (await server.database.query({ text: `select from records where entity = 'companies'` })).length;

describe('a body that is', () => {
  test.each([
    ['nested 200,000 deep', 'json', '['.repeat(200_000), 400],
    ['nested 200,000 elements deep', 'xml', '<a>'.repeat(200_000), 400],
    [
      'an entity bomb',
      'xml',
      '<!DOCTYPE m [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><m><name>&b;</name></m>',
      400,
    ],
    ['an outside entity', 'xml', '<!DOCTYPE m [<!ENTITY x SYSTEM "file:///etc/passwd">]><m><name>&x;</name></m>', 400],
    ['of a thousand attributes', 'xml', `<m ${Array.from({ length: 1_000 }, (_, i) => `a${i}=""`).join(' ')}/>`, 400],
    ['cut off', 'json', '{"name":"x', 400],
    ['no text in its charset', 'json', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]), 400],
    ['a number beyond all digits', 'json', `{"name":1e400000}`, 400],
    ['of a NUL', 'json', '{"name":"a\\u0000b"}', 422],
    ['of half a character', 'json', '{"name":"\\ud800"}', 422],
    ['a table whose lines do not fit', 'csv', 'name;b\n1;2;3\n', 400],
    ['a table with a column twice', 'csv', 'name;name\n1;2\n', 400],
    ['nothing', 'json', '', 400],
    ['larger than its definition takes', 'form', `name=${'x'.repeat(200)}`, 413],
    ['larger than the server takes', 'json', `"${'x'.repeat(1_100_000)}"`, 413],
    ['of another type', 'json', '<html><script>alert(1)</script></html>', 415, { 'content-type': 'text/html' }],
    ['compressed', 'json', '{"name":"x"}', 415, { 'content-encoding': 'gzip' }],
  ] as const)('%s', async (_name, format, body, status, headers: Record<string, string> = {}) => {
    const before = await companies();
    const answer = await send(format, body, headers);
    expect([answer.status, answer.type], answer.text.slice(0, 500)).toEqual([
      status,
      `application/problem+${format === 'xml' ? 'xml' : 'json'}; charset=utf-8`,
    ]);
    expect(answer.ms).toBeLessThan(2_000);
    expect(await companies()).toBe(before);
  });
});

test('names of JavaScript are names like any other', async () => {
  const body = '{"name":"Proto","__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}';
  expect((await send('json', body)).status).toBe(200);
  expect((await send('form', 'name=Form&__proto__=1&constructor=2')).status).toBe(200);
  expect((await send('csv', 'name;__proto__\nCsv;1\n')).status).toBe(200);
  expect((await send('xml', '<m><name>Xml</name><__proto__>1</__proto__></m>')).status).toBe(200);
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
});

test('what looks like a template, a filter or a secret is text', async () => {
  const text = `\${1 + 1} {{secret:gate}} '; drop table records; --`;
  expect((await send('json', JSON.stringify({ name: text }))).status).toBe(200);
  const [row] = await server.database.query<{ name: string }>({
    text: `select data ->> 'name' as name from records where entity = 'companies' order by id desc limit 1`,
  });
  expect(row?.name).toBe(text);
});

test('ids of messages of every kind are kept or refused, and never confuse two messages', async () => {
  const ids = ["'", '%', '\\', 'ř'.repeat(500), '{"a":1}', ' ', '🚪'];
  for (const id of ids) {
    const body = (name: string) => JSON.stringify({ id, name });
    const first = await send('id', body('Same'));
    expect([id, first.status, (await send('id', body('Same'))).text]).toEqual([id, 200, first.text]);
    expect((await send('id', body('Other'))).status).toBe(422);
  }
  expect((await send('id', JSON.stringify({ id: 'a\u0000', name: 'x' }))).status).toBe(422);
  expect((await send('id', JSON.stringify({ id: ['a'], name: 'x' }))).status).toBe(422);
});

test('strangers cannot fill the database: their calls are kept without bodies, thirty in a minute', async () => {
  const count = async (): Promise<number> =>
    (await server.database.query({ text: `select from calls where definition = 'form' and user_id is null` })).length;
  const wrong = { authorization: `Basic ${Buffer.from('gate:guess').toString('base64')}` };
  for (let index = 0; index < 60; index += 1) expect((await send('form', 'name=x', wrong)).status).toBe(401);
  expect(await count()).toBe(30);
  const kept = await server.database.query({
    text: `select from calls where user_id is null and request_body is not null`,
  });
  expect(kept).toEqual([]);
});

describe('a database that is away', () => {
  const definition = {
    ...{ name: 'away', path: '/away', formats: ['xml'], authentication: { kind: 'token' }, repeat: 'input.m.id' },
    read: '{ "write": { "entity": "companies", "fields": { "name": "${input.m.name}" } } }',
  };
  const callOn = (app: TestApp) =>
    app.app.inject({
      ...{ method: 'POST', url: '/in/1/away', payload: '<m><id>1</id><name>Once</name></m>' },
      headers: { authorization: `Bearer ${app.token}`, 'content-type': 'text/xml' },
    });

  test('is answered 503 in the format of the caller, and the message may come again', async () => {
    const door = await databaseDoor(await testDatabase());
    const away = await testApp({ database: door, start: false });
    await away.call('POST', '/api/v1/1/apply', { file: { definitions: [definition] } });
    await door.shut();
    const answer = await callOn(away);
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([
      503,
      'application/problem+xml; charset=utf-8',
    ]);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    await door.reopen();
    expect(await away.until(async () => (await callOn(away)).statusCode === 200)).toBe(true);
    await away.close();
  });

  test('when the connection breaks behind the commit, the repeat is answered as the first one would have been', async () => {
    const real = await testDatabase();
    const breaking = breakingDatabase(real.database);
    const app = await testApp({ database: { ...real, database: breaking.database }, start: false });
    await app.call('POST', '/api/v1/1/apply', { file: { definitions: [definition] } });
    breaking.breakAfter('insert-records');
    expect((await callOn(app)).statusCode).toBe(503);
    expect(breaking.armed).toBe(0);
    const again = await callOn(app);
    expect([again.statusCode, again.headers['idempotent-replayed']]).toEqual([200, 'true']);
    const made = await app.database.query({
      text: `select from records where entity = 'companies' and data ->> 'name' = 'Once'`,
    });
    expect(made).toHaveLength(1);
    await app.close();
  });
});
