import { createHash, timingSafeEqual } from 'node:crypto';

/** Whether `Authorization: Basic ...` (RFC 7617) holds this user name and password. Takes the same time whatever differs. */
export function verifyBasic(
  authorization: string | undefined,
  expected: { readonly username: string; readonly password: string },
): boolean {
  const encoded = /^Basic +([A-Za-z0-9+/=_-]+) *$/i.exec(authorization ?? '')?.[1];
  if (encoded === undefined) return false;
  const given = Buffer.from(encoded, 'base64');
  return timingSafeEqual(hash(given), hash(Buffer.from(`${expected.username}:${expected.password}`)));
}

/** Hashes are of one length, whatever was given. */
const hash = (bytes: Buffer): Buffer => createHash('sha256').update(bytes).digest();
