import { Tooltip, UnstyledButton } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { announce } from '../app/announce.tsx';
import { commonTexts } from '../texts/common.ts';
import { useTexts } from '../texts/language.ts';
import { Icon } from './icon.tsx';
import './copyable.css';

interface CopyableProps {
  readonly text: string;
  /** What is shown instead of the whole: an id shows its end, where ids differ. */
  readonly shown?: string;
}

/** A text that is copied with one click: an id, an address, a token. */
export function Copyable({ text, shown }: CopyableProps) {
  const { actions } = useTexts(commonTexts);
  const clipboard = useClipboard({ timeout: 1_500 });
  return (
    <Tooltip label={clipboard.copied ? actions.copied : `${actions.copy}: ${text}`}>
      <UnstyledButton
        className="gw-copyable"
        onClick={(event) => {
          event.stopPropagation();
          clipboard.copy(text);
          announce(actions.copied);
        }}
      >
        <span className="gw-mono">{shown ?? text}</span>
        <Icon
          name={clipboard.copied ? 'check' : 'copy'}
          size={13}
          label={clipboard.copied ? actions.copied : actions.copy}
        />
      </UnstyledButton>
    </Tooltip>
  );
}

/** A UUID by its last eight characters: the first ones are the time, and the same for a whole list. */
export function CopyableId({ id }: { readonly id: string }) {
  return <Copyable text={id} shown={id.length > 12 ? `…${id.slice(-8)}` : id} />;
}
