import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';

/**
 * Asymmetric keys of Standard Webhooks: ed25519, `whsk_` and the base64 of seed and public key (64 bytes), `whpk_` and the base64 of the public key
 * (32 bytes). The sender keeps the first, everybody may have the second: a receiver that knows only `whpk_` can check a notice and forge none.
 */
const privatePrefix = 'whsk_';
const publicPrefix = 'whpk_';

/** The fixed first bytes of an ed25519 key in PKCS #8 and SPKI (RFC 8410); what follows is the bare seed or key. */
const pkcs8Start = Buffer.from('302e020100300506032b657004220420', 'hex');
const spkiStart = Buffer.from('302a300506032b6570032100', 'hex');

export interface SigningKeyPair {
  /** `whsk_...` */
  readonly secret: string;
  /** `whpk_...` */
  readonly public: string;
}

export function newSigningKey(): SigningKeyPair {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const seed = privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(-32);
  const point = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32);
  return {
    secret: privatePrefix + Buffer.concat([seed, point]).toString('base64'),
    public: publicPrefix + point.toString('base64'),
  };
}

export function privateKeyOf(secret: string): KeyObject {
  const seed = Buffer.from(secret.slice(privatePrefix.length), 'base64').subarray(0, 32);
  return createPrivateKey({ key: Buffer.concat([pkcs8Start, seed]), format: 'der', type: 'pkcs8' });
}

/** The public key as a JSON Web Key (RFC 8037), for receivers that read those. */
export function publicJwk(publicKey: string, keyId: string): Readonly<Record<string, string>> {
  const point = Buffer.from(publicKey.slice(publicPrefix.length), 'base64');
  const key = createPublicKey({ key: Buffer.concat([spkiStart, point]), format: 'der', type: 'spki' });
  const { kty, crv, x } = key.export({ format: 'jwk' });
  return { kty: kty ?? '', crv: crv ?? '', x: x ?? '', kid: keyId, use: 'sig', alg: 'EdDSA' };
}
