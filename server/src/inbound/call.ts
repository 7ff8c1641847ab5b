import type { ValueObject } from '@gangway/language';
import type { CallerAddress } from '../access/caller-address.ts';
import type { Actor } from '../records/types.ts';

/** A call as it came in, or as a sample or a preview writes it down. */
export interface InboundCall {
  /** UUIDv7; the answer names it, and a person finds the call by it. */
  readonly id: string;
  readonly at: Date;
  readonly method: string;
  /** `/in/{unit}/...`, as it was asked for, without its query. */
  readonly path: string;
  /** With its query, below /in/{unit}. */
  readonly address: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string | readonly string[]>>;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** A text is one already, whatever charset its Content-Type or declaration names. */
  readonly body: Uint8Array | string;
  readonly from: CallerAddress;
}

/** In whose name records are changed. */
export interface CallUser extends Actor {
  readonly userId: number;
}

/** The unit as templates see it. */
export interface CallUnit {
  readonly unitId: number;
  readonly name: string;
  readonly zone: string;
  readonly locale: string;
}

export type Dictionaries = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** What is answered: bytes, and never a page. */
export interface InboundAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** What every template of a call sees. */
export type CallContext = ValueObject;
