import { Tooltip } from '@mantine/core';
import { commonTexts } from '../texts/common.ts';
import { useTexts } from '../texts/language.ts';
import { Icon, type IconName } from './icon.tsx';
import './state-badge.css';

export type DeliveryState =
  | 'queued'
  | 'sending'
  | 'waiting'
  | 'held'
  | 'awaiting'
  | 'delivered'
  | 'refused'
  | 'failed'
  | 'unknown'
  | 'cancelled'
  | 'superseded';

/** A state is a word, an icon and a colour, always the same. The colours stand in state-badge.css under the same names. */
const icons: Readonly<Record<DeliveryState, IconName>> = {
  queued: 'circle',
  sending: 'send',
  waiting: 'clock',
  held: 'pause',
  awaiting: 'hourglass',
  delivered: 'checkCircle',
  refused: 'xCircle',
  failed: 'alert',
  unknown: 'question',
  cancelled: 'ban',
  superseded: 'replace',
};

export const deliveryStates = Object.keys(icons) as readonly DeliveryState[];

export function isDeliveryState(text: string): text is DeliveryState {
  return Object.hasOwn(icons, text);
}

interface StateBadgeProps {
  /** One that is not known is shown as it is. */
  readonly state: string;
  /** Beside the word: when the next attempt is, who holds it. */
  readonly note?: string | undefined;
  /** Shown when a person points at it: the reason. */
  readonly why?: string | null | undefined;
}

export function StateBadge({ state, note, why }: StateBadgeProps) {
  const { states } = useTexts(commonTexts);
  const known = isDeliveryState(state) ? state : undefined;
  const badge = (
    <span className="gw-state" data-state={state}>
      <Icon name={known === undefined ? 'info' : icons[known]} size={14} />
      <span>
        {known === undefined ? state : states[known]}
        {note === undefined ? null : <span className="gw-state-note"> {note}</span>}
      </span>
    </span>
  );
  return why === undefined || why === null || why === '' ? badge : <Tooltip label={why}>{badge}</Tooltip>;
}

/** Health of other things in the same three colours: a connection that works, waits, or needs somebody. */
export function ToneBadge({
  tone,
  icon,
  text,
}: {
  readonly tone: Tone;
  readonly icon: IconName;
  readonly text: string;
}) {
  return (
    <span className="gw-state" data-tone={tone}>
      <Icon name={icon} size={14} />
      <span>{text}</span>
    </span>
  );
}

export type Tone = 'grey' | 'blue' | 'amber' | 'violet' | 'green' | 'red' | 'orange';
