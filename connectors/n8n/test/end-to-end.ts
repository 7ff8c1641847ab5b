import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type RunningCompany, startCompany, until } from '../../support/company.ts';
import { N8n } from './n8n.ts';

/**
 * The nodes in n8n itself: `N8N_FOLDER=/tmp/n8n-end-to-end npm run end-to-end`, after n8n was installed there (README.md). Outside the ordinary tests, because the
 * install has 1.7 GB. Goes through what a person does in the editor, by the calls that the editor makes.
 */
const { N8N_FOLDER: folder = '' } = process.env;
const [gangway, n8n] = [await startCompany(), await N8n.create(folder)];

interface Workflow {
  readonly id: string;
  readonly versionId: string;
}
interface Execution {
  readonly id: string;
  readonly status: string;
}
interface Hook {
  readonly id: string;
  readonly event: string;
}

try {
  await n8n.start();
  say('n8n has started');
  await n8n.setUp();
  const credential = await makeCredential(gangway);
  await pickers(credential);
  const workflow = await makeWorkflow(credential);
  await takePictures(workflow);
  await invoiceGoesThrough(workflow);
  await comesOnce(workflow);
  await survives(workflow, 'SIGTERM');
  await survives(workflow, 'SIGKILL');
  await isSwitchedOff(workflow);
  console.log('End to end: passed.');
} catch (error) {
  console.error(n8n.log.slice(-4_000));
  throw error;
} finally {
  await n8n.remove();
  await gangway.stop();
}

function say(words: string): void {
  console.log(`- ${words}`);
}

/** As the credential's page does: save it, test it. */
async function makeCredential({ url, token }: RunningCompany): Promise<{ id: string; name: string }> {
  const data = { url, unit: 1, accessToken: token };
  const { id, name } = await n8n.call<{ id: string; name: string }>('POST', '/rest/credentials', {
    ...{ name: 'Gangway', type: 'gangwayApi', data },
  });
  const tested = async (given: object) =>
    n8n.call<{ status: string; message: string }>('POST', '/rest/credentials/test', {
      credentials: { id, name, type: 'gangwayApi', data: given },
    });
  assert.equal((await tested(data)).status, 'OK');
  assert.equal((await tested({ ...data, unit: 2 })).status, 'Error');
  assert.equal((await tested({ ...data, accessToken: 'gw_wrong' })).status, 'Error');
  say('the credential was saved and tested');
  return { id, name };
}

/** What the editor asks for its lists and forms. */
async function pickers(gangwayApi: object): Promise<void> {
  const ask = <Data>(kind: string, node: string, path: string, methodName: string, currentNodeParameters: object) =>
    n8n.call<Data>('POST', `/rest/dynamic-node-parameters/${kind}`, {
      ...{ path, methodName, currentNodeParameters, credentials: { gangwayApi } },
      nodeTypeAndVersion: { name: `n8n-nodes-gangway.${node}`, version: 1 },
    });
  const events = await ask<{ value: string }[]>('options', 'gangwayTrigger', 'parameters.event', 'getEvents', {});
  assert.ok(events.some(({ value }) => value === 'documents.approved'));
  const parameters = { resource: 'record', operation: 'create', entity: 'companies', recordType: 'COMPANY' };
  const form = await ask<{ fields: { id: string }[] }>(
    'resource-mapper-fields',
    'gangway',
    'parameters.fields',
    'getRecordFields',
    parameters,
  );
  assert.ok(form.fields.some(({ id }) => id === 'registrations.vatId'));
  const found = await ask<{ results: { name: string }[] }>(
    'resource-locator-results',
    'gangway',
    'parameters.record',
    'searchRecords',
    parameters,
  );
  assert.ok(found.results.some(({ name }) => name.includes('Customer Ltd')));
  say('the editor has its lists and forms');
}

/** An approved invoice -> its number goes onto the company's note -> the result is reported. */
async function makeWorkflow(credential: { id: string; name: string }): Promise<Workflow> {
  const credentials = { gangwayApi: credential };
  const node = (name: string, type: string, x: number, parameters: object) => ({
    ...{ id: crypto.randomUUID(), name, type: `n8n-nodes-gangway.${type}`, typeVersion: 1, position: [x, 0] },
    ...{ parameters, credentials, ...(type === 'gangwayTrigger' ? { webhookId: crypto.randomUUID() } : {}) },
  });
  const to = (name: string) => ({ main: [[{ node: name, type: 'main', index: 0 }]] });
  const made = await n8n.call<Workflow>('POST', '/rest/workflows', {
    name: 'Approved invoice',
    settings: { executionOrder: 'v1' },
    nodes: [
      node('Approved', 'gangwayTrigger', 0, {
        ...{ event: 'documents.approved', includeRecord: true },
        options: { filter: "input.type = 'INVOICE.SALES'", resultWithin: '1h' },
      }),
      node('Company', 'gangway', 220, {
        ...{ resource: 'record', operation: 'update', entity: 'companies' },
        record: { __rl: true, mode: 'id', value: '={{ $json.record.companyId }}' },
        fields: {
          ...{ mappingMode: 'defineBelow', matchingColumns: [], schema: [] },
          value: { note: '=Last invoice: {{ $json.record.number }}' },
        },
      }),
      node('Result', 'gangway', 440, {
        ...{ resource: 'delivery', operation: 'reportResult', outcome: 'accepted', message: 'Noted.' },
        deliveryId: "={{ $('Approved').item.json.deliveryId }}",
        write: '={{ { properties: { accountingNumber: "N8N-" + $(\'Approved\').item.json.record.number } } }}',
      }),
    ],
    connections: { Approved: to('Company'), Company: to('Result') },
  });
  await n8n.call('POST', `/rest/workflows/${made.id}/activate`, { versionId: made.versionId });
  const [hook] = await hooks();
  assert.equal(hook?.event, 'documents.approved');
  say('the workflow was switched on, and has its hook');
  return made;
}

/** With `PICTURES=1`: the pictures of docs/n8n.md, in n8n's own editor. playwright-core is the project's. */
async function takePictures({ id }: Workflow): Promise<void> {
  const { PICTURES: wanted = '', CHROMIUM: executablePath = '/usr/bin/chromium' } = process.env;
  if (wanted === '') return;
  const { chromium } = await import('playwright-core');
  const folder = join(import.meta.dirname, '../../../docs/pictures');
  const browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
  try {
    const page = await browser.newPage({ viewport: { width: 1_120, height: 560 } });
    await page.goto(`${n8n.url}/signin`);
    await page.locator('input[name=emailOrLdapLoginId], input[type=email]').fill(n8n.owner.email);
    await page.locator('input[type=password]').fill(n8n.owner.password);
    await page.locator('[data-test-id=form-submit-button]').click();
    await page.waitForURL((url) => !url.pathname.includes('signin'));
    await page.goto(`${n8n.url}/workflow/${id}`);
    const trigger = page.locator('[data-test-id=canvas-node]').filter({ hasText: 'Approved' });
    await trigger.waitFor({ timeout: 60_000 });
    await page.screenshot({ path: join(folder, 'n8n-workflow.png') });
    await trigger.dblclick();
    await page.getByText('Include the Record').waitFor();
    await page.screenshot({ path: join(folder, 'n8n-trigger.png') });
  } finally {
    await browser.close();
  }
  say('the pictures were taken');
}

async function hooks(): Promise<Hook[]> {
  return (await gangway.call('GET', '/api/v1/1/hooks')).body['data'] as Hook[];
}

async function executions({ id }: Workflow): Promise<Execution[]> {
  const filter = encodeURIComponent(JSON.stringify({ workflowId: id }));
  return (await n8n.call<{ results: Execution[] }>('GET', `/rest/executions?filter=${filter}&limit=50`)).results;
}

async function wasBooked(id: number): Promise<void> {
  await until(async () => {
    const { body } = await gangway.call('GET', `/rest/v1/1/documents?id=${id}`);
    const { accountingNumber } = body['properties'] as { accountingNumber?: string };
    return accountingNumber === `N8N-${String(body['number'])}` ? true : undefined;
  }, 60);
}

async function invoiceGoesThrough(workflow: Workflow): Promise<void> {
  const id = await gangway.approvedInvoice();
  await wasBooked(id);
  const { body: company } = await gangway.call('GET', `/rest/v1/1/companies?id=${gangway.companyId}`);
  assert.match(String(company['note']), /^Last invoice: \d+$/);
  await until(async () => ((await executions(workflow))[0]?.status === 'success' ? true : undefined));
  say('an approved invoice went through, and its result came onto it');
}

/** As after an answer that was lost on its way: the same bytes again. */
async function comesOnce(workflow: Workflow): Promise<void> {
  const before = (await executions(workflow)).length;
  const [hook] = await hooks();
  const { body } = await gangway.call('GET', `/api/v1/1/hooks/${String(hook?.id)}/deliveries`);
  const [delivery] = body['data'] as { id: string }[];
  const { body: detail } = await gangway.call('GET', `/api/v1/1/deliveries/${String(delivery?.id)}`);
  const [attempt] = detail['attempts'] as { request: { url: string; headers: Record<string, string>; body: string } }[];
  assert.ok(attempt);
  const { url, headers, body: bytes } = attempt.request;
  const forged = await fetch(url, { method: 'POST', headers, body: `${bytes} ` });
  assert.equal(forged.status, 401);
  const { status } = await fetch(url, { method: 'POST', headers, body: bytes });
  assert.equal(status, 200);
  await until(async () => ((await executions(workflow)).length >= before ? true : undefined));
  assert.equal((await executions(workflow)).length, before);
  say('a notice that came twice started one execution, a forged one none');
}

/** n8n does not end its hooks when it stops: what comes meanwhile waits in Gangway. */
async function survives(workflow: Workflow, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  const [hook] = await hooks();
  const before = (await executions(workflow)).length;
  await n8n.stop(signal);
  const id = await gangway.approvedInvoice();
  await n8n.start();
  assert.deepEqual(
    (await hooks()).map((each) => each.id),
    [hook?.id],
  );
  await wasBooked(id);
  assert.equal((await executions(workflow)).length, before + 1);
  say(`what was approved while n8n was away (${signal}) went through once it was back`);
}

async function isSwitchedOff({ id }: Workflow): Promise<void> {
  await n8n.call('POST', `/rest/workflows/${id}/deactivate`, {});
  assert.deepEqual(await hooks(), []);
  say('the workflow was switched off, and its hook ended');
}
