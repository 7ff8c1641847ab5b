import type { IconName } from '../../components/icon.tsx';
import { type Tone, ToneBadge } from '../../components/state-badge.tsx';
import { useTexts } from '../../texts/language.ts';
import { type Hook, type HookState, stateOf } from './hook.ts';
import { hookTexts } from './texts.ts';

const looks: Readonly<Record<HookState, readonly [Tone, IconName]>> = {
  active: ['green', 'checkCircle'],
  failing: ['red', 'alert'],
  paused: ['violet', 'pause'],
  ended: ['grey', 'ban'],
};

export function HookStateBadge({ hook }: { readonly hook: Pick<Hook, 'status' | 'failingSince'> }) {
  const { states } = useTexts(hookTexts);
  const state = stateOf(hook);
  const [tone, icon] = looks[state];
  return <ToneBadge tone={tone} icon={icon} text={states[state]} />;
}
