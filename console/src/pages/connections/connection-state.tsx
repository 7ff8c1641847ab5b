import { Tooltip } from '@mantine/core';
import type { Answer } from '../../api/call.ts';
import type { IconName } from '../../components/icon.tsx';
import { type Tone, ToneBadge } from '../../components/state-badge.tsx';
import { useTexts } from '../../texts/language.ts';
import { connectionTexts } from './texts.ts';

export type Flow = Answer<'readOverview'>['connections'][number];
export type ConnectionState = 'ok' | 'failing' | 'paused' | 'idle';

const looks: Readonly<Record<ConnectionState, readonly [Tone, IconName]>> = {
  ok: ['green', 'checkCircle'],
  failing: ['red', 'alert'],
  paused: ['violet', 'pause'],
  idle: ['grey', 'circle'],
};

const stateOf = (text: string): ConnectionState =>
  text === 'ok' || text === 'failing' || text === 'paused' ? text : 'idle';

/** How a connection is doing, in a word; pointed at, it says why. */
export function ConnectionStateBadge({ state, reason }: { readonly state: string; readonly reason?: string | null }) {
  const { states } = useTexts(connectionTexts);
  const known = stateOf(state);
  const [tone, icon] = looks[known];
  const badge = (
    <span>
      <ToneBadge tone={tone} icon={icon} text={states[known]} />
    </span>
  );
  return reason === null || reason === undefined || reason === '' ? badge : <Tooltip label={reason}>{badge}</Tooltip>;
}
