import type { IconName } from '../../components/icon.tsx';
import { type Tone, ToneBadge } from '../../components/state-badge.tsx';
import { useTexts } from '../../texts/language.ts';
import { triggerTexts } from './texts.ts';
import type { Mode } from './trigger.ts';

const looks: Readonly<Record<Mode, readonly [Tone, IconName]>> = {
  live: ['green', 'zap'],
  watch: ['blue', 'eye'],
  off: ['grey', 'ban'],
};

/** Whether it sends: a word, an icon and a colour, in the list and on the trigger's own page. */
export function ModeBadge({ mode }: { readonly mode: Mode }) {
  const { modes } = useTexts(triggerTexts);
  const [tone, icon] = looks[mode];
  return <ToneBadge tone={tone} icon={icon} text={modes[mode]} />;
}
