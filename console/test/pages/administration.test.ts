import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { defaultGroups } from '../../../server/src/access/groups.ts';
import { chromiumPath, openConsole, type TestConsole } from '../support/test-console.ts';

describe.skipIf(chromiumPath === undefined)('in a browser (skipped where this machine has no Chromium)', () => {
  let console: TestConsole;
  beforeAll(async () => {
    console = await openConsole();
    // As the first start writes them.
    for (const { name, description } of defaultGroups)
      await console.server.call('PUT', `/api/v1/1/groups/${name}`, { name, description });
  });
  afterAll(() => console.close());

  test('a token is made for a new user, used, and revoked; the audit tells of it', async () => {
    const { page, url } = console;
    await console.open('/1/administration/users');
    await page.getByRole('button', { name: 'New user' }).click();
    const dialog = page.getByRole('dialog', { name: 'New user' });
    await dialog.getByLabel('Login').fill('gate');
    await dialog.getByLabel('Last name').fill('Turnstile');
    await dialog.getByRole('combobox', { name: 'Groups' }).click();
    await page.getByRole('option', { name: 'Devices' }).click();
    await page.keyboard.press('Tab');
    await console.check();
    await dialog.getByRole('button', { name: 'Create user' }).click();
    await page.getByRole('heading', { level: 1, name: 'Turnstile' }).waitFor();
    await page.getByText('No token acts as this user.').waitFor();

    await console.open('/1/administration/tokens');
    await page.getByRole('button', { name: 'New token' }).click();
    const maker = page.getByRole('dialog', { name: 'New token' });
    await maker.getByRole('combobox', { name: 'Acts as' }).click();
    await page.getByRole('option', { name: 'Turnstile (gate)' }).click();
    await maker.getByLabel('What it is for').fill('the gate');
    const addresses = maker.getByLabel('Addresses from which it may be used');
    await addresses.fill('everywhere');
    console.expectRefusals(/\/api\/v1\/1\/tokens$/);
    await maker.getByRole('button', { name: 'Make token' }).click();
    // The sentence stands at its field, and nothing was made.
    await expect.poll(() => addresses.getAttribute('aria-invalid')).toBe('true');
    await maker.getByText('"everywhere" is neither an address nor a range').last().waitFor();
    await console.check();
    await addresses.fill('127.0.0.1');
    await maker.getByRole('button', { name: 'Make token' }).click();
    const shown = page.getByRole('dialog', { name: 'This is the token' });
    const token = (await shown.getByText(/^gw_/).first().textContent()) ?? '';
    await console.check();
    const pass = (): Promise<Response> =>
      fetch(`${url}/rest/v1/1/time`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ type: 'ATTENDANCE', userId: 2, direction: 'IN', at: new Date().toISOString() }),
      });
    expect((await pass()).status).toBe(201);
    await shown.getByRole('button', { name: 'I have copied it' }).click();

    await page.getByRole('link', { name: 'the gate' }).click();
    await page.getByRole('link', { name: 'Turnstile' }).waitFor();
    await page.getByRole('button', { name: 'Revoke' }).click();
    const revoke = page.getByRole('dialog', { name: 'Revoke "the gate"?' });
    await revoke.getByRole('button', { name: 'Revoke' }).click();
    await page.getByRole('main').getByText('Revoked', { exact: true }).waitFor();
    expect((await pass()).status).toBe(401);

    await console.open('/1/administration/audit');
    await page.getByRole('button', { name: 'Token revoked' }).waitFor();
    await page.getByRole('button', { name: 'Token made' }).click();
    await page.getByRole('dialog', { name: 'Token made' }).getByText('"the gate"').waitFor();
    await console.check();
  });

  test('an invitation lets the new user in, with the rights of the group and no others', async () => {
    const { page, url } = console;
    await console.open('/1/administration/groups/Readers');
    await page.getByRole('checkbox', { name: 'Create: All others' }).check();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('The group Readers is saved. It counts from the next call on.').waitFor();
    await expect.poll(() => page.getByRole('checkbox', { name: 'Create: All others' }).isChecked()).toBe(true);

    await console.open('/1/administration/users');
    await page.getByRole('button', { name: 'New user' }).click();
    const dialog = page.getByRole('dialog', { name: 'New user' });
    await dialog.getByLabel('Login').fill('reader');
    await dialog.getByRole('combobox', { name: 'Groups' }).click();
    await page.getByRole('option', { name: 'Readers' }).click();
    await page.keyboard.press('Tab');
    await dialog.getByRole('button', { name: 'Create user' }).click();
    await page.getByRole('button', { name: 'Make an invitation link' }).click();
    const link = (await page.getByText(/\/welcome#/).textContent()) ?? '';
    await console.check();

    const guest = await console.visit();
    await guest.goto(url + new URL(link).pathname + new URL(link).hash);
    await guest.getByLabel('New password').fill('a quiet place to read');
    await guest
      .getByRole('button')
      .filter({ hasText: /password/i })
      .last()
      .click();
    await guest.getByRole('navigation').getByText('Deliveries').waitFor();
    expect(await guest.getByRole('link', { name: 'Tokens' }).count()).toBe(0);
  });

  test('settings are changed where they may be, and say where they come from', async () => {
    const { page } = console;
    await console.open('/1/administration/settings');
    await page.getByLabel('Name', { exact: true }).fill('Second s.r.o.');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('The settings are saved.').waitFor();
    await page.getByRole('row', { name: /GANGWAY_DATABASE_CONNECTIONS/ }).waitFor();
    await console.open('/1/administration/system');
    await page.getByText('PostgreSQL', { exact: true }).waitFor();
  });
});
