import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { IDataObject, IExecuteFunctions, IHookFunctions, IWebhookFunctions } from 'n8n-workflow';
import { Gangway } from '../dist/nodes/Gangway/Gangway.node.js';
import { GangwayTrigger } from '../dist/nodes/GangwayTrigger/GangwayTrigger.node.js';
import { type RunningCompany, startCompany, until } from '../../support/company.ts';
import { contextOf, startWebhookServer, type StandIn } from './stand-in.ts';

const node = new GangwayTrigger();
const { checkExists, create, delete: remove } = node.webhookMethods.default;
let gangway: RunningCompany;
let credentials: StandIn['credentials'];

before(async () => {
  gangway = await startCompany();
  credentials = { url: gangway.url, unit: 1, accessToken: gangway.token };
});
after(() => gangway.stop());

/** A workflow with the trigger, as n8n would run it: each notice that comes through is in `started`. */
async function workflow(parameters: IDataObject, fails?: () => boolean, own: Partial<StandIn> = {}) {
  const stored: IDataObject = {};
  const started: IDataObject[] = [];
  const answers: number[] = [];
  const given = { credentials, parameters, stored, ...own };
  const webhookUrl: string = await startWebhookServer(async ({ request, response }) => {
    response.once('close', () => answers.push(response.statusCode));
    const context = contextOf<IWebhookFunctions>({ ...given, webhookUrl, request, response });
    const { workflowData, noWebhookResponse } = await node.webhook.call(context);
    if (noWebhookResponse) return;
    if (fails?.()) {
      response.writeHead(503, { 'retry-after': '0' }).end();
      return;
    }
    started.push(...(workflowData ?? []).flat().map(({ json }) => json));
    response.status(200).json({ message: 'Workflow was started' });
  });
  const hooked = (changes: IDataObject = {}) =>
    contextOf<IHookFunctions>({ ...given, parameters: { ...parameters, ...changes }, webhookUrl });
  return { webhookUrl, stored, started, answers, hooked };
}

const hookOf = async (id: unknown) => (await gangway.call('GET', `/api/v1/1/hooks/${String(id)}`)).body;
const approved = { event: 'documents.approved', includeRecord: true };

describe('the trigger', () => {
  test('makes its hook, is told of an approved invoice with its record, and ends the hook', async () => {
    const { stored, started, hooked } = await workflow(approved);
    assert.equal(await checkExists.call(hooked()), false);
    await create.call(hooked());
    assert.equal(await checkExists.call(hooked()), true);
    const id = await gangway.approvedInvoice();
    const notice = await until(() => started[0]);
    assert.deepEqual([notice['type'], notice['recordId']], ['documents.approved', id]);
    assert.equal((notice['record'] as IDataObject)['status'], 'APPROVED');
    const { hookId } = stored;
    assert.equal((await hookOf(hookId))['title'], 'n8n: A workflow');
    await remove.call(hooked());
    assert.equal((await hookOf(hookId))['status'], 'ended');
    assert.deepEqual(stored['hookId'], undefined);
    await remove.call(hooked());
  });

  test('with other settings brings the hook that it has to them; with another event makes another and ends the old one', async () => {
    const { stored, hooked } = await workflow(approved);
    await create.call(hooked());
    const { hookId } = stored;
    const narrower = { includeRecord: false, options: { filter: 'input.total > 1000000', resultWithin: '1h' } };
    assert.equal(await checkExists.call(hooked(narrower)), false);
    await create.call(hooked(narrower));
    assert.equal(stored['hookId'], hookId);
    const { filter, payload, answer } = await hookOf(hookId);
    assert.deepEqual([filter, payload, answer], ['input.total > 1000000', 'thin', { later: true, within: '1h' }]);
    await create.call(hooked({ event: 'documents.rejected' }));
    assert.notEqual(stored['hookId'], hookId);
    assert.equal((await hookOf(hookId))['status'], 'ended');
    await remove.call(hooked());
  });

  test('finds out that its hook was ended elsewhere, and makes it anew', async () => {
    const { stored, started, hooked } = await workflow(approved);
    await create.call(hooked());
    await gangway.call('DELETE', `/api/v1/1/hooks/${String(stored['hookId'])}`);
    assert.equal(await checkExists.call(hooked()), false);
    await create.call(hooked());
    await gangway.approvedInvoice();
    await until(() => started[0]);
    await remove.call(hooked());
  });

  test("leaves a person's pause alone", async () => {
    const { stored, hooked } = await workflow(approved);
    await create.call(hooked());
    await gangway.call('POST', `/api/v1/1/hooks/${String(stored['hookId'])}/pause`, {});
    assert.equal(await checkExists.call(hooked()), true);
    await create.call(hooked());
    assert.equal((await hookOf(stored['hookId']))['status'], 'paused');
    await remove.call(hooked());
  });
});

test('a hook that Gangway has paused itself goes on when the workflow is switched on again', async () => {
  const { body: user } = await gangway.call('POST', '/api/v1/1/users', {
    login: 'n8n',
    lastName: 'n8n',
    groups: ['Readers'],
  });
  const userId = Number(user['id']);
  const { body: made } = await gangway.call('POST', '/api/v1/1/tokens', {
    name: 'n8n',
    userId,
    ipRanges: ['127.0.0.0/8'],
  });
  const { started, stored, hooked } = await workflow(approved, undefined, {
    credentials: { ...credentials, accessToken: made['token'] },
  });
  await create.call(hooked());
  await gangway.call('PATCH', `/api/v1/1/users/${userId}`, { isDisabled: true });
  const id = await gangway.approvedInvoice();
  await until(async () => ((await hookOf(stored['hookId']))['status'] === 'paused' ? true : undefined));
  await gangway.call('PATCH', `/api/v1/1/users/${userId}`, { isDisabled: false });
  assert.equal(await checkExists.call(hooked()), false);
  await create.call(hooked());
  assert.equal((await until(() => started[0]))['recordId'], id);
  await remove.call(hooked());
});

describe('a notice', () => {
  test('that comes twice starts one workflow', async () => {
    const { stored, started, answers, hooked } = await workflow(approved);
    await create.call(hooked());
    const id = await gangway.approvedInvoice();
    await until(() => started[0]);
    const path = `/api/v1/1/hooks/${String(stored['hookId'])}`;
    const delivery = await until(async () => {
      const { body } = await gangway.call('GET', `${path}/deliveries`);
      const [newest] = body['data'] as { id: string; state: string }[];
      return newest?.state === 'delivered' ? newest : undefined;
    });
    // The same notice as it was sent, as an answer that was lost on its way would make Gangway send it.
    const { body: detail } = await gangway.call('GET', `/api/v1/1/deliveries/${delivery.id}`);
    const [attempt] = detail['attempts'] as {
      request: { url: string; headers: Record<string, string>; body: string };
    }[];
    const sent = attempt?.request;
    assert.ok(sent);
    await until(() => (answers.length === 1 ? true : undefined));
    const repeat = await fetch(sent.url, { method: 'POST', headers: sent.headers, body: sent.body });
    assert.deepEqual([repeat.status, await repeat.json()], [200, { message: 'Workflow was started' }]);
    assert.deepEqual(
      started.map(({ recordId }) => recordId),
      [id],
    );
    assert.deepEqual(stored['takenIds'], [delivery.id]);
    await remove.call(hooked());
  });

  test('whose answer never went out is let in when it comes again', async () => {
    let failed = 0;
    const { started, answers, hooked } = await workflow({ ...approved, event: 'documents.processing' }, () => {
      failed += 1;
      return failed === 1;
    });
    await create.call(hooked());
    const { body } = await gangway.call('POST', '/rest/v1/1/documents', {
      ...{ type: 'INVOICE.SALES', ownerId: 2, companyId: gangway.companyId },
      lines: [{ name: 'x', quantity: 1, unitPrice: '1.00', vatRate: 21 }],
    });
    await gangway.call('PATCH', `/rest/v1/1/documents?id=${String(body['id'])}`, { status: 'PROCESSING' });
    await until(() => started[0]);
    assert.deepEqual([answers[0], started.length], [503, 1]);
    await remove.call(hooked());
  });

  test('comes again, and is let in, when the workflow reports that it could not be done', async () => {
    const { started, hooked } = await workflow({ ...approved, options: { resultWithin: '1h' } });
    await create.call(hooked());
    await gangway.approvedInvoice();
    const { deliveryId } = await until(() => started[0]);
    const path = `/api/v1/1/deliveries/${String(deliveryId)}`;
    await gangway.call('POST', `${path}/result`, { outcome: 'retry' });
    await gangway.call('POST', `${path}/resend`, {});
    assert.equal((await until(() => started[1]))['deliveryId'], deliveryId);
    await remove.call(hooked());
  });

  test('that is not from Gangway is refused and starts nothing', async () => {
    const { webhookUrl, started, hooked } = await workflow(approved);
    await create.call(hooked());
    const forge = async (headers: Record<string, string>, body = '{"type":"documents.approved"}') =>
      (await fetch(webhookUrl, { method: 'POST', headers, body })).status;
    const now = String(Math.floor(Date.now() / 1_000));
    const plausible = { 'webhook-id': '1', 'webhook-timestamp': now, 'webhook-signature': 'v1,AAAA' };
    assert.equal(await forge({}), 401);
    assert.equal(await forge(plausible), 401);
    assert.equal(await forge({ ...plausible, 'webhook-timestamp': '1' }), 401);
    assert.deepEqual(started, []);
    await remove.call(hooked());
  });

  test('is answered later: the workflow reports the result, and it comes onto the record', async () => {
    const { started, hooked } = await workflow({ ...approved, options: { resultWithin: '1h' } });
    await create.call(hooked());
    const id = await gangway.approvedInvoice();
    const { deliveryId } = await until(() => started[0]);
    const run = async (parameters: IDataObject) => {
      const given = {
        credentials,
        parameters: { resource: 'delivery', deliveryId: String(deliveryId), ...parameters },
      };
      const [items = []] = await new Gangway().execute.call(contextOf<IExecuteFunctions>(given));
      return items.map(({ json }) => json);
    };
    const write = '{"properties":{"accountingNumber":"FV-77"}}';
    await assert.rejects(run({ operation: 'reportResult', outcome: 'accepted', write: 'no' }), /must be a JSON object/);
    const [reported] = await run({ operation: 'reportResult', outcome: 'accepted', message: 'Booked.', write });
    assert.equal(reported?.['state'], 'delivered');
    const { body: invoice } = await gangway.call('GET', `/rest/v1/1/documents?id=${id}`);
    assert.equal((invoice['properties'] as IDataObject)['accountingNumber'], 'FV-77');
    assert.equal((await run({ operation: 'get' }))[0]?.['recordId'], id);
    const deliveryOptions = { entity: 'documents', recordId: id, state: ['delivered', 'failed'] };
    const listed = await run({ operation: 'getAll', returnAll: false, limit: 10, deliveryOptions });
    assert.deepEqual(
      listed.map((each) => each['id']),
      [deliveryId],
    );
    await assert.rejects(run({ operation: 'resend', force: false }), /delivered/);
    await remove.call(hooked());
  });
});
