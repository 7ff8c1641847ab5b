import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromiumPath, openConsole, type TestConsole } from '../support/test-console.ts';

const sample = JSON.stringify(
  {
    invoiceNumber: '2026-77',
    issued: '23.11.2026',
    customer: { name: 'ACME', ico: '12345678', dic: 'CZ12345678' },
    items: [{ position: 1, text: 'Paper', quantity: 2, vatRate: 'high' }],
    total: 125.25,
    channel: 'web',
  },
  null,
  2,
);

describe.skipIf(chromiumPath === undefined)('the template editor', () => {
  let gangway: TestConsole;
  let template: Locator;
  let message: Locator;
  beforeAll(async () => {
    gangway = await openConsole();
    template = gangway.page.getByRole('textbox', { name: 'Body of the message, template' });
    message = gangway.page.getByRole('textbox', { name: 'Message of this record' });
  });
  afterAll(() => gangway.close());

  const shown = (text: string): Promise<void> => gangway.page.getByText(text).first().waitFor();
  /** Puts the cursor behind a text of the template. */
  const goBehind = async (text: string): Promise<void> => {
    await template.getByText(text, { exact: false }).first().click();
    await gangway.page.keyboard.press('End');
  };

  test('a template is written from a sample, seen on real records, saved, and pinned', async () => {
    const { page } = gangway;
    await gangway.open('/1/templates/new');
    await page.getByLabel('Name').fill('to-books');
    await page.getByLabel('Paste a message').fill(sample);
    await shown('11 of 12 places found');
    await shown('counterparty-vat-rate');
    await page.getByRole('button', { name: 'Open in the editor' }).click();
    await message.getByText('"position"').first().waitFor();
    await gangway.check();

    // The dictionary that the sample proposes knows one rate; the others are a gap that is told at its place.
    await page.getByRole('status', { name: 'Result on the records' }).getByText('dictionary gap').waitFor();
    await template.getByText('has no entry for').first().waitFor();
    await goBehind('counterparty-vat-rate');
    for (let pressed = 0; pressed < ')}"'.length; pressed++) await page.keyboard.press('ArrowLeft');
    await page.keyboard.insertText(", 'other'");
    await page.getByRole('status', { name: 'Result on the records' }).getByText('20 ok').waitFor();

    // A fault leaves the last good message where it is, and says so; completion mends it.
    await goBehind('"channel"');
    await page.keyboard.insertText(',\n"currency": ');
    await page.keyboard.type('"${input.curr');
    await shown('This is the last good preview.');
    await message.getByText('"position"').first().waitFor();
    await page.getByRole('option', { name: /^currency/ }).click();
    await shown('Up to date');
    await message.press('Control+End');
    await message.getByText('"CZK"').first().waitFor();

    // From the message to its expression and its fields, and back.
    await page.getByRole('button', { name: 'Fields' }).click();
    await message.getByText('"CZK"').first().click();
    await shown('Made of input.currency');
    expect(await template.locator('.gw-light-strong').innerText()).toBe('input.currency');
    expect(await page.locator('li[data-lit="true"]').first().innerText()).toContain('currency');
    await template.getByText('company', { exact: true }).first().click();
    await expect
      .poll(() => message.locator('.gw-light-strong').allInnerTexts())
      .toContainEqual(expect.stringMatching(/s\.r\.o\.|klinika/));
    await gangway.check();

    // A click in the record writes the field.
    await goBehind('"currency"');
    await page.keyboard.insertText(',\n"paid": ');
    await page.getByTitle('Insert input.paid', { exact: true }).click();
    expect(await template.innerText()).toContain('"paid": ${input.paid}');

    await page.getByRole('button', { name: 'Create', exact: true }).click();
    await shown('to-books is saved as version 1.');
    await page.waitForURL(/\/1\/templates\/to-books$/);
    await page.getByRole('tab', { name: 'Golden' }).click();
    await page.getByRole('button', { name: 'Pin this record' }).click();
    await shown('1 of 1 as pinned');
    await gangway.check();
  });

  test('a change that alters a golden record is saved with a reason only, and can be taken back', async () => {
    const { page } = gangway;
    gangway.expectRefusals(/templates\/to-books/);
    await goBehind('"channel"');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.insertText('-shop');
    await shown('Differs');
    await page.getByRole('button', { name: 'Show the difference' }).click();
    await page.getByRole('textbox', { name: 'Now', exact: true }).getByText('web-shop').waitFor();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Golden records come out differently' });
    await dialog.getByLabel('Reason').fill('The shop has a name of its own now');
    await dialog.getByRole('button', { name: 'Save all the same' }).click();
    await shown('to-books is saved as version 2.');
    await page.getByRole('tab', { name: 'Versions' }).click();
    await shown('The shop has a name of its own now');
    await page.getByRole('button', { name: 'Compare' }).click();
    await page.getByRole('textbox', { name: 'What stands in the editor' }).getByText('web-shop').waitFor();
    expect(await page.getByRole('textbox', { name: 'Version 1' }).innerText()).not.toContain('web-shop');
    await gangway.check();
    await page.getByRole('button', { name: 'Go back to it' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Go back to it' }).click();
    await shown('Version 1 is in force again.');
    await expect.poll(() => template.innerText()).not.toContain('web-shop');
  });

  test('a fault against the XML schema stands on the line of the template that wrote it', async () => {
    const { page, server, url } = gangway;
    const put = (kind: string, body: { name: string }) => server.call('PUT', `/api/v1/1/${kind}/${body.name}`, body);
    const sequence = '<xs:element name="number" type="xs:string"/><xs:element name="total" type="xs:decimal"/>';
    const root = `<xs:element name="a"><xs:complexType><xs:sequence>${sequence}</xs:sequence></xs:complexType></xs:element>`;
    const xsd = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">${root}</xs:schema>`;
    await put('schemas', { name: 'own', files: { 'a.xsd': xsd } } as { name: string });
    const body =
      '<a xmlns:t="urn:gangway:template">\n  <!-- is not sent -->\n  <number>${input.registration}</number>\n  <total>${input.type}</total>\n</a>';
    const xml = { name: 'checked', entity: 'documents', format: 'xml', schema: 'own/a.xsd', body };
    expect((await put('templates', xml)).status).toBe(200);
    await page.goto(`${url}/1/templates/checked`);
    await page.getByRole('tab', { name: 'Schema' }).click();
    await page.getByRole('button', { name: 'Line 3 of the message, line 4 of the template' }).click();
    await template.locator('.gw-sentence-error').getByText('total').waitFor();
    await gangway.check();
  });

  // Figures for docs/performance.md, on an idle machine: GANGWAY_BENCH=1 npm test -- template-editor
  test.skipIf(process.env['GANGWAY_BENCH'] === undefined)('figures: from a keystroke to the message', async () => {
    const { page, server } = gangway;
    const lines = Array.from({ length: 50 }, (_, index) => ({
      name: `Line ${index}`,
      quantity: 2,
      unitPrice: '12.50',
      vatRate: '21',
    }));
    for (let count = 0; count < 20; count++) await server.invoice({ lines });
    await page.goto(`${gangway.url}/1/templates/to-books`);
    await message.getByText('Line 1').first().waitFor();
    await goBehind('"channel"');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    const tookMs: number[] = [];
    for (let typed = 0; typed < 40; typed++) {
      const before = await page.evaluate(() => performance.getEntriesByName('preview').at(-1)?.startTime ?? 0);
      await page.keyboard.type('x');
      await page.waitForFunction((at) => (performance.getEntriesByName('preview').at(-1)?.startTime ?? 0) > at, before);
      tookMs.push(await page.evaluate(() => performance.getEntriesByName('preview').at(-1)?.duration ?? 0));
    }
    tookMs.sort((left, right) => left - right);
    console.log(
      `preview of 20 records of 50 lines: median ${tookMs[20]?.toFixed(1)} ms, worst ${tookMs.at(-1)?.toFixed(1)} ms`,
    );
  });
});
