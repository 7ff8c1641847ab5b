import type { Operations, Schemas } from './api-types.ts';
import { NotFoundError } from './errors.ts';
import { type CallOptions, type GangwayOptions, Transport } from './transport.ts';

/** A business record: its fields are configuration, so only what every record has is typed. Give your own type where you know more. */
export type GangwayRecord = Schemas['Record'];
export type Delivery = Schemas['Delivery'];
export type DeliveryWithAttempts = Schemas['DeliveryWithAttempts'];
export type Hook = Operations['readHook']['answer'];
export type HookWithSecret = Operations['createHook']['answer'];
export type HookFields = Operations['createHook']['body'];
export type DeliveryResult = Operations['reportDeliveryResult']['body'];

export type RecordKey = number | { readonly registration: string };
export type Fields = Readonly<Record<string, unknown>>;

/** How a call may be bent: a signal that ends it, a key of your own that makes a repeat the same. */
export type Call = Pick<CallOptions, 'signal' | 'idempotencyKey'>;

export interface ViewQuery {
  readonly columns?: readonly string[];
  readonly properties?: readonly string[];
  /** `(type='INVOICE.SALES' AND status='APPROVED')` */
  readonly externalFilter?: string;
  readonly sort?: string;
  readonly updatedSince?: string;
  /** Rows a page. */
  readonly limit?: number;
}

export interface Page<Row> {
  readonly data: readonly Row[];
  readonly nextCursor: string | null;
}

const keyQuery = (key: RecordKey) => (typeof key === 'number' ? { id: key } : key);

/** Records of one entity. */
export class Records<Type extends object = GangwayRecord> {
  readonly #transport: Transport;
  readonly #path: string;

  constructor(transport: Transport, entity: string) {
    this.#transport = transport;
    this.#path = `/rest/v1/${transport.unit}/${encodeURIComponent(entity)}`;
  }

  /** Throws NotFoundError; `find` answers undefined instead. */
  get(key: RecordKey, call: Call = {}): Promise<Type> {
    return this.#transport.call('GET', this.#path, { ...call, query: keyQuery(key) });
  }

  async find(key: RecordKey, call: Call = {}): Promise<Type | undefined> {
    try {
      return await this.get(key, call);
    } catch (error) {
      if (error instanceof NotFoundError) return undefined;
      throw error;
    }
  }

  create(fields: Fields, call: Call = {}): Promise<Type> {
    return this.#transport.call('POST', this.#path, { ...call, body: fields });
  }

  /** `revision`: refused with ConflictError when the record has another one by now. */
  change(key: RecordKey, fields: Fields, call: Call & { readonly revision?: number } = {}): Promise<Type> {
    const { revision, ...options } = call;
    const headers = revision === undefined ? undefined : { 'if-match': `"${revision}"` };
    return this.#transport.call('PATCH', this.#path, { ...options, headers, query: keyQuery(key), body: fields });
  }

  /** Creates the record of this registration, or changes the one that is there. */
  put(registration: string, fields: Fields, call: Call = {}): Promise<Type> {
    return this.#transport.call('PUT', this.#path, { ...call, query: { registration }, body: fields });
  }

  delete(key: RecordKey, call: Call = {}): Promise<unknown> {
    return this.#transport.call('DELETE', this.#path, { ...call, query: keyQuery(key) });
  }

  /** Asks for the record to be sent by the triggers that listen to requests. */
  requestExport(key: RecordKey, request: Fields = {}, call: Call = {}): Promise<Operations['exportRecord']['answer']> {
    return this.#transport.call('POST', `${this.#path}/export`, { ...call, query: keyQuery(key), body: request });
  }
}

/** Messages and notices on their way. */
export class Deliveries {
  readonly #transport: Transport;
  readonly #path: string;

  constructor(transport: Transport) {
    this.#transport = transport;
    this.#path = `/api/v1/${transport.unit}/deliveries`;
  }

  get(id: string, call: Call = {}): Promise<DeliveryWithAttempts> {
    return this.#transport.call('GET', `${this.#path}/${id}`, call);
  }

  /** Every delivery that matches, the newest first, page after page. */
  list(query: Operations['listDeliveries']['query'] = {}, call: Call = {}): AsyncGenerator<Delivery, void> {
    return pages(this.#transport, this.#path, { ...query }, call);
  }

  resend(id: string, options: { readonly force?: boolean } = {}, call: Call = {}): Promise<DeliveryWithAttempts> {
    return this.#transport.call('POST', `${this.#path}/${id}/resend`, { ...call, body: options });
  }

  cancel(id: string, call: Call = {}): Promise<DeliveryWithAttempts> {
    return this.#transport.call('POST', `${this.#path}/${id}/cancel`, { ...call, body: {} });
  }

  /** Says what became of a delivery whose answer comes later: `{ outcome, messages, write }`. */
  result(id: string, result: DeliveryResult, call: Call = {}): Promise<DeliveryWithAttempts> {
    return this.#transport.call('POST', `${this.#path}/${id}/result`, { ...call, body: result });
  }
}

/** Webhooks. */
export class Hooks {
  readonly #transport: Transport;
  readonly #path: string;

  constructor(transport: Transport) {
    this.#transport = transport;
    this.#path = `/api/v1/${transport.unit}/hooks`;
  }

  /** The same token that asks again for the same event at the same address gets the hook that it has, then without `secret`. */
  create(fields: HookFields, call: Call = {}): Promise<HookWithSecret> {
    return this.#transport.call('POST', this.#path, { ...call, body: fields });
  }

  get(id: string, call: Call = {}): Promise<Hook> {
    return this.#transport.call('GET', `${this.#path}/${id}`, call);
  }

  list(query: Operations['listHooks']['query'] = {}, call: Call = {}): AsyncGenerator<Hook, void> {
    return pages(this.#transport, this.#path, { ...query }, call);
  }

  change(id: string, fields: Operations['changeHook']['body'], call: Call = {}): Promise<Hook> {
    return this.#transport.call('PATCH', `${this.#path}/${id}`, { ...call, body: fields });
  }

  /** One that is gone already is no error. */
  async delete(id: string, call: Call = {}): Promise<void> {
    await this.#transport.call('DELETE', `${this.#path}/${id}`, call);
  }

  pause(id: string, reason?: string, call: Call = {}): Promise<Hook> {
    return this.#transport.call('POST', `${this.#path}/${id}/pause`, { ...call, body: reason ? { reason } : {} });
  }

  resume(id: string, held: 'send' | 'cancel' = 'send', call: Call = {}): Promise<Hook> {
    return this.#transport.call('POST', `${this.#path}/${id}/resume`, { ...call, body: { held } });
  }

  /** A new secret; the old one signs beside it until the overlap (default `24h`) is over. */
  rotate(id: string, options: Operations['rotateHook']['body'] = {}, call: Call = {}): Promise<HookWithSecret> {
    return this.#transport.call('POST', `${this.#path}/${id}/rotate`, { ...call, body: options });
  }

  test(id: string, call: Call = {}): Promise<Operations['testHook']['answer']> {
    return this.#transport.call('POST', `${this.#path}/${id}/test`, { ...call, body: {} });
  }

  /** Sends everything since a moment again that did not arrive; with `delivered` all of it. */
  resend(
    id: string,
    options: Operations['resendHook']['body'],
    call: Call = {},
  ): Promise<Operations['resendHook']['answer']> {
    return this.#transport.call('POST', `${this.#path}/${id}/resend`, { ...call, body: options });
  }
}

async function* pages<Row>(
  transport: Transport,
  path: string,
  query: CallOptions['query'],
  call: Call,
): AsyncGenerator<Row, void> {
  let cursor: string | null = null;
  do {
    const page: Page<Row> = await transport.call('GET', path, { ...call, query: { ...query, cursor } });
    yield* page.data;
    cursor = page.nextCursor;
  } while (cursor !== null);
}

/** A client of one business unit. Everything that it throws is a GangwayError. */
export class Gangway {
  readonly #transport: Transport;
  readonly deliveries: Deliveries;
  readonly hooks: Hooks;

  constructor(options: GangwayOptions) {
    this.#transport = new Transport(options);
    this.deliveries = new Deliveries(this.#transport);
    this.hooks = new Hooks(this.#transport);
  }

  get unit(): number {
    return this.#transport.unit;
  }

  /** Whose token this is. */
  me(call: Call = {}): Promise<Operations['readMe']['answer']> {
    return this.#transport.call('GET', '/api/v1/me', call);
  }

  records<Type extends object = GangwayRecord>(entity: string): Records<Type> {
    return new Records(this.#transport, entity);
  }

  /** The rows of a view, page after page: `for await (const row of gangway.view('invoices.sales'))`. */
  async *view<Row extends object = Readonly<Record<string, unknown>>>(
    view: string,
    query: ViewQuery = {},
    call: Call = {},
  ): AsyncGenerator<Row, void> {
    const path = `/rest/v1/${this.unit}/views/${encodeURIComponent(view)}`;
    let offset: number | null = 0;
    do {
      const page: { readonly metadata: { readonly nextOffset: number | null }; readonly data: readonly Row[] } =
        await this.#transport.call('GET', path, { ...call, query: { ...query, offset } });
      yield* page.data;
      offset = page.metadata.nextOffset;
    } while (offset !== null);
  }

  /** Any other address, with the same repeats and errors: `gangway.request('GET', '/api/v1/1/alerts')`. */
  request<Answer = unknown>(method: string, path: string, options: CallOptions = {}): Promise<Answer> {
    return this.#transport.call(method, path, options);
  }
}
