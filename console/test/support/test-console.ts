import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { saveCompany } from '../../../examples/demo/stage/save-company.ts';
import { type TestApp, testApp } from '../../../server/test/support/app.ts';
import { openBrowser } from '../../../server/test/support/browser.ts';
import { givePassword } from '../../../server/test/support/visitor.ts';
import { barriersOf } from './check-page.ts';

export { chromiumPath } from '../../../server/test/support/browser.ts';

/** The administrator's, in every console of the tests. */
export const password = 'four words by chance';

export interface TestConsole {
  readonly server: TestApp;
  readonly url: string;
  readonly browser: Browser;
  /** Signed in as the administrator, unless told otherwise. */
  readonly page: Page;
  /** Opens a path such as `/1/deliveries`, waits for its heading, and holds the page against axe. */
  open(path: string): Promise<void>;
  /** Holds the page as it is now against axe: a dialog, an unfolded part. */
  check(): Promise<void>;
  /** Another person with a browser of their own. */
  visit(options?: BrowserContextOptions): Promise<Page>;
  /** Expected refusals: complaints of the browser about this address are no fault from now on. */
  expectRefusals(path: RegExp): void;
  /** Closes everything; fails when the browser had anything to complain of. */
  close(): Promise<void>;
}

export interface TestConsoleOptions {
  /** false: nobody has set it up, nobody has signed in. */
  readonly setUp?: boolean;
  /** false: an empty unit. The company of the demonstration has 8 users, 15 companies and 40 invoices. */
  readonly company?: boolean;
}

/** One real server with the demonstration's company, one browser, one page: what a file of tests needs. */
export async function openConsole({ setUp = true, company = setUp }: TestConsoleOptions = {}): Promise<TestConsole> {
  const server = await testApp();
  const url = await server.app.listen({ port: 0, host: '127.0.0.1' });
  if (company) await saveCompany(callsOf(server));
  if (setUp) await givePassword(server.database, 2, password);
  const browser = await openBrowser();
  const watch = new Watch();
  const visit = async (options: BrowserContextOptions = {}): Promise<Page> => {
    const context = await browser.newContext({ ...usual, ...options });
    // Sooner than the test's own limit, so that its error names what did not come.
    context.setDefaultTimeout(10_000);
    watch.over(context);
    return context.newPage();
  };
  const page = await visit();
  const check = async (): Promise<void> => {
    // What moves is judged when it stands.
    await page.evaluate(() => {
      const ending = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
      return Promise.allSettled(ending.map(({ finished }) => finished)).then(() => undefined);
    });
    const barriers = await barriersOf(page);
    if (barriers.length > 0) throw new Error(`${page.url()} keeps people out:\n${barriers.join('\n')}`);
  };
  if (setUp) await signIn(page, url);
  return {
    ...{ server, url, browser, page, visit, check },
    open: async (path) => {
      await page.goto(url + path);
      await page.locator('h1').waitFor();
      await check();
    },
    expectRefusals: (path) => watch.allow(path),
    close: async () => {
      await browser.close();
      await server.close();
      watch.judge();
    },
  };
}

const usual: BrowserContextOptions = {
  viewport: { width: 1440, height: 900 },
  locale: 'en-GB',
  timezoneId: 'Europe/Prague',
  // Nothing moves, so nothing has to be waited for.
  reducedMotion: 'reduce',
};

export async function signIn(page: Page, url: string, login = 'admin', secret = password): Promise<void> {
  await page.goto(`${url}/`);
  await page.getByLabel('Login').fill(login);
  await page.getByLabel('Password', { exact: true }).fill(secret);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('navigation').waitFor();
}

type Call = Parameters<typeof saveCompany>[0];

/** The data API, as the demonstration calls it. */
function callsOf(server: TestApp): Call {
  return async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const answer = await server.call(method, path, body);
    if (answer.status >= 400) throw new Error(`${method} ${path}: ${JSON.stringify(answer.body)}`);
    // The shapes of the demonstration.
    return answer.body as T;
  };
}

/** Collects what browsers complain of: errors in the console, exceptions, requests that failed or were refused. */
class Watch {
  readonly #complaints: string[] = [];
  readonly #allowed: RegExp[] = [];

  over(context: BrowserContext): void {
    context.on('console', (message) => {
      const { url } = message.location();
      if (['error', 'warning'].includes(message.type())) this.#note(`console: ${message.text()}`, url);
    });
    context.on('weberror', (error) => this.#note(`exception: ${error.error().stack ?? error.error().message}`, ''));
    context.on('response', (response) => {
      const { method } = { method: response.request().method() };
      if (response.status() >= 400) this.#note(`${response.status()} ${method} ${response.url()}`, response.url());
    });
    context.on('requestfailed', (request) => {
      const why = request.failure()?.errorText ?? '';
      // A page that is left takes back what it has asked for.
      if (why !== 'net::ERR_ABORTED') this.#note(`failed: ${request.url()} ${why}`, request.url());
    });
  }

  allow(path: RegExp): void {
    this.#allowed.push(path);
  }

  judge(): void {
    if (this.#complaints.length > 0) throw new Error(`The browser complained:\n${this.#complaints.join('\n')}`);
  }

  #note(text: string, url: string): void {
    if (!this.#allowed.some((pattern) => pattern.test(url))) this.#complaints.push(text);
  }
}
