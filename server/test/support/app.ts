import type { FastifyInstance } from 'fastify';
import { hashToken } from '../../src/access/token.ts';
import { insertToken } from '../../src/access/token-store.ts';
import { openSignIn } from '../../src/access/sessions/open-sign-in.ts';
import type { SignIn } from '../../src/access/sessions/sign-in.ts';
import { RangeList } from '../../src/address-range.ts';
import { ProblemSchema } from '../../src/api/describe-route.ts';
import { createMetrics } from '../../src/api/metrics.ts';
import { type AppOptions, createApp } from '../../src/app.ts';
import { timeSavers } from '../../src/attendance/save-time.ts';
import { readConfig } from '../../src/config.ts';
import { secretKeys } from '../../src/configuration/seal.ts';
import { recogniseInstallation } from '../../src/database/installation-store.ts';
import { newId } from '../../src/database/uuid.ts';
import { LiveFeed } from '../../src/live/live-feed.ts';
import { createLog } from '../../src/log.ts';
import { AddressRanges } from '../../src/outbound/address-ranges.ts';
import { shownSettings } from '../../src/overview/shown-settings.ts';
import { openOutbound } from '../../src/outbound/send-request.ts';
import { schemaFaults } from '../../src/schema-faults.ts';
import { tryConnection } from '../../src/start/try-connection.ts';
import type { TestDatabase } from './database.ts';
import { testEngine, type TestEngine } from './engine.ts';
import { loopback } from './test-keys.ts';
import { quickHasher } from './visitor.ts';

export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  // Tests look into answers of every shape.
  readonly body: unknown;
}

export interface TestApp extends TestEngine {
  readonly app: FastifyInstance;
  /** Of an administrator in unit 1, from loopback addresses. */
  readonly token: string;
  /** Calls with that token, or with another one; the body goes as JSON. */
  call(method: string, url: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Answered>;
  /** A token of a new user in these groups. */
  tokenFor(groups: readonly string[]): Promise<string>;
}

export interface TestAppOptions {
  readonly start?: boolean;
  /** A migrated database; one of its own unless given. */
  readonly database?: TestDatabase;
  /** Joins another one's database as a second process would; it has to be closed first. */
  readonly beside?: TestApp;
  readonly app?: AppOptions;
  /** How often open pages are judged again. */
  readonly liveTickMs?: number;
  /** Of signing in: other terms, a provider. */
  readonly signIn?: Partial<SignIn>;
  readonly now?: () => Date;
}

/** The whole HTTP server on a database of its own, with one unit and one administrator, and a running engine unless told otherwise. */
export async function testApp(options: TestAppOptions = {}): Promise<TestApp> {
  const test = await testEngine(options);
  const { database, engine, plans } = test;
  const { cluster } = await recogniseInstallation(database, { name: 'tests' });
  const metrics = createMetrics({ database, load: () => engine.load });
  const { now = () => new Date() } = options;
  const reading = readConfig({});
  const { config } = reading;
  const outbound = openOutbound({ allowRanges: [] });
  const toReceivers = openOutbound({ allowRanges: loopback });
  const signIn = {
    ...openSignIn({ database, log: createLog('silent'), outbound, now, config }),
    hasher: quickHasher,
    ...options.signIn,
  };
  const feed = new LiveFeed({ database, log: createLog('silent'), tickMs: options.liveTickMs ?? 15_000 });
  await feed.start();
  test.onAttempted(({ delivery }) => feed.deliveryMoved(delivery.unitId, delivery.id));
  const app = createApp(
    {
      ...{
        database,
        plans,
        savers: timeSavers,
        feed,
        live: engine.live,
        messages: engine.messages,
        wake: engine.wake,
        changed: engine.changed,
        // An engine that was not started runs no jobs either.
        jobWaiting: options.start === false ? () => undefined : engine.jobMade,
        cluster,
      },
      log: createLog('silent'),
      system: {
        settings: shownSettings(reading),
        ...{ embedded: false, startedAt: now(), load: () => engine.load, retentionMonths: 13, historyMonths: 120 },
      },
      publicUrl: () => 'http://localhost',
      trustedProxies: new RangeList([]),
      allowedAddresses: undefined,
      bodyLimitBytes: 1_000_000,
      ...{ now, signIn },
      keys: secretKeys(['a key for the tests, long enough.']),
      egressRanges: new AddressRanges(['127.0.0.0/8', '::1/128']),
      roles: ['api', 'worker'],
      metrics: () => metrics.text(),
      testConnection: (unitId, name) => tryConnection(toReceivers, engine.live, unitId, name),
      ...{ testHook: engine.notices.test, fetchNotices: engine.fetchNotices },
    },
    options.app,
  );
  const answerFaults = checkAnswers(app);
  const token = 'an-administrator-of-the-tests-no-1';
  if (options.beside === undefined) await addToken(token, 2);
  return {
    ...test,
    ...{ app, token },
    call: async (method, url, body, headers = {}) => {
      const response = await app.inject({
        method: method as 'GET',
        url,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      return { status: response.statusCode, headers: response.headers, body: response.json() };
    },
    tokenFor: async (groups) => {
      const id = newId();
      const user = await test.save({ kind: 'create', entity: 'users', fields: { login: `user-${id}`, groups } });
      const text = `a-token-of-the-tests-${id}`;
      await addToken(text, user.id);
      return text;
    },
    close: async () => {
      await app.close();
      await signIn.refusals.flush();
      outbound.close();
      toReceivers.close();
      await test.close();
      if (answerFaults.length > 0)
        throw new Error(`Answers that do not fit the OpenAPI document:\n${answerFaults.join('\n')}`);
    },
  };

  async function addToken(text: string, userId: number): Promise<void> {
    const row = {
      id: newId(),
      name: 'tests',
      userId,
      hash: hashToken(text),
      ipRanges: ['127.0.0.0/8', '::1'],
      createdBy: 'tests',
    };
    await database.transaction((transaction) =>
      insertToken(transaction, 1, { ...row, methods: null, paths: null, expiresAt: null, ratePerMinute: null }),
    );
  }
}

/** Compares every answer with what the OpenAPI document says of it; what does not fit is found when the test closes. */
function checkAnswers(app: FastifyInstance): string[] {
  const faults: string[] = [];
  app.addHook('onSend', (request, reply, payload, done) => {
    const { operation } = request.routeOptions.config;
    const status = reply.statusCode;
    if (operation !== undefined && typeof payload === 'string' && request.method !== 'HEAD') {
      const route = `${request.method} ${request.routeOptions.url ?? ''} ${status}`;
      const schema = status < 400 ? operation.answers[status] : ProblemSchema;
      if (schema === undefined) faults.push(`${route}: this status is not in the document`);
      else if (String(reply.getHeader('content-type')).includes('json')) {
        const found = schemaFaults(schema, JSON.parse(payload)).slice(0, 3);
        faults.push(...found.map(({ path, message }) => `${route}: ${path ?? ''}: ${message}`));
      }
    }
    done(null, payload);
  });
  return faults;
}
