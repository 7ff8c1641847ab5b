/** Repeats come within minutes or hours, and rarely; a thousand ids are some hours of a busy hook. */
const mostKept = 1_000;

/** What of a response decides whether a notice has been taken. */
interface Response {
  readonly headersSent: boolean;
  readonly statusCode: number;
  once(event: 'close', listener: () => void): unknown;
}

/** Of a workflow, kept by n8n in its database. */
interface Stored {
  takenIds?: string[];
}

/**
 * Which notices of a node have been taken, so that a repeat starts no second workflow.
 *
 * A notice counts as taken when n8n has answered it with a 2xx, and not before: one whose answer never went out, because n8n failed or was killed, comes again and
 * must be let in. So its id is in memory from the moment at which it comes until it is answered, and only then among those that are stored (with the next notice,
 * because n8n stores what a node says only while a call runs).
 */
export class SeenNotices {
  readonly #underWay = new Set<string>();
  readonly #taken: string[] = [];

  isKnown(id: string, stored: Stored): boolean {
    const known = new Set([...(stored.takenIds ?? []), ...this.#taken]);
    stored.takenIds = [...known].slice(-mostKept);
    return known.has(id) || this.#underWay.has(id);
  }

  /** Known from now on, and watched until it is answered. */
  take(id: string, response: Response): void {
    this.#underWay.add(id);
    response.once('close', () => {
      this.#underWay.delete(id);
      if (!response.headersSent || response.statusCode >= 300) return;
      this.#taken.push(id);
      if (this.#taken.length > mostKept) this.#taken.shift();
    });
  }
}
