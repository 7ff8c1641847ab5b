import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import type { PlainInputField, PlainOutputField } from 'zapier-platform-core';
import { eventually, invoiceFor, startGangway, type StartedGangway, startReceiver } from '../../support/gangway.ts';
import { authentication } from '../src/authentication.ts';
import app from '../src/index.ts';
import { runner } from './zapier.ts';

let gangway: StartedGangway;
let run: ReturnType<typeof runner>;
before(async () => {
  gangway = await startGangway();
  run = runner(gangway);
});
after(() => gangway.stop());

interface Operation {
  readonly perform: unknown;
  readonly inputFields: readonly unknown[];
  readonly outputFields: readonly unknown[];
}
const create = (key: string) => app.creates[key]?.operation as unknown as Operation;
const find = app.searches['find_record']?.operation as unknown as Operation;
const list = (key: string): unknown => (app.triggers[key]?.operation as unknown as Operation).perform;
const choices = (key: string, inputData = {}, meta = {}) =>
  run<{ id: string; label: string }[]>(list(key), { inputData, meta });

interface Wire {
  readonly id: number;
  readonly [field: string]: unknown;
}

describe('the connection', () => {
  test('is tested and labelled by unit and host', async () => {
    const me = await run<Record<string, unknown>>(authentication.test);
    assert.partialDeepStrictEqual(me, { unit: 1, host: new URL(gangway.url).host });
    const label = await run<string>(authentication.connectionLabel, { inputData: me });
    assert.equal(label, `${String(me['organisation'])} on ${new URL(gangway.url).host}`);
  });

  test('says which unit the token is for, and asks to connect again where the token is wrong', async () => {
    await assert.rejects(run(authentication.test, { authData: { unit: '2' } }), /belongs to unit 1, not to unit 2/);
    await assert.rejects(run(authentication.test, { authData: { token: 'gw_nonsense' } }), {
      name: 'ExpiredAuthError',
    });
  });

  test('does without https:// and with a slash at the end', async () => {
    await assert.rejects(
      run(authentication.test, { authData: { url: gangway.url.replace('http://', '') } }),
      /SSL|EPROTO|wrong version|packet/i,
    );
    assert.ok(await run(authentication.test, { authData: { url: `${gangway.url}/` } }));
  });
});

test('the token of docs/zapier.md may do what the integration does', async () => {
  const page = readFileSync(new URL('../../../docs/zapier.md', import.meta.url), 'utf8');
  const [, words = ''] = /--path ([^`]*)/.exec(page) ?? [];
  const paths = words.split(/[\s\\']+/).filter((word) => word.startsWith('/'));
  const token = await gangway.tokenFor('zapier', ['Bookkeepers'], { paths, ipRanges: ['0.0.0.0/0', '::/0'] });
  const as = runner({ url: gangway.url, token });
  await as(authentication.test);
  await as(list('entities'));
  await as(list('views'), { inputData: { entity: 'companies' } });
  await as(list('records'), { inputData: { entity: 'companies' } });
  const company = { entity: 'companies', field__name: 'By a limited token' };
  const made = await as<Wire>(create('create_record').perform, { inputData: company });
  assert.ok(await as(find.perform, { inputData: { entity: 'companies', field: 'id', value: String(made.id) } }));
  const hooks = app.triggers['record_created']?.operation as unknown as Record<string, unknown>;
  const inputData = { entity: 'companies' };
  await as(hooks['performList'], { inputData });
  const hook = await as<Wire>(hooks['performSubscribe'], { inputData, targetUrl: 'http://127.0.0.1:9/zap' });
  await as(hooks['performUnsubscribe'], { subscribeData: { id: hook.id } });
  await assert.rejects(
    as(create('report_result').perform, { inputData: { deliveryId: String(hook.id), outcome: 'accepted' } }),
    {
      message: /delivery|configurators/,
    },
  );
});

describe('records', () => {
  test('the form has the fields of the entity, then those of the type', async () => {
    const [, dynamic] = create('create_record').inputFields;
    const fieldsOf = (inputData: object) =>
      run<PlainInputField[]>(dynamic, { inputData: { entity: 'documents', ...inputData } });
    const all = await fieldsOf({});
    assert.equal(all[0]?.key, 'field__type');
    assert.equal(all[0].altersDynamicFields, true);
    assert.partialDeepStrictEqual(all[0].choices, [{ value: 'INVOICE.SALES', sample: 'INVOICE.SALES' }]);
    assert.match(JSON.stringify(all[0].choices), /Contract \(DOCUMENT\.CONTRACT\)/);
    const some = await fieldsOf({ field__type: 'DOCUMENT.CONTRACT' });
    assert.ok(some.length < all.length);
    assert.ok(!some.some(({ key }) => key === 'field__lines'));
    const byKey = new Map(all.map((field) => [field.key, field]));
    assert.partialDeepStrictEqual(byKey.get('field__companyId'), {
      dynamic: 'options_companies.id.label',
      required: true,
    });
    assert.partialDeepStrictEqual(byKey.get('field__properties__extStatus'), {
      choices: ['EXT.READY', 'EXT.SENT', 'EXT.ERROR'],
    });
    assert.ok(
      byKey
        .get('field__lines')
        ?.children?.some(({ key, type }) => key === 'field__lines__unitPrice' && type === 'number'),
    );
    assert.equal(byKey.has('field__total'), false);
  });

  test('are created with lines, days and properties, changed, and put under a number of one’s own', async () => {
    const { companyId } = await invoiceFor(gangway, 'Odběratel a.s.');
    const inputData = {
      ...{ entity: 'documents', field__type: 'INVOICE.SALES', field__companyId: companyId, field__ownerId: 2 },
      ...{
        field__issuedOn: '2026-11-23T00:00:00+01:00',
        field__properties__extStatus: 'EXT.READY',
        field__tags: ['zap'],
      },
      field__lines: [
        {
          field__lines__name: 'Design',
          field__lines__quantity: 2,
          field__lines__unitPrice: 1000.5,
          field__lines__vatRate: 21,
        },
      ],
    };
    const made = await run<Wire>(create('create_record').perform, { inputData });
    assert.partialDeepStrictEqual(made, {
      total: '2421.21',
      issuedOn: '2026-11-23',
      properties: { extStatus: 'EXT.READY' },
      tags: ['zap'],
    });

    const changed = await run<Wire>(create('update_record').perform, {
      inputData: { entity: 'documents', id: made.id, field__note: 'please' },
    });
    assert.partialDeepStrictEqual(changed, { id: made.id, note: 'please', total: '2421.21' });

    const put = { entity: 'companies', registration: 'CRM-4711', field__name: 'Example Ltd' };
    const first = await run<Wire>(create('upsert_record').perform, { inputData: put });
    const second = await run<Wire>(create('upsert_record').perform, {
      inputData: { ...put, field__name: 'Example Limited' },
    });
    assert.equal(second.id, first.id);
    assert.equal(second['name'], 'Example Limited');
  });

  test('tell the following steps what they have', async () => {
    const outputs = await run<PlainOutputField[]>(create('create_record').outputFields[1], {
      inputData: { entity: 'documents' },
    });
    const keys = outputs.map(({ key }) => key);
    for (const key of ['total', 'properties__extStatus', 'lines[]unitPrice']) assert.ok(keys.includes(key), key);
  });
});

describe('Find Record', () => {
  interface Page {
    readonly results: readonly Wire[];
    readonly paging_token: string | null;
  }
  const search = (inputData: object, paging_token?: string) =>
    run<Page>(find.perform, { inputData: { ...inputData }, meta: paging_token === undefined ? {} : { paging_token } });

  test('finds by a field, by a filter and in a list, whole records as an action gives them', async () => {
    const { body: made } = await gangway.call<Wire>('POST', '/rest/v1/1/persons', {
      firstName: 'Ann',
      lastName: "O'Hara",
      tags: ['vip'],
    });
    const byName = await search({ entity: 'persons', field: 'lastName', value: "O'Hara" });
    const { body: whole } = await gangway.call<Wire>('GET', `/rest/v1/1/persons?id=${made.id}`);
    assert.partialDeepStrictEqual(byName.results[0], {
      id: made.id,
      lastName: "O'Hara",
      tags: ['vip'],
      properties: {},
    });
    assert.deepEqual(byName.results[0], whole);
    assert.equal((await search({ entity: 'persons', field: 'tags', value: 'vip' })).results[0]?.id, made.id);
    assert.equal(
      (await search({ entity: 'persons', field: 'id', value: String(made.id), filter: "firstName='Ann'" })).results[0]
        ?.id,
      made.id,
    );
    assert.deepEqual((await search({ entity: 'persons', field: 'lastName', value: 'Nobody' })).results, []);
    assert.deepEqual(
      (await search({ entity: 'companies', field: 'client', value: 'false', view: 'companies.client' })).results,
      [],
    );
  });

  test('goes from page to page, the newest first', async () => {
    for (let number = 0; number < 30; number += 1)
      await gangway.call('POST', '/rest/v1/1/tasks', { name: 'Many', ownerId: 2 });
    const asked = { entity: 'tasks', field: 'name', value: 'Many' };
    const first = await search(asked);
    const second = await search(asked, first.paging_token ?? '');
    const ids = [...first.results, ...second.results].map(({ id }) => id);
    assert.deepEqual([first.results.length, second.results.length, second.paging_token], [25, 5, null]);
    assert.deepEqual(
      ids,
      ids.toSorted((one, other) => other - one),
    );
  });

  test('asks for a condition instead of giving anything', async () => {
    await assert.rejects(search({ entity: 'tasks' }), /Choose the field/);
  });
});

describe('drop-downs', () => {
  test('list kinds of records, events, lists and fields, of what the user of the token may read', async () => {
    assert.ok((await choices('entities')).some(({ id, label }) => id === 'documents' && label === 'Document'));
    assert.ok(
      (await choices('status_events', { entity: 'documents' })).every(({ label }) =>
        label.startsWith('Document reached'),
      ),
    );
    assert.ok(
      (await choices('property_events', { entity: 'documents' })).some(
        ({ id }) => id === 'documents.properties.extStatus',
      ),
    );
    assert.ok((await choices('events', { entity: 'persons' })).some(({ id }) => id === 'persons.deleted'));
    assert.ok((await choices('views', { entity: 'jobs' })).some(({ id }) => id === 'opportunities'));
    assert.ok((await choices('searchable_fields', { entity: 'persons' })).some(({ id }) => id === 'lastName'));
    const token = await gangway.tokenFor('reader', ['Readers']);
    const names = await runner({ url: gangway.url, token })<{ id: string }[]>(list('entities'));
    assert.ok(names.some(({ id }) => id === 'documents'));
  });

  test('list records page by page', async () => {
    const names = Array.from({ length: 101 }, (_, number) => ({ name: `Company ${number}` }));
    await gangway.call('POST', '/rest/v1/1/companies', names);
    const [first, second] = [
      await choices('options_companies', {}, { page: 0 }),
      await choices('records', { entity: 'companies' }, { page: 1 }),
    ];
    assert.equal(first.length, 100);
    assert.ok(second.length > 0 && !second.some(({ id }) => first.some((other) => other.id === id)));
    assert.deepEqual(await choices('records', { entity: 'companies' }, { page: 2 }), []);
  });
});

test('Register Attendance registers a pass once', async () => {
  await gangway.call('POST', '/rest/v1/1/users', { login: 'eva', lastName: 'Malá', badge: 'B101' });
  const inputData = {
    by: 'badge',
    person: 'B101',
    direction: 'IN',
    at: '2026-11-23T08:00:00+01:00',
    device: 'zap',
    eventId: '1',
  };
  const first = await run<Wire>(create('register_attendance').perform, { inputData });
  const second = await run<Wire>(create('register_attendance').perform, { inputData });
  assert.partialDeepStrictEqual(first, { state: 'accepted', direction: 'IN' });
  assert.equal(second.id, first.id);
});

test('Report Delivery Result writes what became of a message onto its record', async () => {
  const receiver = await startReceiver();
  await gangway.call('POST', '/api/v1/1/hooks', {
    targetUrl: receiver.url,
    event: 'documents.created',
    answer: { later: true, within: '4h' },
  });
  const { body: invoice } = await gangway.call<Wire>(
    'POST',
    '/rest/v1/1/documents',
    await invoiceFor(gangway, 'Poslední a.s.'),
  );
  const { deliveryId } = JSON.parse((await receiver.nth(1)).text) as { deliveryId: string };
  const write = { 'properties.accountingNumber': 'FV-77' };
  const inputData = { deliveryId, outcome: 'accepted', message: 'Booked.', write };
  assert.partialDeepStrictEqual(await run(create('report_result').perform, { inputData }), {
    state: 'delivered',
    recordId: invoice.id,
  });
  await eventually(async () => {
    const { body } = await gangway.call<{ properties: Record<string, string> }>(
      'GET',
      `/rest/v1/1/documents?id=${invoice.id}`,
    );
    return body.properties['accountingNumber'] === 'FV-77';
  });
  await receiver.stop();
});

describe('what goes wrong', () => {
  test('is one sentence with the place of each fault', async () => {
    const inputData = {
      entity: 'documents',
      field__type: 'INVOICE.SALES',
      field__issuedOn: 'soon',
      field__companyId: 999_999,
      field__ownerId: 2,
    };
    await assert.rejects(run(create('create_record').perform, { inputData }), (error: Error) => {
      const { message, code, status } = JSON.parse(error.message) as { message: string; code: string; status: number };
      assert.deepEqual([code, status], ['invalid-record', 422]);
      assert.match(
        message,
        /^The document has 2 faults\. The first: "issuedOn" must be a date .* companyId: There is no record 999999/,
      );
      return true;
    });
  });

  test('429 tells Zapier how long to wait', async () => {
    const token = await gangway.tokenFor('hasty', ['Readers'], { ratePerMinute: 1 });
    const hasty = runner({ url: gangway.url, token });
    await hasty(list('entities'));
    await assert.rejects(hasty(list('entities')), (error: Error) => {
      const { message, delay } = JSON.parse(error.message) as { message: string; delay: number };
      assert.equal(error.name, 'ThrottledError');
      assert.match(message, /1 call/);
      assert.ok(delay > 0 && delay <= 60);
      return true;
    });
  });

  test('a proxy that answers with a page is named as such', async () => {
    const proxy = await startReceiver();
    proxy.answer(502);
    const lost = runner({ url: proxy.url, token: gangway.token });
    await assert.rejects(lost(authentication.test), /Gangway, or a proxy before it, answered 502\./);
    await proxy.stop();
  });
});
