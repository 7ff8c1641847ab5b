/** The cookie of a browser that has signed in, or is about to. */
export const sessionCookie = 'gangway_session';

/** The first cookie of this name in a `Cookie` header (RFC 6265). */
export function readCookie(header: string | undefined, name: string): string | undefined {
  for (const pair of (header ?? '').split(';')) {
    const at = pair.indexOf('=');
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim();
  }
  return undefined;
}

export interface CookieTerms {
  /** The browser sends it over HTTPS only. */
  readonly secure: boolean;
  /** `Lax` only where it must come along when another site sends the browser back. */
  readonly sameSite: 'Strict' | 'Lax';
  readonly path: string;
  /** Left out: until the browser is closed. 0: the browser forgets it. */
  readonly maxAgeSeconds?: number;
}

/** A `Set-Cookie` header. No script ever reads it. */
export function writeCookie(name: string, value: string, terms: CookieTerms): string {
  const { secure, sameSite, path, maxAgeSeconds } = terms;
  const parts = [`${name}=${value}`, `Path=${path}`, 'HttpOnly', `SameSite=${sameSite}`];
  if (secure) parts.push('Secure');
  if (maxAgeSeconds !== undefined) parts.push(`Max-Age=${maxAgeSeconds}`);
  return parts.join('; ');
}
