import { writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Authority, type CertificateWish, issue, type Issued, makeAuthority } from '../receivers/certificates.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { GangwayFolder } from '../support/gangway-process.ts';
import { open, sayRaw } from '../support/raw-http.ts';

const token = 'an-administrator-token-of-the-tests';
let own: TestDatabase;
let folder: GangwayFolder;
let authority: Authority;

beforeAll(async () => {
  own = await testDatabase();
  folder = await GangwayFolder.create();
  authority = await makeAuthority('Tests');
});
afterAll(async () => {
  await folder.remove();
  await own.close();
});

const issued = (wish: Partial<CertificateWish> = {}): Promise<Issued> =>
  issue({ commonName: 'gangway', names: ['localhost', '127.0.0.1'], ...wish }, authority);

/** Writes the pair into the folder; gives the settings that name it. */
async function placed(name: string, { cert, key }: Issued): Promise<Record<string, string>> {
  const files = [join(folder.path, `${name}.crt`), join(folder.path, `${name}.key`)] as const;
  await writeFile(files[1], key);
  await writeFile(files[0], cert);
  return {
    ...{ GANGWAY_TLS_CERT: files[0], GANGWAY_TLS_KEY: files[1] },
    ...{ GANGWAY_DATABASE_URL: own.url, GANGWAY_ADMIN_TOKEN: token },
  };
}

interface Got {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

function get(url: string): Promise<Got> {
  return new Promise((resolve, reject) => {
    request(url, { ca: authority.cert, headers: { authorization: `Bearer ${token}` }, agent: false }, (answer) => {
      let body = '';
      answer
        .on('data', (chunk: Buffer) => (body += chunk.toString()))
        .on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body }));
    })
      .on('error', reject)
      .end();
  });
}

/** The name in the certificate that the server shows. */
function shownName(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connectTls({ port, host: '127.0.0.1', ca: authority.cert, servername: 'localhost' }, () => {
      const { subject } = socket.getPeerCertificate();
      socket.destroy();
      resolve(String(subject.CN));
    });
    socket.once('error', reject);
  });
}

describe('a server with a certificate', () => {
  test('speaks HTTPS and HTTP on one port, and says its address with https', async () => {
    const server = await folder.start(await placed('shared', await issued()));
    const port = Number(new URL(server.url).port);
    expect(server.url).toBe(`https://127.0.0.1:${port}`);

    const secure = await get(`https://localhost:${port}/api/v1/me`);
    expect([secure.status, secure.headers['strict-transport-security']]).toEqual([200, 'max-age=31536000']);
    const plain = await fetch(`http://127.0.0.1:${port}/api/v1/me`, { headers: { authorization: `Bearer ${token}` } });
    expect([plain.status, plain.headers.get('strict-transport-security')]).toEqual([200, null]);
    expect(await plain.text()).toBe(secure.body);

    // What is neither of the two is refused as ever; who says nothing, or breaks off, harms nobody.
    const broken = await sayRaw(port, '\x15\x03\x01 hello\r\n\r\n');
    expect([broken.status, broken.body]).toEqual([400, expect.stringContaining('/problems/malformed-request')]);
    const silent = await open(port);
    const halfShaken = await open(port);
    halfShaken.write(Buffer.from([22, 3, 1]));
    expect((await get(`https://localhost:${port}/healthz`)).status).toBe(200);

    // The commands of this machine find it by plain HTTP: the certificate is none for them.
    const listed = await folder.run(['export'], {
      GANGWAY_PORT: String(port),
      ...(await placed('shared', await issued())),
      GANGWAY_DATABASE_URL: own.url,
    });
    expect(listed).toMatchObject({ code: 0, err: '' });

    server.kill('SIGTERM');
    expect((await server.end).code).toBe(0);
    silent.destroy();
    halfShaken.destroy();
  });

  test('keeps HTTPS to a port of its own where one is named', async () => {
    const settings = { ...(await placed('apart', await issued())), GANGWAY_TLS_PORT: '0' };
    const server = await folder.start(settings);
    const port = Number(new URL(server.url).port);
    expect((await get(`https://localhost:${port}/healthz`)).status).toBe(200);
    await expect(fetch(`http://127.0.0.1:${port}/healthz`)).rejects.toThrow();
    server.kill('SIGTERM');
    expect((await server.end).code).toBe(0);
  });

  test('uses a renewed certificate without a restart, and keeps the old one while the new one is no good', async () => {
    const settings = await placed('renewed', await issued({ commonName: 'first' }));
    const server = await folder.start(settings);
    const port = Number(new URL(server.url).port);
    expect(await shownName(port)).toBe('first');
    await placed('renewed', { ...(await issued()), key: 'no key' });
    await server.logged('certificate.refused');
    expect(await shownName(port)).toBe('first');
    await placed('renewed', await issued({ commonName: 'second' }));
    await server.logged('certificate.renewed');
    expect(await shownName(port)).toBe('second');
    server.kill('SIGTERM');
    expect((await server.end).code).toBe(0);
  });
});

test('a certificate that cannot be used is said at the start', async () => {
  const settings = { ...(await placed('gone', await issued())), GANGWAY_TLS_CERT: '/nowhere/server.crt' };
  const { code, err } = await folder.run(['start'], { ...settings, GANGWAY_PORT: '0' });
  expect(code).not.toBe(0);
  expect(err).toContain('GANGWAY_TLS_CERT: /nowhere/server.crt cannot be read');
  expect(err).not.toContain('    at ');
});
