import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CertificateWish, issue, type Issued } from '../../test/receivers/certificates.ts';
import { readCertificate } from './certificate.ts';

const dayMs = 86_400_000;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gangway-certificate-'));
});
afterAll(() => rm(folder, { recursive: true }));

const issued = (wish: Partial<CertificateWish> = {}): Promise<Issued> => issue({ commonName: 'gangway', ...wish });

async function placed({ cert, key }: Issued) {
  const files = { tlsCertificate: join(folder, 'server.crt'), tlsKey: join(folder, 'server.key') };
  await writeFile(files.tlsCertificate, cert);
  await writeFile(files.tlsKey, key);
  return files;
}

test('a good certificate is read with its key and its end', async () => {
  const notAfter = new Date(Math.floor(Date.now() / 1000) * 1000 + dayMs);
  const pair = await issued({ notAfter });
  expect(await readCertificate(await placed(pair), new Date())).toEqual({ ...pair, until: notAfter });
});

test('there is none where none is set', async () => {
  expect(await readCertificate({ tlsCertificate: undefined, tlsKey: undefined }, new Date())).toBeUndefined();
});

describe('a certificate that cannot be used is refused with a sentence', () => {
  const faults: readonly (readonly [string, () => Promise<Issued>, RegExp])[] = [
    [
      'no certificate',
      async () => ({ ...(await issued()), cert: 'hello' }),
      /GANGWAY_TLS_CERT: .* holds no certificate in PEM/,
    ],
    ['no key', async () => ({ ...(await issued()), key: 'hello' }), /GANGWAY_TLS_KEY: .* holds no private key in PEM/],
    [
      'the key of another',
      async () => ({ ...(await issued()), key: (await issued()).key }),
      /is not the key of the certificate in/,
    ],
    [
      'a key with a passphrase',
      async () => ({ ...(await issued()), key: '-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n' }),
      /is locked with a passphrase.*openssl pkey/,
    ],
    [
      'one that has expired',
      () => issued({ notBefore: new Date(Date.now() - 3 * dayMs), notAfter: new Date(Date.now() - dayMs) }),
      /expired at \d{4}-.*Renew it/,
    ],
    [
      'one of tomorrow',
      () => issued({ notBefore: new Date(Date.now() + dayMs), notAfter: new Date(Date.now() + 3 * dayMs) }),
      /is not valid before \d{4}-.*clock/,
    ],
  ];
  test.each(faults)('%s', async (_what, pair, words) => {
    await expect(readCertificate(await placed(await pair()), new Date())).rejects.toThrow(words);
  });

  test('a file that is not there', async () => {
    const files = { ...(await placed(await issued())), tlsKey: '/nowhere/server.key' };
    await expect(readCertificate(files, new Date())).rejects.toThrow(
      'GANGWAY_TLS_KEY: /nowhere/server.key cannot be read',
    );
  });
});
