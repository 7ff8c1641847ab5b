import type { Settlement } from './settle.ts';

/** So many are kept in mind for a unit; what is beyond looks again by itself within a minute. */
const mostKept = 10_000;

/**
 * Deliveries that wait for a person to mend the settings (a secret that is missing), as far as this process has sent them: when the settings change
 * they go out at once instead of at their next look.
 */
export class SettingsWaiters {
  readonly #units = new Map<number, Set<string>>();

  note({ delivery: { unitId, id }, fate }: Pick<Settlement, 'delivery' | 'fate'>): void {
    const waiting = this.#units.get(unitId);
    if (fate.waitsForSettings !== true) waiting?.delete(id);
    else if (waiting === undefined) this.#units.set(unitId, new Set([id]));
    else if (waiting.size < mostKept) waiting.add(id);
  }

  /** The settings of this unit have changed: gives what waited for that, and forgets it. */
  take(unitId: number): readonly string[] {
    const ids = [...(this.#units.get(unitId) ?? [])];
    this.#units.delete(unitId);
    return ids;
  }
}
