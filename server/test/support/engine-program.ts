import { once } from 'node:events';
import { writeSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { openDatabase } from '../../src/database/open-database.ts';
import { Engine } from '../../src/deliveries/engine.ts';
import { createLog } from '../../src/log.ts';
import { openOutbound } from '../../src/outbound/send-request.ts';
import { saveRecord } from '../../src/records/save-record.ts';
import { recordEnvironment } from '../../src/triggers/record-environment.ts';
import { cacheUnitPlans } from '../../src/triggers/unit-plan.ts';
import { administrator, invoiceFields } from './company.ts';
import { loopback, testKeys } from './test-keys.ts';

/** What an engine in a process of its own is told. */
export interface EngineProgramOptions {
  readonly url: string;
  /** No other process uses the database: what a killed one held is free at once. */
  readonly alone: boolean;
  /** Saves one invoice after the other, so many at once, with this note; each is said when its change is acknowledged. */
  readonly load?: { readonly note: string; readonly parallel: number };
}

/** A process of its own with an engine, which begins when something comes on its standard input. Says on its standard output, a line each: `ready`, and the id of every invoice whose change was acknowledged. */
const options = JSON.parse(process.argv[2] ?? '') as EngineProgramOptions;
// It will be killed, and the next one loads faster.
flushCompileCache();
// Loaded and ready to go: it begins when it is told.
await once(process.stdin, 'data');
// Synchronous: what was said has left the process before it can be killed.
const say = (line: string): number => writeSync(1, `${line}\n`);

const log = createLog('error', { write: (line) => writeSync(2, line) });
const database = await openDatabase({ url: options.url, poolSize: 8, applicationName: 'engine' });
const plans = cacheUnitPlans();
const outbound = openOutbound({ allowRanges: loopback });
const engine = new Engine({
  ...{ database, plans, keys: testKeys, outbound, roles: ['api', 'worker'], alone: options.alone, log },
});
await engine.start();
say('ready');

async function saveInvoices(note: string): Promise<void> {
  for (;;) {
    const { row } = await database.transaction(async (transaction) => {
      const environment = await recordEnvironment(transaction, 1, { plans, wake: engine.wake, now: () => new Date() });
      const fields = { ...invoiceFields, note };
      return saveRecord(transaction, environment, {
        ...{ kind: 'create', entity: 'documents', fields, actor: administrator, origin: 'api' },
      });
    });
    say(String(row.id));
  }
}

const { load } = options;
if (load) await Promise.all(Array.from({ length: load.parallel }, () => saveInvoices(load.note)));
// The engine's timers keep nothing alive.
setInterval(() => undefined, 60_000);
