import { raiseAlerts, resolveAlerts } from '../alerts/store.ts';
import type { Database } from '../database/database.ts';
import type { Lane } from './lane.ts';
import { writeBreaker } from './lease-store.ts';

/** Writes what a lane's breaker has come to, and tells people once that a connection has begun to fail and once that it has recovered. */
export async function showLane(database: Database, lane: Lane): Promise<void> {
  const { lease, shown } = lane;
  const { unitId, connection } = lease;
  const key = `connection/${connection}`;
  await database.transaction(async (transaction) => {
    await writeBreaker(transaction, lease, shown);
    if (!shown.open) {
      await resolveAlerts(transaction, unitId, [key], 'Gangway');
      return;
    }
    const text = `The connection "${connection}" is not available: ${shown.reason ?? ''} Its messages wait and lose no attempt; it is asked again by itself.`;
    await raiseAlerts(transaction, [{ unitId, key, kind: 'connection-failing', text, connection }]);
  });
}
