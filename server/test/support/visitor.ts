import type { FastifyInstance } from 'fastify';
import { readCookie, sessionCookie } from '../../src/access/sessions/cookie.ts';
import { writePassword } from '../../src/access/sessions/password-store.ts';
import { PasswordHasher } from '../../src/access/sessions/password-hash.ts';
import { finishSetUp } from '../../src/access/sessions/set-up-store.ts';
import type { Database } from '../../src/database/database.ts';

export interface VisitorAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  // Tests look into answers of every shape.
  readonly body: unknown;
}

/** What a browser does for a page: it keeps the cookie, and names the page's origin. The page keeps the csrf. */
export interface Visitor {
  cookie: string | undefined;
  csrf: string;
  call(
    method: string,
    url: string,
    body?: unknown,
    headers?: Readonly<Record<string, string | undefined>>,
  ): Promise<VisitorAnswer>;
  /** Opens the page, and signs in with the password. */
  signIn(login: string, password: string): Promise<VisitorAnswer>;
}

export interface VisitorOptions {
  readonly address?: string;
  readonly userAgent?: string;
}

export function visitor(app: FastifyInstance, options: VisitorOptions = {}): Visitor {
  const {
    address = '127.0.0.1',
    userAgent = 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0',
  } = options;
  const browser: Visitor = {
    cookie: undefined,
    csrf: '',
    async call(method, url, body, headers = {}) {
      const all: Record<string, string | undefined> = {
        host: 'localhost',
        'user-agent': userAgent,
        ...(method === 'GET' ? {} : { origin: 'http://localhost', 'gangway-csrf': browser.csrf }),
        ...(browser.cookie === undefined ? {} : { cookie: `other=1; ${sessionCookie}=${browser.cookie}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      };
      const given = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined);
      const answer = await app.inject({
        method: method as 'GET',
        url,
        remoteAddress: address,
        headers: Object.fromEntries(given),
        ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
      });
      const set = answer.headers['set-cookie'];
      const cookie = readCookie(String(set ?? ''), sessionCookie);
      if (cookie !== undefined) browser.cookie = cookie;
      const json = String(answer.headers['content-type']).includes('json') ? answer.json<unknown>() : answer.body;
      const csrf = (json as { readonly csrf?: string } | null)?.csrf;
      if (csrf !== undefined) browser.csrf = csrf;
      return { status: answer.statusCode, headers: answer.headers, body: json };
    },
    async signIn(login, password) {
      await browser.call('GET', '/api/v1/session');
      return browser.call('POST', '/api/v1/session', { login, password });
    },
  };
  return browser;
}

/** Comparing a password costs half a millisecond instead of 25. */
export const quickHasher = new PasswordHasher({ memory: 512, passes: 1, parallelism: 1 });

/** Gives a user a password, as if the console had been set up long ago. */
export async function givePassword(database: Database, userId: number, password: string): Promise<void> {
  const hash = await quickHasher.hash(password);
  await database.transaction(async (transaction) => {
    await writePassword(transaction, 1, userId, hash);
    await finishSetUp(transaction);
  });
}
