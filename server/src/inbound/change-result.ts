import type { Changes, JsonObject } from '../records/types.ts';
import type { Doing } from './read-verdict.ts';

/** What became of one change. */
export interface ChangeResult {
  readonly entity: string;
  readonly do: Doing;
  readonly outcome: string;
  readonly id: number | null;
  readonly registration: string | null;
  readonly revision: number | null;
  /** The record's status; of a pass `accepted`, or `unassigned` where nobody is known by its badge. */
  readonly state: string | null;
  /** As the data API shows it; null where the user may not read it. */
  readonly record: JsonObject | null;
  /** Field path to before and after; null where the user may not read it. */
  readonly changes: Changes | null;
}
