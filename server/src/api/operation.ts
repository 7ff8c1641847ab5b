import type { Static, TObject, TSchema } from 'typebox';
import type { CallerAddress } from '../access/caller-address.ts';
import type { Caller, Need } from '../access/caller.ts';
import type { ProblemCode } from '../errors.ts';
import type { ApiParts } from './parts.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Of an operation that streams: the connection that stays open. */
export interface OpenLine {
  /** The caller as of now; undefined: they are not let in any more. Throws where they lack the right. */
  readonly judgeAgain: () => Promise<Caller | undefined>;
  /** Ends the connection, whatever is still unsent. */
  readonly cut: () => void;
}

/** What comes back with a status of 2xx. The body is JSON; a text is sent as it is, with the content type among the headers. */
export interface Answer {
  /** Default 200. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** A request whose token, unit, parameters and body were checked. */
export interface Call<Parameters = unknown, Query = unknown, Body = unknown> {
  readonly parts: ApiParts;
  readonly params: Parameters;
  readonly query: Query;
  readonly body: Body;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Of an open operation: a caller without user, unit 0 and groups. */
  readonly caller: Caller;
  /** Who is at the other end of the line. */
  readonly from: CallerAddress;
  /** The browser speaks HTTPS, with us or with a trusted proxy. */
  readonly secure: boolean;
  /** Of an operation that streams. */
  readonly line?: OpenLine;
}

/** What an address does: its words for the OpenAPI document, the shapes of what goes in and out, and the function that does it. */
export interface Operation<P extends TObject = TObject, Q extends TObject = TObject, B extends TSchema = TSchema> {
  /** camelCase, unique: the name of the function in generated clients. */
  readonly id: string;
  readonly tag: string;
  /** One sentence. */
  readonly summary: string;
  /** Further sentences (Markdown). */
  readonly description?: string;
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  /** What the OpenAPI document shows instead of `body`, where the handler judges a part of it in its own words. */
  readonly bodyShown?: TSchema;
  /** A request without a body counts as one with an empty object. */
  readonly bodyOptional?: boolean;
  /** Whatever its method, it only looks, so that a repeat does no harm and needs no Idempotency-Key. */
  readonly changesNothing?: boolean;
  /** It reads `If-Match`, the revision that the record must have. */
  readonly ifMatch?: boolean;
  /** A body of YAML is read as well as one of JSON. */
  readonly takesYaml?: boolean;
  /** Numbers in the body stay decimals with all their digits. */
  readonly exactNumbers?: boolean;
  readonly answers: Readonly<Record<number, TSchema>>;
  /** The answer is a stream of Node (`Readable`), which stays open. */
  readonly streams?: boolean;
  /** Refusals beside those of every address (401, 403, 404, 405, 413, 415, 500, 503). */
  readonly refusals?: readonly ProblemCode[];
  // A method, not a property with a function: its parameter is compared loosely, so that every Operation fits into one list.
  handle(call: Call<Static<P>, Static<Q>, Static<B>>): Promise<Answer> | Answer;
}

/** The call of any operation. */
export type OperationCall = Parameters<Operation['handle']>[0];

/** Gives the handler of an operation the types of its schemas. */
export function operation<P extends TObject = TObject, Q extends TObject = TObject, B extends TSchema = TSchema>(
  definition: Operation<P, Q, B>,
): Operation<P, Q, B> {
  return definition;
}

export interface Route {
  readonly method: Method;
  /** With `:name` for parameters. */
  readonly path: string;
  readonly need: Need;
  readonly operation: Operation;
}
