import { defaultGroups } from '../access/groups.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type TestApp, testApp } from '../../test/support/app.ts';

let server: TestApp;
beforeAll(async () => {
  server = await testApp({ start: false });
});
afterAll(() => server.close());

const api = '/api/v1/1';
const file = {
  connections: [
    {
      name: 'accounting',
      url: 'http://127.0.0.1:8090',
      authentication: { kind: 'bearer', token: '{{secret:accounting}}' },
    },
  ],
  dictionaries: [{ name: 'kinds', entries: { 'INVOICE.SALES': 'issued' } }],
  templates: [
    {
      name: 'invoice',
      format: 'json',
      request: { url: '/${input.number}' },
      body: '{ "kind": "${input.type | dict(\'kinds\')}", "total": ${number(input.total)} }',
    },
  ],
  triggers: [
    {
      name: 'approved',
      entity: 'documents',
      when: "input.status = 'APPROVED'",
      deliver: [{ connection: 'accounting', template: 'invoice' }],
    },
  ],
};
const apply = (body: object) => server.call('POST', `${api}/apply`, body);
const changesOf = (body: unknown) =>
  (body as { changes: { kind: string; name: string; change: string }[] }).changes.map(
    ({ kind, change }) => `${kind} ${change}`,
  );

describe('an integration file', () => {
  beforeEach(async () => {
    await apply({ file, secrets: { accounting: 's3cret-value' } });
  });

  test('is applied as a whole; the same again changes nothing', async () => {
    const again = await apply({ file });
    expect(again.status).toBe(200);
    expect(changesOf(again.body)).toEqual([
      'connections unchanged',
      'dictionaries unchanged',
      'templates unchanged',
      'triggers unchanged',
    ]);
  });

  test('shows with dryRun what would change, value by value, and changes nothing', async () => {
    const changed = {
      dictionaries: [
        { name: 'kinds', entries: { 'INVOICE.SALES': 'other' } },
        { name: 'more', entries: {} },
      ],
    };
    const { body } = await apply({ file: changed, dryRun: true });
    expect(body).toMatchObject({
      changes: [
        {
          name: 'kinds',
          change: 'updated',
          differences: [{ path: 'entries.INVOICE.SALES', before: 'issued', after: 'other' }],
        },
        { name: 'more', change: 'created', differences: [] },
      ],
    });
    expect((await server.call('GET', `${api}/dictionaries/more`)).status).toBe(404);
  });

  test('is exported as it was applied, and never with the value of a secret', async () => {
    const { body } = await server.call(
      'GET',
      `${api}/export?section=connections,dictionaries&section=templates,triggers`,
    );
    expect(body).toEqual(file);
    for (const address of [
      'export',
      'connections',
      'connections/accounting',
      'connections/accounting/versions',
      'audit',
    ]) {
      expect(JSON.stringify((await server.call('GET', `${api}/${address}`)).body)).not.toContain('s3cret');
    }
  });

  test('faults of form hide no other ones, and what has one is not said to be missing', async () => {
    const wrong = {
      connections: [{ name: 'faulty', url: 'https://example.com', nonsense: 1 }],
      templates: [{ name: 'new', format: 'json', entity: 'documents', body: '{ "a": "${input.numbr}" }' }],
      triggers: [
        { name: 'one', entity: 'documents', deliver: [{ connection: 'faulty', template: 'new' }] },
        { name: 'two', entity: 'documents', deliver: [{ connection: 'nowhere', template: 'new' }] },
      ],
      colours: [],
    };
    const { status, body } = await apply({ file: wrong, prune: true });
    expect(status).toBe(422);
    const { errors } = body as { errors: { path: string }[] };
    expect(errors.map(({ path }) => path).sort()).toEqual([
      'colours',
      'connections[0].nonsense',
      'templates[0].body',
      'triggers[1].deliver[0].connection',
    ]);
  });

  test('is refused with every fault at once, each with its place, and nothing is changed', async () => {
    const wrong = {
      connections: [{ name: 'other', url: 'http://169.254.169.254/', retry: { at: ['5s', '1s'] } }],
      templates: [
        {
          name: 'new',
          format: 'json',
          entity: 'documents',
          body: '{ "a": "${input.numbr}" }',
          schema: 'pohoda/data.xsd',
        },
      ],
      triggers: [
        {
          name: 'second',
          entity: 'documnts',
          deliver: [{ connection: 'acounting', template: 'new' }],
          schedule: { cron: 'every day', zone: 'Europe/Prag' },
        },
      ],
    };
    const { status, body } = await apply({ file: wrong });
    const { type, errors } = body as { type: string; errors: { path: string; line?: number; column?: number }[] };
    expect([status, type]).toEqual([422, '/problems/invalid-configuration']);
    expect(errors.map(({ path }) => path)).toEqual([
      'connections[0].url',
      'connections[0].retry.at[0]',
      'connections[0].retry.at[1]',
      'templates[0].schema',
      'templates[0].body',
      'triggers[0].entity',
      'triggers[0].schedule.zone',
      'triggers[0].deliver[0].connection',
    ]);
    expect(errors.find(({ path }) => path === 'templates[0].body')).toMatchObject({ line: 1, column: 17 });
    expect((await server.call('GET', `${api}/templates/new`)).status).toBe(404);
  });

  test('is refused where an answer would write what it may not, or a trigger waits for what never comes', async () => {
    const response = `{
  "outcome": "accepted",
  "wirte": {},
  "write": {
    "$if": "http.status = 200", "note": "x",
    "properties": { "accountingId": "\${response.id}", "acountingNumber": "1" }, "acl": {} }
}`;
    const wrong = {
      templates: [{ name: 'answered', format: 'json', body: '{}', response }],
      triggers: [
        {
          name: 'marked',
          entity: 'documents',
          on: [{ status: 'APROVED' }, { property: 'extStatus', is: 'EXT.READ' }],
          deliver: [
            { connection: 'accounting', template: 'answered', mark: { property: 'properties.extStatsu', failed: 'x' } },
          ],
        },
      ],
    };
    const { body } = await apply({ file: wrong });
    const { errors } = body as { errors: { path: string; message: string; line?: number }[] };
    expect(errors.map(({ path, line, message }) => `${path} ${line ?? ''} ${message}`)).toEqual([
      expect.stringMatching(/^templates\[0\]\.response 3 There is no "wirte" here\. Did you mean "write"\?/),
      expect.stringMatching(/^templates\[0\]\.response 6 .*acountingNumber.*accountingNumber/),
      expect.stringMatching(/^templates\[0\]\.response 6 An answer may not write "acl"/),
      expect.stringMatching(
        /^triggers\[0\]\.on\[0\]\.status {2}There is no "APROVED" here\. Did you mean "APPROVED"\?/,
      ),
      expect.stringMatching(
        /^triggers\[0\]\.on\[1\]\.is {2}There is no "EXT\.READ" here\. Did you mean "EXT\.READY"\?/,
      ),
      expect.stringMatching(
        /^triggers\[0\]\.deliver\[0\]\.mark\.property {2}There is no property "extStatsu"\. Did you mean "extStatus"\?/,
      ),
    ]);
  });

  test('is refused for charsets that nobody knows and headers that Gangway sets itself', async () => {
    const wrong = {
      connections: [{ name: 'accounting', url: 'https://a.example.com', charset: 'klingon', headers: { Host: 'x' } }],
      templates: [
        { name: 'odd', format: 'xml', body: '<a/>', charset: 'klingon', request: { headers: { 'X Y': 'a' } } },
        { name: 'good', format: 'text', body: 'a', charset: 'CP1250' },
      ],
    };
    const { status, body } = await apply({ file: wrong });
    const { errors } = body as { errors: { path: string; message: string }[] };
    expect(status).toBe(422);
    expect(errors.map(({ path, message }) => `${path}: ${message}`)).toEqual([
      'connections[0].charset: There is no charset "klingon". There is utf-8, windows-1250, iso-8859-2, utf-16, cp852.',
      'connections[0].headers.Host: "Host" is a header that Gangway sets itself: take it out.',
      'templates[0].charset: There is no charset "klingon". There is utf-8, windows-1250, iso-8859-2, utf-16, cp852.',
      'templates[0].request.headers.X Y: "X Y" cannot be the name of a header.',
    ]);
  });

  test('previews in the charset of the connection where the template names none', async () => {
    const connection = {
      name: 'old',
      url: 'https://a.example.com/base',
      charset: 'windows-1250',
      headers: { 'X-Own': 'own' },
    };
    const template = { name: 'shout', format: 'text', body: 'Žluťoučký', request: { url: '/x' } };
    const company = await server.call('POST', '/rest/v1/1/companies', { name: 'Kůň' });
    const { id } = company.body as { id: number };
    const { body } = await server.call('POST', `${api}/preview`, {
      template: 'shout',
      record: { entity: 'companies', id },
      connection: 'old',
      file: { connections: [connection], templates: [template] },
    });
    expect(body).toMatchObject({
      request: {
        url: 'https://a.example.com/base/x',
        headers: { 'x-own': 'own', 'content-type': 'text/plain; charset=windows-1250' },
      },
      faults: [],
    });
  });

  test('prunes what it does not name, only in its own sections, and not what is still needed', async () => {
    await apply({ file: { dictionaries: [{ name: 'unused', entries: {} }] } });
    const kept = await apply({ file: { dictionaries: file.dictionaries }, prune: true });
    expect((kept.body as { changes: object[] }).changes).toContainEqual({
      kind: 'dictionaries',
      name: 'unused',
      change: 'removed',
      differences: [],
    });
    const needed = await apply({ file: { dictionaries: [] }, prune: true });
    expect([needed.status, needed.body]).toMatchObject([422, { errors: [{ path: 'templates["invoice"].body' }] }]);
    await apply({ file: { groups: [...defaultGroups.map(({ name }) => name), 'Guests'].map((name) => ({ name })) } });
    const groups = await apply({ file: { groups: [] }, prune: true });
    expect([groups.status, groups.body]).toMatchObject([
      422,
      { errors: [{ path: 'groups["Administrators"]' }, { path: 'groups["Configurator"]' }] },
    ]);
  });

  test('does not let a secret go to another host without its value', async () => {
    const moved = { connections: [{ ...file.connections[0], url: 'https://evil.example.com' }] };
    const refused = await apply({ file: moved });
    expect([refused.status, JSON.stringify(refused.body)]).toEqual([
      422,
      expect.stringContaining('evil.example.com:443') as string,
    ]);
    expect((await apply({ file: moved, secrets: { accounting: 'again' } })).status).toBe(200);
  });

  test('warns of a secret that has no value yet', async () => {
    const connections = [{ name: 'fresh', url: 'https://a.example.com', headers: { 'X-Key': '{{secret:fresh}}' } }];
    expect((await apply({ file: { connections }, dryRun: true })).body).toMatchObject({
      warnings: [expect.stringContaining('"fresh"')],
    });
  });
});

describe('one object', () => {
  const dictionary = { name: 'vat', entries: { '21': 'high' } };

  test('is created, read, replaced, deleted; its versions stay', async () => {
    const created = await server.call('POST', `${api}/dictionaries`, dictionary);
    expect([created.status, created.headers['location'], created.body]).toMatchObject([
      201,
      `${api}/dictionaries/vat`,
      { version: 1, body: dictionary },
    ]);
    expect((await server.call('POST', `${api}/dictionaries`, dictionary)).body).toMatchObject({
      type: '/problems/already-exists',
    });
    const replaced = await server.call('PUT', `${api}/dictionaries/vat`, { ...dictionary, entries: {} });
    expect(replaced.body).toMatchObject({ version: 2, updatedBy: 'Ada Admin', body: { entries: {} } });
    expect((await server.call('PUT', `${api}/dictionaries/other`, dictionary)).body).toMatchObject({
      errors: [{ path: 'name' }],
    });
    expect((await server.call('DELETE', `${api}/dictionaries/vat`)).body).toMatchObject({
      changes: [{ change: 'removed' }],
    });
    expect((await server.call('GET', `${api}/dictionaries/vat`)).status).toBe(404);
    expect((await server.call('GET', `${api}/dictionaries/vat/versions`)).body).toMatchObject({
      data: [{ version: 3, body: null }, { version: 2 }, { version: 1 }],
    });
  });

  test('that does not fit its form names the field as it stands in the body', async () => {
    const refused = await server.call('POST', `${api}/connections`, { name: 'x', url: 'http://10.0.0.1/' });
    expect(refused.body).toMatchObject({ type: '/problems/invalid-configuration', errors: [{ path: 'url' }] });
    expect((await server.call('POST', `${api}/connections`, { name: 'x', urll: 'a' })).body).toMatchObject({
      type: '/problems/invalid-body',
      errors: [{ path: 'url' }, { path: 'urll', message: 'There is no "urll" here. Did you mean "url"?' }],
    });
  });

  test('opens private addresses only in the hands of an administrator', async () => {
    const headers = { authorization: `Bearer ${await server.tokenFor(['Configurator'])}` };
    const connection = { name: 'inside', url: 'http://10.0.0.1/', allow: ['10.0.0.1:80'] };
    const refused = await server.call('POST', `${api}/connections`, connection, headers);
    expect([refused.status, JSON.stringify(refused.body)]).toEqual([
      403,
      expect.stringContaining('Only administrators') as string,
    ]);
    expect((await server.call('POST', `${api}/connections`, connection)).status).toBe(201);
  });
});

describe('a preview', () => {
  test('renders a saved template, an unsaved one, and one of a file, and sends nothing', async () => {
    await apply({ file, secrets: { accounting: 'x' } });
    const { id } = await server.invoice({ number: '2026777' });
    const record = { entity: 'documents', id };
    const saved = await server.call('POST', `${api}/preview`, { template: 'invoice', record });
    expect(saved.body).toMatchObject({
      faults: [],
      request: { method: 'POST', url: 'http://127.0.0.1:8090/2026777', body: '{"kind":"issued","total":2755.66}' },
    });
    const template = { name: 'other', format: 'text', body: 'Number ${input.number}' };
    expect((await server.call('POST', `${api}/preview`, { template, record })).body).toMatchObject({
      request: { body: 'Number 2026777' },
    });
    const inFile = { template: 'other', record, file: { templates: [template] } };
    expect((await server.call('POST', `${api}/preview`, inFile)).body).toMatchObject({
      request: { body: 'Number 2026777' },
    });
    const broken = { template: { ...template, body: 'x\n ${input.numbr}' }, record };
    expect((await server.call('POST', `${api}/preview`, broken)).body).toMatchObject({
      request: null,
      faults: [{ path: 'body', line: 2 }],
    });
    expect(await server.deliveries()).toEqual([]);
  });

  test('checks the message against its XML schema, and names the line of the message', async () => {
    const { id } = await server.invoice({ number: '2026778' });
    const head =
      '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="a"><xs:complexType><xs:sequence>';
    const xsd = `${head}<xs:element name="total" type="xs:decimal"/></xs:sequence></xs:complexType></xs:element></xs:schema>`;
    const schemas = [{ name: 'own', files: { 'a.xsd': xsd } }];
    const of = async (expression: string) => {
      const body = `<a>\n  <total>\${${expression}}</total>\n</a>`;
      const templates = [{ name: 'x', format: 'xml', schema: 'own/a.xsd', body }];
      const record = { entity: 'documents', id };
      return (await server.call('POST', `${api}/preview`, { template: 'x', record, file: { templates, schemas } }))
        .body;
    };
    expect(await of('input.total')).toMatchObject({ faults: [], schema: { valid: true, faults: [] } });
    expect(await of('input.type')).toMatchObject({ schema: { valid: false, faults: [{ line: 2 }] } });
  });

  test('of nothing says what is missing', async () => {
    const of = async (body: object) => (await server.call('POST', `${api}/preview`, body)).body;
    expect(await of({ template: 'invoce', record: { entity: 'documents', id: 1 } })).toMatchObject({
      detail: expect.stringMatching(/no template "invoce"/) as string,
    });
    expect(
      await of({ template: { name: 'x', format: 'text', body: '' }, record: { entity: 'documents', id: 999 } }),
    ).toMatchObject({ status: 404 });
    expect(await of({ template: 'x', record: { entity: 'documents' } })).toMatchObject({ status: 404 });
    const { body: company } = await server.call('POST', '/rest/v1/1/companies', { name: 'Shown' });
    const record = { entity: 'companies', id: (company as { id: number }).id };
    expect(
      await of({ template: { name: 'x', format: 'text', body: '' }, record, connection: 'acounting' }),
    ).toMatchObject({ status: 404, errors: [{ path: 'connection' }] });
  });
});

test('the entities in force are listed with the unit’s own part over the built-in one', async () => {
  await apply({ file: { entities: [{ name: 'documents', properties: { costCentre: { type: 'string' } } }] } });
  const { body } = await server.call('GET', `${api}/entities`);
  const { data } = body as { data: { name: string; definition: { properties?: object } }[] };
  const documents = data.find(({ name }) => name === 'documents');
  expect(documents?.definition.properties).toMatchObject({ costCentre: { type: 'string' }, extStatus: {} });
  expect(documents).toMatchObject({ builtIn: true, version: 1, body: { properties: { costCentre: {} } } });
  expect(data.find(({ name }) => name === 'jobs')).toMatchObject({ builtIn: true, version: null, body: null });
  expect((await server.call('GET', `${api}/entities/documents`)).body).toEqual(documents);
  expect((await server.call('GET', `${api}/entities/document`)).status).toBe(404);
  expect((await server.call('GET', `${api}/entities/documents/fields`)).body).toMatchObject({ kind: 'object' });
});
