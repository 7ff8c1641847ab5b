import type { Operations, Schemas } from '../../../sdk/src/api-types.ts';
import { operationAddresses } from './operations.ts';
import { type Query, request } from './request.ts';

export type { Schemas };
export type OperationId = keyof Operations & keyof typeof operationAddresses;
/** What an operation of the API answers; its name is the `operationId` of openapi.json. */
export type Answer<Id extends keyof Operations> = Operations[Id]['answer'];
export type Body<Id extends keyof Operations> = Operations[Id]['body'];
export type QueryOf<Id extends keyof Operations> = Operations[Id]['query'];

/** Required where something in it is required, and not there at all where nothing is asked for. */
type Part<Name extends string, Value> = [Value] extends [undefined]
  ? object
  : string extends keyof Value
    ? object
    : object extends Value
      ? { readonly [Key in Name]?: Value }
      : { readonly [Key in Name]: Value };

/** The unit comes by itself. */
type OwnPath<Path> = string extends keyof Path
  ? undefined
  : Exclude<keyof Path, 'unit'> extends never
    ? undefined
    : { readonly [Key in Exclude<keyof Path, 'unit'>]: string | number };

export type Input<Id extends keyof Operations> = Part<'path', OwnPath<Operations[Id]['path']>> &
  Part<'query', Operations[Id]['query']> &
  BodyPart<Operations[Id]['body']> & {
    readonly signal?: AbortSignal;
    readonly headers?: Readonly<Record<string, string>>;
  };

/** A body may be any object (a record's fields), which has no keys of its own. */
type BodyPart<Value> = [Value] extends [undefined]
  ? object
  : object extends Value
    ? { readonly body?: Value }
    : { readonly body: Value };

interface AnyInput {
  readonly path?: Readonly<Record<string, string | number>>;
  readonly query?: Query;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Calls of the API in one business unit. */
export interface Api {
  readonly unit: number;
  /** `api.call('listDeliveries', { query: { state: ['failed'] } })`: checked against openapi.json by the compiler. */
  call<Id extends OperationId>(
    id: Id,
    ...input: object extends Input<Id> ? [Input<Id>?] : [Input<Id>]
  ): Promise<Answer<Id>>;
}

export function apiOf(unit: number): Api {
  return {
    unit,
    async call<Id extends OperationId>(id: Id, ...[given]: [Input<Id>?]): Promise<Answer<Id>> {
      const { path = {}, ...rest } = (given ?? {}) as AnyInput;
      const [method, pattern] = operationAddresses[id];
      const parts: Readonly<Record<string, string | number>> = { unit, ...path };
      const address = pattern.replace(/\{(\w+)\}/g, (_whole, name: string) => encodeURIComponent(parts[name] ?? ''));
      // The server's answers are held against openapi.json by its own tests.
      return await request(method, address, rest);
    },
  };
}
