import { raiseAlerts, resolveAlerts } from '../alerts/store.ts';
import type { Database } from '../database/database.ts';
import { failingAlert, failingKey } from './failing-alert.ts';
import type { Lane } from './lane.ts';
import { writeBreaker } from './lease-store.ts';

/** Writes what a lane's breaker has come to, and tells people once that a connection has begun to fail and once that it has recovered. */
export async function showLane(database: Database, lane: Lane): Promise<void> {
  const { lease, shown } = lane;
  const { unitId, connection } = lease;
  const key = failingKey(connection);
  await database.transaction(async (transaction) => {
    await writeBreaker(transaction, lease, shown);
    if (!shown.failing) await resolveAlerts(transaction, unitId, [key], 'Gangway');
    else if (shown.open)
      await raiseAlerts(transaction, [await failingAlert(transaction, unitId, connection, shown.reason ?? '')]);
  });
}
