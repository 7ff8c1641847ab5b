import type { IDataObject, IHookFunctions } from 'n8n-workflow';
import { gangwayRequest } from '../Gangway/transport';
import { textOf } from '../Gangway/values';
import { hookSecretOf, markOf } from './notice';

/** What a node remembers of its hook; n8n keeps it with the workflow. */
export interface StoredHook extends IDataObject {
  hookId?: string;
  /** Of the settings and the secret that the hook was made with. */
  mark?: string;
  takenIds?: string[];
}

/** `GET .../hooks/{id}` */
interface Hook {
  readonly id: string;
  readonly status: string;
  readonly pausedBy: string | null;
}

/** What Gangway itself signs as when it pauses a hook whose receiver has failed for days. */
export const byRule = 'Gangway, by rule';

/** The hook of this node as it should be, and what is stored of the one that it has. */
export async function wantedHook(context: IHookFunctions) {
  const stored: StoredHook = context.getWorkflowStaticData('node');
  const targetUrl = context.getNodeWebhookUrl('default') ?? '';
  const { accessToken } = await context.getCredentials<{ accessToken: string }>('gangwayApi');
  const secret = hookSecretOf(accessToken, targetUrl);
  const { filter, resultWithin, writeBacks } = context.getNodeParameter('options', {}) as IDataObject;
  const body = {
    targetUrl,
    secret,
    event: textOf(context.getNodeParameter('event')),
    title: `n8n: ${context.getWorkflow().name ?? ''}`.slice(0, 200),
    payload: context.getNodeParameter('includeRecord', true) === true ? 'full' : 'thin',
    ...(filter ? { filter } : {}),
    ...(resultWithin ? { answer: { later: true, within: resultWithin } } : {}),
    ...(writeBacks === true ? { writeBacks } : {}),
  };
  return { stored, body, mark: markOf(JSON.stringify(body)) };
}

/** The hook that the node has made, where it is still there and active. */
export async function existingHook(context: IHookFunctions, id: string): Promise<Hook | undefined> {
  const { data } = await gangwayRequest<{ data: Hook[] }>(context, {
    path: '/api/v1/{unit}/hooks',
    query: { targetUrl: context.getNodeWebhookUrl('default'), limit: 100 },
  });
  return data.find((hook) => hook.id === id);
}

/**
 * Makes the hook, or brings the one that this token has for the event at this address to what it should be. One that Gangway has paused, because n8n was not there for
 * days, goes on: n8n is there again. One that a person has paused stays so.
 */
export async function makeHook(context: IHookFunctions): Promise<void> {
  const { stored, body, mark } = await wantedHook(context);
  const made = await gangwayRequest<Hook>(context, { method: 'POST', path: '/api/v1/{unit}/hooks', body });
  if (stored.hookId !== undefined && stored.hookId !== made.id) await endHook(context, stored.hookId);
  if (made.status === 'paused' && made.pausedBy === byRule) {
    await gangwayRequest(context, { method: 'POST', path: `/api/v1/{unit}/hooks/${made.id}/resume`, body: {} });
  }
  stored.hookId = made.id;
  stored.mark = mark;
}

/** One that is gone already is answered the same. */
export async function endHook(context: IHookFunctions, id: string): Promise<void> {
  await gangwayRequest(context, { method: 'DELETE', path: `/api/v1/{unit}/hooks/${encodeURIComponent(id)}` });
}
