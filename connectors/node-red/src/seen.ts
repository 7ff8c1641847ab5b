import type { NodeContext } from 'node-red';

/** Repeats come within minutes or hours, and rarely; a thousand ids are some hours of a busy hook. */
const mostKept = 1_000;
const key = 'gangwaySeen';

/**
 * Which notices a node has taken. The ids are kept in the context of the node: it survives that flows are deployed anew, and with a context store on a disk
 * (contextStorage in Node-RED's settings) a restart too.
 */
export class SeenNotices {
  readonly #context: NodeContext;
  readonly #ids: Set<string>;

  constructor(context: NodeContext) {
    this.#context = context;
    const stored: unknown = context.get(key);
    this.#ids = new Set(Array.isArray(stored) ? stored.filter((id) => typeof id === 'string') : []);
  }

  isKnown(id: string): boolean {
    return this.#ids.has(id);
  }

  take(id: string): void {
    this.#ids.add(id);
    for (const oldest of this.#ids) {
      if (this.#ids.size <= mostKept) break;
      this.#ids.delete(oldest);
    }
    this.#context.set(key, [...this.#ids]);
  }
}
