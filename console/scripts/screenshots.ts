import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openBrowser } from '../../server/test/support/browser.ts';

const usage = `Takes pictures of the console as people see it, for a look: at 1440 and 390 px, light and dark.

node console/scripts/screenshots.ts --password PASSWORD [path ...]

  --url ADDRESS     of a running server (http://127.0.0.1:8080); \`npm run demo\` has something to show, and prints the password
  --login LOGIN     admin unless given
  --folder FOLDER   console/screenshots unless given; not in git
  --language TAG    en-GB or cs-CZ
  path              below the unit, such as deliveries; every place of the navigation unless given`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    url: { type: 'string', default: 'http://127.0.0.1:8080' },
    login: { type: 'string', default: 'admin' },
    password: { type: 'string', default: '' },
    folder: { type: 'string', default: join(import.meta.dirname, '../screenshots') },
    language: { type: 'string', default: 'en-GB' },
  },
});
if (values.password === '') {
  console.error(usage);
  process.exit(2);
}

const sizes = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
];
await mkdir(values.folder, { recursive: true });
const browser = await openBrowser();
for (const colorScheme of ['light', 'dark'] as const)
  for (const viewport of sizes) {
    const context = await browser.newContext({
      viewport,
      colorScheme,
      locale: values.language,
      reducedMotion: 'reduce',
    });
    const page = await context.newPage();
    await page.goto(values.url);
    await page.locator('input[name=login]').fill(values.login);
    await page.locator('input[name=password]').fill(values.password);
    await page.locator('form button[type=submit]').click();
    await page.locator('#content h1').waitFor();
    const home = new URL(page.url()).pathname;
    const found = await page.locator('nav a').all();
    const links = await Promise.all(found.map(async (link) => (await link.getAttribute('href')) ?? ''));
    const paths = positionals.length === 0 ? [...links, `${home}account`] : positionals.map((path) => home + path);
    for (const path of paths) {
      await page.goto(values.url + path);
      await page.locator('#content h1').waitFor();
      // What is read after the heading has come by then: this is for the eye, not for a test.
      await page.waitForLoadState('networkidle', { timeout: 1_000 }).catch(() => undefined);
      const name = path.replace(/^\/\d+\/?/, '').replace(/\W+/g, '-') || 'overview';
      await page.screenshot({ path: join(values.folder, `${name}-${viewport.width}-${colorScheme}.png`) });
    }
    await context.close();
  }
await browser.close();
console.log(values.folder);
