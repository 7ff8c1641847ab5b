import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drawSetUpCode } from '../../../server/src/access/sessions/set-up.ts';
import { accepted } from '../../../server/test/receivers/behaviour.ts';
import { type Receiver, startReceiver } from '../../../server/test/receivers/receiver.ts';
import { counterparty } from '../../../server/test/support/counterparty.ts';
import { chromiumPath, openConsole, type TestConsole } from '../support/test-console.ts';

/** On a busy machine a page may take its time. */
const patience = { timeout: 10_000 };

describe.skipIf(chromiumPath === undefined)('in a browser (skipped where this machine has no Chromium)', () => {
  let console: TestConsole;
  let receiver: Receiver;
  beforeAll(async () => {
    receiver = await startReceiver(accepted);
    console = await openConsole({ setUp: false });
  });
  afterAll(async () => {
    await console.close();
    await receiver.close();
  });

  test('from the first start to the first delivered invoice', async () => {
    const { page, server } = console;
    const code = (await drawSetUpCode(server.database)) ?? '';
    await console.open('/');
    await page.getByRole('heading', { name: 'Set up Gangway' }).waitFor();
    console.expectRefusals(/\/api\/v1\/setup$/);
    const fill = async (fields: Readonly<Record<string, string>>): Promise<void> => {
      for (const [label, value] of Object.entries(fields)) await page.getByLabel(label, { exact: true }).fill(value);
    };
    await fill({
      'One-time code': 'not the code',
      ...{ 'Your organisation': 'First s.r.o.', 'First name': 'Ada', 'Last name': 'First', Login: 'ada' },
      ...{ 'E-mail': 'ada@example.com', Password: 'four words by chance' },
    });
    await page.getByRole('button', { name: 'Set up and sign in' }).click();
    // The sentence stands at its field, and what was typed is still there.
    await expect.poll(() => page.getByLabel('One-time code').getAttribute('aria-invalid'), patience).toBe('true');
    await fill({ 'One-time code': code });
    await page.getByRole('button', { name: 'Set up and sign in' }).click();
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    const steps = page.getByRole('region', { name: 'To the first delivered invoice' });
    await steps.getByRole('link', { name: 'Begin' }).waitFor();
    await console.check();
    const done = steps.getByRole('img', { name: 'Done' });
    expect(await done.count()).toBe(0);
    await server.apply(counterparty('accounting', receiver.url));
    await expect.poll(() => done.count(), patience).toBe(3);
    const { id } = await server.send('accounting');
    await server.ended(id);
    await steps.waitFor({ state: 'detached' });
    await page.getByText('Nothing needs you now.').waitFor();
    await page.getByRole('row', { name: /accounting Works/ }).waitFor();
    await console.check();
  });
});
