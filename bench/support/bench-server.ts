import { secretKeys } from '../../server/src/configuration/seal.ts';
import {
  writeConfigurationObject,
  raiseConfigurationVersion,
  type ConfigurationKind,
} from '../../server/src/configuration/store.ts';
import type { Database } from '../../server/src/database/database.ts';
import { migrate } from '../../server/src/database/migrate.ts';
import { openDatabase } from '../../server/src/database/open-database.ts';
import { Engine } from '../../server/src/deliveries/engine.ts';
import type { Settlement } from '../../server/src/deliveries/settle.ts';
import { createLog } from '../../server/src/log.ts';
import { openOutbound } from '../../server/src/outbound/send-request.ts';
import { cacheUnitPlans, type UnitPlans } from '../../server/src/triggers/unit-plan.ts';
import { type BenchPostgres, startBenchPostgres, type Where } from './bench-postgres.ts';

/** A server without its HTTP side, on a PostgreSQL of its own. */
export interface BenchServer {
  readonly database: Database;
  readonly plans: UnitPlans;
  engine(onAttempt?: (settlement: Settlement) => void): Engine;
  configure(objects: readonly { kind: ConfigurationKind; name: string; body: object }[]): Promise<void>;
  close(): Promise<void>;
}

/** The log as in production, one line for each attempt, into nothing. */
const discarded = { write: (): void => undefined };

export async function startBenchServer(
  where: Where = 'embedded',
): Promise<BenchServer & Pick<BenchPostgres, 'target'>> {
  const postgres = await startBenchPostgres(where);
  const server = await openBenchServer(postgres.target);
  await migrate(server.database);
  await server.database.query({ text: `insert into units (unit_id, name) values (1, 'Bench') on conflict do nothing` });
  return {
    ...server,
    target: postgres.target,
    async close() {
      await server.close();
      await postgres.stop();
    },
  };
}

/** The same on a database that is there. */
export async function openBenchServer(target: BenchPostgres['target']): Promise<BenchServer> {
  const log = createLog('info', discarded);
  const database = await openDatabase({ ...target, poolSize: 10, applicationName: 'bench' });
  const plans = cacheUnitPlans();
  const outbound = openOutbound({ allowRanges: ['127.0.0.0/8'] });
  const keys = secretKeys(['a key for measurements, long enough']);
  const engines: Engine[] = [];
  return {
    database,
    plans,
    engine(onAttempt) {
      const parts = { database, plans, keys, outbound, roles: ['api', 'worker'], alone: true, log };
      const made = new Engine({ ...parts, ...(onAttempt ? { onAttempt } : {}) });
      engines.push(made);
      return made;
    },
    configure: (objects) =>
      database.transaction(async (transaction) => {
        for (const object of objects) await writeConfigurationObject(transaction, 1, object, 'bench');
        await raiseConfigurationVersion(transaction, 1);
      }),
    async close() {
      for (const engine of engines) await engine.stop();
      outbound.close();
      await database.close();
    },
  };
}
