import type { SecretKeys } from '../../configuration/seal.ts';
import type { RoundTrip } from './oidc.ts';

/** The cookie that comes along when the provider sends the browser back. */
export const tripCookie = 'gangway_oidc';
export const tripPath = '/api/v1/session/oidc';
/** For somebody who has to look for a telephone over there. */
export const tripSeconds = 600;

const place = 'oidc round trip';

/** Sealed, so that any process can go on with it and nobody can read or make one. */
export function sealTrip(keys: SecretKeys, trip: RoundTrip, now: Date): string {
  const until = now.getTime() + tripSeconds * 1000;
  return keys.seal(JSON.stringify({ ...trip, until }), place).toString('base64url');
}

/** undefined: it is none of ours, or too old. */
export function openTrip(keys: SecretKeys, text: string | undefined, now: Date): RoundTrip | undefined {
  const sealed = Buffer.from(text ?? '', 'base64url');
  // Key id, nonce and tag alone are 36 bytes.
  const opened = sealed.length <= 36 ? undefined : keys.open(sealed, place);
  if (opened === undefined) return undefined;
  // Our own words (sealTrip).
  const { until, ...trip } = JSON.parse(opened) as RoundTrip & { readonly until: number };
  return until > now.getTime() ? trip : undefined;
}
