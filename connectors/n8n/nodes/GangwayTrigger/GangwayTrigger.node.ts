import {
  type IDataObject,
  type IHookFunctions,
  type INodeType,
  type INodeTypeDescription,
  type IWebhookFunctions,
  type IWebhookResponseData,
  NodeConnectionTypes,
} from 'n8n-workflow';
import { getEvents } from '../Gangway/choices';
import { byRule, endHook, existingHook, makeHook, type StoredHook, wantedHook } from './hook';
import { isWantedAgain } from './wanted-again';
import { checkNotice, hookSecretOf } from './notice';
import { SeenNotices } from './seen';
import { triggerProperties } from './trigger-properties';

/** Of each webhook address, for as long as the process runs. */
const seen = new Map<string, SeenNotices>();

export class GangwayTrigger implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Gangway Trigger',
    name: 'gangwayTrigger',
    icon: { light: 'file:../../icons/gangway.svg', dark: 'file:../../icons/gangway.dark.svg' },
    group: ['trigger'],
    version: 1,
    subtitle: '={{ $parameter["event"] }}',
    description: 'Starts the workflow when a record is created, changed, approved, and so on',
    defaults: { name: 'Gangway Trigger' },
    inputs: [],
    outputs: [NodeConnectionTypes.Main],
    credentials: [{ name: 'gangwayApi', required: true }],
    webhooks: [{ name: 'default', httpMethod: 'POST', responseMode: 'onReceived', path: 'webhook' }],
    properties: triggerProperties,
  };

  methods = { loadOptions: { getEvents } };

  webhookMethods = {
    default: {
      /** Whether the hook is there as the node wants it. A person's pause is respected; a hook of other settings, or with another token, is made anew. */
      async checkExists(this: IHookFunctions): Promise<boolean> {
        const { stored, mark } = await wantedHook(this);
        if (stored.hookId === undefined || stored.mark !== mark) return false;
        const hook = await existingHook(this, stored.hookId);
        return hook !== undefined && (hook.status === 'active' || hook.pausedBy !== byRule);
      },
      async create(this: IHookFunctions): Promise<boolean> {
        await makeHook(this);
        return true;
      },
      async delete(this: IHookFunctions): Promise<boolean> {
        const stored: StoredHook = this.getWorkflowStaticData('node');
        if (stored.hookId === undefined) return true;
        await endHook(this, stored.hookId);
        delete stored.hookId;
        delete stored.mark;
        return true;
      },
    },
  };

  async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
    const request = this.getRequestObject();
    const response = this.getResponseObject();
    const targetUrl = this.getNodeWebhookUrl('default') ?? '';
    const { accessToken } = await this.getCredentials<{ accessToken: string }>('gangwayApi');
    await request.readRawBody();
    const checked = checkNotice(request.rawBody, request.headers, hookSecretOf(accessToken, targetUrl), Date.now());
    if (!checked.ok) {
      response.status(checked.status).json({ message: checked.why });
      return { noWebhookResponse: true };
    }
    const seenHere = seen.get(targetUrl) ?? new SeenNotices();
    seen.set(targetUrl, seenHere);
    const stored: StoredHook = this.getWorkflowStaticData('node');
    const { deliveryId } = checked.notice;
    if (seenHere.isKnown(deliveryId, stored) && !(await isWantedAgain(this, deliveryId))) {
      return { webhookResponse: { repeated: true } };
    }
    seenHere.take(deliveryId, response);
    return { workflowData: [this.helpers.returnJsonArray(checked.notice as IDataObject)] };
  }
}
