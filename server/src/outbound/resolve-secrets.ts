import type { Fault } from './outbound-request.ts';

/**
 * The value of a secret for a host (`name:port` as the URL writes it, the port named always): undefined where there is no such secret, a refusal
 * where it may not be sent to this host.
 */
export type SecretSource = (name: string, host: string) => string | undefined | SecretRefusal;

export interface SecretRefusal {
  readonly refused: string;
}

export type Resolved = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly fault: Fault };

const placeholder = /\{\{\s*secret:([A-Za-z0-9._-]{1,200})\s*\}\}/g;

/** Puts the values of secrets in the place of `{{secret:name}}`. A value is never looked through for further placeholders. */
export function resolveSecrets(text: string, secrets: SecretSource, host: string): Resolved {
  if (!text.includes('{{')) return { ok: true, text };
  let fault: Fault | undefined;
  const resolved = text.replaceAll(placeholder, (whole, name: string) => {
    const value = secrets(name, host);
    if (typeof value === 'string') return value;
    fault ??= missing(value?.refused ?? `The secret "${name}" is not set. Set it under the connection's secrets.`);
    return whole;
  });
  return fault === undefined ? { ok: true, text: resolved } : { ok: false, fault };
}

/** The names of the secrets that a text asks for. */
export function secretNames(text: string): readonly string[] {
  return [...text.matchAll(placeholder)].map((match) => match[1] ?? '');
}

function missing(sentence: string): Fault {
  return { stage: 'authentication', code: 'secret-missing', sentence, passing: false };
}

/** Resolves every text of a flat object. */
export function resolveTexts<T extends object>(
  texts: T,
  secrets: SecretSource,
  host: string,
): { readonly ok: true; readonly texts: T } | { readonly ok: false; readonly fault: Fault } {
  const resolved: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(texts)) {
    const outcome = typeof value === 'string' ? resolveSecrets(value, secrets, host) : undefined;
    if (outcome?.ok === false) return outcome;
    resolved[name] = outcome?.text ?? value;
  }
  return { ok: true, texts: resolved as T };
}
