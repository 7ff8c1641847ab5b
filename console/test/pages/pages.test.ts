import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromiumPath, openConsole, password, signIn, type TestConsole } from '../support/test-console.ts';

describe.skipIf(chromiumPath === undefined)('in a browser (skipped where this machine has no Chromium)', () => {
  let console: TestConsole;
  beforeAll(async () => {
    console = await openConsole();
  });
  afterAll(() => console.close());

  test('every place of the navigation opens and keeps nobody out', async () => {
    const { page, url } = console;
    await console.open('/1/');
    const links = page.getByRole('navigation').getByRole('link');
    const paths = await links.evaluateAll((found) => found.map((link) => link.getAttribute('href') ?? ''));
    expect(paths.length).toBeGreaterThan(2);
    for (const [index, path] of paths.entries()) {
      await links.nth(index).click();
      await page.waitForURL(url + path);
      await page.getByRole('main').locator('h1').waitFor();
      await console.check();
      expect(await page.title(), path).toMatch(/^.+ · Gangway$/);
    }
    await page.goto(`${url}/1/nowhere`);
    await page.getByRole('heading', { name: 'There is no such page' }).waitFor();
  }, 60_000);

  test('keys lead to places, and their list says which', async () => {
    const { page } = console;
    await console.open('/1/');
    await page.keyboard.press('g');
    await page.keyboard.press('d');
    await page.getByRole('heading', { level: 1, name: 'Deliveries' }).waitFor();
    await page.keyboard.press('?');
    const dialog = page.getByRole('dialog', { name: 'Keyboard' });
    await dialog.getByText('Go to Inbox').waitFor();
    await console.check();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    await page.keyboard.press('/');
    await page.getByRole('combobox', { name: 'Search records' }).fill('inb');
    await console.check();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Inbox' }).waitFor();
  });

  test('on a phone the navigation opens, and leads away', async () => {
    const { page } = console;
    await page.setViewportSize({ width: 390, height: 844 });
    await console.open('/1/deliveries');
    await page.getByRole('button', { name: 'Open the navigation' }).click();
    const drawer = page.getByRole('dialog');
    await console.check();
    await drawer.getByRole('link', { name: 'Inbox' }).click();
    await page.getByRole('heading', { level: 1, name: 'Inbox' }).waitFor();
    await drawer.waitFor({ state: 'hidden' });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(wide).toBe(0);
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  test('it speaks Czech, and stays dark, for whoever wants that', async () => {
    const { page, server, url } = console;
    await console.open('/1/account');
    await page.getByRole('main').getByText('Čeština').click();
    await page.getByRole('heading', { name: 'Druhý faktor' }).waitFor();
    await page.getByRole('main').getByRole('img', { name: 'Tmavé' }).click();
    await page.reload();
    await page.getByRole('heading', { name: 'Druhý faktor' }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('cs');
    expect(await page.locator('html').getAttribute('data-mantine-color-scheme')).toBe('dark');
    await console.check();
    await console.open('/1/deliveries');
    await console.open('/1/');
    // On another computer it looks the same.
    const elsewhere = await console.visit();
    await signIn(elsewhere, url);
    await elsewhere.getByRole('heading', { name: 'Přehled' }).waitFor();
    await page.evaluate(() => localStorage.clear());
    await server.database.query({ text: 'delete from preferences' });
  });

  test('a session that ends asks for the password above the page, and what was typed is still there', async () => {
    const { page, server } = console;
    console.expectRefusals(/\/(?:api|rest)\/v1\//);
    await console.open('/1/account');
    await page.getByLabel('Password of now').fill(password);
    await page.getByLabel('New password').fill('five other words by chance');
    await server.database.query({ text: 'delete from sessions' });
    await page.getByRole('button', { name: 'Change the password' }).click();
    const dialog = page.getByRole('dialog', { name: 'Sign in again' });
    await dialog.getByLabel('Password', { exact: true }).fill(password);
    await console.check();
    await dialog.getByRole('button', { name: 'Sign in' }).click();
    await dialog.waitFor({ state: 'hidden' });
    expect(await page.getByLabel('New password').inputValue()).toBe('five other words by chance');
  });
});
