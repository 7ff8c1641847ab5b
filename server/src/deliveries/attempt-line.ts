import type { Settlement } from './settle.ts';

/** The one wide log line of an attempt (`delivery.attempted`): every fact that an operator filters by, no body, no secret. */
export function attemptLine({ delivery, verdict, fate, attempt }: Settlement, stale: boolean): Record<string, unknown> {
  const { unitId, id, connection, trigger, template, entity, recordId, tries, probe, claimedAtMs, dueAtMs } = delivery;
  return {
    event: 'delivery.attempted',
    ...{
      unitId,
      deliveryId: id,
      connection,
      trigger,
      template,
      entity,
      recordId,
      attempt: tries,
      counted: attempt.counted,
      probe,
    },
    ...{ outcome: verdict.outcome, state: stale ? 'stale' : fate.state, reason: fate.reason, status: attempt.status },
    durationMs: Math.round(attempt.durationMs * 10) / 10,
    lagMs: Math.max(0, Math.round(claimedAtMs - dueAtMs)),
    ...(attempt.timing ? { timing: attempt.timing } : {}),
    ...(fate.dueAtMs === null ? {} : { nextAttemptAt: new Date(fate.dueAtMs).toISOString() }),
    requestBytes: attempt.requestBody?.length,
    responseBytes: attempt.responseBody?.length,
  };
}
