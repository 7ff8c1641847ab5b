import type { KeyObject } from 'node:crypto';
import type { SecretKeys } from '../configuration/seal.ts';
import { createScrubber, type Scrubber } from '../outbound/scrub.ts';
import type { DueHook } from '../webhooks/due-hook-store.ts';
import { type HookVault, openVault } from '../webhooks/hook-vault.ts';
import { openSigningKey, type SigningKeyRow } from '../webhooks/key-store.ts';
import { privateKeyOf } from '../webhooks/signing-key.ts';

/** A hook's vault, opened, and what hides its content wherever an attempt is kept. */
export interface OpenedVault {
  readonly vault: HookVault;
  readonly scrub: Scrubber;
}

const mostKept = 5_000;

/** Opens vaults and keys, and keeps what was opened as long as the sealed bytes are the same: a change is another text. */
export class HookOpener {
  readonly #keys: SecretKeys;
  readonly #vaults = new Map<string, { readonly sealed: Buffer; readonly opened: OpenedVault | undefined }>();
  readonly #signing = new Map<string, KeyObject | undefined>();

  constructor(keys: SecretKeys) {
    this.#keys = keys;
  }

  /** undefined: no key at hand opens it. */
  vault({ unitId, id, sealed }: Pick<DueHook, 'unitId' | 'id' | 'sealed'>): OpenedVault | undefined {
    const kept = this.#vaults.get(id);
    if (kept?.sealed.equals(sealed) === true) return kept.opened;
    const vault = openVault(this.#keys, unitId, id, sealed);
    const hidden = vault && [...vault.secrets.map(({ value }) => value), ...Object.values(vault.headers)];
    const opened = vault && hidden && { vault, scrub: createScrubber(hidden) };
    this.#vaults.set(id, { sealed, opened });
    const [oldest] = this.#vaults.keys();
    if (this.#vaults.size > mostKept && oldest !== undefined) this.#vaults.delete(oldest);
    return opened;
  }

  /** Keys that cannot be opened do not sign; the HMAC of the hook's own secret does. */
  signing(unitId: number, rows: readonly SigningKeyRow[]): KeyObject[] {
    return rows.flatMap((row) => {
      if (!this.#signing.has(row.id)) {
        const secret = openSigningKey(this.#keys, unitId, row);
        this.#signing.set(row.id, secret === undefined ? undefined : privateKeyOf(secret));
      }
      return this.#signing.get(row.id) ?? [];
    });
  }
}
