import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto';

/** An answer as it went out, ready to go out again. */
export interface GivenAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An answer and the fingerprint of the request that it belongs to. */
export interface KeptAnswer {
  /** SHA-256 in hexadecimal. */
  readonly fingerprint: string;
  readonly answer: GivenAnswer;
}

/**
 * A kept answer is `nonce (12) | tag (16) | ciphertext` (AES-256-GCM). The key is made of what the caller alone has, the text of the token, and of the
 * place of the row: whoever copies the database opens none of them, and a row that is moved to another place does not open. So an answer that shows a
 * new token or a new secret, which Gangway stores only as a hash, can be repeated and is still written nowhere.
 */
export function sealAnswer(kept: KeptAnswer, credential: string, place: string, nonce: Buffer): Buffer {
  const cipher = createCipheriv('aes-256-gcm', keyOf(credential, place), nonce);
  const text = Buffer.concat([cipher.update(JSON.stringify(kept), 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), text]);
}

/** Throws for a row that this caller did not write; the database was tampered with then. */
export function openAnswer(sealed: Buffer, credential: string, place: string): KeptAnswer {
  const decipher = createDecipheriv('aes-256-gcm', keyOf(credential, place), sealed.subarray(0, 12));
  decipher.setAuthTag(sealed.subarray(12, 28));
  const text = Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]).toString('utf8');
  return JSON.parse(text) as KeptAnswer;
}

function keyOf(credential: string, place: string): Buffer {
  return createHmac('sha256', credential).update(`gangway kept answer ${place}`).digest();
}
