/** A pass as the gate keeps it. */
export interface GatePass {
  readonly type: 'ATTENDANCE';
  readonly badge: string;
  readonly direction?: 'IN' | 'OUT';
  /** By the clock of the gate, with its zone. */
  readonly at: string;
  readonly device: string;
  /** Counts on as long as the gate lives. */
  readonly eventId: string;
}

/** What was answered to a pass. */
export interface GateAnswer {
  readonly status: number;
  readonly id?: number;
  readonly state?: string;
  readonly detail?: string;
}

export interface GateOptions {
  readonly url: string;
  readonly token: string;
  readonly device: string;
  readonly unit: number;
  readonly now: () => Date;
}

/** So many passes go in one request. */
const batchSize = 100;

/**
 * A turnstile as it should be built: it opens whatever the network does, gives every pass a number of its own before it is sent, and keeps it until
 * it was answered. What was not answered is sent again with the same number; that it may have arrived already does no harm.
 */
export class Gate {
  readonly #options: GateOptions;
  readonly #buffer: GatePass[] = [];
  readonly #delivered: GatePass[] = [];
  #count = 0;
  /** The cable is pulled. */
  cut = false;

  constructor(options: GateOptions) {
    this.#options = options;
  }

  get waiting(): readonly GatePass[] {
    return this.#buffer;
  }

  /** Somebody holds a badge to the gate, and it opens. Resolves to what was answered; undefined: nothing was, and the pass waits. */
  async pass(badge: string, direction?: GatePass['direction'], at?: string): Promise<GateAnswer | undefined> {
    this.#count += 1;
    const { device, now } = this.#options;
    const passed: GatePass = {
      ...{ type: 'ATTENDANCE', badge, device, at: at ?? now().toISOString(), eventId: String(this.#count) },
      ...(direction === undefined ? {} : { direction }),
    };
    this.#buffer.push(passed);
    // One after the other: what waits longer goes first.
    const answers = this.#buffer.length > 1 ? await this.deliver() : await this.#send([passed]);
    return answers.at(-1);
  }

  /** Sends what waits, the oldest first. Resolves to the answers, in the order of the passes; none where nothing came through. */
  async deliver(): Promise<readonly GateAnswer[]> {
    const answers: GateAnswer[] = [];
    while (this.#buffer.length > 0) {
      const sent = await this.#send(this.#buffer.slice(0, batchSize));
      answers.push(...sent);
      if (sent.length === 0) return answers;
    }
    return answers;
  }

  /** Sends everything once more that was answered already: a gate whose memory of it is lost. */
  async deliverAgain(): Promise<readonly GateAnswer[]> {
    return this.#post(this.#delivered);
  }

  async #send(passes: readonly GatePass[]): Promise<readonly GateAnswer[]> {
    const answers = await this.#post(passes);
    if (answers.length === 0) return [];
    // Every pass that was answered is done, also one that was refused: it would be refused again.
    this.#buffer.splice(0, passes.length);
    this.#delivered.push(...passes);
    return answers;
  }

  /** No answers: the network is cut, or Gangway could not take them (5xx, 429). */
  async #post(passes: readonly GatePass[]): Promise<readonly GateAnswer[]> {
    if (this.cut || passes.length === 0) return [];
    const { url, token, unit } = this.#options;
    try {
      const response = await fetch(`${url}/rest/v1/${unit}/time`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify(passes),
        signal: AbortSignal.timeout(10_000),
      });
      return response.ok ? ((await response.json()) as GateAnswer[]) : [];
    } catch {
      // fetch throws where nothing answers; the passes wait.
      return [];
    }
  }
}
