import { createHmac, timingSafeEqual } from 'node:crypto';

/** Time-based one-time passwords (RFC 6238) as every authenticator makes them: HMAC-SHA-1, 30 seconds, six digits. */
const stepMs = 30_000;
const usualDigits = 6;
/** RFC 4226, 4 R6: as long as the hash. */
export const totpSecretBytes = 20;

export function stepAt(now: Date): number {
  return Math.floor(now.getTime() / stepMs);
}

/** The code of one step (RFC 4226, 5.3). */
export function totp(secret: Uint8Array, step: number, digits = usualDigits): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const hash = createHmac('sha1', secret).update(counter).digest();
  const offset = (hash.at(-1) ?? 0) & 0xf;
  const number = (hash.readUInt32BE(offset) & 0x7fff_ffff) % 10 ** digits;
  return String(number).padStart(digits, '0');
}

/**
 * The step whose code this is; undefined: it is none of those that are good now. The step before and the one after are taken too, for clocks that go wrong by half a minute
 * (RFC 6238, 5.2), but none that is not later than `used`, the one of the last code that was taken.
 */
export function matchingStep(secret: Uint8Array, code: string, now: Date, used: number): number | undefined {
  const typed = Buffer.from(code.replaceAll(/\s/g, ''));
  if (typed.length !== usualDigits) return undefined;
  const present = stepAt(now);
  return [present - 1, present, present + 1].find(
    (step) => step > used && timingSafeEqual(Buffer.from(totp(secret, step)), typed),
  );
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Base32 (RFC 4648) without padding: how an authenticator takes a secret that is typed. */
export function base32(bytes: Uint8Array): string {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('');
  const groups = bits.match(/.{1,5}/g) ?? [];
  return groups.map((group) => alphabet.charAt(Number.parseInt(group.padEnd(5, '0'), 2))).join('');
}

/** What an authenticator reads from a QR code (github.com/google/google-authenticator/wiki/Key-Uri-Format). */
export function keyUri(secret: Uint8Array, issuer: string, account: string): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(account)}`;
  return `otpauth://totp/${label}?secret=${base32(secret)}&issuer=${encodeURIComponent(issuer)}`;
}
