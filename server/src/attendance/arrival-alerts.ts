import type { Alert } from '../alerts/store.ts';
import type { EntryRow } from './entry-store.ts';
import { type NamedUser, namings } from './read-entry.ts';

/** An entry that has just come in. */
export interface Arrived extends Pick<EntryRow, 'id' | 'userId' | 'namedBy' | 'named' | 'device'> {
  readonly userDisabled: boolean;
}

type UnitAlert = Alert & { readonly unitId: number };

const words: Readonly<Record<NamedUser['by'], string>> = {
  userId: 'the id',
  email: 'the e-mail',
  badge: 'the badge',
  personalNumber: 'the personal number',
};

export function unassignedAlertKey(by: string, named: string): string {
  return `time-unassigned/${by}/${named}`;
}

/** What a person must see: a badge that nobody has, once for each; and the pass of somebody who is disabled, once for each user. */
export function alertsOf(unitId: number, arrived: readonly Arrived[]): UnitAlert[] {
  const alerts = arrived.flatMap(({ id, userId, namedBy, named, userDisabled }): UnitAlert[] => {
    const by = namings.find((each) => each === namedBy) ?? 'badge';
    const shared = { unitId, entity: 'time', recordId: id };
    if (userId === null) {
      const text = `Nobody has ${words[by]} ${named}: what is registered with it is kept and waits. Assign it: POST /api/v1/${unitId}/passes/${id}/assign.`;
      return [{ ...shared, key: unassignedAlertKey(by, named), kind: 'time-unassigned', text }];
    }
    if (!userDisabled) return [];
    const text = `User ${userId} is disabled and was registered all the same (time entry ${id}). If the badge was not given back, block it at the doors.`;
    return [{ ...shared, key: `time-disabled/${userId}`, kind: 'time-disabled', text }];
  });
  return [...new Map(alerts.map((alert) => [alert.key, alert])).values()];
}
