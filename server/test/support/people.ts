import { expect } from 'vitest';
import { stepAt, totp } from '../../src/access/sessions/totp.ts';
import { type TestApp, testApp, type TestAppOptions } from './app.ts';
import { givePassword, type Visitor, type VisitorAnswer, visitor } from './visitor.ts';

/** Everybody's, unless it is changed. */
export const password = 'seven grey herons at dusk';

export interface Person {
  readonly id: number;
  readonly login: string;
  /** Not signed in. */
  readonly browser: Visitor;
}

/** A server with people who have passwords, and a clock that is set. */
export interface People {
  readonly server: TestApp;
  readonly clock: { now: Date };
  person(groups?: readonly string[], address?: string): Promise<Person>;
  /** The waits of failed attempts are over. */
  waited(): Promise<unknown>;
  audited(what: string): Promise<Record<string, unknown>[]>;
  /** What an authenticator with this secret shows. */
  codeOf(secret: string, laterMs?: number): string;
  /** Signs in and switches the second factor on. */
  secondFactor(browser: Visitor, login: string): Promise<{ readonly secret: string; readonly recovery: string[] }>;
}

export async function startPeople(options: TestAppOptions = {}): Promise<People> {
  const clock = { now: new Date() };
  const server = await testApp({ start: false, now: () => clock.now, ...options });
  const { database } = server;
  if (options.beside === undefined) await givePassword(database, 2, password);
  let count = 0;
  const codeOf: People['codeOf'] = (secret, laterMs = 0) =>
    totp(fromBase32(secret), stepAt(new Date(clock.now.getTime() + laterMs)));
  return {
    ...{ server, clock, codeOf },
    person: async (groups = [], address = `192.0.2.${++count}`) => {
      const login = `person-${++count}`;
      const { id } = await server.save({ kind: 'create', entity: 'users', fields: { login, groups: [...groups] } });
      await givePassword(database, id, password);
      return { id, login, browser: visitor(server.app, { address }) };
    },
    waited: () => database.query({ text: `update sign_in_attempts set blocked_until = now() - interval '1 second'` }),
    audited: async (what) => {
      const text = 'select who, detail from audit where what = $1 order by id';
      const rows = await database.query<{ who: string; detail: object }>({ text, values: [what] });
      return rows.map(({ who, detail }) => ({ who, ...detail }));
    },
    secondFactor: async (browser, login) => {
      await browser.signIn(login, password);
      const { secret } = ok(await browser.call('POST', '/api/v1/me/second-factor')) as { secret: string };
      const code = codeOf(secret);
      const { recoveryCodes } = ok(await browser.call('POST', '/api/v1/me/second-factor/confirm', { code }));
      return { secret, recovery: recoveryCodes as string[] };
    },
  };
}

export const sentence = ({ body }: VisitorAnswer): string => (body as { detail: string }).detail;
export const problem = ({ status, body }: VisitorAnswer): unknown[] => [status, (body as { type: string }).type];
export const ok = (answer: VisitorAnswer): Record<string, unknown> => {
  expect(answer).toMatchObject({ status: expect.toSatisfy((status: number) => status < 300) as unknown });
  return answer.body as Record<string, unknown>;
};

export function fromBase32(text: string): Buffer {
  const values = Array.from(text, (letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter));
  const bits = values.map((value) => value.toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}
