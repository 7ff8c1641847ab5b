import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after } from 'node:test';
import type { IDataObject, IHttpRequestOptions, INode } from 'n8n-workflow';
import { GangwayApi } from '../dist/credentials/GangwayApi.credentials.js';

/**
 * Stands in for the context that n8n gives to a node: parameters, credentials, requests, what is stored. It is no n8n; end-to-end.ts runs the nodes in n8n itself.
 * Requests are real.
 */
export interface StandIn {
  readonly credentials: Readonly<Record<string, unknown>>;
  readonly parameters?: IDataObject;
  readonly items?: readonly IDataObject[];
  /** What n8n keeps with the workflow. */
  readonly stored?: IDataObject;
  readonly webhookUrl?: string;
  readonly executionId?: string;
  readonly runIndex?: number;
  readonly continues?: boolean;
  readonly request?: object;
  readonly response?: object;
}

/** As each of the interfaces that nodes are called with; what a node does not use is not there. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the caller says as which of n8n's contexts it stands in
export function contextOf<Context>(given: StandIn): Context {
  const { credentials, parameters = {}, items = [{}], stored = {}, executionId = randomUUID() } = given;
  const node: INode = {
    ...{ id: 'node-1', name: 'Gangway', type: 'n8n-nodes-gangway.gangway', typeVersion: 1, position: [0, 0] },
    parameters: {},
  };
  const parameter = (name: string, second?: unknown, third?: unknown): unknown => {
    const fallback = typeof second === 'number' ? third : second;
    return (
      name.split('.').reduce((value: unknown, part) => (value as IDataObject | null)?.[part], parameters) ?? fallback
    );
  };
  const context = {
    getNode: () => node,
    getWorkflow: () => ({ name: 'A workflow', active: true }),
    getCredentials: () => Promise.resolve(credentials),
    getNodeParameter: parameter,
    getCurrentNodeParameters: () => parameters,
    getInputData: () => items.map((json) => ({ json })),
    getExecutionId: () => executionId,
    evaluateExpression: () => given.runIndex ?? 0,
    continueOnFail: () => given.continues ?? false,
    getWorkflowStaticData: () => stored,
    getNodeWebhookUrl: () => given.webhookUrl,
    getRequestObject: () => given.request,
    getResponseObject: () => given.response,
    helpers: {
      httpRequestWithAuthentication: (_type: string, options: IHttpRequestOptions) => send(options, credentials),
      returnJsonArray: (json: IDataObject) => [{ json }],
    },
  };
  // The one place at which the stand-in is taken for what n8n would give.
  return context as Context;
}

async function send(options: IHttpRequestOptions, credentials: StandIn['credentials']) {
  const { headers = {} } = new GangwayApi().authenticate.properties;
  const response = await fetch(options.url, {
    method: options.method ?? 'GET',
    headers: {
      ...(options.headers as Record<string, string>),
      ...Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, resolved(String(text), credentials)])),
      ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  return {
    statusCode: response.status,
    headers: Object.fromEntries(response.headers),
    body: isJson ? (JSON.parse(text) as object) : text,
  };
}

/** `=Bearer {{$credentials.accessToken}}` */
export const resolved = (expression: string, $credentials: StandIn['credentials']): string =>
  expression.replace(/^=/, '').replaceAll(/\{\{(.+?)\}\}/g, (_all, script: string) =>
    // What stands between the braces is JavaScript, as in n8n; it is ours.
    // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call
    String(new Function('$credentials', `return ${script}`)($credentials)),
  );

/** What of Express' request and response a webhook of n8n has. */
export interface WebhookCall {
  readonly request: IncomingMessage & { rawBody: Buffer | undefined; readRawBody(): Promise<void> };
  readonly response: ServerResponse & { status(code: number): WebhookCall['response']; json(body: object): void };
}

/** A real HTTP server in the place of n8n's: each call goes to `take`. Resolves to its address. */
export async function startWebhookServer(take: (call: WebhookCall) => Promise<void>): Promise<string> {
  const server = createServer((plainRequest, plainResponse) => {
    const request: WebhookCall['request'] = Object.assign(plainRequest, {
      rawBody: undefined as Buffer | undefined,
      readRawBody: async () => {
        const chunks: Buffer[] = [];
        for await (const chunk of plainRequest) chunks.push(chunk as Buffer);
        request.rawBody = Buffer.concat(chunks);
      },
    });
    const response: WebhookCall['response'] = Object.assign(plainResponse, {
      status: (code: number) => {
        plainResponse.statusCode = code;
        return response;
      },
      json: (body: object) => void plainResponse.end(JSON.stringify(body)),
    });
    void take({ request, response });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook/gangway`;
}
