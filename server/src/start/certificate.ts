import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import type { Config } from '../config.ts';
import { refuse } from '../errors.ts';

/** What HTTPS is spoken with, both PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
  /** The last moment at which callers accept it. */
  readonly until: Date;
}

type Files = Pick<Config, 'tlsCertificate' | 'tlsKey'>;

/**
 * Reads and checks the certificate of GANGWAY_TLS_CERT and its key; undefined where none is set. What callers would refuse with words that help nobody
 * (a key of another certificate, one that has expired) is refused here with a sentence.
 */
export async function readCertificate(files: Files, now: Date): Promise<Certificate | undefined> {
  const { tlsCertificate, tlsKey } = files;
  if (tlsCertificate === undefined || tlsKey === undefined) return undefined;
  const cert = await read('GANGWAY_TLS_CERT', tlsCertificate);
  const key = await read('GANGWAY_TLS_KEY', tlsKey);
  const leaf = readLeaf(tlsCertificate, cert);
  if (!leaf.checkPrivateKey(readKey(tlsKey, key))) {
    refuse(
      'illegal-state',
      `GANGWAY_TLS_KEY: ${tlsKey} is not the key of the certificate in ${tlsCertificate}. Where the file holds several certificates, the server's own must be the first.`,
    );
  }
  if (now < leaf.validFromDate) {
    refuse(
      'illegal-state',
      `GANGWAY_TLS_CERT: the certificate in ${tlsCertificate} is not valid before ${leaf.validFromDate.toISOString()}. Check this machine's clock.`,
    );
  }
  if (now > leaf.validToDate) {
    refuse(
      'illegal-state',
      `GANGWAY_TLS_CERT: the certificate in ${tlsCertificate} expired at ${leaf.validToDate.toISOString()}. Renew it, or start without GANGWAY_TLS_CERT.`,
    );
  }
  return { cert, key, until: leaf.validToDate };
}

/** Changes when one of the files does. Where a file is missing for a moment, because it is being replaced, the text says so. */
export async function stampOf({ tlsCertificate = '', tlsKey = '' }: Files): Promise<string> {
  const stamps = [tlsCertificate, tlsKey].map((file) =>
    // stat follows symbolic links, by which Kubernetes and certbot put a new file into place.
    stat(file).then(
      ({ mtimeMs, ino, size }) => `${mtimeMs}/${ino}/${size}`,
      () => 'missing',
    ),
  );
  return (await Promise.all(stamps)).join(' ');
}

async function read(setting: string, file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: unknown) =>
    refuse('illegal-state', `${setting}: ${file} cannot be read (${wordsOf(error)}).`),
  );
}

function readLeaf(file: string, text: string): X509Certificate {
  try {
    return new X509Certificate(text);
  } catch (error) {
    return refuse(
      'illegal-state',
      `GANGWAY_TLS_CERT: ${file} holds no certificate in PEM; it would begin with -----BEGIN CERTIFICATE----- (${wordsOf(error)}).`,
    );
  }
}

function readKey(file: string, text: string): KeyObject {
  if (/^-----BEGIN ENCRYPTED|^Proc-Type: 4,ENCRYPTED/m.test(text)) {
    refuse(
      'illegal-state',
      `GANGWAY_TLS_KEY: ${file} is locked with a passphrase, which nobody could type at a start. Store it without one: openssl pkey -in ${file} -out open.pem`,
    );
  }
  try {
    return createPrivateKey(text);
  } catch (error) {
    return refuse(
      'illegal-state',
      `GANGWAY_TLS_KEY: ${file} holds no private key in PEM; it would begin with -----BEGIN PRIVATE KEY----- (${wordsOf(error)}).`,
    );
  }
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
