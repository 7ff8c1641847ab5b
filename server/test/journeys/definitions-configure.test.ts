import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadPack, readPackFile } from '../../../packs/test/load-pack.ts';
import { type TestApp, testApp } from '../support/app.ts';

/** What a configurator does with API definitions: writes one, is told what is wrong, tries it, brings it along. */
let server: TestApp;
beforeAll(async () => {
  server = await testApp({ start: false });
  await server.call('POST', '/rest/v1/1/users', { login: 'device', groups: ['Bookkeepers'] });
});
afterAll(() => server.close());

const api = '/api/v1/1';
const read = `{ "write": [ { "entity": "companies", "do": "upsert", "registration": "\${input.code}",
  "fields": { "name": "\${input.name | required('No name')}" } } ] }`;
const definition = (more: object = {}): object => ({
  ...{ name: 'companies', path: '/companies', authentication: { kind: 'token' }, user: 'device', read },
  ...more,
});
const put = (body: object, name = 'companies', token?: string) =>
  server.call(
    'PUT',
    `${api}/definitions/${name}`,
    body,
    token === undefined ? {} : { authorization: `Bearer ${token}` },
  );
const faultsOf = async (body: object): Promise<unknown> => {
  const { status, body: answer } = await put(body);
  expect([status, (answer as { type?: string }).type]).toEqual([422, '/problems/invalid-configuration']);
  return (answer as { errors: { path: string; line?: number; message: string }[] }).errors.map(
    ({ path, line, message }) => [path, line, message],
  );
};
const preview = async (body: object, name = 'companies') =>
  (await server.call('POST', `${api}/definitions/${name}/preview`, body)).body;

describe('a definition is judged when it is saved', () => {
  test('every fault of its templates at its place', async () => {
    expect(
      await faultsOf(
        definition({
          path: '/companies/{code}/{code}',
          charset: 'ebcdic',
          repeat: 'input.id +',
          read: `{ "wrote": 1,
  "write": [ { "entity": "compnies", "fields": {} },
             { "entity": "companies", "do": "make", "fields": { "nam": 1, "name": "\${path.cod}" } } ] }`,
          answer: {
            accepted: {
              format: 'json',
              status: 404,
              contentType: 'text/html',
              headers: { 'Set-Cookie': 'x' },
              body: '{ "a": ${result} }',
            },
            refused: { format: 'xml', body: '<a>{{secret:gate}}</a>' },
          },
        }),
      ),
    ).toEqual([
      ['path', 1, '{code} stands in the path twice. Rename one of them.'],
      ['read', 3, expect.stringContaining('"cod"')],
      ['repeat', 1, expect.any(String)],
      ['answer.accepted.contentType', 1, expect.stringContaining('never text/html')],
      ['answer.accepted.status', 1, 'A status from 200 to 299 is needed here.'],
      ['answer.accepted.headers.Set-Cookie', 1, expect.stringContaining('take it out')],
      ['answer.accepted.body', 1, expect.stringContaining('Did you mean "results"?')],
      ['answer.refused.body', 1, expect.stringContaining('cannot stand here')],
      ['charset', 1, expect.stringContaining('There is no charset "ebcdic"')],
      ['read', 1, expect.stringContaining('Did you mean "write"?')],
      ['read', 2, expect.stringContaining('Did you mean "companies"?')],
      ['read', 3, 'There is no "nam" here. Did you mean "name"?'],
      ['read', 3, expect.stringContaining('There is no "make" here')],
    ]);
  });

  test('what is secret does not stand in it, and a signature covers time and body', async () => {
    const plain = await put(definition({ authentication: { kind: 'basic', username: 'x', password: 'plain' } }));
    expect(plain).toMatchObject({
      ...{ status: 400, body: { errors: [{ path: 'authentication.password' }] } },
    });
    expect(JSON.stringify(plain.body)).toContain('{{secret:turnstile}}');
    const hmac = { kind: 'hmac', secret: '{{secret:key}}', content: '{body} {nonce}' };
    expect(await faultsOf(definition({ authentication: hmac, user: undefined }))).toEqual([
      ['user', 1, expect.stringContaining('user is missing')],
      ['authentication.content', 1, expect.stringContaining('{timestamp} must be part')],
      ['authentication.content', 1, expect.stringContaining('There is no {nonce}')],
    ]);
    expect(await faultsOf(definition({ ipRanges: ['10.0.0.0/8', 'gate'] }))).toEqual([
      ['ipRanges[1]', undefined, expect.stringContaining('neither an address nor a range')],
    ]);
  });

  test('two definitions at the same address', async () => {
    expect((await put(definition())).status).toBe(200);
    const { body } = await put(definition({ name: 'other' }), 'other');
    expect(body).toMatchObject({
      errors: [
        { path: 'path', message: expect.stringContaining('"companies" takes POST /companies already') as string },
      ],
    });
    expect((await put(definition({ name: 'other', methods: ['PUT'] }), 'other')).status).toBe(200);
  });

  test('samples that are not read as they should be keep it out', async () => {
    const samples = [
      { name: 'good', body: '{"code":"C-1","name":"x"}' },
      { name: 'broken', body: '{"code":\n"C-1",}' },
      { name: 'nameless', body: '{"code":"C-1"}' },
      { name: 'not refused', body: '{"code":"C-1","name":"x"}', expect: 'refused' },
      { name: 'refused', body: '{"code":"C-1"}', expect: 'refused' },
      { name: 'elsewhere', path: '/nowhere', body: '{}' },
    ];
    expect(await faultsOf(definition({ samples }))).toEqual([
      ['samples[1].body', 2, expect.stringContaining('The sample "broken" is refused')],
      ['read', 2, 'The sample "nameless": No name'],
      ['samples[3]', undefined, 'The sample "not refused" is accepted, and should be refused.'],
      ['samples[5].path', undefined, '/nowhere does not fit /companies.'],
    ]);
    const odd = `{ "write": [ { "entity": "\${input.kind}", "fields": { "dueDays": "\${input.days}" } } ] }`;
    expect(
      await faultsOf(
        definition({
          read: odd,
          samples: [
            { name: 'days', body: '{"kind":"companies","days":"soon"}' },
            { name: 'kind', body: '{"kind":"planets"}' },
          ],
        }),
      ),
    ).toEqual([
      ['samples[0]', undefined, expect.stringContaining('The sample "days" gives write[0].fields.dueDays')],
      ['samples[1]', undefined, expect.stringContaining('There is no "planets" here')],
    ]);
  });

  test('a sample that is not read any more warns those who change something else, and keeps them out of nothing', async () => {
    const dictionary = (entries: object) =>
      server.call('POST', `${api}/apply`, { file: { dictionaries: [{ name: 'kinds', entries }] } });
    await dictionary({ a: 'A' });
    const translated = `{ "write": [ { "entity": "companies", "fields": { "name": "\${input.kind | dict('kinds')}" } } ] }`;
    const sampled = definition({
      name: 'sampled',
      path: '/sampled',
      read: translated,
      samples: [{ name: 'a', body: '{"kind":"a"}' }],
    });
    expect((await put(sampled, 'sampled')).status).toBe(200);
    const { status, body } = await dictionary({ b: 'B' });
    expect([status, body]).toMatchObject([
      200,
      { warnings: [expect.stringMatching(/^definitions\["sampled"\]\.read: The sample "a": /)] },
    ]);
    expect(await faultsOf({ ...sampled, name: 'companies', path: '/companies' })).toMatchObject([
      ['read', 1, expect.stringContaining('The sample "a"')],
    ]);
    await server.call('DELETE', `${api}/definitions/sampled`);
  });

  test('whoever may do less than its user cannot write it; one whose user is missing is warned of', async () => {
    const configurator = await server.tokenFor(['Configurator']);
    const basic = { kind: 'basic', username: 'x', password: '{{secret:gate}}' };
    const asAdmin = await put(definition({ authentication: basic, user: 'admin' }), 'companies', configurator);
    expect([asAdmin.status, asAdmin.body]).toMatchObject([
      422,
      { errors: [{ path: 'user', message: expect.stringContaining('may do more than you may') as string }] },
    ]);
    expect((await put(definition({ authentication: basic }), 'companies', configurator)).status).toBe(200);
    expect((await put(definition(), 'companies', await server.tokenFor(['Bookkeepers']))).status).toBe(403);
    const { body } = await server.call('POST', `${api}/apply`, {
      file: { definitions: [definition({ user: 'later' })] },
      dryRun: true,
    });
    expect(body).toMatchObject({ warnings: [expect.stringContaining('"later", who is not there yet')] });
  });

  test('its secret is for checking calls: no connection may send it anywhere', async () => {
    const hmac = { kind: 'hmac', secret: '{{secret:inbound-only}}' };
    await server.call('POST', `${api}/apply`, {
      file: { definitions: [definition({ authentication: hmac })] },
      secrets: { 'inbound-only': 'x'.repeat(20) },
    });
    const connections = [
      {
        name: 'thief',
        url: 'https://thief.example',
        authentication: { kind: 'bearer', token: '{{secret:inbound-only}}' },
      },
    ];
    const { status, body } = await server.call('POST', `${api}/apply`, { file: { connections } });
    expect([status, body]).toMatchObject([
      422,
      { errors: [{ message: expect.stringContaining('may be sent to API definitions only') as string }] },
    ]);
  });
});

describe('a call is tried before the definition is switched on', () => {
  test('what is read, what would become of the records, and the answer; nothing is written', async () => {
    await put(definition({ mode: 'off' }));
    const calls = async () => ((await server.call('GET', `${api}/calls`)).body as { data: unknown[] }).data.length;
    const before = await calls();
    expect(await preview({ body: '{"code":"P-1","name":"Tried","amount":1.10}' })).toMatchObject({
      ...{ outcome: 'accepted', sentence: 'Created in companies: P-1.', format: 'json', faults: [] },
      input: { code: 'P-1', name: 'Tried', amount: '1.10' },
      changes: [{ entity: 'companies', do: 'upsert', choice: { registration: 'P-1' }, fields: { name: 'Tried' } }],
      results: [{ outcome: 'created', record: { name: 'Tried', registration: 'P-1' } }],
      answer: { status: 200, body: expect.stringContaining('"outcome":"accepted"') as string },
    });
    expect((await server.call('GET', '/rest/v1/1/companies?registration=P-1')).status).toBe(404);
    expect(await calls()).toBe(before);
  });

  test('with what would change of a record that is there', async () => {
    await server.call('PUT', '/rest/v1/1/companies?registration=P-2', { name: 'Before' });
    expect(await preview({ body: '{"code":"P-2","name":"After"}' })).toMatchObject({
      results: [{ outcome: 'changed', changes: { name: ['Before', 'After'] } }],
    });
  });

  test('every fault has its place: in the body, in a template, in a field', async () => {
    expect(await preview({ body: '{"code":\n oops}' })).toMatchObject({
      ...{ outcome: 'refused', code: 'invalid-json', input: null, answer: { status: 400 } },
      faults: [{ line: 2, column: 2 }],
    });
    expect(await preview({ body: '{"code":"P-1"}' })).toMatchObject({
      ...{ outcome: 'refused', code: 'message-refused' },
      faults: [{ path: 'read', line: 2, message: 'No name' }],
    });
    expect(await preview({ body: `{"code":"P-1","name":"${'x'.repeat(3_000)}"}` })).toMatchObject({
      ...{ outcome: 'refused', code: 'invalid-record' },
      changes: [{ entity: 'companies' }],
      faults: [{ path: 'write[0].fields.name' }],
    });
    expect(await preview({ contentType: 'text/html', body: '<p>' })).toMatchObject({ code: 'unsupported-media-type' });
  });

  test('of a definition that is not saved, with a dictionary that is not applied, and bytes in its own charset', async () => {
    const draft = definition({
      ...{ name: 'draft', path: '/draft/{area}', formats: ['xml'] },
      read: `{ "write": [ { "entity": "companies", "fields": { "name": "\${input.firma}", "note": "\${path.area | dict('areas')}" } } ] }`,
    });
    const dictionaries = [{ name: 'areas', entries: { n: 'north' } }];
    const bodyBase64 = Buffer.from(
      '<?xml version="1.0" encoding="windows-1250"?><firma>\x8akola</firma>',
      'latin1',
    ).toString('base64');
    const call = { definition: draft, file: { dictionaries }, bodyBase64, path: '/draft/n' };
    expect(await preview(call, 'draft')).toMatchObject({
      outcome: 'accepted',
      changes: [{ fields: { name: 'Škola', note: 'north' } }],
    });
    expect(
      await preview({ ...call, file: { definitions: [draft], dictionaries }, definition: undefined }, 'draft'),
    ).toMatchObject({ outcome: 'accepted' });
    expect(await preview({ ...call, definition: { ...draft, read: '{ "write": ${inptu} }' } }, 'draft')).toMatchObject({
      outcome: null,
      faults: [{ path: 'read', line: 1, message: expect.stringContaining('Did you mean "input"?') as string }],
    });
    expect(await preview({ ...call, path: '/elsewhere' }, 'draft')).toMatchObject({
      status: 400,
      errors: [{ path: 'path' }],
    });
    expect(await preview({ body: '{}' }, 'draft')).toMatchObject({ status: 404 });
  });

  test('shows nobody a record that they may not see', async () => {
    await server.call('PUT', '/rest/v1/1/companies?registration=P-3', {
      name: 'Hidden',
      acl: { read: { groups: ['Bookkeepers'] } },
    });
    const token = await server.tokenFor(['Configurator']);
    const { body } = await server.call(
      'POST',
      `${api}/definitions/companies/preview`,
      { body: '{"code":"P-3","name":"Changed"}' },
      { authorization: `Bearer ${token}` },
    );
    expect(body).toMatchObject({ outcome: 'accepted', results: [{ outcome: 'changed', record: null, changes: null }] });
  });
});

describe('definitions in the OpenAPI document', () => {
  test('those of the token’s unit that are switched on, at once; without a token none', async () => {
    await put(
      definition({
        mode: 'live',
        title: 'Takes companies',
        samples: [{ name: 'one', body: '{"code":"C-1","name":"x"}' }],
      }),
    );
    const paths = async (headers: Record<string, string>) =>
      ((await server.call('GET', '/openapi.json', undefined, headers)).body as { paths: Record<string, object> }).paths;
    expect((await paths({}))['/in/1/companies']).toMatchObject({
      post: {
        summary: 'Takes companies',
        requestBody: { content: { 'application/json': { examples: { 'sample-1': { value: { code: 'C-1' } } } } } },
      },
    });
    const open = await server.app.inject({ url: '/openapi.json' });
    expect([open.statusCode, open.body.includes('/in/1/')]).toEqual([200, false]);
    expect(
      (await server.app.inject({ url: '/openapi.json', headers: { authorization: 'Bearer gw_wrong' } })).statusCode,
    ).toBe(401);
    await put(definition({ mode: 'off' }));
    expect((await paths({}))['/in/1/companies']).not.toHaveProperty('post');
  });
});

describe('definitions in integration files', () => {
  test('are applied, exported and compared as everything else', async () => {
    const file = loadPack('turnstile-xml');
    const { body } = await server.call('POST', `${api}/apply`, { file, secrets: { 'turnstile-xml': 'the-password' } });
    expect(body).toMatchObject({ warnings: [expect.stringContaining('"turnstile-xml", who is not there yet')] });
    const exported = await server.call('GET', `${api}/export?section=definitions,dictionaries`);
    expect(
      (exported.body as { definitions: { name: string }[] }).definitions.find(({ name }) => name === 'turnstile-xml'),
    ).toEqual(file.definitions?.[0]);
    expect(JSON.stringify(exported.body)).not.toContain('the-password');
    const again = await server.call('POST', `${api}/apply`, { file: exported.body, dryRun: true });
    expect(
      (again.body as { changes: { change: string }[] }).changes.every(({ change }) => change === 'unchanged'),
    ).toBe(true);
  });

  test('the turnstile of the pack: its passes are registered, its batch is answered in its own words, once', async () => {
    await server.call('POST', '/rest/v1/1/users', { login: 'turnstile-xml', groups: ['Devices'] });
    await server.call('POST', '/rest/v1/1/users', { login: 'jana', badge: 'B101' });
    await server.call('POST', '/rest/v1/1/users', { login: 'petr', badge: 'B102' });
    const send = (body: string, password = 'the-password') =>
      server.app.inject({
        ...{ method: 'POST', url: '/in/1/turnstile-xml', payload: Buffer.from(body, 'latin1') },
        headers: {
          authorization: `Basic ${Buffer.from(`terminal:${password}`).toString('base64')}`,
          'content-type': 'text/xml',
        },
      });
    const batch = readPackFile('turnstile-xml', 'sample.xml').replace('<KARTA>B102', '<KARTA>B999');
    const [first, again] = [await send(batch), await send(batch)];
    expect([first.statusCode, first.body]).toEqual([200, again.body]);
    expect(first.body.replaceAll(/\s+/g, ' ')).toContain(
      '<POTVRZENI DAVKA="118" STAV="OK"> <PRUCHOD C="52341" STAV="OK"/> <PRUCHOD C="52342" STAV="NEZNAMA KARTA"/> <PRUCHOD C="52343" STAV="OK"/> </POTVRZENI>',
    );
    const rebatched = await send(batch.replace('DAVKA="118"', 'DAVKA="119"'));
    expect(rebatched.body).toContain('STAV="OK"');
    const passes = await server.database.query<{ at: string; direction: string | null }>({
      text: `select data ->> 'at' as at, data ->> 'direction' as direction from records where entity = 'time' order by data ->> 'at'`,
    });
    expect(passes).toHaveLength(3);
    expect(passes[0]).toMatchObject({
      at: expect.stringMatching(/^2026-11-23T0[67]:52:10/) as string,
      direction: 'IN',
    });
    const broken = await send(batch.replace('</PRENOS>', ''));
    expect([broken.statusCode, broken.headers['content-type']]).toEqual([200, 'text/xml; charset=windows-1250']);
    expect(broken.body).toContain('STAV="CHYBA"');
    expect((await send(batch, 'wrong')).statusCode).toBe(401);
  });
});
