import { createHmac } from 'node:crypto';
import { hashToken, isSameHash } from '../token.ts';

/** What a cookie or a one-time link proves itself with: which row it means, and a secret whose SHA-256 stands there. */
export interface Credential {
  readonly unitId: number;
  readonly id: string;
  readonly secret: string;
}

/** 256 bits. */
export const secretBytes = 32;

export function newSecret(random: Uint8Array): string {
  if (random.length !== secretBytes) throw new Error(`a secret is made of ${secretBytes} random bytes`);
  return Buffer.from(random).toString('base64url');
}

export function writeCredential({ unitId, id, secret }: Credential): string {
  return `${unitId}.${id}.${secret}`;
}

/** undefined: the text is none. */
export function readCredential(text: string | undefined): Credential | undefined {
  const parts = /^(\d{1,9})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([\w-]{43})$/.exec(text ?? '');
  const [, unitId = '', id = '', secret = ''] = parts ?? [];
  return parts === null ? undefined : { unitId: Number(unitId), id, secret };
}

/** The secret of a cookie, whether it belongs to a session or was only given to somebody who has not signed in yet. */
export function secretOf(cookie: string | undefined): string | undefined {
  const credential = readCredential(cookie);
  if (credential !== undefined) return credential.secret;
  return cookie !== undefined && /^[\w-]{43}$/.test(cookie) ? cookie : undefined;
}

export const hashSecret = (secret: string): Buffer => hashToken(secret);

/** Compared in constant time. */
export function isSecretOf(secret: string, hash: Uint8Array): boolean {
  return isSameHash(hashSecret(secret), hash);
}

/**
 * The synchroniser token of a cookie: made of its secret, so that it belongs to this cookie alone and nothing has to be kept for it. Who reads it (the page) does
 * not learn the cookie, which no script can read.
 */
export function csrfOf(secret: string): string {
  return createHmac('sha256', secret).update('gangway csrf').digest('base64url');
}

export function isCsrfOf(csrf: string | undefined, secret: string): boolean {
  return csrf !== undefined && isSameHash(Buffer.from(csrf), Buffer.from(csrfOf(secret)));
}
