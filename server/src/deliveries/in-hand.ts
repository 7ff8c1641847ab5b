import type { ClaimedDelivery } from './delivery.ts';

/** The deliveries that this process has claimed and not settled yet. Whatever else is `sending` in its lanes is nobody's and has to be rescued. */
export class InHand {
  readonly #lanes = new Map<string, Set<string>>();

  add({ unitId, laneId, id }: Pick<ClaimedDelivery, 'unitId' | 'laneId' | 'id'>): void {
    const key = `${unitId}/${laneId}`;
    const ids = this.#lanes.get(key);
    if (ids) ids.add(id);
    else this.#lanes.set(key, new Set([id]));
  }

  done({ unitId, laneId, id }: Pick<ClaimedDelivery, 'unitId' | 'laneId' | 'id'>): void {
    const key = `${unitId}/${laneId}`;
    const ids = this.#lanes.get(key);
    ids?.delete(id);
    if (ids?.size === 0) this.#lanes.delete(key);
  }

  /** What is in hand of this lane, by id. */
  of(unitId: number, laneId: number): readonly string[] {
    return [...(this.#lanes.get(`${unitId}/${laneId}`) ?? [])];
  }

  isIdle(unitId: number, laneId: number): boolean {
    return !this.#lanes.has(`${unitId}/${laneId}`);
  }
}
