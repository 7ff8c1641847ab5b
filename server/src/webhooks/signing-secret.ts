/**
 * Secrets of Standard Webhooks (https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md, Signature scheme):
 * `whsec_` and the base64 of 24 to 64 random bytes. Receivers hold the same text.
 */
const prefix = 'whsec_';
const leastBytes = 24;
const mostBytes = 64;

/** How many random bytes newHookSecret takes. */
export const hookSecretBytes = 32;

export function newHookSecret(random: Uint8Array): string {
  if (random.length !== hookSecretBytes) throw new Error(`a hook's secret is made of ${hookSecretBytes} random bytes`);
  return prefix + Buffer.from(random).toString('base64');
}

/** The key in a secret. The vectors' and other senders' secrets are read with and without the prefix. */
export function hookSecretKey(secret: string): Buffer {
  return Buffer.from(secret.startsWith(prefix) ? secret.slice(prefix.length) : secret, 'base64');
}

/** What is wrong with a secret that somebody chose himself, as a sentence; undefined: nothing. It never repeats the secret. */
export function hookSecretFault(secret: string): string | undefined {
  if (!secret.startsWith(prefix)) {
    return `A secret begins with ${prefix}, then the base64 of ${leastBytes} to ${mostBytes} random bytes. Leave it out and one is made.`;
  }
  const key = hookSecretKey(secret);
  const text = secret.slice(prefix.length);
  // Node reads base64 generously; only a text that comes out again as it went in is one that other libraries read alike.
  if (key.toString('base64').replace(/=+$/, '') !== text.replace(/=+$/, '')) {
    return `What follows ${prefix} is not base64. Make a secret with: echo ${prefix}$(openssl rand -base64 32)`;
  }
  if (key.length >= leastBytes && key.length <= mostBytes) return undefined;
  return `A secret holds ${leastBytes} to ${mostBytes} bytes, this one ${key.length}. Make one with: echo ${prefix}$(openssl rand -base64 32)`;
}
