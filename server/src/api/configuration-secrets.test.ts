import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { issue, makeAuthority } from '../../test/receivers/certificates.ts';
import { accepted } from '../../test/receivers/behaviour.ts';
import { type Receiver, startReceiver } from '../../test/receivers/receiver.ts';
import { type TestApp, testApp } from '../../test/support/app.ts';

let server: TestApp;
let receiver: Receiver;
beforeAll(async () => {
  server = await testApp();
  receiver = await startReceiver(accepted);
});
afterAll(async () => {
  await server.close();
  await receiver.close();
});

const api = '/api/v1/1';
const apply = (body: object) => server.call('POST', `${api}/apply`, body);
const basic = (password: string) => ({ kind: 'basic', username: 'gangway', password });
const errorsOf = ({ body }: { readonly body: unknown }): string[] =>
  ((body as { errors?: { path: string; message: string }[] }).errors ?? []).map(
    ({ path, message }) => `${path}: ${message}`,
  );

describe('a password in plain text', () => {
  test('is kept as a secret: no answer, export, history or row shows it, a warning says so, and it is sent all the same', async () => {
    const connection = {
      ...{ name: 'plain', url: receiver.url, authentication: basic('hunter-2-plain') },
      headers: { 'X-Api-Key': 'telling-header', 'X-Note': 'harmless' },
    };
    const file = {
      connections: [connection],
      templates: [{ name: 'plain', format: 'json', body: '{}' }],
      triggers: [
        {
          ...{ name: 'plain', entity: 'documents', on: ['created'], when: "input.note = 'plain'" },
          deliver: [{ connection: 'plain', template: 'plain' }],
        },
      ],
    };
    const applied = await apply({ file });
    expect(applied.body).toMatchObject({
      secrets: ['plain.X-Api-Key', 'plain.password'],
      warnings: [
        'The connection "plain" had its password as plain text. It is kept as the secret "plain.password" now, and no answer or export shows it: write "{{secret:plain.password}}" in your file, and give the value beside it.',
        expect.stringContaining('"plain.X-Api-Key"') as string,
      ],
    });
    const again = await apply({ file });
    expect(again.body).toMatchObject({ changes: [{ change: 'unchanged' }, {}, {}] });

    for (const address of ['connections/plain', 'connections', 'connections/plain/versions', 'export', 'audit']) {
      const text = JSON.stringify((await server.call('GET', `${api}/${address}`)).body);
      expect(text).not.toMatch(/hunter-2|telling-header/);
      if (address.includes('connections')) expect(text).toContain('{{secret:plain.password}}');
    }
    const rows = await server.database.query({
      text: 'select body::text from configuration union all select body::text from configuration_versions',
    });
    expect(JSON.stringify(rows)).not.toMatch(/hunter-2|telling-header/);

    const delivery = await server.send('plain');
    expect((await server.ended(delivery.id)).state).toBe('delivered');
    expect(receiver.requests.at(-1)?.headers).toMatchObject({
      authorization: `Basic ${Buffer.from('gangway:hunter-2-plain').toString('base64')}`,
      ...{ 'x-api-key': 'telling-header', 'x-note': 'harmless' },
    });
  });

  test('is warned of when one connection is saved, and takes the place of the one before', async () => {
    const put = (password: string) =>
      server.call('PUT', `${api}/connections/single`, {
        ...{ name: 'single', url: 'https://a.example.com', authentication: basic(password) },
      });
    const saved = await put('first-password');
    expect(saved.body).toMatchObject({
      body: { authentication: { password: '{{secret:single.password}}' } },
      warnings: [expect.stringContaining('"single.password"') as string],
    });
    expect((await put('second-password')).body).toMatchObject({
      body: { authentication: { password: '{{secret:single.password}}' } },
    });
    expect((await put('{{secret:single.password}}')).body).toMatchObject({ warnings: [] });
    const created = await server.call('POST', `${api}/connections`, {
      ...{ name: 'other', url: 'https://a.example.com', proxy: 'http://me:p%40ss@proxy.example.com:3128' },
    });
    expect(created.body).toMatchObject({ body: { proxy: 'http://me:{{secret:other.proxy}}@proxy.example.com:3128' } });
  });

  test('takes no name that means something else', async () => {
    await apply({
      file: {
        connections: [{ name: 'elder', url: 'https://a.example.com', headers: { 'X-A': '{{secret:younger.token}}' } }],
      },
      secrets: { 'younger.token': 'of the elder' },
    });
    const { body } = await server.call('POST', `${api}/connections`, {
      ...{ name: 'younger', url: 'https://b.example.com', authentication: { kind: 'bearer', token: 'plain' } },
    });
    expect(body).toMatchObject({ body: { authentication: { token: '{{secret:younger.token-2}}' } } });
  });

  test('is not seen where an expression or a placeholder stands', async () => {
    const connection = {
      ...{ name: 'made', url: 'https://a.example.com', authentication: basic('{{secret:a}}') },
      headers: { Authorization: '${base64(constants.user)}', 'X-Token': 'Bearer {{secret:a}}' },
      ...{ constants: { user: 'x' }, query: { token: '${input.id}', page: '1' } },
    };
    const { body } = await apply({ file: { connections: [connection] }, secrets: { a: 'x' } });
    expect(body).toMatchObject({ secrets: ['a'], warnings: [] });
    expect((await server.call('GET', `${api}/connections/made`)).body).toMatchObject({ body: connection });
  });
});

describe('certificates that stand in a connection', () => {
  const connection = (more: object) => ({ name: 'certified', url: 'https://a.example.com', ...more });
  const client = (certificate: string, key: string, passphrase?: string) =>
    connection({ authentication: { kind: 'clientCertificate', certificate, key, ...(passphrase && { passphrase }) } });
  const save = (body: object) => server.call('PUT', `${api}/connections/certified`, body);

  test('are read when they are saved, and their faults told', async () => {
    const authority = await makeAuthority('Test authority');
    const [one, other] = [await issue({ commonName: 'one' }, authority), await issue({ commonName: 'other' })];
    const cut = one.cert.replace(/\n[^\n]{40}/, '\n');
    expect(errorsOf(await save(connection({ ca: 'nonsense' })))).toEqual([
      'ca: This is no certificate. Write it as PEM text, from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----.',
    ]);
    expect(errorsOf(await save(connection({ ca: `${authority.cert}\n${cut}` })))).toEqual([
      'ca: The certificate number 2 of 2 cannot be read: it was cut or changed on its way here. Copy it once more.',
    ]);
    expect(errorsOf(await save(client(one.key, one.cert)))).toEqual([
      expect.stringMatching(/^authentication\.certificate: This is no certificate\. .* This is a key;/),
      expect.stringMatching(/^authentication\.key: This is no private key\./),
    ]);
    expect(errorsOf(await save(client(one.cert, other.key)))).toEqual([
      'authentication.key: This key does not belong to the certificate. Take the one that the certificate was made with.',
    ]);
    expect(errorsOf(await save(client(one.cert, one.key.replace(/\n[^\n]{10}/, '\n'))))).toEqual([
      'authentication.key: This key cannot be read: it was cut or changed on its way here. Copy it once more.',
    ]);

    const saved = await save(client(one.cert, one.key));
    expect(saved.body).toMatchObject({ body: { authentication: { key: '{{secret:certified.key}}' } } });
    expect((await save(connection({ ca: authority.cert + one.cert }))).status).toBe(200);
    expect((await save(client('{{secret:c}}', '{{secret:k}}'))).status).toBe(200);
  });
});
