import { createHash, timingSafeEqual } from 'node:crypto';
import { crc32 } from 'node:zlib';

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const prefix = 'gw_';
const secretLength = 32;
const checksumLength = 6;

/** How many random bytes newToken takes: 32 letters of 62 hold 190 bits. */
export const tokenBytes = 32;

/**
 * A token as it is shown, once: `gw_`, 32 letters, and 6 letters of CRC-32 over them. The prefix and the checksum let scanners of source code find
 * one that leaked and be sure of it, without asking a server; they add nothing to its strength.
 */
export function newToken(random: Uint8Array): string {
  if (random.length !== tokenBytes) throw new Error(`a token is made of ${tokenBytes} random bytes`);
  // 256 is not a multiple of 62, so the first 8 letters are a little likelier (0.02 bits per letter): 188 bits are left of 190.
  const secret = Array.from(random, (byte) => alphabet.charAt(byte % alphabet.length)).join('');
  return prefix + secret + checksum(secret);
}

/** Whether a text that begins like one of our tokens was copied whole. Texts without the prefix (an administrator's own) are not judged. */
export function isMistyped(token: string): boolean {
  if (!token.startsWith(prefix)) return false;
  const secret = token.slice(prefix.length, -checksumLength);
  return secret.length !== secretLength || token.slice(-checksumLength) !== checksum(secret);
}

/** What is stored. SHA-256 without salt is enough: a token is long and random, unlike a password. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token, 'utf8').digest();
}

export function isSameHash(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}

function checksum(secret: string): string {
  let rest = crc32(secret);
  let text = '';
  for (let index = 0; index < checksumLength; index += 1) {
    text = alphabet.charAt(rest % alphabet.length) + text;
    rest = Math.floor(rest / alphabet.length);
  }
  return text;
}
