import { raiseAlerts, resolveAlerts } from '../alerts/store.ts';
import type { Transaction } from '../database/database.ts';
import type { CallDetail, CallMarks } from './call-store.ts';
import { insertCall } from './call-store.ts';

/**
 * Writes the row of a call. A definition that fails has a fault that its callers cannot mend, and they go on sending: people are told once, until a call is
 * accepted again.
 */
export async function keepCall(transaction: Transaction, row: CallDetail & CallMarks): Promise<void> {
  const { unitId, definition, outcome, mode, code, sentence } = row;
  await insertCall(transaction, row);
  const key = `definition/${definition}`;
  if (outcome === 'failed' && code === 'definition-failed') {
    const text = `Calls to the API definition ${JSON.stringify(definition)} fail: ${sentence}`;
    await raiseAlerts(transaction, [{ unitId, key, kind: 'definition-failed', text }]);
  }
  if (outcome === 'accepted' && mode === 'live')
    await resolveAlerts(transaction, unitId, [key], 'a call that was accepted');
}
