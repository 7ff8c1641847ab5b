import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accepted } from '../../../server/test/receivers/behaviour.ts';
import { type Receiver, startReceiver } from '../../../server/test/receivers/receiver.ts';
import { chromiumPath, openConsole, type TestConsole } from '../support/test-console.ts';

describe.skipIf(chromiumPath === undefined)('integrations', () => {
  let gangway: TestConsole;
  let receiver: Receiver;
  beforeAll(async () => {
    [gangway, receiver] = await Promise.all([openConsole(), startReceiver(accepted)]);
  });
  afterAll(async () => {
    await gangway.close();
    await receiver.close();
  });

  const approve = async (id: number): Promise<void> => {
    const { status } = await gangway.server.call('PATCH', `/rest/v1/1/documents?id=${id}`, { status: 'APPROVED' });
    expect(status).toBe(200);
  };
  /** Sales invoices that nobody has approved yet. */
  const openInvoices = async (): Promise<readonly number[]> => {
    const filter = "type='INVOICE.SALES' AND status='OPEN'";
    const address = `/rest/v1/1/views/documents?columns=id&externalFilter=${encodeURIComponent(filter)}&limit=3`;
    const { body } = await gangway.server.call('GET', address);
    return (body as { readonly data: readonly { readonly id: number }[] }).data.map(({ id }) => id);
  };

  test('a connection begins blank, its test says what is wrong at the field, and is mended', async () => {
    const { page } = gangway;
    await gangway.open('/1/connections');
    await page.getByText('Your counterparties appear here').waitFor();
    await page.getByRole('main').getByRole('link', { name: 'New connection' }).first().click();
    await page.getByText('Issued invoices to Pohoda').waitFor();
    await gangway.check();
    await page.getByRole('link', { name: 'Blank connection' }).click();
    await page.getByLabel('Name', { exact: false }).first().fill('books');
    await page.getByRole('textbox', { name: 'Address' }).fill('http://127.0.0.1:1');
    await page.getByRole('combobox', { name: 'Authentication' }).click();
    await page.getByRole('option', { name: 'Bearer token' }).click();
    await page.getByRole('textbox', { name: 'Token' }).fill('a token of the books');
    await page.getByRole('button', { name: 'Create and test' }).click();
    await page.getByRole('heading', { name: 'It does not work yet.' }).waitFor();
    const sentence = /refused the connection on port 1/;
    await page.getByRole('region', { name: 'Test of the connection' }).getByText(sentence).waitFor();
    const address = page.getByRole('textbox', { name: 'Address' });
    expect(await address.getAttribute('aria-invalid')).toBe('true');
    await gangway.check();

    // The token was meant for the other address, and does not go to this one unasked.
    gangway.expectRefusals(/\/apply$/);
    await address.fill(receiver.url);
    await page.getByRole('button', { name: 'Save and test' }).click();
    await page
      .getByRole('main')
      .getByRole('alert')
      .getByText(/books\.token/)
      .waitFor();
    await page.getByRole('textbox', { name: 'Token' }).fill('a token of the books');
    await page.getByRole('button', { name: 'Save and test' }).click();
    await page.getByRole('heading', { name: 'It works: the counterparty answers.' }).waitFor();
    await page.getByText('Kept as the secret books.token').waitFor();
    expect(await page.getByRole('textbox', { name: 'Token' }).inputValue()).toBe('');
    await page.getByRole('tab', { name: 'Versions' }).click();
    await page.getByText('Version 2').waitFor();
    await gangway.check();
  }, 60_000);

  test('a trigger is rehearsed over what has happened, watches, and is switched live with its number', async () => {
    const { page, server } = gangway;
    const [before, watched, sent] = await openInvoices();
    if (before === undefined || watched === undefined || sent === undefined) throw new Error('Three are needed');
    await approve(before);
    await gangway.open('/1/triggers/new');
    await page.getByLabel('Name', { exact: false }).first().fill('approved-to-books');
    await page.getByRole('combobox', { name: 'To' }).click();
    await page.getByRole('option', { name: 'books' }).click();
    await page.getByText(/It would have fired for 1 change out of/).waitFor();
    const condition = page.getByRole('textbox', { name: 'Condition' });
    await condition.click();
    await page.keyboard.press('End');
    await page.keyboard.insertText(' and input.nonsense = 1');
    await page
      .getByText(/nonsense/)
      .last()
      .waitFor();
    await page.keyboard.press('Control+A');
    await page.keyboard.press('Delete');
    await page.keyboard.insertText("input.type = 'INVOICE.SALES' and input.");
    await page.getByRole('option', { name: 'company', exact: false }).first().waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+A');
    await page.keyboard.press('Delete');
    await page.keyboard.insertText("input.type = 'INVOICE.SALES'");
    await page.getByRole('button', { name: 'Create, watching' }).click();
    await page.getByRole('heading', { name: 'approved-to-books Watching' }).waitFor();

    await approve(watched);
    await page.getByRole('tab', { name: 'Watched' }).click();
    await page.getByRole('link', { name: `documents record ${watched}` }).waitFor();
    await gangway.check();
    await page.getByRole('button', { name: 'Switch live' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(/it would have fired for 2 changes out of/).waitFor();
    await dialog.getByText('While watching it has noted 1 message').waitFor();
    await gangway.check();
    await dialog.getByRole('button', { name: 'Switch live: 2 changes in 30 days' }).click();
    await page.getByRole('heading', { name: 'approved-to-books Live' }).waitFor();
    expect(receiver.requests.filter(({ method }) => method === 'POST')).toEqual([]);
    await approve(sent);
    await server.until(() => receiver.requests.some(({ method }) => method === 'POST'));
    expect(receiver.requests.at(-1)?.headers.authorization).toBe('Bearer a token of the books');
  }, 60_000);

  test('a webhook is made, its secret is shown once, and its test says what was answered', async () => {
    const { page } = gangway;
    await gangway.open('/1/hooks/new');
    await page.getByRole('textbox', { name: 'Address' }).fill(`${receiver.url}/hook`);
    await page.getByRole('button', { name: 'Create', exact: true }).click();
    await page.getByText('Keep it now').waitFor();
    await page.getByText(/^whsec_/).waitFor();
    await gangway.check();
    await page.getByRole('button', { name: 'I have kept it' }).click();
    await page.getByRole('button', { name: 'Send a test notice' }).click();
    const result = page.getByRole('region', { name: 'Test notice' });
    await result.getByText('documents.approved').first().waitFor();
    await gangway.check();
    expect(receiver.requests.at(-1)?.path).toBe('/hook');
    await page.getByRole('tab', { name: 'Check the signature' }).click();
    await page
      .getByText(/^whpk_/)
      .first()
      .waitFor();
    await gangway.check();
  }, 60_000);

  test('an integration file says what is wrong at its lines, what it would change, and asks for the secrets that are missing', async () => {
    const { page } = gangway;
    await gangway.open('/1/integration-file');
    await page.getByRole('textbox', { name: 'Integration file' }).click();
    const file = `dictionaries:
  - name: rates
    entries: { '21': high }
connections:
  - name: bank
    url: ${receiver.url}
    authentication: { kind: bearer, token: '{{secret:bank}}' }
    timeout: soon
`;
    await page.keyboard.insertText(file);
    await page.getByLabel('Secret bank').fill('a token of the bank');
    await page.getByRole('button', { name: 'Show what will change' }).click();
    await page.getByText('line 8:').waitFor();
    await gangway.check();
    await page.getByRole('textbox', { name: 'Integration file' }).click();
    await page.keyboard.press('Control+A');
    await page.keyboard.press('Delete');
    await page.keyboard.insertText(file.replace('    timeout: soon\n', ''));
    await page.getByRole('button', { name: 'Show what will change' }).click();
    await page.getByRole('button', { name: 'Apply 2 changes' }).click();
    await page.getByText('2 changes applied.').waitFor();

    await gangway.open('/1/dictionaries/rates');
    const field = page.getByRole('textbox', { name: 'Keyword 1' });
    await field.evaluate((input) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', '12\tlow\n0\tnone');
      input.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    });
    expect(await page.getByRole('textbox', { name: 'Translation of 12' }).inputValue()).toBe('low');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('rates is saved.').waitFor();
    await page.getByRole('tab', { name: 'Coverage' }).click();
    await page.getByText('No template asked this dictionary').waitFor();
    await gangway.check();
  }, 60_000);

  test('a definition is written, tried without writing anything, and shows what called it', async () => {
    const { page, server } = gangway;
    await gangway.open('/1/definitions/new');
    await page.getByLabel('Name', { exact: false }).first().fill('crm');
    await page.getByRole('textbox', { name: 'Path', exact: false }).first().fill('/crm');
    await gangway.check();
    await page.getByRole('button', { name: 'Create, in the test mode' }).click();
    await page.getByRole('textbox', { name: 'Body of the message' }).fill('{"code":"C-1","name":"Papírna"}');
    await page.getByRole('button', { name: 'Try it' }).click();
    await page.getByRole('row', { name: /C-1 companies created/ }).waitFor();
    await gangway.check();
    await server.call('POST', '/in/1/crm', { name: 'without a code' });
    await page.getByRole('tab', { name: 'Calls' }).click();
    await page.getByText('The company has no code').waitFor();
    await page.getByRole('table').getByRole('link').first().click();
    await page.getByRole('heading', { name: 'What was answered' }).waitFor();
    await gangway.check();
  }, 60_000);
});
