import { createHmac } from 'node:crypto';
import { encodeText, type Charset } from '@gangway/language';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestApp, testApp } from '../support/app.ts';

/** API definitions as a device and a configurator meet them: over HTTP, on a real database. */
let server: TestApp;
beforeAll(async () => {
  server = await testApp({ start: false });
  await create('users', { login: 'device', firstName: 'Gate', lastName: 'One', groups: ['Bookkeepers'] });
  await create('companies', { name: 'Papírna s.r.o.', registrations: { registrationId: '87654321' } });
});
afterAll(() => server.close());

const api = '/api/v1/1';
const create = async (entity: string, fields: object): Promise<number> => {
  const { status, body } = await server.call('POST', `/rest/v1/1/${entity}`, fields);
  expect([status, body]).toMatchObject([201, {}]);
  return (body as { id: number }).id;
};

interface Sent {
  readonly method?: string;
  readonly type?: string;
  readonly charset?: Charset;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A call as a device makes it: bytes, no token unless it says so. */
async function send(path: string, body: string, { method = 'POST', type, charset = 'utf-8', headers = {} }: Sent = {}) {
  const bytes = encodeText(body, charset, 'refuse');
  if (!bytes.ok) throw new Error(bytes.problems[0]?.message);
  const response = await server.app.inject({
    method: method as 'POST',
    url: `/in/1${path}`,
    headers: { ...(type === undefined ? {} : { 'content-type': type }), ...headers },
    ...(body === '' ? {} : { payload: Buffer.from(bytes.value) }),
  });
  return { status: response.statusCode, headers: response.headers, text: response.body };
}

const basic = { authorization: `Basic ${Buffer.from('gate:the-password').toString('base64')}` };
const json = (text: string): unknown => JSON.parse(text);

/** A definition that takes companies; the parts that a test is about are given. */
const companies = (more: object = {}): object => ({
  name: 'companies',
  path: '/companies',
  authentication: { kind: 'basic', username: 'gate', password: '{{secret:gate}}' },
  user: 'device',
  read: `{ "write": [ { "entity": "companies", "do": "upsert", "registration": "\${input.code}",
           "fields": { "name": "\${input.name}" } } ] }`,
  ...more,
});

const apply = (...definitions: object[]) =>
  server.call('POST', `${api}/apply`, {
    file: { definitions },
    secrets: { gate: 'the-password', key: 'the key of the gate' },
  });
const applied = async (...definitions: object[]): Promise<void> => {
  const { status, body } = await apply(...definitions);
  expect([status, body]).toMatchObject([200, {}]);
};

const company = async (registration: string) =>
  (await server.call('GET', `/rest/v1/1/companies?registration=${registration}`)).body;
const newestCall = async (definition: string): Promise<Record<string, unknown>> => {
  const { body } = await server.call('GET', `${api}/calls?definition=${definition}&limit=1`);
  const [call] = (body as { data: { id: string }[] }).data;
  return (await server.call('GET', `${api}/calls/${call?.id ?? ''}`)).body as Record<string, unknown>;
};

describe('a message becomes changes of records, in the name of the definition’s user', () => {
  test('JSON, with the default answer and a row that a person can read', async () => {
    await applied(companies());
    const answer = await send('/companies', '{"code":"J-1","name":"Jana & syn"}', {
      type: 'application/json',
      headers: basic,
    });
    expect([answer.status, json(answer.text)]).toMatchObject([
      200,
      { outcome: 'accepted', results: [{ entity: 'companies', outcome: 'created', registration: 'J-1' }] },
    ]);
    expect(await company('J-1')).toMatchObject({ name: 'Jana & syn' });
    const history = await server.call('GET', '/rest/v1/1/companies/history?registration=J-1');
    expect(history.body).toMatchObject({ data: [{ userName: 'Gate One', origin: 'api' }] });
    const call = await newestCall('companies');
    expect(call).toMatchObject({
      ...{ id: answer.headers['gangway-call'], outcome: 'accepted', userName: 'Gate One', status: 200, mode: 'live' },
      sentence: 'Created in companies: J-1.',
      results: [{ entity: 'companies', do: 'upsert', outcome: 'created', registration: 'J-1' }],
      request: { headers: { authorization: '(hidden)' }, body: '{"code":"J-1","name":"Jana & syn"}' },
    });
    expect(JSON.stringify(call)).not.toContain(basic.authorization.slice(6));
  });

  test('XML in windows-1250, answered in XML of its own charset', async () => {
    await applied(
      companies({
        ...{ name: 'xml', path: '/firmy', formats: ['xml'] },
        read: `{ "write": [ { "$for": "firma in list(input.firmy.firma)", "entity": "companies", "do": "upsert",
          "registration": "\${firma.@kod}", "fields": { "name": "\${firma.nazev}", "dueDays": "\${firma.splatnost | optional}" } } ] }`,
        answer: {
          accepted: {
            ...{ format: 'xml', status: 202, contentType: 'text/xml', headers: { 'X-Count': '${count(results)}' } },
            body: '<?xml version="1.0" encoding="windows-1250"?><hotovo xmlns:t="urn:gangway:template"><f t:for="r in results" kod="${r.registration}">${r.record.name}</f></hotovo>',
          },
        },
      }),
    );
    const body =
      '<?xml version="1.0" encoding="windows-1250"?>\n<firmy><firma kod="X-1"><nazev>Žluťoučký kůň</nazev><splatnost>14</splatnost></firma><firma kod="X-2"><nazev>Ještěrka</nazev></firma></firmy>';
    const answer = await send('/firmy', body, { type: 'text/xml', charset: 'windows-1250', headers: basic });
    expect([answer.status, answer.headers['content-type'], answer.headers['x-count']]).toEqual([
      202,
      'text/xml; charset=windows-1250',
      '2',
    ]);
    expect(await company('X-1')).toMatchObject({ name: 'Žluťoučký kůň', dueDays: 14 });
    expect((await newestCall('xml')).response).toMatchObject({
      body: '<?xml version="1.0" encoding="windows-1250"?>\n<hotovo><f kod="X-1">Žluťoučký kůň</f><f kod="X-2">Ještěrka</f></hotovo>',
    });
  });

  test('CSV with a header, and a form', async () => {
    await applied(
      companies({
        ...{ name: 'csv', path: '/csv', formats: ['csv'], csv: { delimiter: '|' } },
        read: `{ "write": [ { "$for": "row in input", "entity": "companies", "do": "upsert", "registration": "\${row.kod}",
          "fields": { "name": "\${row.nazev}" } } ] }`,
      }),
      companies({
        name: 'form',
        path: '/form/{area}',
        formats: ['form'],
        read: `{ "write": { "entity": "companies", "do": "upsert", "registration": "\${path.area & '-' & input.code}",
          "fields": { "name": "\${input.name}", "note": "\${query.note | optional}" } } }`,
      }),
    );
    const table = await send('/csv', 'kod|nazev\n0007|První\n0008|"Druhá | a\nposlední"\n', {
      type: 'text/csv',
      headers: basic,
    });
    expect(table.status, table.text).toBe(200);
    expect([await company('0007'), await company('0008')]).toMatchObject([
      { name: 'První' },
      { name: 'Druhá | a\nposlední' },
    ]);
    const form = await send('/form/north%20west?note=late', 'code=7&name=T%C5%99et%C3%AD+a.s.', {
      ...{ type: 'application/x-www-form-urlencoded', headers: basic },
    });
    expect(form.status, form.text).toBe(200);
    expect(await company('north west-7')).toMatchObject({ name: 'Třetí a.s.', note: 'late' });
  });

  test('a document of a customer who is found by a number, and one who is made with it', async () => {
    await applied(
      companies({
        ...{ name: 'documents', path: '/documents' },
        read: `{ "write": [
          { "$if": "not empty(input.customer.code)", "entity": "companies", "do": "upsert", "registration": "\${input.customer.code}",
            "fields": { "name": "\${input.customer.name}" } },
          { "entity": "documents", "do": "create", "fields": {
              "type": "DOCUMENT.RECEIVED", "ownerId": "2",
              "companyId": { "$if": "empty(input.customer.code)", "find": { "registrations.registrationId": "\${input.customer.ico}" },
                             "$else": { "registration": "\${input.customer.code}" } } } } ] }`,
      }),
    );
    const known = await send('/documents', '{"customer":{"ico":"87654321"}}', {
      type: 'application/json',
      headers: basic,
    });
    const made = await send('/documents', '{"customer":{"code":"D-1","name":"Nová"}}', {
      type: 'application/json',
      headers: basic,
    });
    expect([known.status, made.status], known.text + made.text).toEqual([200, 200]);
    const results = (json(made.text) as { results: { entity: string; id: number }[] }).results;
    expect(results.map(({ entity }) => entity)).toEqual(['companies', 'documents']);
    const document = await server.call('GET', `/rest/v1/1/documents?id=${results[1]?.id ?? 0}`);
    expect(document.body).toMatchObject({ companyId: results[0]?.id });
    const nobody = await send('/documents', '{"customer":{"ico":"99999999"}}', {
      type: 'application/json',
      headers: basic,
    });
    expect([nobody.status, json(nobody.text)]).toMatchObject([
      422,
      {
        errors: [
          {
            path: 'write[0].fields.companyId',
            message: 'There is no company with registrations.registrationId "99999999".',
          },
        ],
      },
    ]);
  });
});

describe('what a message cannot do', () => {
  test('several records are one transaction: one that fails keeps all of them out, and every fault is told', async () => {
    await applied(
      companies({
        ...{ name: 'several', path: '/several' },
        read: `{ "write": [ { "$for": "each in input", "entity": "companies", "do": "\${each.do}", "registration": "\${each.code}",
          "fields": { "name": "\${each.name}", "dueDays": "\${each.days | optional}" } } ] }`,
      }),
    );
    const body = JSON.stringify([
      { do: 'upsert', code: 'S-1', name: 'Good' },
      { do: 'upsert', code: 'S-2', name: 'Wrong', days: 'soon' },
      { do: 'change', code: 'S-9', name: 'Nobody' },
    ]);
    const answer = await send('/several', body, { type: 'application/json', headers: basic });
    expect([answer.status, json(answer.text)]).toMatchObject([
      422,
      {
        ...{
          type: '/problems/invalid-record',
          detail: expect.stringContaining('2 of 3 changes cannot be made') as string,
        },
        errors: [
          { path: 'write[1].fields.dueDays' },
          { path: 'write[2]', message: expect.stringContaining('"S-9"') as string },
        ],
      },
    ]);
    expect(await company('S-1')).toMatchObject({ status: 404 });
    expect(await newestCall('several')).toMatchObject({ outcome: 'refused', code: 'invalid-record', faults: [{}, {}] });
  });

  test('the rights of its user, whatever the template says', async () => {
    await create('users', { login: 'reader', groups: ['Readers'] });
    await applied(companies({ name: 'weak', path: '/weak', user: 'reader' }));
    const answer = await send('/weak', '{"code":"W-1","name":"x"}', { type: 'application/json', headers: basic });
    expect([answer.status, json(answer.text)]).toMatchObject([403, { type: '/problems/forbidden' }]);
    expect(await company('W-1')).toMatchObject({ status: 404 });
  });

  test('read refuses in its own words, and so does required; the answer is the definition’s own', async () => {
    await applied(
      companies({
        ...{ name: 'wordy', path: '/wordy', formats: ['xml'] },
        read: `{ "outcome": "\${input.m.@kind = 'company' ? 'accepted' : 'refused'}",
          "messages": [ { "$if": "input.m.@kind <> 'company'", "text": "Only companies, not \${input.m.@kind}.", "code": "K1" } ],
          "write": [ { "$if": "input.m.@kind = 'company'", "entity": "companies", "do": "create",
            "fields": { "name": "\${input.m.name | required('The company has no name')}" } } ] }`,
        answer: {
          refused: { format: 'xml', status: 200, body: '<nack code="${problem.code}">${messages[1].text}</nack>' },
        },
      }),
    );
    const call = (body: string) => send('/wordy', body, { type: 'text/xml', headers: basic });
    expect((await call('<m kind="order"/>')).text).toContain(
      '<nack code="message-refused">Only companies, not order.</nack>',
    );
    expect(await newestCall('wordy')).toMatchObject({
      outcome: 'refused',
      status: 200,
      sentence: 'Only companies, not order.',
    });
    const nameless = await call('<m kind="company"/>');
    expect([nameless.status, nameless.text]).toEqual([200, expect.stringContaining('>The company has no name</nack>')]);
    expect(await newestCall('wordy')).toMatchObject({
      faults: [{ path: 'read', line: 4, message: 'The company has no name' }],
    });
    expect((await call('<m kind="order"')).text).toContain('<nack code="unreadable-body">');
  });

  test('an answer that cannot be made leaves nothing written, and may be sent again', async () => {
    await applied(
      companies({
        ...{ name: 'mute', path: '/mute' },
        answer: { accepted: { format: 'json', body: `{ "x": "\${results[1].record.note | required('No note')}" }` } },
      }),
    );
    const answer = await send('/mute', '{"code":"M-1","name":"x"}', { type: 'application/json', headers: basic });
    expect([answer.status, json(answer.text)]).toMatchObject([500, { type: '/problems/definition-failed' }]);
    expect(await company('M-1')).toMatchObject({ status: 404 });
    expect(await newestCall('mute')).toMatchObject({
      outcome: 'failed',
      faults: [{ path: 'answer.accepted.body', line: 1 }],
    });
    const alerts = async () =>
      ((await server.call('GET', `${api}/alerts?open=true`)).body as { data: { kind: string; text: string }[] }).data;
    expect(await alerts()).toMatchObject([
      { kind: 'definition-failed', text: expect.stringContaining('"mute" fail') as string },
    ]);
    await applied(companies({ name: 'mute', path: '/mute' }));
    expect(
      (await send('/mute', '{"code":"M-1","name":"x"}', { type: 'application/json', headers: basic })).status,
    ).toBe(200);
    expect(await alerts()).toEqual([]);
  });
});

describe('who may call', () => {
  const seconds = (offset = 0): string => String(Math.floor(Date.now() / 1_000) + offset);
  const signed = (body: string, timestamp: string, key = 'the key of the gate') => ({
    'x-timestamp': timestamp,
    'x-signature': createHmac('sha256', key).update(`${timestamp}.${body}`).digest('hex'),
  });

  test('a signature is good once, of the time being, with the right secret', async () => {
    await applied(
      companies({
        ...{ name: 'signed', path: '/signed', authentication: { kind: 'hmac', secret: '{{secret:key}}' } },
        // Its own words are for those who have proved who they are.
        answer: { refused: { format: 'json', status: 200, body: '{ "type": "${problem.code}" }' } },
      }),
    );
    const body = '{"code":"H-1","name":"Signed"}';
    const call = (headers: Record<string, string>, text = body) =>
      send('/signed', text, { type: 'application/json', headers });
    const good = signed(body, seconds());
    expect((await call(good)).status).toBe(200);
    const refused = [
      await call(good),
      await call(signed(body, seconds(-400))),
      await call(signed(body, seconds(), 'another key')),
      await call(good, body.replace('Signed', 'Changed')),
      await call({}),
    ];
    expect(refused.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401]);
    expect(refused.map(({ text }) => (json(text) as { detail: string }).detail)).toEqual([
      expect.stringContaining('used already'),
      expect.stringMatching(/signed 6 min 4\d s ago/),
      expect.stringContaining('is not right'),
      expect.stringContaining('is not right'),
      expect.stringContaining('X-Signature is missing'),
    ]);
    expect(refused[0]?.headers['www-authenticate']).toBe('Signature realm="Gangway"');
    expect(await company('H-1')).toMatchObject({ name: 'Signed' });
    expect((await call(signed(body, seconds(1)))).status).toBe(200);
    const { body: audit } = await server.call('GET', `${api}/audit?limit=5`);
    expect(JSON.stringify(audit)).toContain('did not accept the signature');
  });

  test('a signature that was refused for its message is used up too', async () => {
    const body = '{"code":"","name":"x"}';
    const headers = signed(body, seconds(2));
    const first = await send('/signed', body, { type: 'application/json', headers });
    const second = await send('/signed', body, { type: 'application/json', headers });
    expect([first.status, second.status], first.text).toEqual([500, 401]);
  });

  test('a user name and a password', async () => {
    const call = (headers: Record<string, string>) =>
      send('/companies', '{"code":"B-1","name":"x"}', { type: 'application/json', headers });
    const wrong = await call({ authorization: `Basic ${Buffer.from('gate:wrong').toString('base64')}` });
    expect([wrong.status, wrong.headers['www-authenticate']]).toEqual([401, 'Basic realm="Gangway"']);
    expect((await call({})).status).toBe(401);
    expect(await newestCall('companies')).toMatchObject({
      ...{ outcome: 'refused', code: 'unauthenticated', userId: null, results: [] },
      request: { body: null, bytes: 0 },
    });
    expect((await call(basic)).status).toBe(200);
  });

  test('a token acts as its own user; with a named user only that one’s tokens are good', async () => {
    const authentication = { kind: 'token' };
    const { user: _none, ...open } = companies({ name: 'token', path: '/token', authentication }) as {
      user?: string;
      name: string;
    };
    await applied(open, companies({ name: 'token-of', path: '/token-of', authentication }));
    const call = (path: string, token: string) =>
      send(path, '{"code":"T-1","name":"x"}', {
        type: 'application/json',
        headers: { authorization: `Bearer ${token}` },
      });
    expect((await call('/token', server.token)).status).toBe(200);
    expect(await newestCall('token')).toMatchObject({ userName: 'Ada Admin' });
    expect((await call('/token', await server.tokenFor(['Readers']))).status).toBe(403);
    expect((await call('/token', 'gw_nonsense')).status).toBe(401);
    expect((await call('/token-of', server.token)).status).toBe(403);
    const { body: made } = await server.call('POST', `${api}/tokens`, {
      name: 'gate',
      login: 'device',
      ipRanges: ['127.0.0.1'],
    });
    expect((await call('/token-of', (made as { token: string }).token)).status).toBe(200);
  });

  test('a token is bound to its paths and methods here too', async () => {
    const tokenWith = async (terms: object): Promise<string> => {
      const { body } = await server.call('POST', `${api}/tokens`, { name: 'bound', ipRanges: ['127.0.0.1'], ...terms });
      return (body as { token: string }).token;
    };
    const status = async (terms: object): Promise<number> => {
      const headers = { authorization: `Bearer ${await tokenWith(terms)}` };
      return (await send('/token', '{"code":"T-2","name":"x"}', { type: 'application/json', headers })).status;
    };
    expect(await status({ paths: ['/in/1/**'], methods: ['POST'] })).toBe(200);
    expect(await status({ paths: ['/rest/v1/1/time'] })).toBe(403);
    expect(await status({ methods: ['GET'] })).toBe(403);
    expect(await status({ ipRanges: ['10.0.0.0/8'] })).toBe(403);
  });

  test('only from its addresses', async () => {
    await applied(companies({ name: 'far', path: '/far', ipRanges: ['10.0.0.0/8', 'fd00::/8'] }));
    const answer = await send('/far', '{"code":"F-1","name":"x"}', { type: 'application/json', headers: basic });
    expect([answer.status, json(answer.text)]).toMatchObject([
      403,
      { detail: expect.stringContaining('127.0.0.1') as string },
    ]);
  });

  test('nobody while its user is disabled or its secret has no value', async () => {
    const id = await create('users', { login: 'leaving', groups: ['Bookkeepers'] });
    await applied(companies({ name: 'left', path: '/left', user: 'leaving' }));
    await server.call('PATCH', `/rest/v1/1/users?id=${id}`, { isDisabled: true });
    const call = () => send('/left', '{"code":"L-1","name":"x"}', { type: 'application/json', headers: basic });
    expect([(await call()).status, (await newestCall('left'))['sentence']]).toEqual([
      500,
      'The definition "left" changes records as the user "leaving", and this user is disabled. Ask a configurator to name another one.',
    ]);
    await applied(
      companies({
        name: 'left',
        path: '/left',
        authentication: { kind: 'basic', username: 'x', password: '{{secret:never}}' },
      }),
    );
    expect((await call()).status).toBe(500);
  });
});

describe('off, test, live', () => {
  const body = '{"code":"O-1","name":"x"}';
  const call = () => send('/mode', body, { type: 'application/json', headers: basic });
  const withMode = (mode: string) => applied(companies({ name: 'mode', path: '/mode', mode }));

  test('test answers as live would, and writes nothing; off answers 404 to those who may call; the change counts at once', async () => {
    await withMode('test');
    const tried = await call();
    expect([tried.status, tried.headers['gangway-mode'], json(tried.text)]).toMatchObject([
      200,
      'test',
      { results: [{ outcome: 'created' }] },
    ]);
    expect(await company('O-1')).toMatchObject({ status: 404 });
    expect(await newestCall('mode')).toMatchObject({ mode: 'test', outcome: 'accepted' });
    await withMode('off');
    const off = await call();
    expect([off.status, json(off.text)]).toMatchObject([
      404,
      { detail: expect.stringContaining('switched off') as string },
    ]);
    expect((await send('/mode', body, { type: 'application/json' })).status).toBe(401);
    await withMode('live');
    expect((await call()).status).toBe(200);
    expect(await company('O-1')).toMatchObject({ name: 'x' });
  });
});

describe('a message that comes again', () => {
  const order = (id: string, name: string, sent = '') => JSON.stringify({ id, code: `R-${id}`, name, sent });
  const call = (body: string) => send('/repeat', body, { type: 'application/json', headers: basic });

  test('changes nothing and is answered the same; another message under its id is refused', async () => {
    await applied(
      companies({
        ...{ name: 'repeat', path: '/repeat', repeat: 'input.id' },
        read: `{ "write": { "entity": "companies", "do": "create", "fields": { "name": "\${input.name}", "note": "\${now()}" } } }`,
      }),
    );
    const [first, again, rewritten] = [
      await call(order('1', 'Once', '8:00')),
      await call(order('1', 'Once', '8:00')),
      await call(order('1', 'Once', '8:05')),
    ];
    expect([first.status, again.status, rewritten.status]).toEqual([200, 200, 200]);
    expect([again.text, rewritten.text]).toEqual([first.text, first.text]);
    expect([first.headers['idempotent-replayed'], again.headers['idempotent-replayed']]).toEqual([undefined, 'true']);
    const other = await call(order('1', 'Twice'));
    expect([other.status, json(other.text)]).toMatchObject([422, { type: '/problems/key-reused' }]);
    const { body } = await server.call('GET', `${api}/calls?definition=repeat&messageId=1`);
    expect((body as { data: { outcome: string }[] }).data.map(({ outcome }) => outcome)).toEqual([
      'refused',
      'repeated',
      'repeated',
      'accepted',
    ]);
    const made = await server.database.query({
      text: `select from records where entity = 'companies' and data ->> 'name' = 'Once'`,
    });
    expect(made).toHaveLength(1);
  });

  test('at the same moment, ten times, is done once', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => call(order('2', 'Together'))));
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    const made = await server.database.query({
      text: `select from records where entity = 'companies' and data ->> 'name' = 'Together'`,
    });
    expect(made).toHaveLength(1);
  });

  test('one that was refused may be sent again when it was mended', async () => {
    const wrong = await call(order('3', ''));
    const right = await call(order('3', 'Mended'));
    expect([wrong.status, right.status], wrong.text).toEqual([422, 200]);
  });
});

describe('addresses', () => {
  test('an unknown one is a problem, another method names those that there are, and a page is never answered', async () => {
    const unknown = await send('/nothing', '<a/>', {
      type: 'text/xml',
      headers: { accept: 'text/html,application/xhtml+xml,application/xml' },
    });
    expect([unknown.status, unknown.headers['content-type']]).toEqual([404, 'application/problem+xml; charset=utf-8']);
    expect(unknown.text).toContain('<problem xmlns="urn:ietf:rfc:7807"><type>/problems/not-found</type>');
    const get = await send('/companies', '', { method: 'GET', headers: { accept: 'text/html' } });
    expect([get.status, get.headers['allow'], get.headers['content-type']]).toEqual([
      405,
      'POST',
      'application/problem+json; charset=utf-8',
    ]);
    for (const method of ['HEAD', 'OPTIONS', 'DELETE'])
      expect((await send('/companies', '', { method })).status).toBe(405);
    expect((await server.app.inject({ method: 'POST', url: '/in/99/companies' })).statusCode).toBe(404);
    expect((await server.app.inject({ method: 'POST', url: "/in/1'/companies" })).statusCode).toBe(404);
    expect(
      (await send('/companies/', '{"code":"A-1","name":"x"}', { type: 'application/json', headers: basic })).status,
    ).toBe(200);
  });

  test('a call without a body is fine where nobody looks at it', async () => {
    await applied(
      companies({
        ...{ name: 'get', path: '/get/{code}', methods: ['GET'] },
        read: '{ "write": { "entity": "companies", "do": "upsert", "registration": "${path.code}", "fields": { "name": "${query.name}" } } }',
      }),
    );
    expect((await send('/get/G-1?name=Asked', '', { method: 'GET', headers: basic })).status).toBe(200);
    expect(await company('G-1')).toMatchObject({ name: 'Asked' });
    expect((await send('/get/G-1?name=Asked', '', { method: 'HEAD', headers: basic })).status).toBe(405);
  });
});

describe('versions', () => {
  test('every change is kept, and an older version is put back as it was', async () => {
    await server.call('PUT', `${api}/definitions/companies`, companies({ title: 'First' }));
    await server.call('PUT', `${api}/definitions/companies`, companies({ path: '/moved' }));
    expect((await send('/companies', '{}', { type: 'application/json', headers: basic })).status).toBe(404);
    const { body } = await server.call('GET', `${api}/definitions/companies/versions`);
    const { data } = body as { data: { version: number; body: { name: string; title?: string } }[] };
    const older = data.find((each) => each.body.title === 'First');
    await server.call('PUT', `${api}/definitions/companies`, { ...older?.body, name: 'companies' });
    const answer = await send('/companies', '{"code":"V-1","name":"x"}', { type: 'application/json', headers: basic });
    expect(answer.status, answer.text).toBe(200);
    expect((await server.call('DELETE', `${api}/definitions/companies`)).status).toBe(200);
    expect((await send('/companies', '{}', { type: 'application/json', headers: basic })).status).toBe(404);
  });
});
