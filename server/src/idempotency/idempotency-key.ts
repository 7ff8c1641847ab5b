import { refuse } from '../errors.ts';

/** Printable, without space, comma and quotes: what a client that does not know structured fields writes. */
const bare = /^[\x21\x23-\x2b\x2d-\x7e]{1,255}$/;
/** A string of RFC 8941, as draft-ietf-httpapi-idempotency-key-header asks for. */
const quoted = /^"((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\]){1,255})"$/;

/**
 * Reads the header Idempotency-Key: a text in quotes, or the same without them, as most clients send it. undefined: there is none. Refuses
 * (`invalid-parameter`) one that cannot be a key, because a request that asks to be done once must not be done without it.
 */
export function readIdempotencyKey(header: string | readonly string[] | undefined): string | undefined {
  if (header === undefined) return undefined;
  const text = typeof header === 'string' ? header.trim() : header.join(',');
  if (bare.test(text)) return text;
  const inside = quoted.exec(text)?.[1];
  if (inside !== undefined) return inside.replace(/\\(["\\])/g, '$1');
  return refuse(
    'invalid-parameter',
    'The header Idempotency-Key must be one text of 1 to 255 printable characters, such as a UUID. Make a new one for every request that is not a repeat.',
  );
}
