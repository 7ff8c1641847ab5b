import type { IconName } from '../../components/icon.tsx';
import { type Tone, ToneBadge } from '../../components/state-badge.tsx';
import { useNames } from './names.ts';

/** The status of the record itself, in its process. Words with an outline of their own, so that nobody takes them for the state of a delivery. */
const looks: Readonly<Record<string, readonly [Tone, IconName]>> = {
  OPEN: ['grey', 'circle'],
  PROCESSING: ['blue', 'hourglass'],
  APPROVED: ['green', 'check'],
  DONE: ['green', 'check'],
  PAID: ['green', 'checkCircle'],
  CLOSED: ['grey', 'lock'],
  REJECTED: ['red', 'x'],
  CANCELLED: ['grey', 'ban'],
};

export function StatusBadge({ entity, status }: { readonly entity: string; readonly status: string }) {
  const names = useNames();
  const [tone, icon] = looks[status] ?? ['grey', 'tag'];
  return status === '' ? null : <ToneBadge tone={tone} icon={icon} text={names.status(entity, status)} />;
}
