import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

/**
 * Secrets at rest: AES-256-GCM. A sealed value is `key id (8) | nonce (12) | tag (16) | ciphertext`; the place (unit and name) is
 * authenticated with it, so that a row copied to another name does not open. Several keys: the first seals, every one opens, so a key is
 * rotated by putting a new one in front and starting the server, which seals everything anew.
 */
export interface SecretKeys {
  seal(value: string, place: string): Buffer;
  /** undefined: no key at hand opens it. */
  open(sealed: Buffer, place: string): string | undefined;
  /** Whether the value was sealed with the first key. */
  isCurrent(sealed: Buffer): boolean;
}

interface Key {
  readonly id: Buffer;
  readonly key: Buffer;
}

/** Each text of 32 characters or more; the AES key is its SHA-256. */
export function secretKeys(texts: readonly string[]): SecretKeys {
  const keys = texts.map((text): Key => {
    const key = createHash('sha256').update(text).digest();
    return { key, id: createHash('sha256').update('gangway key id').update(key).digest().subarray(0, 8) };
  });
  const [current] = keys;
  if (!current) throw new Error('secretKeys needs at least one key');
  return {
    seal: (value, place) => sealWith(current, value, place),
    open(sealed, place) {
      const key = keys.find(({ id }) => id.equals(sealed.subarray(0, 8)));
      return key && openWith(key, sealed, place);
    },
    isCurrent: (sealed) => current.id.equals(sealed.subarray(0, 8)),
  };
}

function sealWith({ id, key }: Key, value: string, place: string): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(place));
  const text = Buffer.concat([cipher.update(value, 'utf8'), cipher.final()]);
  return Buffer.concat([id, nonce, cipher.getAuthTag(), text]);
}

function openWith({ key }: Key, sealed: Buffer, place: string): string | undefined {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(8, 20)).setAAD(Buffer.from(place));
  decipher.setAuthTag(sealed.subarray(20, 36));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(36)), decipher.final()]).toString('utf8');
  } catch {
    // The tag does not match: damaged, or moved to another place. Nothing else can fail here.
    return undefined;
  }
}
