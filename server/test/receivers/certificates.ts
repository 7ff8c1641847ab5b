import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

/** A certificate and its key, both PEM. */
export interface Issued {
  readonly cert: string;
  readonly key: string;
}

export interface Authority extends Issued {
  readonly certificate: x509.X509Certificate;
  readonly keys: CryptoKeyPair;
}

export interface CertificateWish {
  readonly commonName: string;
  /** Host names and addresses that it is made for. */
  readonly names?: readonly string[];
  readonly notBefore?: Date;
  readonly notAfter?: Date;
}

type CryptoKeyPair = webcrypto.CryptoKeyPair;

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const dayMs = 86_400_000;

x509.cryptoProvider.set(webcrypto);

/** A certificate authority of our own. */
export async function makeAuthority(commonName: string): Promise<Authority> {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: `CN=${commonName}, O=Gangway tests`,
    ...lifetime({}),
    keys,
    signingAlgorithm: algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
    ],
  });
  return { cert: certificate.toString('pem'), key: await keyPem(keys), certificate, keys };
}

/** A certificate of an authority, or one signed by itself. Serves servers and clients alike. */
export async function issue(wish: CertificateWish, authority?: Authority): Promise<Issued> {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const names = (wish.names ?? []).map((value) => ({
    type: /^[\d.]+$|:/.test(value) ? ('ip' as const) : ('dns' as const),
    value,
  }));
  const common = {
    ...lifetime(wish),
    signingAlgorithm: algorithm,
    extensions: [new x509.SubjectAlternativeNameExtension(names)],
  };
  const name = `CN=${wish.commonName}`;
  const certificate =
    authority === undefined
      ? await x509.X509CertificateGenerator.createSelfSigned({ ...common, name, keys })
      : await x509.X509CertificateGenerator.create({
          ...common,
          subject: name,
          issuer: authority.certificate.subject,
          publicKey: keys.publicKey,
          signingKey: authority.keys.privateKey,
        });
  return { cert: certificate.toString('pem'), key: await keyPem(keys) };
}

function lifetime(wish: Pick<CertificateWish, 'notBefore' | 'notAfter'>): { notBefore: Date; notAfter: Date } {
  return {
    notBefore: wish.notBefore ?? new Date(Date.now() - dayMs),
    notAfter: wish.notAfter ?? new Date(Date.now() + 30 * dayMs),
  };
}

async function keyPem(keys: CryptoKeyPair): Promise<string> {
  const bytes = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  return x509.PemConverter.encode(bytes, 'PRIVATE KEY');
}
