import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import type { IDataObject, IExecuteFunctions, ILoadOptionsFunctions } from 'n8n-workflow';
import { GangwayApi } from '../dist/credentials/GangwayApi.credentials.js';
import { Gangway } from '../dist/nodes/Gangway/Gangway.node.js';
import { type RunningCompany, startCompany, until } from '../../support/company.ts';
import { contextOf, resolved, type StandIn } from './stand-in.ts';

const node = new Gangway();
let gangway: RunningCompany;
let credentials: StandIn['credentials'];

before(async () => {
  gangway = await startCompany();
  credentials = { url: `${gangway.url}/`, unit: 1, accessToken: gangway.token };
});

after(() => gangway.stop());

type Given = Partial<StandIn>;

async function run(parameters: IDataObject, given: Given = {}): Promise<IDataObject[]> {
  const context = contextOf<IExecuteFunctions>({ credentials, parameters, ...given });
  const [items = []] = await node.execute.call(context);
  return items.map(({ json }) => json);
}
const choicesFor = (parameters: IDataObject = {}) => contextOf<ILoadOptionsFunctions>({ credentials, parameters });
const company = (operation: string, more: IDataObject = {}): IDataObject => ({
  ...{ resource: 'record', operation, entity: 'companies', ...more },
});
const fields = (value: IDataObject): IDataObject => ({ fields: { mappingMode: 'defineBelow', value } });

describe('the credential', () => {
  const tested = async (given: StandIn['credentials']) => {
    const { baseURL = '', url } = new GangwayApi().test.request;
    const headers = { authorization: `Bearer ${String(given['accessToken'])}` };
    return (await fetch(resolved(baseURL, given) + resolved(url ?? '', given), { headers })).status;
  };

  test('is tested with the token and the unit', async () => {
    assert.equal(await tested(credentials), 200);
    assert.equal(await tested({ ...credentials, unit: 2 }), 403);
    assert.equal(await tested({ ...credentials, accessToken: 'gw_wrong' }), 401);
  });
});

describe('what a person picks from', () => {
  test('are the entities, views and types that Gangway has', async () => {
    const { getEntities, getViews, getTypes } = node.methods.loadOptions;
    assert.ok((await getEntities.call(choicesFor())).some(({ value }) => value === 'documents'));
    assert.ok((await getViews.call(choicesFor())).some(({ value }) => value === 'invoices.sales'));
    const types = await getTypes.call(choicesFor({ entity: 'documents' }));
    assert.ok(types.some(({ value }) => value === 'INVOICE.SALES'));
    assert.deepEqual(await getTypes.call(choicesFor({ entity: 'users' })), []);
  });

  test('are the fields that may be written, with their types and values', async () => {
    const { getRecordFields } = node.methods.resourceMapping;
    const parameters = { operation: 'create', entity: 'documents', recordType: 'INVOICE.SALES' };
    const found = (await getRecordFields.call(choicesFor(parameters))).fields;
    const field = (id: string) => found.find((each) => each.id === id);
    assert.equal(field('companyId')?.required, true);
    assert.deepEqual(
      [field('issuedOn')?.type, field('lines')?.type, field('companyId')?.type],
      ['string', 'array', 'number'],
    );
    assert.ok(field('properties.extStatus')?.options?.some(({ value }) => value === 'EXT.READY'));
    for (const id of ['id', 'revision', 'total', 'type', 'lines[].name']) assert.equal(field(id), undefined, id);
  });

  test('are records by their name, page after page', async () => {
    const entity = 'persons';
    const persons = Array.from({ length: 60 }, (_, index) => ({ firstName: 'Page', lastName: `Person ${index}` }));
    await gangway.call('POST', `/rest/v1/1/${entity}`, persons);
    const { searchRecords } = node.methods.listSearch;
    const first = await searchRecords.call(choicesFor({ entity }), 'Person');
    const second = await searchRecords.call(choicesFor({ entity }), 'Person', String(first.paginationToken));
    assert.deepEqual([first.results.length, second.results.length, second.paginationToken], [50, 10, undefined]);
    const [one] = (await searchRecords.call(choicesFor({ entity }), 'Person 17')).results;
    assert.match(one?.name ?? '', /Page Person 17/);
  });
});

describe('records', () => {
  test('are created, read, changed and deleted; an empty field is left out, one inside an object goes there', async () => {
    const [made] = await run({
      ...company('create', { recordType: 'COMPANY' }),
      ...fields({ name: 'Made by n8n', industry: '', 'registrations.vatId': 'CZ12345678' }),
    });
    assert.deepEqual([made?.['name'], made?.['registrations']], ['Made by n8n', { vatId: 'CZ12345678' }]);
    const record = { mode: 'list', value: made?.['id'] } as IDataObject;
    await run({ ...company('update', { record }), ...fields({ name: 'Changed by n8n' }) });
    const byRegistration = { mode: 'registration', value: made?.['registration'] } as IDataObject;
    assert.equal((await run(company('get', { record: byRegistration })))[0]?.['name'], 'Changed by n8n');
    await run(company('delete', { record }));
    await assert.rejects(run(company('get', { record })), /There is no/);
  });

  test('are upserted by their registration, each item as it came', async () => {
    const parameters = { ...company('upsert', { registration: 'N8N-1' }), fields: { mappingMode: 'autoMapInputData' } };
    await run(parameters, { items: [{ name: 'One', type: 'COMPANY' }] });
    await run(parameters, { items: [{ name: 'Two', type: 'COMPANY' }] });
    const { body } = await gangway.call('GET', '/rest/v1/1/companies?registration=N8N-1');
    assert.deepEqual([body['name'], body['revision']], ['Two', 2]);
  });

  test('come from a view page after page, all of them or as many as asked for', async () => {
    const tasks = Array.from({ length: 500 }, (_, index) => ({ name: `Task ${index}`, ownerId: 2 }));
    await gangway.call('POST', '/rest/v1/1/tasks', tasks);
    await gangway.call('POST', '/rest/v1/1/tasks', tasks.slice(0, 5));
    const view = { resource: 'record', operation: 'getAll', view: 'tasks', viewOptions: { columns: 'id,name' } };
    const all = await run({ ...view, returnAll: true });
    assert.equal(new Set(all.map(({ id }) => id)).size, 505);
    const viewOptions = { columns: 'name', externalFilter: "name='Task 3'", sort: '-id' };
    assert.deepEqual(await run({ ...view, viewOptions, returnAll: true }), [{ name: 'Task 3' }, { name: 'Task 3' }]);
    assert.equal((await run({ ...view, returnAll: false, limit: 7 })).length, 7);
  });

  test('are created once when n8n tries an item again, and once more in the next run', async () => {
    const create = (given: Given) => run({ ...company('create'), ...fields({ name: 'Once', type: 'COMPANY' }) }, given);
    const [first] = await create({ executionId: '1' });
    const [again] = await create({ executionId: '1' });
    const [looped] = await create({ executionId: '1', runIndex: 1 });
    assert.equal(again?.['id'], first?.['id']);
    assert.notEqual(looped?.['id'], first?.['id']);
  });
});

describe('a refusal', () => {
  const faulty = { ...company('create'), ...fields({ nane: 'x', dueDays: 'soon' }) };

  test("is Gangway's sentence, with every fault and the status", async () => {
    await assert.rejects(run(faulty), (error: Error & { description?: string; httpCode?: string }) => {
      assert.match(error.message, /fault/);
      assert.match(error.description ?? '', /nane: .*name/s);
      assert.equal(error.httpCode, '422');
      return true;
    });
  });

  test('of one item lets the others go on where the node is set so', async () => {
    const parameters = { ...company('create'), fields: { mappingMode: 'autoMapInputData' } };
    const items = [{ nane: 'x' }, { name: 'Good', type: 'COMPANY' }];
    const [bad, good] = await run(parameters, { items, continues: true });
    assert.match(String(bad?.['error']), /nane/);
    assert.equal(good?.['name'], 'Good');
  });

  test('to answer at all names the address', async () => {
    const away = { ...credentials, url: 'http://127.0.0.1:9' };
    await assert.rejects(run(faulty, { credentials: away }), /Gangway does not answer at http:\/\/127\.0\.0\.1:9/);
  });

  test('that asks to come back is waited for, and costs nothing', async () => {
    const seen: (string | undefined)[] = [];
    const server = createServer((request, response) => {
      seen.push(request.headers['idempotency-key']?.toString());
      const isFirst = seen.length === 1;
      const headers = { 'content-type': 'application/json', ...(isFirst ? { 'retry-after': '0' } : {}) };
      response.writeHead(isFirst ? 429 : 200, headers).end('{"id":1}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    after(() => server.close());
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const done = await run(
      { ...company('create'), ...fields({ name: 'x' }) },
      { credentials: { ...credentials, url } },
    );
    assert.deepEqual(done, [{ id: 1 }]);
    assert.equal(seen.length, 2);
    assert.equal(seen[0], seen[1]);
  });
});

describe('attendance', () => {
  const pass = (more: IDataObject): IDataObject => ({
    ...{ resource: 'attendance', operation: 'register', identifiedBy: 'badge', identifier: 'B101', direction: 'IN' },
    ...more,
  });

  test('is registered once per event id, and says when nobody has the badge', async () => {
    await gangway.call('POST', '/rest/v1/1/users', { login: 'anna', lastName: 'Arrival', badge: 'B101' });
    const at = '2026-11-23T08:00:00+01:00';
    const passOptions = { device: 'main-gate' };
    const [first] = await run(pass({ at, eventId: '4711', passOptions }));
    const [again] = await run(pass({ at, eventId: '4711', passOptions }));
    assert.deepEqual([first?.['state'], first?.['direction'], first?.['id']], ['accepted', 'IN', again?.['id']]);
    const [unknown] = await run(pass({ identifier: 'B999' }));
    assert.equal(unknown?.['state'], 'unassigned');
  });

  test('of a device that does not know the direction gets the other one', async () => {
    await run(pass({ at: '2026-11-22T08:00:00Z', direction: 'IN' }));
    await run(pass({ at: '2026-11-22T16:00:00Z', direction: 'auto' }));
    const [interval] = await until(async () => {
      const rows = await run({
        ...{ resource: 'record', operation: 'getAll', view: 'intervals.attendance', returnAll: true },
        viewOptions: { externalFilter: "state='closed'", columns: 'hours' },
      });
      return rows.length > 0 ? rows : undefined;
    });
    assert.equal(Number(interval?.['hours']), 8);
  });
});
