import { createHash, randomUUID } from 'node:crypto';
import {
  type IDataObject,
  type IExecuteFunctions,
  type IHookFunctions,
  type IHttpRequestMethods,
  type ILoadOptionsFunctions,
  type IN8nHttpFullResponse,
  type IWebhookFunctions,
  NodeApiError,
  sleep,
} from 'n8n-workflow';

export type GangwayContext = IExecuteFunctions | IHookFunctions | ILoadOptionsFunctions | IWebhookFunctions;

export interface GangwayCall {
  readonly method?: IHttpRequestMethods;
  /** Behind the address of Gangway; `{unit}` stands for the unit of the credential. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | boolean | null | undefined>>;
  readonly body?: object;
  /** Of the item that asks, for the message of an error. */
  readonly itemIndex?: number;
  /** The same for a repeat of the same call: Gangway does it once. */
  readonly idempotencyKey?: string;
}

/** What Gangway answers when it refuses something (RFC 9457). */
interface Problem extends IDataObject {
  detail: string;
  errors?: { path?: string; message: string }[];
}

/** With the answer that asks to come back. */
const mostAttempts = 4;
const longestPauseMs = 60_000;

/** One call of Gangway's API. Whoever is asked to come back later (429, 503) waits and comes back; every other refusal becomes one error with Gangway's sentence. */
export async function gangwayRequest<Answer = IDataObject>(
  context: GangwayContext,
  call: GangwayCall,
): Promise<Answer> {
  const { url, unit } = await context.getCredentials<{ url: string; unit: number }>('gangwayApi');
  const { method = 'GET', body } = call;
  const address = url.replace(/\/+$/, '') + call.path.replace('{unit}', String(unit)) + queryText(call.query);
  // A call that writes has a key in every case: n8n may repeat it after an answer that was lost on its way.
  const headers: Record<string, string> =
    method === 'GET' ? {} : { 'Idempotency-Key': call.idempotencyKey ?? randomUUID() };
  for (let attempt = 1; ; attempt += 1) {
    const response = await send(context, call, { method, url: address, headers, ...(body && { body }) });
    if (response.statusCode < 300) return response.body as Answer;
    const pauseMs = pauseBefore(response, attempt);
    if (pauseMs === undefined) throw refusal(context, call, response);
    await sleep(pauseMs);
  }
}

async function send(
  context: GangwayContext,
  call: GangwayCall,
  request: { method: IHttpRequestMethods; url: string; headers: Record<string, string>; body?: object },
): Promise<IN8nHttpFullResponse> {
  try {
    const options = { ...request, json: true, returnFullResponse: true, ignoreHttpStatusErrors: true };
    return (await context.helpers.httpRequestWithAuthentication.call(
      context,
      'gangwayApi',
      options,
    )) as IN8nHttpFullResponse;
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    const message = `Gangway does not answer at ${new URL(request.url).origin}: ${words}`;
    throw new NodeApiError(context.getNode(), { message: words }, { message, ...placeOf(call) });
  }
}

/** Milliseconds, or undefined: another attempt would be of no use. */
function pauseBefore({ statusCode, headers }: IN8nHttpFullResponse, attempt: number): number | undefined {
  if ((statusCode !== 429 && statusCode !== 503) || attempt >= mostAttempts) return undefined;
  const seconds = Number(headers['retry-after'] ?? 1);
  const pauseMs = Number.isFinite(seconds) ? Math.max(seconds, 0.2) * 1_000 : 1_000;
  return pauseMs <= longestPauseMs ? pauseMs : undefined;
}

function refusal(context: GangwayContext, call: GangwayCall, response: IN8nHttpFullResponse): NodeApiError {
  const problem = problemOf(response);
  const faults = (problem.errors ?? []).filter(({ message }) => message !== problem.detail);
  const description = faults.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join('\n');
  return new NodeApiError(context.getNode(), problem as never, {
    message: problem.detail,
    httpCode: String(response.statusCode),
    ...(description === '' ? {} : { description }),
    ...placeOf(call),
  });
}

const placeOf = ({ itemIndex }: GangwayCall) => (itemIndex === undefined ? {} : { itemIndex });

function problemOf({ statusCode, body }: IN8nHttpFullResponse): Problem {
  if (typeof body === 'object' && body !== null && 'detail' in body && typeof body.detail === 'string') {
    return body as unknown as Problem;
  }
  // A proxy's page, most likely.
  return {
    detail: `The answer has the status ${statusCode} and is none of Gangway's. Check the URL of the credential.`,
  };
}

function queryText(query: GangwayCall['query'] = {}): string {
  const parts = Object.entries(query).flatMap(([name, value]) =>
    value === undefined || value === null || value === ''
      ? []
      : [`${encodeURIComponent(name)}=${encodeURIComponent(value)}`],
  );
  return parts.length === 0 ? '' : `?${parts.join('&')}`;
}

/** The same for every try of the same item in the same run of the node ("Retry On Fail"), and for no other. */
export function idempotencyKeyOf(context: IExecuteFunctions, itemIndex: number, content: unknown): string {
  const run = context.evaluateExpression('{{ $runIndex }}', itemIndex);
  const hash = createHash('sha256');
  for (const part of [context.getExecutionId(), context.getNode().id, run, itemIndex, content]) {
    hash.update(`${JSON.stringify(part)}\n`);
  }
  return `n8n-${hash.digest('hex')}`;
}

interface Page<Row> {
  readonly data: Row[];
  readonly nextCursor: string | null;
}

interface ViewPage {
  readonly data: IDataObject[];
  readonly metadata: { readonly nextCursor: string | null };
}

export interface Paging {
  /** undefined: all of them. */
  readonly most: number | undefined;
  readonly pageSize: number;
}

/** What a list or view holds, page after page. Goes by cursors: what is inserted or changed meanwhile neither doubles a row nor leaves one out. */
export async function gangwayPages(context: GangwayContext, call: GangwayCall, paging: Paging): Promise<IDataObject[]> {
  const rows: IDataObject[] = [];
  let cursor: string | null = null;
  do {
    const missing = paging.most === undefined ? paging.pageSize : paging.most - rows.length;
    const query: GangwayCall['query'] = { ...call.query, limit: Math.min(paging.pageSize, missing), cursor };
    const page: Page<IDataObject> | ViewPage = await gangwayRequest(context, { ...call, query });
    rows.push(...page.data);
    cursor = 'metadata' in page ? page.metadata.nextCursor : page.nextCursor;
  } while (cursor !== null && (paging.most === undefined || rows.length < paging.most));
  return rows;
}
