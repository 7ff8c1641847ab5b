import type { Actor, InputFields, Origin } from '../records/types.ts';

/** Something sent to /rest/v1/{unit}/time. */
export interface EntryToRegister {
  readonly fields: InputFields;
  /** Beside the body, where the address gives it. */
  readonly registration?: string;
  readonly actor: Actor;
  readonly origin: Origin;
}
