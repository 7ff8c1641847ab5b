import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestApp, testApp } from '../support/app.ts';
import { chromiumPath, openBrowser } from '../support/browser.ts';

let server: TestApp;
let url: string;
beforeAll(async () => {
  server = await testApp({ start: false });
  url = await server.app.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(() => server.close());

test('the page and its files are served with a policy that allows nothing but this server', async () => {
  for (const path of ['/docs', '/docs/page.css', '/docs/page.js', '/docs/try-it.js']) {
    const answer = await fetch(`${url}${path}`);
    expect([path, answer.status]).toEqual([path, 200]);
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'");
    expect(policy).not.toContain('unsafe');
  }
  for (const path of ['/docs/tsconfig.json', '/docs/..%2Fpackage.json', '/docs/index.html'])
    expect([path, (await fetch(`${url}${path}`)).status]).toEqual([path, 404]);
});

test('the page names nothing outside of this server', async () => {
  for (const path of ['/docs', '/docs/page.css', '/docs/page.js', '/docs/elements.js', '/docs/try-it.js'])
    expect(await (await fetch(`${url}${path}`)).text(), path).not.toMatch(/https?:\/\//);
});

describe.skipIf(chromiumPath === undefined)('in a browser (skipped where this machine has no Chromium)', () => {
  let browser: Browser;
  let page: Page;
  const asked: string[] = [];
  const complaints: string[] = [];
  beforeAll(async () => {
    browser = await openBrowser();
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    page.on('request', (request) => asked.push(request.url()));
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(`${url}/docs`);
    await page.getByRole('heading', { level: 1 }).waitFor();
  });
  afterAll(() => browser.close());

  test('shows every operation, asks this server only, and breaks none of its own rules', async () => {
    const { paths } = (await (await fetch(`${url}/openapi.json`)).json()) as { paths: Record<string, object> };
    const operations = Object.values(paths).flatMap((methods) => Object.keys(methods));
    expect(await page.locator('nav a').count()).toBe(operations.length);
    for (const id of ['createRecord', 'readView', 'registerTime', 'createConnection']) {
      await page.goto(`${url}/docs#${id}`);
      await page.getByRole('heading', { name: 'Answers' }).waitFor();
      expect(await page.locator('main pre').count(), id).toBeGreaterThan(1);
    }
    expect(asked.filter((address) => !address.startsWith(`${url}/`))).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test('finds operations by words, opens shapes step by step', async () => {
    await page.getByRole('searchbox').fill('pause connection');
    await page.locator('nav a:visible', { hasText: 'connection' }).first().click();
    await page.getByRole('heading', { level: 1, name: /pause/i }).waitFor();
    await page.goto(`${url}/docs#createConnection`);
    const field = page.locator('main .fields summary').first();
    const before = await page.locator('main .fields li').count();
    await field.click();
    // The browser tells that it opened in a moment of its own.
    await expect.poll(() => page.locator('main .fields li').count()).toBeGreaterThan(before);
    await page.getByRole('searchbox').fill('');
  });

  test('tries a call with the token that was typed, and shows what was answered', async () => {
    await page.getByLabel('Token', { exact: true }).fill(server.token);
    await page.getByRole('button', { name: 'Use' }).click();
    await page.getByText('in use').waitFor();
    await page.goto(`${url}/docs#createRecord`);
    await page.getByLabel('entity, path').fill('tasks');
    await page.getByLabel('Body').fill('{"name": "tried <b>here</b>", "ownerId": 2}');
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByText('201 Created').waitFor();
    const answer = await page.getByLabel('Answer', { exact: true }).textContent();
    expect(JSON.parse(answer ?? '')).toMatchObject({ name: 'tried <b>here</b>' });
    // The command can be passed on: the token is not in it.
    const command = await page.getByLabel('The call as a command').textContent();
    expect(command).toContain('Authorization: Bearer TOKEN');
    expect(await page.content()).not.toContain(server.token);
  });

  test('says what is wrong with a token that is no good, and shows the document all the same', async () => {
    await page.getByLabel('Token', { exact: true }).fill('not-a-token');
    await page.getByRole('button', { name: 'Use' }).click();
    await page.getByText('This token is not known here').waitFor();
    expect(await page.locator('nav a').count()).toBeGreaterThan(50);
  });

  test.each([
    [1440, 'light'],
    [1440, 'dark'],
    [390, 'light'],
    [390, 'dark'],
  ] as const)('fits a window of %i pixels in %s colours', async (width, colorScheme) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 900 });
    await page.goto(`${url}/docs#createRecord`);
    await page.getByRole('heading', { name: 'Answers' }).waitFor();
    const wide = await page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth');
    expect(wide).toBeLessThanOrEqual(0);
    const folder = process.env['GANGWAY_TEST_SCREENSHOTS'];
    if (folder !== undefined) await page.screenshot({ path: `${folder}/docs-${width}-${colorScheme}.png` });
  });
});
