import { localDate } from '../records/local-date.ts';
import type { AttendanceRules } from './attendance-rules.ts';

export type Direction = 'IN' | 'OUT';

/** A pass that counts, of one user. */
export interface Pass {
  readonly id: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** null: the device does not know; in when the user was out, out when the user was in. */
  readonly direction: Direction | null;
  readonly device: string;
  /** What tells it from the device's other passes. */
  readonly eventKey: string;
}

/** `open`: inside now. `forgotten`: closed by rule, because no exit came. `exitOnly`: an exit without an entry. */
export type IntervalState = 'open' | 'closed' | 'forgotten' | 'exitOnly';

/** A time that a user was there. Its id is the id of its first pass, so it stays the same however often it is computed. */
export interface Interval {
  readonly id: number;
  /** When its first pass was; what intervals are ordered by. */
  readonly openedAt: number;
  /** null: an exit without an entry. */
  readonly from: number | null;
  /** null: open. */
  readonly to: number | null;
  readonly state: IntervalState;
  /** The working day: the date of its first pass in the unit's zone. An interval over midnight is one interval of the day on which it began. */
  readonly day: string;
  /** What it counts; null while it is open, and where the entry is missing. */
  readonly seconds: number | null;
  /** There was a second entry without an exit between: perhaps one is missing. */
  readonly secondEntry: boolean;
  readonly exitPassId: number | null;
  /** When an open one is closed by rule. */
  readonly closesAt: number | null;
  /** Its first pass was a second entry of an interval that turned out to be forgotten. Only an interval that is not chained begins from nothing. */
  readonly chained: boolean;
}

export interface IntervalSurroundings {
  readonly rules: AttendanceRules;
  /** IANA zone of the unit. */
  readonly zone: string;
  readonly now: number;
}

/** The order of a user's passes: by time, and by their content where the time is the same, never by arrival. An exit comes before an entry. */
export function comparePasses(left: Pass, right: Pass): number {
  return (
    left.at - right.at ||
    rank(left) - rank(right) ||
    compareTexts(left.device, right.device) ||
    compareTexts(left.eventKey, right.eventKey) ||
    left.id - right.id
  );
}

function rank({ direction }: Pass): number {
  if (direction === 'OUT') return 0;
  return direction === null ? 1 : 2;
}

function compareTexts(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

interface Opening {
  readonly pass: Pass;
  readonly chained: boolean;
  /** Further entries before any exit. */
  readonly later: readonly Pass[];
}

/**
 * A person's day in prose. Who is out comes in with a pass IN, or with one without direction: an interval begins. It ends with the next pass OUT, or
 * without direction. A second IN changes nothing (the outer and the inner door) but is noted, because an exit may be missing. An interval whose exit has
 * not come within `forgottenAfter` is closed by rule, at the latest when the next entry was; a second entry within it then begins the next interval. OUT
 * without IN stands alone. What repeats the pass before it within moments is the same pass.
 */
export class IntervalMachine {
  readonly #surroundings: IntervalSurroundings;
  #open: Opening | null = null;
  #last: { readonly at: number; readonly direction: Direction } | null = null;

  constructor(surroundings: IntervalSurroundings) {
    this.#surroundings = surroundings;
  }

  /** Takes the next pass, in the order of comparePasses. Gives what is finished with it; `fresh`: an interval begins with this pass from nothing. */
  take(pass: Pass): { readonly finished: readonly Interval[]; readonly fresh: boolean } {
    const finished = this.#forgetBefore(pass.at);
    const direction = pass.direction ?? (this.#open === null ? 'IN' : 'OUT');
    if (this.#repeats(pass, direction)) return { finished, fresh: false };
    this.#last = { at: pass.at, direction };
    if (direction === 'OUT') return this.#leave(pass, finished);
    if (this.#open === null) {
      this.#open = { pass, chained: false, later: [] };
      return { finished, fresh: true };
    }
    this.#open = { ...this.#open, later: [...this.#open.later, pass] };
    return { finished, fresh: false };
  }

  /** What is left when there are no more passes. */
  end(): Interval[] {
    const finished = this.#forgetBefore(this.#surroundings.now);
    const open = this.#open;
    if (open === null) return finished;
    const closesAt = open.pass.at + this.#surroundings.rules.forgottenAfterMs;
    return [...finished, { ...this.#begun(open), to: null, state: 'open', seconds: null, exitPassId: null, closesAt }];
  }

  #repeats(pass: Pass, direction: Direction): boolean {
    const { rules } = this.#surroundings;
    if (this.#last === null) return false;
    const elapsedMs = pass.at - this.#last.at;
    if (pass.direction === null) return elapsedMs <= rules.toggleRepeatWithinMs;
    return direction === this.#last.direction && elapsedMs <= rules.repeatWithinMs;
  }

  #leave(
    pass: Pass,
    finished: readonly Interval[],
  ): { readonly finished: readonly Interval[]; readonly fresh: boolean } {
    const open = this.#open;
    this.#open = null;
    if (open === null) {
      const { zone } = this.#surroundings;
      const alone: Interval = {
        ...{ id: pass.id, openedAt: pass.at, from: null, to: pass.at, state: 'exitOnly', seconds: null },
        ...{ day: localDate(new Date(pass.at), zone), secondEntry: false, exitPassId: pass.id },
        ...{ closesAt: null, chained: false },
      };
      return { finished: [...finished, alone], fresh: true };
    }
    const closed: Interval = {
      ...this.#begun(open),
      ...{ to: pass.at, state: 'closed', exitPassId: pass.id, closesAt: null },
      seconds: Math.floor((pass.at - open.pass.at) / 1_000),
    };
    return { finished: [...finished, closed], fresh: false };
  }

  #forgetBefore(time: number): Interval[] {
    const { forgottenAfterMs, forgottenSeconds } = this.#surroundings.rules;
    const forgotten: Interval[] = [];
    while (this.#open !== null && time - this.#open.pass.at > forgottenAfterMs) {
      const { pass, later } = this.#open;
      const [next, ...rest] = later;
      const to = Math.min(pass.at + forgottenAfterMs, next?.at ?? Number.POSITIVE_INFINITY);
      forgotten.push({
        ...this.#begun(this.#open),
        ...{ to, state: 'forgotten', exitPassId: null, closesAt: null },
        seconds: Math.min(forgottenSeconds, Math.floor((to - pass.at) / 1_000)),
        secondEntry: false,
      });
      this.#open = next === undefined ? null : { pass: next, chained: true, later: rest };
    }
    return forgotten;
  }

  #begun({ pass, chained, later }: Opening) {
    const day = localDate(new Date(pass.at), this.#surroundings.zone);
    return { id: pass.id, openedAt: pass.at, from: pass.at, day, secondEntry: later.length > 0, chained };
  }
}

/** All intervals of one user, from all passes in any order. */
export function computeIntervals(passes: readonly Pass[], surroundings: IntervalSurroundings): Interval[] {
  const machine = new IntervalMachine(surroundings);
  const finished = passes.toSorted(comparePasses).flatMap((pass) => machine.take(pass).finished);
  return [...finished, ...machine.end()];
}
