import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accepted, answer } from '../../../server/test/receivers/behaviour.ts';
import { type Receiver, startReceiver } from '../../../server/test/receivers/receiver.ts';
import { givePassword } from '../../../server/test/support/visitor.ts';
import { chromiumPath, openConsole, password, signIn, type TestConsole } from '../support/test-console.ts';

/** Passes on the other side's own words. */
const response = `{
  "outcome": "\${http.status < 300 ? 'accepted' : 'refused'}",
  "messages": [{ "$if": "not empty(response.error)", "level": "error", "text": "\${response.error}" }]
}`;
const refusal = 'The tax point lies in a VAT period that is closed.';

describe.skipIf(chromiumPath === undefined)('in a browser (skipped where this machine has no Chromium)', () => {
  let console: TestConsole;
  let receiver: Receiver;
  /** The ids of the demonstration's invoices by their registration. */
  let ids: ReadonlyMap<string, number>;
  const id = (registration: string): number => ids.get(registration) ?? 0;
  const change = (registration: string, body: object) =>
    console.server.call('PATCH', `/rest/v1/1/documents?id=${id(registration)}`, body);

  beforeAll(async () => {
    receiver = await startReceiver(accepted);
    console = await openConsole();
    await console.server.counterparty('accounting', receiver.url, {
      template: { response },
      deliver: { mark: { property: 'properties.extStatus', delivered: 'EXT.SENT', failed: 'EXT.ERROR' } },
      trigger: { on: [{ property: 'extStatus', is: 'EXT.READY' }], when: 'true' },
    });
    const rows = await console.server.call('GET', '/rest/v1/1/views/documents?columns=id,registration');
    const { data } = rows.body as { readonly data: readonly { readonly id: number; readonly registration: string }[] };
    ids = new Map(data.map((row) => [row.registration, row.id]));
  });
  afterAll(async () => {
    await console.close();
    await receiver.close();
  });

  test('three invoices are found, chosen with shift and marked EXPORT READY; each has its result, and what became of it stands beside it', async () => {
    const { page } = console;
    await console.open('/1/records');
    const rows = page.locator('tbody tr[data-index]');
    await rows.first().waitFor();
    await page.keyboard.press('f');
    await page.keyboard.type('pekár');
    await page.getByRole('row').filter({ hasText: 'Vzorový pivovar' }).first().waitFor({ state: 'detached' });
    expect(await rows.filter({ hasText: 'Příkladná pekárna' }).count()).toBe(await rows.count());
    expect(await rows.count()).toBeGreaterThan(2);
    await rows.nth(0).getByRole('checkbox').click();
    await rows
      .nth(2)
      .getByRole('checkbox')
      .click({ modifiers: ['Shift'] });
    await page.getByText('3 selected').waitFor();
    await page.keyboard.press('e');
    const dialog = page.getByRole('dialog', { name: 'Mark 3 records EXPORT READY' });
    await dialog.getByRole('button', { name: 'Mark 3' }).click();
    await dialog.getByText('3 of 3 marked.').waitFor();
    expect(await dialog.getByRole('list', { name: 'What became of each record' }).getByRole('listitem').count()).toBe(
      3,
    );
    await console.check();
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    const delivered = rows.filter({ hasText: 'Delivered accounting' });
    await delivered.nth(2).waitFor();
    await page.getByLabel('Export').selectOption('Not sent yet');
    await delivered.first().waitFor({ state: 'detached' });
    await console.check();
  });

  test('a refused invoice says why in the words of the other side, is mended and sent again', async () => {
    const { page } = console;
    receiver.behave(answer(400, JSON.stringify({ error: refusal }), { 'content-type': 'application/json' }));
    await change('UA-0131', { properties: { extStatus: 'EXT.READY' } });
    await console.open(`/1/records/documents/${id('UA-0131')}`);
    const trouble = page.getByRole('region', { name: 'Why was it refused?' });
    await trouble.getByText(refusal).waitFor();
    await page.getByRole('article', { name: 'Invoice' }).getByText('CZK 19,844.00').waitFor();
    await console.check();
    receiver.behave(accepted);
    await trouble.getByRole('button', { name: 'Mend and resend' }).click();
    await page.getByLabel('Tax point').fill('2026-11-10');
    await console.check();
    await page.getByRole('button', { name: 'Save and send again' }).click();
    await page.getByRole('status').getByText('Saved, and on its way again.').waitFor();
    await page.getByRole('region', { name: 'Where it is' }).getByText('Delivered').waitFor();
    await trouble.waitFor({ state: 'detached' });
    const story = page.getByRole('list', { name: 'Story' });
    await story.getByText('28 Aug 2026 → 10 Nov 2026').waitFor();
    await story.getByText(refusal).first().waitFor();
  });

  test('an invoice of which nobody knows whether it is there asks for one of two answers', async () => {
    const { page, server } = console;
    receiver.behave(answer(200, 'what is this?'));
    await change('UA-0132', { properties: { extStatus: 'EXT.READY' } });
    await console.open(`/1/records/documents/${id('UA-0132')}`);
    const unknown = page.getByRole('region', { name: 'Nobody knows whether accounting has it' });
    await unknown.getByRole('button', { name: 'It is not' }).waitFor();
    await unknown.getByRole('button', { name: 'It is there' }).click();
    await page.getByRole('dialog').getByLabel('Its number there').fill('2610132');
    await page.getByRole('dialog').getByRole('button', { name: 'It is there' }).click();
    await unknown.waitFor({ state: 'detached' });
    expect((await server.record(id('UA-0132'))).data).toMatchObject({ properties: { accountingNumber: '2610132' } });
    receiver.behave(accepted);
  });

  test('a fault stands beside its field, and what somebody else saved meanwhile loses nothing that was typed', async () => {
    const { page } = console;
    await console.open(`/1/records/documents/${id('UA-0114')}`);
    await page.getByRole('button', { name: 'Edit' }).click();
    await page.getByLabel('VAT %, line 1').fill('lots');
    await page.getByLabel('Due on').fill('2026-12-01');
    console.expectRefusals(/documents\?id=/);
    await page.getByRole('button', { name: 'Save' }).click();
    const fault = page.locator('.gw-line-faults').getByText('"lines[0].vatRate" must be an amount');
    await fault.waitFor();
    // The cursor is there already.
    const faulty = page.locator('input:focus[aria-invalid]');
    const told = (await faulty.getAttribute('aria-describedby')) ?? '';
    expect(await page.locator(`[id="${told}"]`).textContent()).toContain('must be an amount');
    await faulty.fill('12');
    // An answer that is written back stops nobody.
    await change('UA-0114', { properties: { accountingNumber: '4711' } });
    await page.getByRole('list', { name: 'Story' }).getByText('→ 4711').waitFor();
    await page.getByLabel('Number in accounting').and(page.locator('[value="4711"]')).waitFor();
    await change('UA-0114', { dueOn: '2026-12-24', note: 'Call before.' });
    const conflict = page.getByRole('alert', { name: 'Somebody has changed this record meanwhile' });
    await conflict.getByText('24 Dec 2026').waitFor();
    await conflict.getByText('1 Dec 2026').waitFor();
    await conflict.getByText('Call before.').waitFor();
    await console.check();
    await conflict.getByLabel('24 Dec 2026').check();
    await conflict.getByRole('button', { name: 'Go on with these values' }).click();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('status').getByText('Saved.').waitFor();
    const saved = await console.server.record(id('UA-0114'));
    expect(saved.data).toMatchObject({ dueOn: '2026-12-24', note: 'Call before.', lines: [{ vatRate: '12' }, {}, {}] });
  });

  test('an invoice is created with its lines, and a company by its schema', async () => {
    const { page } = console;
    await console.open('/1/records/documents/new?type=INVOICE.SALES');
    await page.getByRole('combobox', { name: 'Company' }).fill('pivovar');
    await page.getByRole('option', { name: 'Vzorový pivovar' }).click();
    await page.getByLabel('Text, line 1').fill('Design');
    await page.getByLabel('Unit price, line 1').fill('1,000.50');
    await page.getByLabel('VAT %, line 1').fill('21');
    await page.getByRole('button', { name: 'Add a line' }).click();
    await page.keyboard.type('Print');
    await page.getByLabel('Unit price, line 2').fill('0.1');
    await page.getByLabel('Quantity, line 2').fill('3');
    await page.getByText('Without VAT: 1,000.80').waitFor();
    await console.check();
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByRole('article', { name: 'Invoice' }).getByText('CZK 1,210.97').waitFor();
    await console.open('/1/records/companies/new');
    await page.getByLabel('Name').first().fill('Nová firma s.r.o.');
    await page.getByRole('button', { name: 'Add: Addresses' }).click();
    await page.getByLabel('City').fill('Brno');
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByRole('heading', { name: 'Nová firma s.r.o.' }).waitFor();
    await page.getByRole('region', { name: 'Addresses' }).getByText('Brno').waitFor();
    await console.check();
  });

  test('a bookkeeper sees why she may not approve; a filter by hand says what is wrong at its place, and is kept under a name', async () => {
    const { server, url } = console;
    const users = await server.call('GET', "/rest/v1/1/views/users?columns=id,login&externalFilter=login='ucetova'");
    const { data } = users.body as { readonly data: readonly { readonly id: number }[] };
    await givePassword(server.database, data[0]?.id ?? 0, password);
    const page = await console.visit();
    await signIn(page, url, 'ucetova');
    await change('UA-0103', { status: 'PROCESSING' });
    await page.goto(`${url}/1/records/documents/${id('UA-0103')}`);
    const approve = page.getByRole('button', { name: 'Approve' });
    await approve.focus();
    await page.getByRole('tooltip').getByText('Approvers').waitFor();
    expect(await approve.getAttribute('aria-disabled')).toBe('true');
    await page.goto(`${url}/1/records/invoices.sales`);
    await page.getByRole('button', { name: 'Filters', exact: true }).click();
    await page.getByRole('button', { name: 'Write a filter by hand' }).click();
    console.expectRefusals(/externalFilter=/);
    await page.getByRole('dialog').getByLabel('Filter').fill("status='PROCESSING' OR");
    await page.keyboard.press('Enter');
    await page.getByText('A condition was expected here').waitFor();
    await page.getByRole('dialog').getByLabel('Filter').fill("status='PROCESSING' OR id=0");
    await page.keyboard.press('Enter');
    const rows = page.locator('tbody tr[data-index]');
    await rows.nth(1).waitFor({ state: 'detached' });
    expect(await rows.allInnerTexts()).toEqual([expect.stringContaining('UA-0103')]);
    await page.getByRole('button', { name: 'Save this filter' }).click();
    await page.getByLabel('Name of this filter').fill('In approval');
    await page.keyboard.press('Enter');
    await page.goto(`${url}/1/records/invoices.sales`);
    await page.getByRole('button', { name: 'Saved filters' }).click();
    await page.getByRole('link', { name: 'In approval' }).click();
    await rows.nth(1).waitFor({ state: 'detached' });
    expect(await rows.count()).toBe(1);
  });
});
