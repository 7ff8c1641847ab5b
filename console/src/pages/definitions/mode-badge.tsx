import type { IconName } from '../../components/icon.tsx';
import { type Tone, ToneBadge } from '../../components/state-badge.tsx';
import { useTexts } from '../../texts/language.ts';
import type { Mode } from './definition.ts';
import { definitionTexts } from './texts.ts';

const looks: Readonly<Record<Mode, readonly [Tone, IconName]>> = {
  live: ['green', 'zap'],
  test: ['blue', 'eye'],
  off: ['grey', 'ban'],
};

export function ModeBadge({ mode }: { readonly mode: Mode }) {
  const { modes } = useTexts(definitionTexts);
  const [tone, icon] = looks[mode];
  return <ToneBadge tone={tone} icon={icon} text={modes[mode]} />;
}
