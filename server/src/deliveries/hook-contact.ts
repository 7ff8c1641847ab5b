import type { Database } from '../database/database.ts';
import { writeContacts } from '../webhooks/hook-store.ts';
import type { Settlement } from './settle.ts';

/**
 * When receivers last took a notice. Kept in memory and written by upkeep every ten seconds: written with each delivery, all deliveries of a hook would queue for its
 * one row. What a killed process has not written yet is at most ten seconds old; the next success makes it good.
 */
export class HookContact {
  readonly #taken = new Map<string, { readonly unitId: number; readonly lane: string; readonly atMs: number }>();

  note({ delivery, verdict, attempt }: Pick<Settlement, 'delivery' | 'verdict' | 'attempt'>): void {
    if (delivery.notice === null || verdict.outcome !== 'accepted') return;
    const { unitId, connection: lane } = delivery;
    const atMs = attempt.startedAtMs + attempt.durationMs;
    this.#taken.set(`${unitId}/${lane}`, { unitId, lane, atMs });
  }

  async write(database: Database): Promise<void> {
    if (this.#taken.size === 0) return;
    const contacts = [...this.#taken];
    this.#taken.clear();
    try {
      await writeContacts(
        database,
        contacts.map(([, contact]) => contact),
      );
    } catch (error) {
      // Written the next time, where no newer one has come meanwhile.
      for (const [key, contact] of contacts) if (!this.#taken.has(key)) this.#taken.set(key, contact);
      throw error;
    }
  }
}
