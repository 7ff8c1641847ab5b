import { readFileSync } from 'node:fs';
import { isTrue, render, type Scope, textOf } from './iml.ts';

type Json = Readonly<Record<string, unknown>>;
export type Parameters = Record<string, unknown>;
/** A field of a form: a parameter, or `rpc://name`, which gives some. */
export type Field = string | Parameter;
export interface Parameter {
  readonly name?: string;
  readonly label?: string;
  readonly type: string;
  readonly required?: boolean;
  readonly default?: unknown;
  readonly options?: unknown;
  readonly spec?: unknown;
}

export interface Component {
  readonly label: string;
  readonly moduleType?: string;
  readonly connection?: string;
  readonly webhook?: string;
  readonly codeFiles: Readonly<Record<string, string | null>>;
}
type Kind = 'connection' | 'module' | 'rpc' | 'webhook' | 'function';

interface Manifest {
  readonly generalCodeFiles: Readonly<Record<string, string | null>>;
  readonly components: Readonly<Record<Kind, Readonly<Record<string, Component>>>>;
}

interface Request {
  readonly url?: string;
  readonly method?: string;
  readonly headers?: Json;
  readonly qs?: Json;
  readonly body?: unknown;
  readonly type?: string;
  readonly pagination?: { readonly condition?: unknown; readonly qs?: Json };
  readonly response?: Response_;
}

interface Response_ {
  readonly output?: unknown;
  readonly iterate?: string | { readonly container: string; readonly condition?: unknown };
  readonly limit?: unknown;
  readonly data?: unknown;
  readonly metadata?: unknown;
  readonly error?: Readonly<Record<string, unknown>>;
}

/** What Make shows when a call is refused. */
export class MakeError extends Error {
  override readonly name: string;
  constructor(type: string, message: string) {
    super(message);
    this.name = type;
  }
}

const root = new URL('../', import.meta.url);
export const readText = (path: string): string => readFileSync(new URL(path, root), 'utf8');
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- Every file is checked against its schema; the reader says which it is.
export const readJson = <Value>(path: string): Value => JSON.parse(readText(path)) as Value;
export const manifest = readJson<Manifest>('makecomapp.json');

export const component = (kind: Kind, name: string): Component => {
  const found = manifest.components[kind][name];
  if (found === undefined) throw new Error(`There is no ${kind} ${name}.`);
  return found;
};

// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- As above.
function code<Value>(kind: Kind, name: string, file: string): Value {
  const path = component(kind, name).codeFiles[file];
  return readJson<Value>(path ?? `${kind} ${name} has no ${file}`);
}

const base = readJson<Request & { readonly baseUrl: string }>(manifest.generalCodeFiles['base'] ?? '');

interface Received {
  readonly statusCode: number;
  readonly headers: Json;
  readonly body: unknown;
}

/** What is rendered by the response alone. */
const later = new Set(['response', 'pagination', 'log']);

/** One request as Make sends it: the base under it where it is one of the app's own, queries without what is undefined. */
async function send(
  request: Request,
  scope: Scope,
  standing: Request & { readonly baseUrl?: string },
  more: Json = {},
): Promise<Received> {
  const rendered = render(
    Object.fromEntries(Object.entries(request).filter(([key]) => !later.has(key))),
    scope,
  ) as Request;
  const url = new URL(
    (rendered.url?.startsWith('/') === true ? String(render(standing.baseUrl ?? '', scope)) : '') +
      (rendered.url ?? ''),
  );
  for (const [name, value] of Object.entries({ ...rendered.qs, ...more })) {
    if (value !== undefined && value !== null)
      url.searchParams.set(name, value instanceof Date ? value.toISOString() : textOf(value));
  }
  const headers = { ...(render(standing.headers ?? {}, scope) as object), ...rendered.headers };
  const { method = 'GET', body, type = 'json' } = rendered;
  const hasBody = method !== 'GET' && body !== undefined && body !== null;
  const response = await fetch(url, {
    method,
    headers: { ...(hasBody && type === 'json' ? { 'content-type': 'application/json' } : {}), ...headers } as Record<
      string,
      string
    >,
    ...(hasBody ? { body: type === 'json' ? JSON.stringify(body) : textOf(body) } : {}),
  });
  const text = await response.text();
  const isJson = /json/.test(response.headers.get('content-type') ?? '');
  return {
    statusCode: response.status,
    headers: Object.fromEntries(response.headers),
    body: isJson ? (JSON.parse(text) as unknown) : text,
  };
}

function judge(received: Received, scope: Scope, error: Readonly<Record<string, unknown>> | undefined): void {
  if (received.statusCode < 400) return;
  const own = (error?.[String(received.statusCode)] ?? error ?? {}) as { type?: string; message?: string };
  const message = String(render(own.message ?? '', { ...scope, ...received }));
  throw new MakeError(own.type ?? 'RuntimeError', message);
}

/** Sends the request, follows its pages, and gives what its output makes of each item. */
async function run(
  request: Request,
  scope: Scope,
  standing: Request & { readonly baseUrl?: string } = base,
): Promise<unknown[]> {
  const { response = {}, pagination } = request;
  const limit = Number(render(response.limit ?? Number.POSITIVE_INFINITY, scope));
  const bundles: unknown[] = [];
  let more: Json = {};
  for (;;) {
    const received = await send(request, scope, standing, more);
    judge(received, scope, response.error ?? standing.response?.error);
    const inner = { ...scope, ...received };
    bundles.push(...itemsOf(response, inner));
    if (bundles.length >= limit || pagination === undefined || !isTrue(render(pagination.condition, inner))) break;
    more = render(pagination.qs ?? {}, inner) as Json;
  }
  return bundles.slice(0, limit);
}

function itemsOf({ iterate, output }: Response_, scope: Scope): unknown[] {
  if (iterate === undefined) return [render(output ?? '{{body}}', scope)];
  const { container, condition = true } = typeof iterate === 'string' ? { container: iterate } : iterate;
  const items = render(container, scope) as readonly unknown[];
  return items
    .map((item) => ({ ...scope, item }))
    .filter((each) => isTrue(render(condition, each)))
    .map((each) => render(output ?? '{{item}}', each));
}

export interface Connected {
  readonly connection: Json;
  readonly label: string;
}

/** A person fills in the connection; Make tries it and keeps what came of it. */
export async function connect(parameters: Parameters): Promise<Connected> {
  const request = code<Request>('connection', 'gangway', 'communication');
  const scope = { parameters };
  const received = await send(request, scope, {});
  judge(received, scope, request.response?.error);
  const inner = { ...scope, ...received };
  const metadata = render(request.response?.metadata, inner) as { value: string };
  return { connection: { ...parameters, ...(render(request.response?.data, inner) as object) }, label: metadata.value };
}

export class MakeApp {
  readonly #connection: Json;

  constructor({ connection }: Connected) {
    this.#connection = connection;
  }

  /** The bundles that a module gives. */
  module(name: string, parameters: Parameters): Promise<unknown[]> {
    return run(code<Request>('module', name, 'communication'), { connection: this.#connection, parameters });
  }

  rpc(name: string, parameters: Parameters, webhook?: Json): Promise<unknown[]> {
    return run(code<Request>('rpc', name, 'communication'), { connection: this.#connection, parameters, webhook });
  }

  /** What a person sees of a form once they have chosen these values: what is dynamic is fetched, what is nested stands behind its field. */
  async form(fields: readonly Field[] | string, chosen: Parameters, webhook?: Json): Promise<Parameter[]> {
    if (typeof fields === 'string')
      return (await this.rpc(fields.replace('rpc://', ''), chosen, webhook)) as Parameter[];
    const found: Parameter[] = [];
    for (const field of fields) {
      if (typeof field === 'string') {
        found.push(...(await this.form(field, chosen, webhook)));
        continue;
      }
      const { store = field.options, nested } = (
        typeof field.options === 'object' && !Array.isArray(field.options) ? field.options : {}
      ) as {
        store?: unknown;
        nested?: readonly Field[] | string;
      };
      const options = typeof store === 'string' ? await this.rpc(store.replace('rpc://', ''), chosen, webhook) : store;
      found.push({ ...field, ...(options === undefined ? {} : { options }) });
      if (nested !== undefined && field.name !== undefined && chosen[field.name] !== undefined)
        found.push(...(await this.form(nested, chosen, webhook)));
    }
    return found;
  }

  fieldsOf(kind: 'module' | 'webhook', name: string, file: string): readonly Field[] {
    return code<readonly Field[]>(kind, name, file);
  }

  /** A person makes the webhook; what is kept is what `response.data` says, beside what they have filled in. */
  async attach(name: string, parameters: Parameters, url: string): Promise<Json> {
    const request = code<Request>('webhook', name, 'attach');
    const scope = { connection: this.#connection, parameters, webhook: { ...parameters, url } };
    const received = await send(request, scope, base);
    judge(received, scope, base.response?.error);
    return { ...parameters, url, ...(render(request.response?.data, { ...scope, ...received }) as object) };
  }

  async detach(name: string, webhook: Json): Promise<void> {
    await run(code<Request>('webhook', name, 'detach'), { connection: this.#connection, parameters: {}, webhook });
  }

  /** What Make does with a request that comes in at the address of a webhook; its parameters are all that it knows there. */
  receive(
    name: string,
    parameters: Parameters,
    request: { readonly headers: Json; readonly text: string },
  ): { status: number; bundle?: unknown } {
    const { verification, condition, output } = code<{
      verification?: { condition: unknown; respond: { status: number } };
      condition?: unknown;
      output: unknown;
    }>('webhook', name, 'communication');
    const scope = { parameters, data: parameters, headers: request.headers, body: JSON.parse(request.text) as unknown };
    if (verification !== undefined && isTrue(render(verification.condition, scope)))
      return { status: verification.respond.status };
    if (condition !== undefined && !isTrue(render(condition, scope))) return { status: 200 };
    return { status: 200, bundle: render(output, scope) };
  }
}
