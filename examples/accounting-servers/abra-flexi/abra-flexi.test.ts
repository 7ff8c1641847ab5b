import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Counterparty } from '../counterparty/start-counterparty.ts';
import { call, control } from '../test/call.ts';
import type { FlexiInvoice } from './invoices.ts';
import { startAbraFlexi } from './start-abra-flexi.ts';

let flexi: Counterparty;
beforeAll(async () => {
  flexi = await startAbraFlexi();
});
afterEach(() => control(flexi.url, 'reset', {}));
afterAll(() => flexi.close());

interface FlexiAnswer {
  readonly winstrom: {
    readonly success: string;
    readonly message?: string;
    readonly stats?: Record<string, string>;
    readonly results?: readonly {
      id?: string;
      code?: string;
      ref?: string;
      'request-id'?: string;
      errors?: Record<string, string>[];
    }[];
  };
}

const invoice = {
  id: 'ext:GANGWAY:documents-7',
  typDokl: 'code:FAKTURA',
  varSym: '20260001',
  datVyst: '2026-11-02',
  duzpPuv: '2026-11-02',
  mena: 'code:CZK',
  nazFirmy: 'Příklad s.r.o.',
  'polozkyFaktury@removeAll': 'true',
  polozkyFaktury: [
    { nazev: 'Práce', mnozMj: '2', cenaMj: '100.50', typSzbDphK: 'typSzbDph.dphZakl', typCenyDphK: 'typCeny.bezDph' },
  ],
};

async function send(
  records: unknown,
  { method = 'PUT', path = 'faktura-vydana.json?code-in-response=true', user = 'gangway:gangway' } = {},
): Promise<{ status: number; winstrom: FlexiAnswer['winstrom'] }> {
  const called = await call(`${flexi.url}/c/demo/${path}`, {
    method,
    headers: { Authorization: `Basic ${Buffer.from(user).toString('base64')}`, 'Content-Type': 'application/json' },
    ...(method === 'GET'
      ? {}
      : {
          body:
            typeof records === 'string'
              ? records
              : JSON.stringify({ winstrom: { '@version': '1.0', 'faktura-vydana': records } }),
        }),
  });
  return { status: called.status, winstrom: (JSON.parse(called.text) as FlexiAnswer).winstrom };
}

const booked = (): Promise<FlexiInvoice[]> => control(flexi.url, 'documents');

test('writes an invoice and answers its id and number, all values as texts', async () => {
  const { status, winstrom } = await send(invoice, { method: 'POST' });
  expect(status).toBe(201);
  expect(winstrom).toEqual({
    '@version': '1.0',
    success: 'true',
    stats: { created: '1', updated: '0', deleted: '0', skipped: '0', failed: '0' },
    results: [
      { id: '1', code: 'FV0001/2026', 'request-id': 'ext:GANGWAY:documents-7', ref: '/c/demo/faktura-vydana/1.json' },
    ],
  });
});

describe('a repeat under the same external id', () => {
  test('changes the invoice and makes no second one', async () => {
    await send(invoice);
    const { status, winstrom } = await send({ ...invoice, nazFirmy: 'Jiná s.r.o.' });
    expect([status, winstrom.stats?.['updated'], winstrom.results?.[0]?.code]).toEqual([200, '1', 'FV0001/2026']);
    const [only, ...others] = await booked();
    expect(others).toEqual([]);
    expect(only?.fields).toMatchObject({ nazFirmy: 'Jiná s.r.o.', varSym: '20260001' });
    expect(only?.fields['polozkyFaktury']).toHaveLength(1);
  });

  test('doubles the items when it does not say removeAll, as the real one does', async () => {
    const { 'polozkyFaktury@removeAll': _said, ...forgetful } = invoice;
    await send(forgetful);
    await send(forgetful);
    expect((await booked())[0]?.fields['polozkyFaktury']).toHaveLength(2);
  });

  test('finds it by any of several identifiers, and refuses two that are different invoices', async () => {
    await send(invoice);
    await send({ ...invoice, id: 'ext:GANGWAY:other' });
    expect((await send({ ...invoice, id: ['1', 'ext:CRM:5'] })).status).toBe(200);
    expect((await booked())[0]?.externalIds).toEqual(['ext:GANGWAY:documents-7', 'ext:CRM:5']);
    expect((await send({ ...invoice, id: ['1', '2'] })).status).toBe(400);
  });
});

test.each([
  ['an unknown document type', { typDokl: 'code:NIC' }, 'typDokl', 'Záznam nebyl v datovém zdroji nalezen: code:NIC'],
  ['a type without code:', { typDokl: 'FAKTURA' }, 'typDokl', "Je očekáváno číselné ID, ale 'FAKTURA' není číslo"],
  ['a missing variable symbol', { varSym: '' }, 'varSym', "Pole 'Variabilní symbol' musí být vyplněno."],
  ['an unknown currency', { mena: 'code:XAU' }, 'mena', 'Záznam nebyl v datovém zdroji nalezen: code:XAU'],
  ['an impossible date', { datVyst: '2026-02-30' }, 'datVyst', "'2026-02-30' není datum ve tvaru RRRR-MM-DD."],
  [
    'an unknown VAT kind',
    { polozkyFaktury: [{ nazev: 'a', typSzbDphK: '21' }] },
    'polozkyFaktury.typSzbDphK',
    "Hodnota '21' není pro položku 1 platná.",
  ],
])('refuses %s in its own words', async (_name, change, field, message) => {
  const { status, winstrom } = await send({ ...invoice, ...change });
  expect([status, winstrom.success, winstrom.stats?.['failed']]).toEqual([400, 'false', '1']);
  expect(winstrom.results?.[0]?.errors).toContainEqual(expect.objectContaining({ message, for: field, '@for': field }));
  expect(await booked()).toEqual([]);
});

test('refuses a tax document of a closed VAT period, not a proforma', async () => {
  await control(flexi.url, 'vat-closed-until', { date: '2026-11-30' });
  expect((await send(invoice)).status).toBe(400);
  expect((await send({ ...invoice, typDokl: 'code:PROFORMA' })).status).toBe(201);
});

test('writes all records of a request or none', async () => {
  const { status } = await send([invoice, { ...invoice, id: 'ext:GANGWAY:second', varSym: 'x' }]);
  expect(status).toBe(400);
  expect(await booked()).toEqual([]);
});

test('speaks HTTP like the real one', async () => {
  expect((await send(invoice, { user: 'gangway:wrong' })).status).toBe(401);
  expect((await send(invoice, { path: 'cenik.json' })).status).toBe(404);
  expect((await send(invoice, { method: 'DELETE' })).status).toBe(405);
  expect((await send('{', {})).winstrom.message).toBe('Požadavek není platný JSON.');
  expect((await send('{}', {})).status).toBe(400);
  expect((await send(invoice, { path: 'faktura-vydana/99.json' })).status).toBe(404);
  expect((await send({ ...invoice, id: '99' })).status).toBe(400);
});

test('shows what it has', async () => {
  await send(invoice);
  const one = await send(undefined, {
    method: 'GET',
    path: `faktura-vydana/${encodeURIComponent('code:FV0001/2026')}.json`,
  });
  expect(one).toMatchObject({ status: 200, winstrom: { 'faktura-vydana': [{ id: '1', varSym: '20260001' }] } });
  expect(await send(undefined, { method: 'GET', path: 'faktura-vydana.json' })).toMatchObject({
    winstrom: { 'faktura-vydana': [{ kod: 'FV0001/2026' }] },
  });
});

test('answers for the company itself, to those who may ask', async () => {
  const ask = (user: string) =>
    call(`${flexi.url}/c/demo`, { headers: { Authorization: `Basic ${Buffer.from(user).toString('base64')}` } });
  expect([(await ask('gangway:gangway')).status, (await ask('gangway:wrong')).status]).toEqual([200, 401]);
});
