import type { SecretKeys } from '../configuration/seal.ts';

/** What of a hook nobody sees again: its secrets and the values of its headers. Kept sealed, opened where a notice is signed. */
export interface HookVault {
  /** The newest first. One with `until` was replaced and still signs till then, so that the receiver has time to take the new one. */
  readonly secrets: readonly { readonly value: string; readonly until?: string }[];
  readonly headers: Readonly<Record<string, string>>;
}

const placeOf = (unitId: number, id: string): string => `${unitId}/hook/${id}`;

export const sealVault = (keys: SecretKeys, unitId: number, id: string, vault: HookVault): Buffer =>
  keys.seal(JSON.stringify(vault), placeOf(unitId, id));

/** undefined: no key at hand opens it. */
export function openVault(keys: SecretKeys, unitId: number, id: string, sealed: Buffer): HookVault | undefined {
  const text = keys.open(sealed, placeOf(unitId, id));
  // The text is our own (sealVault).
  return text === undefined ? undefined : (JSON.parse(text) as HookVault);
}

/** The secrets that sign at this moment, the newest first. */
export function goodSecrets({ secrets }: HookVault, now: Date): string[] {
  return secrets.filter(({ until }) => until === undefined || new Date(until) > now).map(({ value }) => value);
}

/** A receiver's time to change over is at most a month; more old secrets than this never sign, or the header would grow without end. */
const mostSecrets = 5;

/** The new secret signs from now on; those before it until the end of the overlap, or until their own end where that is earlier. */
export function rotated(vault: HookVault, secret: string, now: Date, overlapMs: number): HookVault {
  const until = new Date(now.getTime() + overlapMs).toISOString();
  const older = vault.secrets
    .filter((each) => each.value !== secret && (each.until === undefined || new Date(each.until) > now))
    .map(({ value, until: own }) => ({ value, until: own !== undefined && own < until ? own : until }));
  const kept = overlapMs === 0 ? [] : older;
  return { ...vault, secrets: [{ value: secret }, ...kept.slice(0, mostSecrets - 1)] };
}
