import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { encodeText } from '@gangway/language';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startSchemaCheck, type SchemaSet } from '../../../server/src/templates/schema-check.ts';
import type { Counterparty } from '../counterparty/start-counterparty.ts';
import { call, control, type Called } from '../test/call.ts';
import type { BookedDocument } from './books.ts';
import { loadSchema } from './load-schema.ts';
import { startPohoda, type PohodaOptions } from './start-pohoda.ts';

const folder = fileURLToPath(new URL('../../../../shared/schemas/pohoda/xsd/', import.meta.url));
const present = existsSync(folder);
if (!present) console.log('The folder ../shared/schemas is absent: Pohoda is tested without its schemas.');
const request: SchemaSet | undefined = present ? loadSchema(folder, 'data.xsd') : undefined;
const response: SchemaSet | undefined = present ? loadSchema(folder, 'response.xsd') : undefined;

const checker = startSchemaCheck();
let pohoda: Counterparty;
const others: Counterparty[] = [];

beforeAll(async () => {
  pohoda = await startPohoda(request ? { schema: request } : {});
});
afterEach(async () => {
  await control(pohoda.url, 'reset', {});
  for (const other of others.splice(0)) await other.close();
});
afterAll(async () => {
  await pohoda.close();
  await checker.close();
});

async function another(options: PohodaOptions): Promise<Counterparty> {
  const started = await startPohoda(options);
  others.push(started);
  return started;
}

interface Sent {
  readonly packId?: string;
  readonly itemId?: string;
  readonly ico?: string;
  readonly symVar?: string;
  readonly taxDate?: string;
  readonly rate?: string;
  readonly text?: string;
  readonly currency?: string;
  readonly amounts?: 'homeCurrency' | 'foreignCurrency';
}

function invoice(sent: Sent = {}): string {
  const summary = sent.currency
    ? `<inv:invoiceSummary><inv:foreignCurrency><typ:currency><typ:ids>${sent.currency}</typ:ids></typ:currency></inv:foreignCurrency></inv:invoiceSummary>`
    : '';
  const amounts = sent.amounts ?? 'homeCurrency';
  return `<?xml version="1.0" encoding="Windows-1250"?>
<dat:dataPack version="2.0" id="${sent.packId ?? 'pack-1'}" ico="${sent.ico ?? '12345678'}" application="Test" note="Test"
  xmlns:dat="http://www.stormware.cz/schema/version_2/data.xsd" xmlns:inv="http://www.stormware.cz/schema/version_2/invoice.xsd"
  xmlns:typ="http://www.stormware.cz/schema/version_2/type.xsd">
<dat:dataPackItem version="2.0" id="${sent.itemId ?? '2026-0001'}"><inv:invoice version="2.0"><inv:invoiceHeader>
<inv:invoiceType>issuedInvoice</inv:invoiceType>${sent.symVar === '' ? '' : `<inv:symVar>${sent.symVar ?? '20260001'}</inv:symVar>`}
<inv:date>2026-11-02</inv:date><inv:dateTax>${sent.taxDate ?? '2026-11-02'}</inv:dateTax><inv:text>${sent.text ?? 'Žluťoučký kůň'}</inv:text>
<inv:partnerIdentity><typ:address><typ:company>Příšerně &amp; Žluťoučce s.r.o.</typ:company><typ:ico>27604977</typ:ico></typ:address></inv:partnerIdentity>
</inv:invoiceHeader><inv:invoiceDetail><inv:invoiceItem><inv:text>Práce</inv:text><inv:quantity>1</inv:quantity>
<inv:rateVAT>${sent.rate ?? 'high'}</inv:rateVAT><inv:${amounts}><typ:unitPrice>100</typ:unitPrice></inv:${amounts}>
</inv:invoiceItem></inv:invoiceDetail>${summary}</inv:invoice></dat:dataPackItem></dat:dataPack>`;
}

function bytesOf(xml: string): Uint8Array<ArrayBuffer> {
  const encoded = encodeText(xml, 'windows-1250', 'refuse');
  if (!encoded.ok) throw new Error('The request cannot be encoded.');
  return new Uint8Array(encoded.value);
}

const basic = (credentials: string): string => `Basic ${Buffer.from(credentials).toString('base64')}`;

async function post(xml: string, headers: Record<string, string> = {}, url = pohoda.url): Promise<Called> {
  return call(`${url}/xml`, {
    method: 'POST',
    headers: { 'Content-Type': 'text/xml', 'STW-Authorization': basic('gangway:gangway'), ...headers },
    body: bytesOf(xml),
  });
}

/** Every answer of these tests is checked against response.xsd, as the real program's are. */
async function answer(sent: Sent = {}, headers: Record<string, string> = {}, url = pohoda.url): Promise<string> {
  const called = await post(invoice(sent), headers, url);
  expect(called.status).toBe(200);
  if (response) expect(await checker.check(called.bytes, response)).toEqual({ valid: true });
  return called.text;
}

test('books an invoice, numbers it and answers in windows-1250', async () => {
  const first = await answer();
  expect(first).toContain('<rsp:responsePack version="2.0" id="pack-1" state="ok"');
  expect(first).toContain('<rdc:producedDetails><rdc:id>1</rdc:id><rdc:number>260100001</rdc:number>');
  expect(await answer({ packId: 'pack-2' })).toContain('<rdc:number>260100002</rdc:number>');
  const [document] = await control<BookedDocument[]>(pohoda.url, 'documents');
  expect(document).toMatchObject({
    company: 'Příšerně & Žluťoučce s.r.o.',
    symVar: '20260001',
    currency: 'CZK',
    itemCount: 1,
    itemId: '2026-0001',
  });
});

describe('a repeat', () => {
  test('gets the number of the first import with a warning, and nothing is booked twice', async () => {
    await answer();
    const again = await answer();
    expect(again).toContain('<inv:invoiceResponse version="2.0" state="ok">');
    expect(again).toContain('<rdc:state>warning</rdc:state>');
    expect(again).toContain('<rdc:number>260100001</rdc:number>');
    expect(await control(pohoda.url, 'documents')).toHaveLength(1);
  });

  test('is refused with the number of the first import when the sender asks for the check', async () => {
    await answer();
    const again = await answer({}, { 'STW-Check-Duplicity': 'true' });
    expect(again).toContain('<rsp:responsePackItem version="2.0" id="2026-0001" state="error" note="');
    expect(again).toContain('<rsp:number>260100001</rsp:number></rsp:recordDuplicity>');
    expect(await control(pohoda.url, 'documents')).toHaveLength(1);
  });

  test('is booked twice where the check is off, as in the real program', async () => {
    const { url } = await another({ duplicates: 'again' });
    await answer({}, {}, url);
    expect(await answer({}, {}, url)).toContain('<rdc:number>260100002</rdc:number>');
  });

  test('under another id of the package or the item is a new document', async () => {
    await answer();
    await answer({ itemId: '2026-0002' });
    await answer({ packId: 'pack-2' });
    expect(await control(pohoda.url, 'documents')).toHaveLength(3);
  });
});

describe('refuses in its own words', () => {
  test('a missing variable symbol', async () => {
    const text = await answer({ symVar: '' });
    expect(text).toContain('<inv:invoiceResponse version="2.0" state="error">');
    expect(text).toContain('<rdc:errno>108</rdc:errno><rdc:note>Variabilní symbol není vyplněn.</rdc:note>');
    expect(text).toContain(
      '<rdc:XPath>dat:dataPack/dat:dataPackItem[1]/inv:invoice/inv:invoiceHeader/inv:symVar</rdc:XPath>',
    );
    expect(text).not.toContain('producedDetails');
    expect(await control(pohoda.url, 'documents')).toHaveLength(0);
  });

  test('an unknown VAT rate, with its place', async () => {
    const { url } = await another({});
    const text = await answer({ rate: 'huge' }, {}, url);
    expect(text).toContain('<rdc:note>Neznámá hodnota.</rdc:note>');
    expect(text).toContain('inv:invoiceItem[1]/inv:rateVAT</rdc:XPath><rdc:valueRequested>huge</rdc:valueRequested>');
  });

  test('a tax document of a closed VAT period', async () => {
    await control(pohoda.url, 'vat-closed-until', { date: '2026-10-31' });
    expect(await answer({ taxDate: '2026-10-15' })).toContain('do již uzavřeného období DPH');
    expect(await answer({ taxDate: '2026-11-01' })).toContain('<rdc:number>260100001</rdc:number>');
  });

  test('an amount in a foreign currency that the document does not name, and a currency that it does not know', async () => {
    expect(await answer({ amounts: 'foreignCurrency' })).toContain('cizí měna dokladu není uvedena');
    expect(await answer({ amounts: 'foreignCurrency', currency: 'XAU' })).toContain(
      '<rdc:valueRequested>XAU</rdc:valueRequested>',
    );
    expect(await answer({ amounts: 'foreignCurrency', currency: 'EUR' })).toContain('<rdc:number>');
  });

  test('a package for another company', async () => {
    const text = await answer({ ico: '87654321' });
    expect(text).toMatch(/responsePack version="2.0" id="pack-1" state="error"[^>]* note="IČO '87654321'/);
    expect(text).not.toContain('responsePackItem');
  });

  test('a user who may not import', async () => {
    const text = await answer({}, { 'STW-Authorization': basic('reader:reader') });
    expect(text).toMatch(/id="" state="error"[^>]*note="Uživatel není oprávněn importovat XML soubory\."/);
  });

  test('everything while it is told to, with the numbers 551 to 557', async () => {
    await control(pohoda.url, 'package-error', { errno: 556, times: 1 });
    expect(await answer()).toContain('note="Chyba průběhu zpracování."');
    expect(await answer()).toContain('<rdc:number>260100001</rdc:number>');
    expect(await control(pohoda.url, 'package-error', { errno: 1 })).toHaveProperty('message');
  });

  test('broken XML and XML with a DOCTYPE', async () => {
    expect((await post('<dat:dataPack')).text).toMatch(/state="error"[^>]*note="Chyba při načítání XML/);
    expect((await post('<!DOCTYPE a><a/>')).text).toMatch(/state="error"/);
  });

  test.runIf(present)('an item that does not fit data.xsd, and books the others of the package', async () => {
    const two = invoice().replace(
      '</dat:dataPack>',
      `\n${/<dat:dataPackItem.*<\/dat:dataPackItem>/s.exec(invoice({ itemId: 'second', rate: 'huge' }))?.[0] ?? ''}</dat:dataPack>`,
    );
    const { text } = await post(two);
    expect(text).toContain('<rdc:number>260100001</rdc:number>');
    expect(text).toMatch(
      /id="second" state="error" note="XML dokument neodpovídá schématu \(řádek \d+\): rateVAT must not be/,
    );
  });
});

test('speaks HTTP like the real one', async () => {
  expect((await post(invoice(), { 'STW-Authorization': basic('gangway:wrong') })).status).toBe(401);
  expect((await post(invoice(), { 'Content-Type': 'application/json' })).status).toBe(400);
  expect((await call(`${pohoda.url}/xml`)).status).toBe(405);
  expect((await call(`${pohoda.url}/elsewhere`)).status).toBe(404);
  expect((await call(`${pohoda.url}/status`)).text).toContain('<status>idle</status>');
});

test('takes gzip', async () => {
  const called = await call(`${pohoda.url}/xml`, {
    method: 'POST',
    headers: { 'Content-Type': 'text/xml', 'Content-Encoding': 'gzip', 'STW-Authorization': basic('gangway:gangway') },
    body: new Uint8Array(gzipSync(bytesOf(invoice()))),
  });
  expect(called.text).toContain('<rdc:number>');
});

test('writes what windows-1250 lacks as a reference', async () => {
  const text = await answer({ symVar: '', packId: '&#9730;' });
  expect(text).toContain('id="&#9730;"');
});

test('processes one request at a time and refuses when too many wait', async () => {
  const { url } = await another({ delayMs: 50, mostWaiting: 1 });
  const called = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((packId) => post(invoice({ packId }), {}, url)));
  const statuses = called.map(({ status }) => status);
  expect(statuses.filter((status) => status === 200)).toHaveLength(2);
  expect(statuses.filter((status) => status === 503)).toHaveLength(3);
});

test('keeps its books over a restart', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'pohoda-'));
  const state = join(directory, 'books.json');
  const first = await startPohoda({ state });
  await answer({}, {}, first.url);
  await first.close();
  const second = await another({ state });
  expect(await answer({}, {}, second.url)).toContain('<rdc:state>warning</rdc:state>');
  expect(await answer({ packId: 'pack-2' }, {}, second.url)).toContain('<rdc:number>260100002</rdc:number>');
  rmSync(directory, { recursive: true });
});
