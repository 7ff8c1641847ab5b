import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import type { Fault } from '../errors.ts';
import type { Authentication } from './authentication.ts';
import { secretNames } from './resolve-secrets.ts';

/**
 * What is wrong with the certificates and keys that stand in a connection as they are; what is a secret is seen when it is used. Found here, they
 * cost nobody a message.
 */
export function certificateFaults(connection: {
  readonly ca?: string | undefined;
  readonly authentication?: Authentication | undefined;
}): Fault[] {
  const { ca, authentication } = connection;
  const faults = ca === undefined ? [] : pemFaults('ca', ca);
  if (authentication?.kind !== 'clientCertificate') return faults;
  const { certificate, key, passphrase } = authentication;
  const own = pemFaults('authentication.certificate', certificate);
  const read = readKey(key, passphrase);
  if (read.fault !== undefined) own.push({ path: 'authentication.key', message: read.fault });
  const [first] = own.length > 0 || isSecret(certificate) ? [] : blocksOf(certificate);
  if (read.key && first !== undefined && !new X509Certificate(first).checkPrivateKey(read.key)) {
    const message = 'This key does not belong to the certificate. Take the one that the certificate was made with.';
    own.push({ path: 'authentication.key', message });
  }
  return [...faults, ...own];
}

const isSecret = (text: string): boolean => secretNames(text).length > 0;

const block = /-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----[\s\S]*?-----END (?:TRUSTED |X509 )?CERTIFICATE-----/g;

function blocksOf(pem: string): readonly string[] {
  return pem.match(block) ?? [];
}

function pemFaults(path: string, pem: string): Fault[] {
  if (isSecret(pem)) return [];
  const blocks = blocksOf(pem);
  if (blocks.length === 0) {
    const key = pem.includes('PRIVATE KEY') ? ' This is a key; the certificate is another text.' : '';
    const message = `This is no certificate. Write it as PEM text, from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----.${key}`;
    return [{ path, message }];
  }
  const bad = blocks.findIndex((one) => !isCertificate(one));
  if (bad < 0) return [];
  const which = blocks.length === 1 ? 'The certificate' : `The certificate number ${bad + 1} of ${blocks.length}`;
  return [{ path, message: `${which} cannot be read: it was cut or changed on its way here. Copy it once more.` }];
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.length > 0;
  } catch {
    // Whatever OpenSSL finds wrong with it, it is no certificate.
    return false;
  }
}

function readKey(pem: string, passphrase: string | undefined): { readonly key?: KeyObject; readonly fault?: string } {
  if (isSecret(pem) || (passphrase !== undefined && isSecret(passphrase))) return {};
  if (!/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(pem)) {
    return { fault: 'This is no private key. Write it as PEM text, as a rule as a secret: {{secret:name}}.' };
  }
  try {
    return { key: createPrivateKey({ key: pem, ...(passphrase === undefined ? {} : { passphrase }) }) };
  } catch {
    const isLocked = pem.includes('ENCRYPTED');
    return {
      fault: isLocked
        ? 'This key does not open with the passphrase. Give the right one under "passphrase".'
        : 'This key cannot be read: it was cut or changed on its way here. Copy it once more.',
    };
  }
}
