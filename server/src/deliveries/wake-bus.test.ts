import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../test/support/database.ts';
import { createLog } from '../log.ts';
import { WakeBus } from './wake-bus.ts';

let base: TestDatabase;
beforeAll(async () => (base = await testDatabase()));
afterAll(() => base.close());

test.each([
  ['an empty notice, which comes when the listener is back', ''],
  ['one that is not of the bus', 'hello'],
  ['one that is JSON, but no notice', 'null'],
])('says that something may have been missed on %s, and goes on', async (_, payload) => {
  const heard: unknown[] = [];
  let arrived = Promise.withResolvers<undefined>();
  const hear = (what: unknown): void => {
    heard.push(what);
    arrived.resolve(undefined);
  };
  const bus = new WakeBus({
    database: base.database,
    callHere: (unitId, lanes) => (hear({ unitId, lanes }), []),
    changedHere: (unitId) => hear({ unitId }),
    missedHere: () => hear('missed'),
    log: createLog('silent'),
  });
  const notify = (text: string) =>
    base.database.query({ text: "select pg_notify('gangway_wake', $1)", values: [text] });
  await bus.start();
  await notify(payload);
  await arrived.promise;
  arrived = Promise.withResolvers();
  await notify(JSON.stringify({ wake: [[1, 7]] }));
  await arrived.promise;
  expect(heard).toEqual(['missed', { unitId: 1, lanes: [7] }]);
  await bus.stop();
});
