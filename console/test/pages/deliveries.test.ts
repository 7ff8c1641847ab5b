import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accepted, answer } from '../../../server/test/receivers/behaviour.ts';
import { type Receiver, startReceiver } from '../../../server/test/receivers/receiver.ts';
import { chromiumPath, openConsole, type TestConsole } from '../support/test-console.ts';

/** On a busy machine a page may take its time. */
const patience = { timeout: 10_000 };

describe.skipIf(chromiumPath === undefined)('in a browser (skipped where this machine has no Chromium)', () => {
  let console: TestConsole;
  let receiver: Receiver;
  beforeAll(async () => {
    receiver = await startReceiver(accepted);
    console = await openConsole();
    // One attempt, so that an outage is over with it.
    const connection = { retry: { at: ['0s'] } };
    await console.server.counterparty('accounting', receiver.url, { connection });
  });
  afterAll(async () => {
    await console.close();
    await receiver.close();
  });

  test('an outage is seen as it happens, and what failed is sent again together', async () => {
    const { page, server } = console;
    await console.open('/1/deliveries');
    await page.getByText('Nothing has been sent yet').waitFor();
    receiver.behave(answer(503));
    const sent = await Promise.all([1, 2, 3].map(() => server.send('accounting')));
    for (const { id } of sent) await server.ended(id);
    // They appear by themselves.
    const failed = page.getByRole('row').filter({ hasText: 'Failed' });
    await failed.nth(2).waitFor();
    await console.check();
    await page.getByRole('group', { name: 'States' }).getByRole('button', { name: 'Failed' }).click();
    expect(page.url()).toContain('state=failed');
    receiver.behave(accepted);
    await page.getByLabel('Select all rows shown').check();
    await page.getByRole('button', { name: 'Send 3 again …' }).click();
    const dialog = page.getByRole('dialog', { name: 'Send 3 deliveries again?' });
    await dialog.getByRole('cell', { name: 'accounting' }).first().waitFor();
    await console.check();
    await dialog.getByRole('button', { name: 'Send 3 again' }).click();
    await page.getByRole('status').getByText('3 deliveries are being sent again.').waitFor();
    await page.getByRole('group', { name: 'States' }).getByRole('button', { name: 'All' }).click();
    await page.getByRole('row').filter({ hasText: 'Delivered' }).nth(2).waitFor();
  });

  test('a delivery is told as a story, with what was sent and answered', async () => {
    const { page, server } = console;
    receiver.behave(answer(400, '{"error": "The VAT id is unknown."}', { 'content-type': 'application/json' }));
    const { id } = await server.send('accounting');
    await server.ended(id);
    await console.open(`/1/deliveries/${id}`);
    const story = page.getByRole('list', { name: 'What happened' });
    await story.getByText('Attempt 1').waitFor();
    await story.getByText('answered 400').waitFor();
    await story.getByText('Refused by the other side').waitFor();
    await page.getByRole('region', { name: 'Answer 1' }).getByText('The VAT id is unknown.').waitFor();
    await page.getByRole('region', { name: 'Request 1' }).getByText('"customer"').waitFor();
    receiver.behave(accepted);
    await page.keyboard.press('r');
    await story.getByText('Sends an earlier delivery again').waitFor();
    await page.getByRole('main').locator('.gw-page-header').getByText('Delivered').waitFor();
    await console.check();
  });

  test('an unknown answer is settled with one of two buttons', async () => {
    const { page, server } = console;
    receiver.behave(answer(200, 'what is this?'));
    const { id, recordId } = await server.send('accounting');
    await server.ended(id);
    await console.open('/1/inbox');
    const line = page.getByRole('region', { name: 'Unknown answers' }).getByRole('listitem');
    await line.getByRole('button', { name: 'It is there' }).click();
    const dialog = page.getByRole('dialog', { name: 'The other side has it' });
    await dialog.getByLabel('Its number there (may stay empty)').fill('2610077');
    await console.check();
    await dialog.getByRole('button', { name: 'It is there' }).click();
    await line.waitFor({ state: 'detached' });
    const { data } = await server.record(recordId);
    expect(data).toMatchObject({ properties: { accountingNumber: '2610077' } });
  });

  test('rows are chosen with keys, filtered while typing, and the address holds it all', async () => {
    const { page } = console;
    await console.open('/1/deliveries');
    const rows = page.locator('tbody tr[data-index]');
    await rows.first().waitFor();
    await page.keyboard.press('j');
    await expect.poll(() => rows.nth(0).evaluate((row) => row.contains(document.activeElement)), patience).toBe(true);
    await page.keyboard.press('j');
    await expect.poll(() => rows.nth(1).evaluate((row) => row.contains(document.activeElement)), patience).toBe(true);
    await page.keyboard.press('x');
    await page.getByText('1 selected').waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('f');
    await page.keyboard.type('no such reason');
    await page.getByText('Nothing fits these filters.').waitFor();
    await expect.poll(() => page.url(), patience).toContain('text=no+such+reason');
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await rows.first().waitFor();
  });
});
