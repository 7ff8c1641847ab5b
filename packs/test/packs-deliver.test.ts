import { afterAll, beforeAll, expect, test } from 'vitest';
import { startAbraFlexi } from '../../examples/accounting-servers/abra-flexi/start-abra-flexi.ts';
import type { Counterparty } from '../../examples/accounting-servers/counterparty/start-counterparty.ts';
import type { ReceivedRequest } from '../../examples/accounting-servers/counterparty/received.ts';
import type { BookedDocument } from '../../examples/accounting-servers/pohoda/books.ts';
import { startPohoda } from '../../examples/accounting-servers/pohoda/start-pohoda.ts';
import { control } from '../../examples/accounting-servers/test/call.ts';
import { agency, bodyOf, companies, invoices, story, users } from '../../examples/demo/sample-company/index.ts';
import { closeSchemaCheck } from '../../server/src/templates/schema-check.ts';
import type { DeliveryRow } from '../../server/src/deliveries/delivery-store.ts';
import { readIntegrationFile, type IntegrationFile } from '../../server/src/integration/integration-file.ts';
import type { InputFields } from '../../server/src/records/types.ts';
import { testEngine, type TestEngine } from '../../server/test/support/engine.ts';
import { loadPack, loadPackWithSchemas } from './load-pack.ts';
import { realSchema, schemasPresent } from './real-schemas.ts';

/** The packs as they are, in a running engine, with the sample company and the simulated accounting servers. */
let engine: TestEngine;
let pohoda: Counterparty;
let flexi: Counterparty;
const ids = new Map<string, number>();

beforeAll(async () => {
  [engine, pohoda, flexi] = await Promise.all([
    testEngine(),
    startPohoda({
      vatClosedUntil: story.vatClosedUntil,
      ...(schemasPresent ? { schema: realSchema('pohoda/xsd', 'data.xsd') } : {}),
    }),
    startAbraFlexi(),
  ]);
  const pohodaPack = schemasPresent
    ? loadPackWithSchemas('pohoda', { name: 'pohoda', files: realSchema('pohoda/xsd', '').files })
    : loadPack('pohoda');
  await applyPack(pohodaPack, pohoda.url, 'invoice-approved-to-pohoda');
  await applyPack(loadPack('abra-flexi'), `${flexi.url}/c/demo`, 'invoice-export-ready-to-flexi');
  await saveSampleCompany();
});
afterAll(async () => {
  await engine.close();
  await closeSchemaCheck();
  await Promise.all([pohoda.close(), flexi.close()]);
});

/** With the address of the simulation, one of the pack's triggers, and a schedule of seconds. */
async function applyPack(pack: IntegrationFile, url: string, trigger: string): Promise<void> {
  const [connection] = pack.connections ?? [];
  if (!connection) throw new Error('The pack has no connection.');
  const { objects, faults } = readIntegrationFile({
    ...pack,
    connections: [{ ...connection, url, retry: { at: ['0s', '1s', '2s', '3s'] } }],
    triggers: pack.triggers?.filter(({ name }) => name === trigger) ?? [],
  });
  expect(faults).toEqual([]);
  await engine.apply(objects, { [connection.name]: 'gangway' });
}

async function saveSampleCompany(): Promise<void> {
  const upsert = async (entity: string, registration: string, fields: InputFields): Promise<void> => {
    const row = await engine.save({ kind: 'upsert', entity, registration, fields });
    ids.set(registration, row.id);
  };
  const { registration: _own, ...agencyFields } = agency;
  await engine.save({ kind: 'change', entity: 'agencies', key: { id: 1 }, fields: agencyFields });
  for (const user of users) await upsert('users', user.login, user);
  for (const { registration, ...fields } of companies) await upsert('companies', registration, fields);
  const idOf = (name: string): number => ids.get(name) ?? 0;
  for (const invoice of invoices) {
    const { registration: _named, ...fields } = bodyOf(invoice, { company: idOf, user: idOf, document: idOf });
    await upsert('documents', invoice.registration, { ...fields, agencyId: 1 });
  }
}

const change = (registration: string, fields: InputFields): Promise<unknown> =>
  engine.save({ kind: 'change', entity: 'documents', key: { registration }, fields });

/** The end of the delivery of a record. */
async function ended(registration: string): Promise<DeliveryRow> {
  const deliveries = await engine.deliveries();
  const own = deliveries.find(({ recordId }) => recordId === ids.get(registration));
  if (!own) throw new Error(`There is no delivery of ${registration}.`);
  return engine.delivery(own.id, ({ state }) => ['delivered', 'refused', 'failed', 'unknown'].includes(state));
}

const propertiesOf = async (registration: string): Promise<unknown> =>
  (await engine.record(ids.get(registration) ?? 0)).data['properties'];

test('an approved invoice goes to Pohoda in windows-1250 and comes back with its number', async () => {
  await change(story.approved, { status: 'APPROVED' });
  expect((await ended(story.approved)).state).toBe('delivered');
  expect(await propertiesOf(story.approved)).toMatchObject({
    accountingNumber: expect.stringMatching(/^2601\d{5}$/) as string,
  });
  const [request] = await control<ReceivedRequest[]>(pohoda.url, 'received');
  expect(request?.headers).toMatchObject({
    'content-type': 'text/xml',
    'stw-application': 'Gangway',
    'stw-authorization': '***',
  });
  expect(request?.body).toContain('Deštníky s potiskem &#9730;');
});

test('invoices marked EXPORT READY go to the JSON accounting server and are marked as sent', async () => {
  for (const registration of story.exportReady) {
    await change(registration, { properties: { extStatus: 'EXT.READY' } });
    expect([registration, (await ended(registration)).state]).toEqual([registration, 'delivered']);
    expect(await propertiesOf(registration)).toMatchObject({
      extStatus: 'EXT.SENT',
      accountingNumber: expect.stringMatching(/^(FV|DB)\d{4}\/2026$/) as string,
    });
  }
});

test('a refusal stands on the record in Pohoda’s words', async () => {
  await change(story.refused, { status: 'APPROVED' });
  expect((await ended(story.refused)).state).toBe('refused');
  const record = await engine.record(ids.get(story.refused) ?? 0);
  expect(record.exports['pohoda']).toMatchObject({
    state: 'refused',
    message: expect.stringContaining('uzavřeného období DPH') as string,
  });
});

test('an answer that is lost after the work books nothing twice', async () => {
  await control(pohoda.url, 'outage', { mode: 'lose', times: 1 });
  await change(story.duringOutage, { status: 'APPROVED' });
  expect((await ended(story.duringOutage)).state).toBe('delivered');
  const booked = await control<BookedDocument[]>(pohoda.url, 'documents');
  const own = booked.filter(({ itemId }) => itemId === story.duringOutage);
  expect(own).toHaveLength(1);
  expect(await propertiesOf(story.duringOutage)).toMatchObject({ accountingNumber: own[0]?.number });
  const requests = await control<ReceivedRequest[]>(pohoda.url, 'received');
  const sent = requests.filter(({ body }) => body.includes(`id="${story.duringOutage}"`));
  expect(sent.map(({ status }) => status)).toEqual([null, 200]);
  expect(new Set(sent.map(({ bodySha256 }) => bodySha256)).size).toBe(1);
});
